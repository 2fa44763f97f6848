"""MNIST normalization: one digit's ink -> the 28x28 image that MNIST would hold of it -> the network's input.

This is the recipe of the data set itself, so that a drawing looks to the network like its training data: crop to the
ink, bring the longer side to 20 pixels by area averaging, place the center of mass at the center. An MNIST digit
that is enlarged ten times and sent through comes out as it was. Training and serving both go through this module.

Sources: LeCun, Cortes, Burges, "The MNIST database"; Yadav and Bottou, "Cold Case: The Lost MNIST Digits" (2019).
"""

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.imaging.bbox import ink_bbox

IMAGE_SIZE = 28  # LeCun et al.: "centered in a 28x28 image"
BOX_SIZE = 20  # LeCun et al.: "normalized to fit in a 20x20 pixel box while preserving their aspect ratio"
FULL_INK = 255  # the gray level of full ink in an image; the network sees it as 1
CENTER = 14  # the pixel index to which the center of mass of every MNIST image rounds


def ink_to_image(ink: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """Normalize the ink of one digit.

    Parameters
    ----------
    ink : float32 (H, W) in [0, 1], 1 = full ink; all of it belongs to the digit, wherever it lies

    Returns
    -------
    uint8 (28, 28), 255 = full ink; all zero where there is no ink

    Examples
    --------
    A stroke of 40 pixels, anywhere in a picture, becomes one of 20 pixels in the middle:

    >>> import numpy as np
    >>> from mnist_app.imaging.bbox import ink_bbox
    >>> ink = np.zeros((100, 100), np.float32)
    >>> ink[3:43, 60:66] = 1
    >>> image = ink_to_image(ink)
    >>> image.shape, ink_bbox(image)
    ((28, 28), (4, 13, 24, 16))
    """
    image = np.zeros((IMAGE_SIZE, IMAGE_SIZE), np.uint8)
    if not ink.any():
        return image
    box = _shrink_to_box(_pad_to_square(crop_to_ink(ink)))
    pixels = crop_to_ink(np.rint(box * (255 / box.max())).astype(np.uint8))
    height, width = pixels.shape
    row, col = _placement(pixels)
    image[row : row + height, col : col + width] = pixels
    return image


def inks_to_images(inks: Sequence[npt.NDArray[np.float32]]) -> npt.NDArray[np.uint8]:
    """Normalize the ink of several digits, each as in `ink_to_image`: uint8 (N, 28, 28), N may be 0."""
    images = np.zeros((len(inks), IMAGE_SIZE, IMAGE_SIZE), np.uint8)
    for image, ink in zip(images, inks, strict=True):
        image[:] = ink_to_image(ink)
    return images


def to_model_input(images: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Scale images to what every network here is fed.

    Parameters
    ----------
    images : uint8 (N, 28, 28)

    Returns
    -------
    float32 (N, 28, 28, 1) in [0, 1]

    Raises
    ------
    ValueError
        if shape or dtype differ

    Examples
    --------
    >>> import numpy as np
    >>> x = to_model_input(np.full((2, 28, 28), 51, np.uint8))
    >>> x.shape, x.max()
    ((2, 28, 28, 1), np.float32(0.2))
    """
    if images.dtype != np.uint8 or images.ndim != 3 or images.shape[1:] != (IMAGE_SIZE, IMAGE_SIZE):
        raise ValueError(f"expected uint8 images (N, 28, 28), received {images.dtype} {images.shape}")
    return images[..., np.newaxis].astype(np.float32) / np.float32(FULL_INK)


def crop_to_ink(ink: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Cut an array (H, W) down to the tight box of its ink.

    Examples
    --------
    >>> import numpy as np
    >>> crop_to_ink(np.array([[0, 0, 0],
    ...                       [0, 7, 5]]))
    array([[7, 5]])
    """
    min_row, min_col, max_row, max_col = ink_bbox(ink)
    return ink[min_row:max_row, min_col:max_col]


def _pad_to_square(ink: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Pad at the bottom and the right only: the shrinking grid then starts at the ink, as it did in MNIST."""
    side = max(ink.shape)
    return np.pad(ink, ((0, side - ink.shape[0]), (0, side - ink.shape[1])))


def _shrink_to_box(square: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    while len(square) < BOX_SIZE:
        square = square.repeat(2, axis=0).repeat(2, axis=1)
    return np.asarray(cv2.resize(square, (BOX_SIZE, BOX_SIZE), interpolation=cv2.INTER_AREA), np.float32)


def _placement(pixels: npt.NDArray[np.uint8]) -> tuple[int, int]:
    """Where the (row, col) corner goes, so that the center of mass rounds to the center and no ink is cut off."""
    weight = pixels.astype(np.float64)
    corner = []
    for axis, size in enumerate(pixels.shape):
        centroid = weight.sum(axis=1 - axis) @ np.arange(size) / weight.sum()
        corner.append(int(np.clip(np.rint(CENTER - centroid), 0, IMAGE_SIZE - size)))
    return corner[0], corner[1]
