"""What the map's chart draws and what is said of groups of errors."""

import numpy as np

from mnist_app.exploring.answers import probs_to_answers
from mnist_app.exploring.neighborhoods import ErrorGroup
from mnist_app.text.map_chart import (
    BRUSH,
    IN_THE_AREA,
    PADDING,
    found_text,
    group_help,
    group_label,
    middle_table,
    point_table,
    with_points,
)


def test_errors_are_drawn_last_and_so_on_top() -> None:
    answers = probs_to_answers(np.eye(10, dtype=np.float32)[[1, 2, 3]], np.array([7, 2, 3], np.uint8), sure=0.9)
    table = point_table(answers, np.array([[5, 6], [7, 8], [9, 10]], np.uint16))
    assert table["index"].tolist() == [1, 2, 0]
    assert table.iloc[2][["x", "y", "true", "pred"]].tolist() == [5, 6, 7, 1]


def test_each_layer_draws_its_table_and_the_brush_has_its_name() -> None:
    answers = probs_to_answers(np.eye(10, dtype=np.float32)[[1]], np.array([1], np.uint8), sure=0.9)
    points, middles = point_table(answers, np.array([[5, 6]], np.uint16)), middle_table({1: (5.0, 6.0)})
    spec = with_points(points, middles)
    assert [spec["datasets"][layer["data"]["name"]] is points for layer in spec["layer"]] == [True, False, False]
    assert [param["name"] for param in spec["params"]] == [BRUSH]
    assert spec["padding"] == dict.fromkeys(("left", "top", "right", "bottom"), PADDING), "the square is laid over it"


def test_a_group_says_whether_all_its_errors_are_the_same_mistake() -> None:
    alike = ErrorGroup(1, 4, 9, 3, np.arange(3))
    mixed = ErrorGroup(2, 7, 2, 2, np.arange(3))
    assert group_label(alike) == "**4** read as **9**: 3"
    assert group_label(mixed) == "**7** read as **2** and 1 more: 3"
    assert group_help(mixed) == "3 errors that are alike to the network; 2 are 7s read as 2."


def test_what_was_found_agrees_in_number() -> None:
    assert found_text(0, 0, IN_THE_AREA) == "No test digits lie here; pick another spot."
    assert found_text(1, 1, IN_THE_AREA) == "**1** test digit in this area, misread."
    assert found_text(1, 0, IN_THE_AREA) == "**1** test digit in this area, read rightly."
    expected = "**1,200** test digits in this area, **1** of them misread; the worst come first."
    assert found_text(1200, 1, IN_THE_AREA) == expected
    group = ErrorGroup(1, 7, 2, 1, np.arange(2))
    assert group_help(group) == "2 errors that are alike to the network; 1 is a 7 read as 2."
