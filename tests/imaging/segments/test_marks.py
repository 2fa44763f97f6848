from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from builders.ink import boxes_of_ink
from mnist_app.imaging.segments import marks
from mnist_app.imaging.segments.marks import box_gap, find_marks, ink_gap, join_segments

Ink = npt.NDArray[np.float32]


def canvas(*boxes: tuple[int, int, int, int]) -> Ink:
    return boxes_of_ink(*boxes, shape=(60, 80))


def test_no_ink_no_marks() -> None:
    assert find_marks(canvas()) == []


def test_marks_are_found_largest_first() -> None:
    small, large = (40, 5, 50, 9), (5, 20, 35, 30)
    assert [mark.bbox for mark in find_marks(canvas(small, large))] == [large, small]


def test_a_mark_says_how_large_it_is_and_where_its_middle_is() -> None:
    (mark,) = find_marks(canvas((10, 20, 30, 28)))
    assert (mark.height, mark.width, mark.center) == (20, 8, (20, 24))


def test_specks_are_no_marks() -> None:
    assert find_marks(canvas((5, 5, 7, 9)), min_area=9) == []


def test_a_rim_belongs_to_its_mark_and_faint_ink_alone_to_none() -> None:
    ink = canvas((10, 10, 30, 14))
    ink[10:30, 14] = 0.3
    ink[40:50, 40:50] = 0.3
    (mark,) = find_marks(ink)
    assert mark.bbox == (10, 10, 30, 15)
    assert mark.area == 80


def test_a_rim_is_two_pixels_wide_on_every_side_and_follows_the_stroke() -> None:
    corner = canvas((10, 10, 50, 14), (46, 10, 50, 50))
    (mark,) = find_marks(np.maximum(corner, np.float32(0.3)))
    assert mark.bbox == (8, 8, 52, 52)
    assert not mark.ink[: 44 - 8, 16 - 8 :].any()


def test_a_neighbor_within_the_box_is_left_out() -> None:
    corner = canvas((10, 10, 50, 14), (46, 10, 50, 50))
    inner = canvas((15, 30, 35, 36))
    first, second = find_marks(corner + inner)
    assert first.bbox == (10, 10, 50, 50)
    assert second.bbox == (15, 30, 35, 36)
    assert not first.ink[5:25, 20:26].any()


def test_stroke_width_does_not_depend_on_length() -> None:
    short, long = find_marks(canvas((5, 10, 25, 16))), find_marks(canvas((5, 10, 55, 16)))
    assert short[0].stroke == pytest.approx(long[0].stroke, abs=1)
    assert long[0].stroke == pytest.approx(6, abs=2)


def test_joined_marks_lie_where_they_lay() -> None:
    ink = canvas((5, 10, 25, 16), (30, 40, 50, 44))
    whole = join_segments(find_marks(ink))
    assert whole.bbox == (5, 10, 50, 44)
    np.testing.assert_array_equal(whole.ink, ink[5:50, 10:44])


def test_a_texture_gives_no_endless_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "MAX_MARKS", 3)
    assert len(find_marks(canvas(*((10 * i, 10, 10 * i + 5, 15) for i in range(6))))) == 3


def test_gaps_between_boxes_and_between_their_ink() -> None:
    left, right = sorted(find_marks(canvas((5, 10, 25, 16), (30, 40, 50, 44))), key=lambda mark: mark.bbox[1])
    assert box_gap(left, right) == box_gap(right, left) == 24
    assert ink_gap(left, right) == ink_gap(right, left) == pytest.approx(25.7, abs=1)  # from corner to corner, nearly
    assert box_gap(left, left) == 0
    edge = replace(right, ink=right.ink * np.float32(marks.CORE))  # ink from here on
    assert ink_gap(left, edge) == ink_gap(left, right)
