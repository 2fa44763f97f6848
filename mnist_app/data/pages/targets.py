"""What a finder of handwriting is to answer about a made-up page, pixel by pixel."""

import math
from dataclasses import dataclass

import cv2
import numpy as np

from mnist_app.data.pages.page import Page, Pixels

STORED_SIDE = 800  # the longer side of a page that is kept for training, pixels; a finder sees it smaller or cut out
SIZE_STEPS = 16  # of a size's code between one size and twice that


@dataclass(frozen=True, eq=False)
class FinderPage:
    """A page to train a finder with, at most STORED_SIDE pixels long.

    Attributes
    ----------
    image : uint8 (H, W, 3), RGB
    truth : uint8 (H, W, 3): ink of digits, ink of other writing, and the code of the size of the digit that is there
    turn : by how many quarters the page is turned clockwise
    """

    image: Pixels
    truth: Pixels
    turn: int


def page_to_finder(page: Page) -> FinderPage:
    """Shrink a page and mark what a finder is to find."""
    image = page.image if page.image.ndim == 3 else np.repeat(page.image[..., None], 3, axis=2)
    scale = min(1.0, STORED_SIDE / max(image.shape[:2]))
    shape = tuple(max(1, round(side * scale)) for side in image.shape[:2])
    small = np.asarray(cv2.resize(image, shape[::-1], interpolation=cv2.INTER_AREA), np.uint8)
    strokes = np.asarray(cv2.resize(page.strokes, shape[::-1], interpolation=cv2.INTER_AREA), np.uint8)
    sizes = np.zeros(shape, np.uint8)
    for digit in page.digits:
        top, left, bottom, right = (round(side * scale) for side in digit.bbox)
        sizes[top : bottom + 1, left : right + 1] = encode_size(max(bottom - top, right - left))
    is_digit = sizes > 0
    truth = np.stack([np.where(is_digit, strokes, 0), np.where(is_digit, 0, strokes), sizes], axis=2)
    return FinderPage(small, truth.astype(np.uint8), page.turn // 90)


def encode_size(pixels: float) -> int:
    """A size's code, 1 to 255: its logarithm.

    Examples
    --------
    >>> encode_size(16), encode_size(32), encode_size(0.5)
    (64, 80, 1)
    """
    return int(np.clip(round(SIZE_STEPS * math.log2(max(pixels, 1))), 1, 255))


def decode_size(code: int) -> float:
    """The size of a code, in pixels.

    Examples
    --------
    >>> decode_size(encode_size(32))
    32.0
    """
    return float(2 ** (code / SIZE_STEPS))
