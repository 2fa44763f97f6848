"""Which way up a photo is: clear cases are turned, doubtful ones stay."""

import numpy as np
import pytest

from mnist_app.imaging.options import TURNS, Turn
from mnist_app.imaging.segments.writing import Writing
from mnist_app.reading.turn import (
    LEAST_EVIDENCE,
    SURELY_SIDEWAYS,
    WITNESSES,
    choose_turn,
    choose_witnesses,
    may_turn,
    turn_images,
)


def certainties(count: int, **by_turn: float) -> np.ndarray:
    """Certainties of so many marks, 0.3 at every turn that is not named."""
    return np.tile(np.array([by_turn.get(f"at{turn}", 0.3) for turn in TURNS], np.float32), (count, 1))


@pytest.mark.parametrize("turn", TURNS)
def test_the_turn_at_which_all_marks_are_read_is_chosen(turn: Turn) -> None:
    assert choose_turn(certainties(12, **{f"at{turn}": 0.99})) == turn


def test_upright_wins_where_no_turn_is_clearly_better() -> None:
    assert choose_turn(np.zeros((0, 4), np.float32)) == 0
    assert choose_turn(certainties(50)) == 0
    assert choose_turn(certainties(50, at180=0.35)) == 0  # a little better for each, which is much for all
    few = int(LEAST_EVIDENCE / np.log(0.99 / 0.3))
    assert choose_turn(certainties(few, at90=0.99)) == 0
    assert choose_turn(certainties(few + 1, at90=0.99)) == 90


@pytest.mark.parametrize(("marks", "turn"), [(20, 90), (30, 0)])
def test_a_turn_is_better_for_marks_in_the_mean(marks: int, turn: Turn) -> None:
    as_good = np.full((marks - 6, 4), 0.9, np.float32)  # at all turns, such as 0s and 8s
    assert choose_turn(np.concatenate([certainties(6, at90=0.99), as_good])) == turn


@pytest.mark.parametrize(("marks", "turn"), [(1, 0), (2, 180)])
def test_one_mark_turns_nothing(marks: int, turn: Turn) -> None:
    among_others = np.concatenate([certainties(marks, at0=1e-9, at180=1.0), certainties(3, at180=0.6)])
    assert choose_turn(among_others) == turn


@pytest.mark.parametrize(("others", "turn"), [(6, 90), (7, 0)])
def test_print_of_which_some_looks_like_digits_turns_nothing(others: int, turn: Turn) -> None:
    assert choose_turn(np.concatenate([certainties(9, at90=0.99), certainties(others)])) == turn


@pytest.mark.parametrize("turn", [90, 270])
def test_surely_sideways_leaves_only_the_question_on_which_side(turn: Turn) -> None:
    hardly = certainties(2, at0=0.9, at180=0.99, **{f"at{turn}": 0.31})
    assert choose_turn(hardly, SURELY_SIDEWAYS + 0.01) == turn
    assert choose_turn(hardly, SURELY_SIDEWAYS) == 0
    assert choose_turn(hardly[:1], 1.0) == turn
    assert choose_turn(hardly[:0], 1.0) == 0


@pytest.mark.parametrize("sideways", [None, 0.1, 0.6, 0.99])
def test_what_may_not_be_turned_is_not(sideways: float | None) -> None:
    rng = np.random.default_rng(0)
    upright = [rng.uniform(0, 1, (rng.integers(0, 12), 1)) ** rng.uniform(0, 2) for _ in range(2000)]
    certainty = [np.hstack([each, rng.uniform(0, 1, (len(each), 3)) ** 0.2]).astype(np.float32) for each in upright]
    may = np.array([may_turn(each[:, 0], sideways) for each in certainty])
    turns = np.array([choose_turn(each, sideways) for each in certainty])
    assert not turns[~may].any()
    assert 0 < (~may).mean() < 1
    assert turns[may].any()


def test_images_are_turned_counterclockwise() -> None:
    images = np.arange(2 * 28 * 28, dtype=np.uint16).astype(np.uint8).reshape(2, 28, 28)
    turned = turn_images(images)
    assert turned.shape == (6, 28, 28)
    np.testing.assert_array_equal(turned[3], np.rot90(images[1]))
    assert turn_images(images[:0]).shape == (0, 28, 28)


def test_witnesses_are_of_the_usual_size_and_few() -> None:
    ink = np.zeros((400, 4000), np.float32)
    for number in range(WITNESSES + 8):
        ink[100:140, 60 * number : 60 * number + 6] = 1
    ink[300:303, 2000:2003] = 1  # dirt
    ink[10:13, 100:3900] = 1  # a rule
    witnesses = choose_witnesses(Writing(ink, photographed=True))
    assert len(witnesses) == WITNESSES
    assert {mark.height for mark in witnesses} == {40}
    assert choose_witnesses(Writing(np.zeros((40, 40), np.float32), photographed=True)) == []
