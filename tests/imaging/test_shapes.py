"""How a digit is written, measured on drawn strokes whose thickness, slant, box and holes are known."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.imaging.shapes import SHAPE_FIGURES, measure_shapes

Image = npt.NDArray[np.uint8]


def figures(image: Image) -> dict[str, float]:
    return dict(zip(SHAPE_FIGURES, measure_shapes(image[np.newaxis])[0].tolist(), strict=True))


def blank() -> Image:
    return np.zeros((28, 28), np.uint8)


def line(start: tuple[int, int], end: tuple[int, int], width: int = 2) -> Image:
    return np.asarray(cv2.line(blank(), start, end, 255, width, cv2.LINE_AA), np.uint8)


def test_no_images_and_no_ink() -> None:
    assert measure_shapes(np.zeros((0, 28, 28), np.uint8)).shape == (0, 5)
    assert measure_shapes(np.zeros((1, 28, 28), np.uint8)).tolist() == [[0, 0, 0, 0, 0]]


@pytest.mark.parametrize("width", [1, 2, 3, 5, 8])
def test_thickness_is_the_width_of_the_stroke(width: int) -> None:
    image = blank()
    image[4:24, 10 : 10 + width] = 255
    assert figures(image)["thickness"] == pytest.approx(width, abs=0.5)


def test_ink_that_fills_the_image_has_a_thickness() -> None:
    assert figures(np.full((28, 28), 255, np.uint8))["thickness"] == pytest.approx(28, abs=0.5)


def test_faint_ink_has_a_box_but_no_strokes() -> None:
    found = figures(np.full((28, 28), 30, np.uint8))
    assert (found["thickness"], found["width"], found["loops"]) == (0, 28, 0)


@pytest.mark.parametrize(
    ("start", "end", "degrees"), [((14, 4), (14, 24), 0), ((9, 24), (19, 4), 27), ((9, 4), (19, 24), -27)]
)
def test_slant_is_above_0_where_the_top_leans_to_the_right(
    start: tuple[int, int], end: tuple[int, int], degrees: float
) -> None:
    assert figures(line(start, end))["slant"] == pytest.approx(degrees, abs=2)


def test_a_flat_stroke_has_no_slant() -> None:
    image = blank()
    image[14, 4:24] = 255
    assert figures(image)["slant"] == 0


def test_the_box_is_that_of_all_ink() -> None:
    image = blank()
    image[3:20, 5] = 1
    image[10, 5:18] = 255
    assert (figures(image)["width"], figures(image)["height"]) == (13, 17)


@pytest.mark.parametrize(("rings", "loops"), [([], 0), ([(14, 14)], 1), ([(14, 8), (14, 19)], 2)])
def test_loops_are_counted(rings: list[tuple[int, int]], loops: int) -> None:
    image = line((14, 2), (14, 3))
    for center in rings:
        cv2.circle(image, center, 5, 255, 2)
    assert figures(image)["loops"] == loops


def test_a_gap_of_less_than_half_a_pixel_is_no_loop() -> None:
    """What is left of a pixel without ink, halfway to whose neighbors the ink begins."""
    image = blank()
    image[4:24, 10:18] = 255
    image[14, 14] = 0
    assert figures(image)["loops"] == 0


def test_an_open_ring_has_no_loop_and_a_loop_at_the_border_is_one() -> None:
    image = blank()
    cv2.circle(image, (14, 14), 8, 255, 2)
    image[3:10, 12:17] = 0
    assert figures(image)["loops"] == 0
    frame = np.full((28, 28), 255, np.uint8)
    frame[2:-2, 2:-2] = 0
    assert figures(frame)["loops"] == 1
