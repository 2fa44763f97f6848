"""Whether an answer stands firm: the same digit a little shifted, turned, thinned and thickened, to be read again."""

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.imaging.normalize import IMAGE_SIZE

Change = Literal["shifted", "turned", "thinner", "thicker"]

# Small enough that a reader would not hesitate; guesses. 25 variants together.
SHIFT = 2  # pixels, in eight directions
TURNS = (-20, -16, -12, -8, -4, 4, 8, 12, 16, 20)  # degrees; above 0 against the clock
FINER = 4  # thickness is changed in an image of so many times as many pixels a side
THINNER = (2, 3, 4)  # finer pixels, the width of what a stroke is eroded with
THICKER = (2, 3, 4, 5)


@dataclass(frozen=True, eq=False)
class Variants:
    """The variants of one image.

    Attributes
    ----------
    images : uint8 (25, 28, 28)
    changes : what was done to each
    """

    images: npt.NDArray[np.uint8]
    changes: tuple[Change, ...]


def vary(image: npt.NDArray[np.uint8]) -> Variants:
    """Make the variants of an image, uint8 (28, 28).

    Examples
    --------
    >>> import numpy as np
    >>> from collections import Counter
    >>> Counter(vary(np.zeros((28, 28), np.uint8)).changes)
    Counter({'turned': 10, 'shifted': 8, 'thicker': 4, 'thinner': 3})
    """
    steps = [(row, col) for row in (-SHIFT, 0, SHIFT) for col in (-SHIFT, 0, SHIFT) if (row, col) != (0, 0)]
    made: list[tuple[Change, npt.NDArray[np.uint8]]] = [("shifted", _shift(image, row, col)) for row, col in steps]
    made += [("turned", _turn(image, degrees)) for degrees in TURNS]
    made += [("thinner", _change_thickness(image, cv2.MORPH_ERODE, width)) for width in THINNER]
    made += [("thicker", _change_thickness(image, cv2.MORPH_DILATE, width)) for width in THICKER]
    return Variants(np.stack([variant for _, variant in made]), tuple(change for change, _ in made))


def _shift(image: npt.NDArray[np.uint8], rows: int, cols: int) -> npt.NDArray[np.uint8]:
    return _warp(image, np.array([[1, 0, cols], [0, 1, rows]], np.float32))


def _turn(image: npt.NDArray[np.uint8], degrees: float) -> npt.NDArray[np.uint8]:
    middle = (IMAGE_SIZE - 1) / 2
    return _warp(image, np.asarray(cv2.getRotationMatrix2D((middle, middle), degrees, 1), np.float64))


def _warp(image: npt.NDArray[np.uint8], matrix: npt.NDArray[np.floating]) -> npt.NDArray[np.uint8]:
    return np.asarray(cv2.warpAffine(image, matrix, (IMAGE_SIZE, IMAGE_SIZE), flags=cv2.INTER_LINEAR), np.uint8)


def _change_thickness(image: npt.NDArray[np.uint8], how: int, width: int) -> npt.NDArray[np.uint8]:
    side = FINER * IMAGE_SIZE
    finer = cv2.resize(image, (side, side), interpolation=cv2.INTER_LINEAR)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, width))
    changed = cv2.morphologyEx(finer, how, disc)
    return np.asarray(cv2.resize(changed, (IMAGE_SIZE, IMAGE_SIZE), interpolation=cv2.INTER_AREA), np.uint8)
