"""What a wide pen has closed in a small digit is open again, and what is not too wide stays as it is."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.imaging.normalize import ink_to_image
from mnist_app.imaging.segments.marks import STROKE_BIAS, Segment, crop_segment
from mnist_app.imaging.segments.thinning import MAX_STROKE, thin_strokes


def polyline(*corners: tuple[int, int], width: int) -> Segment:
    """A stroke through corners, each (row, col), in a picture of 200 x 200 pixels."""
    ink = np.zeros((200, 200), np.uint8)
    points = np.array([[col, row] for row, col in corners], np.int32)
    cv2.polylines(ink, [points], isClosed=False, color=255, thickness=width, lineType=cv2.LINE_AA)
    return crop_segment((0, 0, 200, 200), ink.astype(np.float32) / np.float32(255))


def gap_in_top(ink: npt.NDArray[np.float32]) -> int:
    """How many columns without full ink lie between two with it, in the image's upper rows."""
    top = ink_to_image(ink)[6:9].max(axis=0)
    inked = np.flatnonzero(top > 200)
    return int((top[inked[0] : inked[-1]] < 128).sum())


U = ((60, 70), (110, 70), (110, 105), (60, 105))


def test_what_a_wide_pen_has_closed_opens() -> None:
    segment = polyline(*U, width=28)
    assert gap_in_top(segment.ink) <= 2
    assert gap_in_top(thin_strokes(segment)) >= 5


def test_a_narrow_pen_leaves_it_as_it_is() -> None:
    segment = polyline(*U, width=8)
    assert thin_strokes(segment) is segment.ink


@pytest.mark.parametrize("width", [24, 28, 32])
def test_strokes_become_as_wide_as_they_may_be(width: int) -> None:
    segment = polyline((40, 100), (160, 100), width=width)
    thinned = crop_segment(segment.bbox, thin_strokes(segment))
    assert (thinned.width - 2) / thinned.side == pytest.approx(MAX_STROKE, abs=0.03)


@pytest.mark.parametrize("width", [30, 40, 50])
def test_the_share_is_that_of_the_side_that_is_left(width: int) -> None:
    """A stroke's ends are thinned with its sides."""
    bar = Segment((0, 0, 100, width), np.ones((100, width), np.float32))
    lost = 100 - crop_segment(bar.bbox, thin_strokes(bar)).height
    assert (bar.stroke - STROKE_BIAS - lost) / (100 - lost) == pytest.approx(MAX_STROKE, abs=0.006)


def test_a_pixel_too_wide_is_a_pixel_less() -> None:
    bars = [Segment((0, 0, 100, width), np.ones((100, width), np.float32)) for width in range(10, 40)]
    first = next(bar for bar in bars if thin_strokes(bar) is not bar.ink)
    assert int(thin_strokes(first).any(axis=0).sum()) == first.width - 1


def test_a_dot_stays_a_dot() -> None:
    disc = np.zeros((61, 61), np.float32)
    cv2.circle(disc, (30, 30), 30, 1.0, cv2.FILLED)
    dot = crop_segment((0, 0, 61, 61), thin_strokes(Segment((0, 0, 61, 61), disc)))
    assert dot.height == pytest.approx(dot.width, abs=2)
    assert dot.area / (dot.height * dot.width) == pytest.approx(np.pi / 4, abs=0.05)
    assert dot.side < 40


@pytest.mark.parametrize("side", [1, 2, 3, 5])
def test_something_is_left_of_specks(side: int) -> None:
    assert thin_strokes(Segment((0, 0, side, side), np.ones((side, side), np.float32))).any()
