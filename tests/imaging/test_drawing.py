"""Canvas pixels -> gray -> ink."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from builders.digit_strokes import opaque
from mnist_app.errors import ImageError
from mnist_app.imaging.decode import rgba_to_gray
from mnist_app.imaging.ink.ink import drawing_to_ink


@pytest.fixture
def bar() -> npt.NDArray[np.uint8]:
    """A white bar with a gray rim on black."""
    gray = np.zeros((40, 30), np.uint8)
    gray[5:35, 12:18] = 128
    gray[6:34, 13:17] = 255
    return gray


def test_blank_has_no_ink() -> None:
    for level in (0, 7, 255):
        assert not drawing_to_ink(np.full((9, 9), level, np.uint8)).any()


def test_white_on_black_is_its_gray_level(bar: npt.NDArray[np.uint8]) -> None:
    ink = drawing_to_ink(rgba_to_gray(opaque(bar)))
    assert ink.dtype == np.float32
    np.testing.assert_allclose(ink, bar / 255, atol=1e-6)


def test_inverted_is_the_same(bar: npt.NDArray[np.uint8]) -> None:
    np.testing.assert_array_equal(drawing_to_ink(255 - bar), drawing_to_ink(bar))


@pytest.mark.parametrize("paper_and_ink", [(200, 40), (30, 90), (120, 150)])
def test_paper_and_pen_of_any_level(bar: npt.NDArray[np.uint8], paper_and_ink: tuple[int, int]) -> None:
    paper, pen = paper_and_ink
    gray = np.where(bar == 255, pen, paper).astype(np.uint8)
    np.testing.assert_array_equal(drawing_to_ink(gray), (bar == 255).astype(np.float32))


@pytest.mark.parametrize("pen", [0, 255])
def test_pen_on_transparent_canvas(bar: npt.NDArray[np.uint8], pen: int) -> None:
    colour = np.full_like(bar, pen)
    ink = drawing_to_ink(rgba_to_gray(np.dstack([colour, colour, colour, bar])))
    np.testing.assert_allclose(ink, bar / 255, atol=0.01)


def test_fully_transparent_has_no_ink() -> None:
    assert not drawing_to_ink(rgba_to_gray(np.full((8, 8, 4), [255, 255, 255, 0], np.uint8))).any()


def test_touching_the_border_keeps_the_polarity(bar: npt.NDArray[np.uint8]) -> None:
    bar[:, :6] = 255
    np.testing.assert_allclose(drawing_to_ink(bar), bar / 255, atol=1e-6)


def test_known_polarity_sees_a_canvas_that_is_painted_over() -> None:
    white = np.full((20, 20), 255, np.uint8)
    assert drawing_to_ink(white, "light").all()
    assert drawing_to_ink(255 - white, "dark").all()
    assert not drawing_to_ink(white, "dark").any()


def test_what_nobody_can_see_is_not_ink() -> None:
    gray = np.zeros((20, 20), np.uint8)
    gray[5:15, 9:11] = 10
    assert not drawing_to_ink(gray).any()


@pytest.mark.parametrize(
    "rgba",
    [
        np.zeros((8, 8), np.uint8),
        np.zeros((8, 8, 3), np.uint8),
        np.zeros((8, 8, 4), np.float32),
        np.zeros((2, 8, 8, 4), np.uint8),
        np.zeros((8, 8, 4, 1), np.uint8),
    ],
)
def test_other_shapes_and_types_are_refused(rgba: npt.NDArray[np.uint8]) -> None:
    with pytest.raises(ImageError, match=r"must be uint8 pixels .* received"):
        rgba_to_gray(rgba)


def test_what_is_no_array_is_refused() -> None:
    rows: Any = [[0]]
    with pytest.raises(ImageError, match="received list"):
        rgba_to_gray(rows)


def test_no_pixels_are_refused() -> None:
    with pytest.raises(ImageError, match="no pixels"):
        rgba_to_gray(np.zeros((0, 8, 4), np.uint8))
