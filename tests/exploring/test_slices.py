"""Slices of digits that are written alike: which level each lies on, and what is counted in them."""

import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.exploring.answers import Answers, probs_to_answers
from mnist_app.exploring.slices import (
    DIGIT,
    Levels,
    find_slice,
    key_to_text,
    members,
    slice_errors,
    to_levels,
)
from mnist_app.metrics.intervals import wilson_interval


def make_answers(true: list[int], pred: list[int]) -> Answers:
    return probs_to_answers(np.eye(10, dtype=np.float32)[pred], np.array(true, np.uint8), sure=0.9)


def make_shapes(**columns: list[float]) -> npt.NDArray[np.float16]:
    count = len(next(iter(columns.values())))
    names = ("thickness", "slant", "width", "height", "loops")
    return np.stack([columns.get(name, [0] * count) for name in names], axis=1).astype(np.float16)


@pytest.fixture
def answers() -> Answers:
    return make_answers([7, 7, 7, 1, 1, 1], [7, 2, 2, 1, 1, 7])


@pytest.fixture
def levels(answers: Answers) -> Levels:
    thickness = [1.0, 2.0, 3.0, 1.0, 2.0, 3.0]
    return to_levels(
        answers, make_shapes(thickness=thickness, height=[20, 20, 19, 5, 20, 20], loops=[0, 1, 2, 3, 0, 1])
    )


def test_levels_are_thirds_full_height_and_loops(levels: Levels) -> None:
    assert levels[DIGIT].tolist() == [7, 7, 7, 1, 1, 1]
    assert levels["thickness"].tolist() == [0, 1, 2, 0, 1, 2]
    assert levels["slant"].tolist() == [0] * 6, "equal ones are not cut apart"
    assert levels["height"].tolist() == [1, 1, 0, 0, 1, 1]
    assert levels["loops"].tolist() == [0, 1, 2, 2, 0, 1]


def test_slices_are_counted_the_surely_worst_first(answers: Answers, levels: Levels) -> None:
    by_digit = slice_errors(answers, levels, [DIGIT])
    assert [(one.key, one.digits, one.errors) for one in by_digit] == [(((DIGIT, 7),), 3, 2), (((DIGIT, 1),), 3, 1)]
    low, high = wilson_interval(2, 3)
    assert (by_digit[0].low, by_digit[0].error_rate, by_digit[0].high) == pytest.approx((low, 2 / 3, high))


def test_only_slices_that_hold_a_digit_are_named(answers: Answers, levels: Levels) -> None:
    both = slice_errors(answers, levels, [DIGIT, "loops"])
    assert sum(one.digits for one in both) == 6
    assert sum(one.errors for one in both) == 3
    assert all(one.digits for one in both)
    assert (
        len(
            slice_errors(
                make_answers([0, 0], [0, 0]),
                to_levels(make_answers([0, 0], [0, 0]), make_shapes(loops=[0, 1])),
                ["loops", DIGIT],
            )
        )
        == 2
    )


def test_members_are_those_of_all_levels(levels: Levels) -> None:
    assert members(levels, ((DIGIT, 7), ("height", 1))).tolist() == [0, 1]
    assert members(levels, ((DIGIT, 7), ("thickness", 2), ("height", 1))).tolist() == []


@pytest.mark.parametrize(
    "text", ["", "digit", "digit-8", "digit-7.loops-1", "digit--1", "7", "slice-☃", "digit-7." * 999]
)
def test_what_names_no_slice_finds_none(answers: Answers, levels: Levels, text: str) -> None:
    slices = slice_errors(answers, levels, [DIGIT])
    assert find_slice(text, slices) is None
    assert all(find_slice(key_to_text(one.key), slices) is one for one in slices)
