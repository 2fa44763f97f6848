"""Outlines are filled where a page's digits seem to be hollow, and nowhere else."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from builders.ink import boxes_of_ink
from mnist_app.imaging.guide import Expected
from mnist_app.imaging.segments.hollow import fill_outlines
from mnist_app.imaging.segments.writing import Writing


def hollow(*columns: int) -> npt.NDArray[np.float32]:
    """Outlines of upright strokes, 80 pixels high and 20 wide."""
    ink = boxes_of_ink(*((20, col, 100, col + 20) for col in columns))
    for col in columns:
        ink[23:97, col + 3 : col + 17] = 0
    return ink


def test_hollow_strokes_become_strokes() -> None:
    filled = fill_outlines(Writing(hollow(50, 150)))
    assert filled is not None
    assert np.array_equal(filled.ink, boxes_of_ink((20, 50, 100, 70), (20, 150, 100, 170)))


def test_the_middle_of_a_hollow_0_stays_open() -> None:
    ink = hollow(50, 100)
    for axes in ((40, 60), (26, 46)):
        cv2.ellipse(ink, (250, 120), axes, 0, 0, 360, 1.0, 3)
    filled = fill_outlines(Writing(ink))
    assert filled is not None
    assert filled.ink[120, 250] == 0
    assert filled.ink[120, 250 - 33] == filled.ink[120, 250 + 33] == 1


@pytest.mark.parametrize(
    "ink",
    [
        boxes_of_ink(),
        boxes_of_ink((20, 50, 100, 58), (20, 150, 100, 158)),
        hollow(50),
        np.maximum(hollow(50), boxes_of_ink((20, 150, 100, 158), (20, 250, 100, 258))),
    ],
    ids=["nothing", "strokes", "one outline", "mostly strokes"],
)
def test_else_nothing_is_filled(ink: npt.NDArray[np.float32]) -> None:
    assert fill_outlines(Writing(ink)) is None


def test_rings_are_no_strokes() -> None:
    ink = boxes_of_ink()
    for col in (80, 220):
        cv2.ellipse(ink, (col, 100), (30, 40), 0, 0, 360, 1.0, 5)
    assert fill_outlines(Writing(ink)) is None


def test_what_is_filled_is_as_much_a_digit_as_its_outline() -> None:
    ink = hollow(50, 150)
    expected = Expected(0.8 * ink, 0 * ink, ink, ink, ink)
    filled = fill_outlines(Writing(ink, expected=expected))
    assert filled is not None
    assert filled.expected is not None
    assert filled.expected.digits[60, 60] == np.float32(0.8)
    assert filled.expected.digits[60, 110] == 0
