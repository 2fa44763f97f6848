"""Constants are found where they stand, changed where they are used, and what the changes cost is told."""

import sys
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from pathlib import Path

import numpy as np
import pytest

from benchmarks.constants import (
    Constant,
    Scores,
    changed,
    cost_of,
    find_constants,
    fit,
    main,
    package_dir,
    print_costs,
    remembering,
)
from mnist_app.imaging import guide
from mnist_app.metrics.pages import PageScore
from mnist_app.reading import finder

LIKELY = Constant("mnist_app.imaging.guide", "LIKELY", guide.LIKELY)
SHARE = Constant("room", "SHARE", 0.5)


class Stand:
    """Takes the place of processes that read pages: a share of 0.6 reads all ten digits, any other fewer."""

    def submit(self, score: object, values: Mapping[Constant, float]) -> "Future[Scores]":
        future: Future[Scores] = Future()
        share = values.get(SHARE, SHARE.value)
        future.set_result({"plain": PageScore(digits=10, right=10 - round(20 * abs(share - 0.6)))})
        return future

    def map(self, score: object, changes: Iterable[Mapping[Constant, float]]) -> Iterable[Scores]:
        return [self.submit(score, values).result() for values in changes]


def test_numbers_are_found_alone_and_several_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "imaging").mkdir()
    (tmp_path / "imaging" / "guide.py").write_text(
        'NEAR = 0.5\nLOW, HIGH = 2, 3.5\nMAX_DIGITS = 200\nNAME = "a"\nNONE = 0\nIS_ON = True\nlevel = 3\n'
    )
    (tmp_path / "imaging" / "normalize.py").write_text("SIDE = 28\n")
    found = find_constants(tmp_path)
    assert [(each.title, each.value) for each in found] == [
        ("imaging.guide.NEAR", 0.5),
        ("imaging.guide.LOW", 2),
        ("imaging.guide.HIGH", 3.5),
    ]


def test_those_of_the_package_are_found() -> None:
    assert LIKELY in find_constants(package_dir())


def test_a_constant_is_changed_where_it_is_imported_and_back_again() -> None:
    before = guide.LIKELY
    with changed({LIKELY: 0.9}):
        assert guide.LIKELY == 0.9
        assert finder.LIKELY == 0.9
    assert guide.LIKELY == finder.LIKELY == before


def test_a_name_that_no_constant_has_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["constants", "--names", "LIKELY", "LIKLEY", "--data", "gone.npz"])
    with pytest.raises(SystemExit):
        main()
    assert capsys.readouterr().err.endswith("error: there is no constant called LIKLEY\n")


def test_a_network_is_asked_once_about_each_picture() -> None:
    asked = []

    def network(x: np.ndarray) -> np.ndarray:
        asked.append(len(x))
        return x.reshape(len(x), -1)[:, :1]

    answer = remembering(network)
    pictures = np.arange(4, dtype=np.float32).reshape(4, 1, 1, 1)
    assert answer(pictures[[0, 1, 0]]).ravel().tolist() == [0, 1, 0]
    assert answer(pictures[[3, 1, 2]]).ravel().tolist() == [3, 1, 2]
    assert answer(pictures).ravel().tolist() == [0, 1, 2, 3]
    assert answer(pictures[:1].reshape(1, 1, 1, 1).repeat(2, axis=1)).tolist() == [[0]], "of another shape"
    assert asked == [2, 2, 1]


@pytest.mark.parametrize(("value", "less", "more"), [(1, 0, 2), (10, 8, 12), (0.5, 0.4, 0.6)])
def test_a_whole_number_stays_one_and_changes(value: float, less: float, more: float) -> None:
    constant = Constant("room", "SHARE", value)
    assert constant.times(0.8) == pytest.approx(less)
    assert constant.times(1.2) == pytest.approx(more)
    assert isinstance(constant.times(1.2), type(value))


def test_the_kind_that_suffers_most_is_named() -> None:
    before = {"plain": PageScore(digits=100, right=90), "tiny": PageScore(digits=50, right=40)}
    after = {"plain": PageScore(digits=100, right=89), "tiny": PageScore(digits=50, right=39, sure_wrong=2)}
    assert str(cost_of(before, after)).split() == ["+2", "+2", "2.0", "tiny"]


def test_what_costs_a_point_is_fragile(capsys: pytest.CaptureFixture[str]) -> None:
    print_costs(Stand(), [SHARE, Constant("room", "OTHER", 3)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split() == ["room.SHARE", "0.5", "0.4", "+2", "+0", "20.0", "plain"]
    assert lines[2].split() == ["room.SHARE", "0.5", "0.6", "-2", "+0", "-20.0", "plain"]
    assert lines[-1] == "1 of 2 cost a kind more than a point: room.SHARE"


def test_a_search_finds_better_values(capsys: pytest.CaptureFixture[str]) -> None:
    best = fit(Stand(), [SHARE], trials=40)
    assert best["room.SHARE"] == pytest.approx(0.6, abs=0.03)
    assert "price 2 as it is, 0 with" in capsys.readouterr().out
