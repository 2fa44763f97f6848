"""Writers who judge some of their digits: what is counted, and who of them counts."""

from dataclasses import replace

import numpy as np
import pytest

from builders.digits import make_digit
from builders.fake_run import make_evaluation, write_run
from mnist_app.commands import writer_measuring
from mnist_app.commands.writer_measuring import (
    JUDGED,
    MORE_WRITERS,
    WAYS,
    Change,
    Drawn,
    choose_judged,
    choose_writers,
    compare_answers,
    draw_in_ways,
    format_all,
    format_change,
    judge_and_measure,
    learn_hand,
    measure_hand,
    print_writers,
)
from mnist_app.data.mnist import Digits
from mnist_app.data.pen_strokes import VAL_WRITERS, PenDigit, PenStrokes
from mnist_app.reading.own_hand import Look
from mnist_app.reading.verdicts import Verdict
from mnist_app.runs.runs import Run, load_run

BAR = np.array([[0, 0], [400, 0]], np.float32)


def drawn(rows: list[tuple[int, int, Verdict, float]]) -> Drawn:
    """Digits by truth, answer, verdict and angle of their features."""
    labels = np.array([truth for truth, *_ in rows], np.uint8)
    digits = tuple(make_digit({1: 0.2} | {answer: 0.8}, verdict) for _, answer, verdict, _ in rows)
    angles = np.radians([angle for *_, angle in rows])
    known = np.full(10, 0.5, np.float32)
    looks = tuple(Look(np.array([np.cos(angle), np.sin(angle)], np.float32), known) for angle in angles)
    return Drawn(labels, digits, looks)


@pytest.fixture
def run(models: object) -> Run:
    write_run("fake", make_evaluation())
    return load_run("fake")


def test_a_hand_mends_what_looks_like_it_and_what_is_lost_is_counted() -> None:
    hand = learn_hand(drawn([(1, 7, "unsure", 0)]))
    others = drawn([(1, 7, "unsure", 5), (7, 7, "unsure", 5), (7, 7, "sure", 6), (1, 7, "unsure", 90)])
    assert others.is_wrong.tolist() == [True, False, False, True]
    assert measure_hand(hand, others) == Change(count=4, before=2, after=3, lost=2, lost_sure=1)


def test_what_is_refused_is_wrong() -> None:
    assert drawn([(1, 1, "not_a_digit", 0)]).is_wrong.tolist() == [True]


def test_changes_add_up() -> None:
    before = drawn([(1, 7, "unsure", 0), (1, 1, "sure", 0)])
    change = compare_answers(before, np.array([False, True])) + Change(8, 4, 0)
    assert change == Change(10, 5, 1, 1, 1)
    assert change.fall == pytest.approx(0.8)


def test_the_same_others_whatever_is_judged() -> None:
    labels = np.repeat(np.arange(10, dtype=np.uint8), 20)
    (few, others), (many, same) = (choose_judged(labels, count, split=1) for count in JUDGED)
    np.testing.assert_array_equal(others, same)
    assert set(few) < set(many)
    assert not set(many) & set(others)
    assert np.bincount(labels[few]).tolist() == [5] * 10
    assert not np.array_equal(choose_judged(labels, 5, split=2)[0], few)


def test_judged_in_the_first_way_and_measured_in_all() -> None:
    rows: list[tuple[int, int, Verdict, float]] = [(label, label, "sure", 0) for label in range(10) for _ in range(16)]
    assert judge_and_measure([drawn(rows)] * 3, 5, 0) == Change(count=30)


def test_every_way_draws_every_digit() -> None:
    images = draw_in_ways([PenDigit(1, 5, (BAR,)), PenDigit(1, 5, (BAR, BAR + 50))])
    assert images.shape == (len(WAYS), 2, 28, 28)
    assert images.reshape(len(WAYS), 2, -1).any(axis=2).all()


def test_only_writers_from_whom_the_run_has_not_learned(run: Run) -> None:
    digits = tuple(PenDigit(1, writer, (BAR,)) for writer in range(1, 31))
    strokes = PenStrokes(
        tuple(digit for digit in digits if digit.writer not in VAL_WRITERS),
        tuple(digit for digit in digits if digit.writer in VAL_WRITERS),
        "0",
    )
    assert set(choose_writers(strokes, run)) == VAL_WRITERS | MORE_WRITERS
    learned = replace(run, info=replace(run.info, sha256=replace(run.info.sha256, pen_strokes="0" * 64)))
    assert set(choose_writers(strokes, learned)) == VAL_WRITERS
    own = replace(run, info=replace(run.info, config=run.info.config | {"from_run": "digit_net"}))
    assert set(choose_writers(strokes, own)) == VAL_WRITERS


def test_lines() -> None:
    assert format_change("5", 15, Change(1500, 10, 4, 1, 0)).split() == ["5", "1,500", "15", "10", "4", "60%", "1", "0"]
    assert format_change("5", 15, Change(1500)).split()[5] == "-"
    text = format_all(5, [Change(9, 4, 2), Change(9, 2, 0), Change(9, 0, 0), Change(9, 0, 1, 1)])
    assert "errors fall by 75% in the median of 2 writers with errors; of 2 without, 1 stay so" in text
    assert "by - in the median of 0" in format_all(5, [Change(9)])


def test_each_writer_gets_a_line(run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def read(images: np.ndarray, labels: np.ndarray) -> Drawn:
        return drawn([(int(label), int(label), "sure", 0) for label in labels])

    monkeypatch.setattr(writer_measuring, "reader_of", lambda run: read)
    digits = tuple(PenDigit(label, 5, (BAR,)) for label in range(10) for _ in range(16))
    mnist = Digits(np.zeros((3, 28, 28), np.uint8), np.arange(3, dtype=np.uint8))
    print_writers(run, PenStrokes((), digits, "0"), mnist)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:3] for line in lines[1:3]] == [["5", "150", "5"], ["5", "150", "15"]]
    assert lines[-1] == "MNIST, validation: at most 0 of 3 more wrong, by the hand of any of them"
