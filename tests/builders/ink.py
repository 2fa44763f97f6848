"""Ink in boxes, and a stroke as a network sees it."""

import numpy as np
import numpy.typing as npt

from mnist_app.imaging.bbox import Bbox


def boxes_of_ink(*boxes: Bbox, shape: tuple[int, int] = (300, 400)) -> npt.NDArray[np.float32]:
    """Full ink in each of the boxes, none elsewhere: float32 of that shape."""
    ink = np.zeros(shape, np.float32)
    for min_row, min_col, max_row, max_col in boxes:
        ink[min_row:max_row, min_col:max_col] = 1
    return ink


def draw_arc(lean: float, bend: float, rows: range = range(4, 24)) -> npt.NDArray[np.uint8]:
    """A stroke through these rows, three pixels wide, bent to the left by so many pixels: uint8 (28, 28)."""
    image, half = np.zeros((28, 28), np.uint8), (len(rows) - 1) / 2
    for row in rows:
        down = (row - rows[0]) / half - 1
        middle = round(14 - lean * half * down - bend * (1 - down**2))
        image[row, middle - 1 : middle + 2] = 255
    return image
