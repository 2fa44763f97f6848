"""A long run is shared out evenly, and what is left behind is found."""

from dataclasses import replace

import pytest

from benchmarks.process import Held
from benchmarks.tenths import PARTS, Visit, missed, plan, report, split

FIRST = Held(resident_mb=300.0, threads=10, handles=14, files=0)


@pytest.mark.parametrize(("total", "parts"), [(0, 3), (2, 10), (10, 10), (1001, 10), (7, 1)])
def test_shares_add_up_and_hardly_differ(total: int, parts: int) -> None:
    shares = split(total, parts)
    assert len(shares) == parts
    assert sum(shares) == total
    assert max(shares) - min(shares) <= 1


def test_all_that_is_asked_is_planned() -> None:
    tenths = plan(drawings=25, photos=3, reruns=11, sessions=12)
    visits = [visit for tenth in tenths for visit in tenth]
    assert len(tenths) == PARTS
    assert len(visits) == 12
    assert sum(visit.drawings for visit in visits) == 25
    assert sum(visit.photos for visit in visits) == 3
    assert sum(visit.reruns for visit in visits) == 11


def test_nobody_comes_to_an_empty_run() -> None:
    assert plan(0, 0, 0, sessions=0) == [[]] * PARTS


def test_one_visitor_does_all() -> None:
    assert [visit for tenth in plan(4, 3, 2, sessions=1) for visit in tenth] == [Visit(4, 3, 2)]


@pytest.mark.parametrize(
    ("last", "errors", "names"),
    [
        (FIRST, [], []),
        (replace(FIRST, resident_mb=320.0), [], []),
        (replace(FIRST, resident_mb=320.1), [], ["memory"]),
        (replace(FIRST, threads=11), [], ["threads"]),
        (replace(FIRST, handles=15), [], ["handles"]),
        (replace(FIRST, files=1), [], ["files"]),
        (replace(FIRST, threads=9, handles=13), ["VisitError: no answer"], ["errors"]),
    ],
)
def test_what_is_missed(last: Held, errors: list[str], names: list[str]) -> None:
    assert missed([FIRST, last], errors) == names


def test_memory_that_was_high_in_between_is_missed_too() -> None:
    assert missed([FIRST, replace(FIRST, resident_mb=400.0), FIRST], []) == ["memory"]


def test_a_line_for_everything_that_is_asked() -> None:
    lines = report([FIRST, replace(FIRST, resident_mb=330.0, handles=20)], ["VisitError: no answer"])
    assert lines[0].startswith("resident at most 30.0 MB above the first tenth's")
    assert lines[2] == "handles 14, at the end 20   no more"
    assert lines[4:] == ["errors 1   none", "  VisitError: no answer"]
