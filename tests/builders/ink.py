"""Ink in boxes."""

import numpy as np
import numpy.typing as npt

from mnist_app.imaging.bbox import Bbox


def boxes_of_ink(*boxes: Bbox, shape: tuple[int, int] = (300, 400)) -> npt.NDArray[np.float32]:
    """Full ink in each of the boxes, none elsewhere: float32 of that shape."""
    ink = np.zeros(shape, np.float32)
    for min_row, min_col, max_row, max_col in boxes:
        ink[min_row:max_row, min_col:max_col] = 1
    return ink
