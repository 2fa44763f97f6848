"""What is said of a crowd's visit: percentiles, what was missed, and the lines that are printed."""

import math

import pytest

from benchmarks.crowd import Crowd, Measured, left_mb, missed, percentiles, report

CROWD = Crowd(browsers=1, sockets=1, seconds=2, alone=2, time_to_live=1)


def measured(slowest: float = 300.0, after: float = 300.0, *errors: str) -> Measured:
    alone = {"browser": [200.0, 300.0], "websocket": [50.0, 60.0]}
    crowd = {"browser": [slowest] * 2, "websocket": [70.0, 80.0]}
    return Measured(alone, crowd, list(errors), before=299.0, during=310.0, after=after)


def test_no_percentiles_of_nothing() -> None:
    assert all(math.isnan(value) for value in percentiles([]))


def test_percentiles_of_one_value_are_that_value() -> None:
    assert percentiles([7.0]) == (7.0, 7.0, 7.0)


def test_percentiles_whatever_the_order() -> None:
    assert percentiles([100.0, 0.0, 50.0]) == pytest.approx((50.0, 95.0, 99.0))


def test_memory_is_counted_by_the_session() -> None:
    assert left_mb(measured(after=302.0), CROWD) == 1.5


@pytest.mark.parametrize(
    ("what", "names"),
    [
        (measured(), []),
        (measured(1250.0), []),
        (measured(1251.0), ["browser"]),
        (measured(300.0, 301.0), []),
        (measured(300.0, 301.1), ["memory"]),
        (measured(300.0, 300.0, "VisitError: no answer"), ["errors"]),
    ],
)
def test_what_is_missed(what: Measured, names: list[str]) -> None:
    assert missed(what, CROWD) == names


def test_a_line_for_each_kind_errors_and_memory() -> None:
    lines = report(measured(1300.0, 302.0, "VisitError: no answer"), CROWD)
    assert [line.split()[0] for line in lines] == ["browser", "websocket", "errors", "VisitError:", "resident"]
    assert "alone p50  250 ms; of 2 strokes p50 1300, p95 1300, p99 1300 ms; p95 - alone 1050 ms" in lines[0]
    assert "errors 1" in lines[2]
    assert "before 299 MB, during at most 310, after 302: 1.50 MB a session" in lines[4]


def test_a_kind_that_was_never_answered_alone_leaves_the_rest_of_the_report() -> None:
    what = Measured({}, {"browser": [1300.0]}, ["VisitError: no answer"], before=299.0, during=310.0, after=300.0)
    assert missed(what, CROWD) == ["errors"]
    lines = report(what, CROWD)
    assert [line.split()[0] for line in lines] == ["browser", "errors", "VisitError:", "resident"]
    assert "alone p50  nan ms; of 1 strokes p50 1300" in lines[0]


def test_no_line_for_a_kind_that_did_not_come() -> None:
    alone = Measured({"websocket": [50.0]}, {"websocket": [60.0]})
    assert [line.split()[0] for line in report(alone, CROWD)] == ["websocket", "errors", "resident"]
