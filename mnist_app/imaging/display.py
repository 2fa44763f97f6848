"""Pictures as people look at them: cut out and enlarged, never smoothed."""

from typing import Any

import numpy as np
import numpy.typing as npt

from mnist_app.imaging.segment import Bbox


def crop(picture: npt.NDArray[Any], bbox: Bbox, margin: int = 0) -> npt.NDArray[Any]:
    """Cut a box, with a margin as far as the picture goes, out of a picture (H, W) or (H, W, channels)."""
    min_row, min_col, max_row, max_col = bbox
    return picture[max(min_row - margin, 0) : max_row + margin, max(min_col - margin, 0) : max_col + margin]


def enlarge(image: npt.NDArray[np.uint8], factor: int) -> npt.NDArray[np.uint8]:
    """Make every pixel of a picture (H, W) a square of factor x factor pixels."""
    return image.repeat(factor, axis=0).repeat(factor, axis=1)


def pad_to_square(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Center a picture (H, W, 4) on a black square."""
    height, width = picture.shape[:2]
    side = max(height, width)
    square = np.zeros((side, side, 4), np.uint8)
    square[..., 3] = 255
    row, col = (side - height) // 2, (side - width) // 2
    square[row : row + height, col : col + width] = picture
    return square
