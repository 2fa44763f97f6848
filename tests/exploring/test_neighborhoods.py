"""What lies where on the map, which area a link names, and which errors are grouped."""

import numpy as np
import pytest

from mnist_app.exploring.answers import Answers, probs_to_answers
from mnist_app.exploring.neighborhoods import Area, class_middles, digits_within, error_groups, text_to_area

POSITIONS = np.array([[0, 0], [10, 20], [10, 21], [1000, 1000]], np.uint16)


def make_answers(true: list[int], pred: list[int]) -> Answers:
    return probs_to_answers(np.eye(10, dtype=np.float32)[pred], np.array(true, np.uint8), sure=0.9)


@pytest.mark.parametrize(
    ("area", "found"),
    [
        (Area(0, 0, 1000, 1000), [0, 1, 2, 3]),
        (Area(10, 20, 10, 20), [1]),
        (Area(1, 0, 999, 999), [1, 2]),
        (Area(500, 500, 600, 600), []),
    ],
)
def test_both_ends_belong_to_an_area(area: Area, found: list[int]) -> None:
    assert digits_within(POSITIONS, area).tolist() == found
    assert text_to_area(area.to_text()) == area


@pytest.mark.parametrize(
    "text",
    ["", "1-2-3", "1-2-3-4-5", "a-b-c-d", "-1-2-3-4", "1-2-3-99999", "1-2-3-4 ", "\u0661-2-3-4", "5-0-4-9", "0-5-9-4"],
)
def test_what_names_no_area(text: str) -> None:
    assert text_to_area(text) is None


def test_names_stand_in_the_middle_of_their_class() -> None:
    labels = np.array([3, 5, 5, 5], np.uint8)
    assert class_middles(POSITIONS, labels) == {3: (0.0, 0.0), 5: (10.0, 21.0)}


def test_groups_are_named_by_their_most_frequent_mistake() -> None:
    answers = make_answers([4, 4, 4, 7, 7, 1, 1], [9, 9, 4, 9, 2, 7, 1])
    clusters = np.array([1, 1, 1, 1, 0, 2, 0], np.uint16)
    first, second = error_groups(answers, clusters)
    assert (first.number, first.true, first.pred, first.such) == (1, 4, 9, 2)
    assert first.members.tolist() == [0, 1, 3], "without what is read rightly"
    assert (second.true, second.pred, second.members.tolist()) == (1, 7, [5])


def test_without_errors_there_are_no_groups() -> None:
    answers = make_answers([4, 9], [4, 9])
    assert error_groups(answers, np.array([1, 0], np.uint16)) == []
