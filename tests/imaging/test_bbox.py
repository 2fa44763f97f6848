import numpy as np
import pytest

from mnist_app.imaging.bbox import Bbox, ink_bbox, is_within, scale_bbox, touches_border


def test_bbox_of_nothing_is_empty() -> None:
    assert ink_bbox(np.zeros((3, 3), np.float32)) == (0, 0, 0, 0)


def test_bbox_is_half_open() -> None:
    ink = np.zeros((5, 6), np.float32)
    ink[1:3, 2:6] = 1
    assert ink_bbox(ink) == (1, 2, 3, 6)


@pytest.mark.parametrize(
    ("bbox", "expected"),
    [((0, 0, 100, 200), (0, 0, 10, 20)), ((15, 25, 31, 41), (1, 2, 4, 5)), ((99, 0, 100, 1), (9, 0, 10, 1))],
)
def test_a_box_in_a_smaller_picture(bbox: Bbox, expected: Bbox) -> None:
    assert scale_bbox(bbox, (100, 200), (10, 20)) == expected


def test_a_box_in_a_larger_picture() -> None:
    assert scale_bbox((1, 2, 4, 5), (10, 20), (101, 200)) == (10, 20, 41, 50)
    assert scale_bbox((0, 0, 10, 20), (10, 20), (101, 200)) == (0, 0, 101, 200)
    assert scale_bbox((0, 0, 10, 2), (10, 20), (210, 200)) == (0, 0, 210, 20)


@pytest.mark.parametrize("bbox", [(2, 5, 9, 9), (5, 2, 9, 9), (5, 5, 18, 9), (5, 5, 9, 28)])
def test_every_side_is_a_border(bbox: Bbox) -> None:
    assert [touches_border(bbox, (20, 30), within) for within in (1, 2, 3)] == [False, True, True]


@pytest.mark.parametrize("smaller", [(11, 30, 20, 60), (10, 31, 20, 60), (10, 30, 19, 60), (10, 30, 20, 59)])
def test_a_box_lies_within_another_one_that_it_leaves_on_no_side(smaller: Bbox) -> None:
    box = (10, 30, 20, 60)
    assert is_within(smaller, box)
    assert is_within(box, box)
    assert not is_within(box, smaller)
