"""A tiny picture that was enlarged by repeating its pixels, as pictures of MNIST's digits often are.

Its strokes have steps that no pen makes, and every block stands out from its neighbors like a mark of its own.
"""

import math

import cv2
import numpy as np
import numpy.typing as npt

MIN_BLOCK = 3  # pixels: screens double the pixels of drawings, of which nothing has to be made smooth
MAX_BLOCKS = 100  # along the longer side; a guess: what has more was drawn or photographed so
MIN_LEVELS = 8  # gray levels; a guess: with fewer, the blocks are bars and boxes


def smooth_blocks(rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Smooth a picture, uint8 (H, W, 3), that consists of equal squares of one color; any other stays as it is.

    Examples
    --------
    A picture of 12 x 12 pixels whose gray levels rise from left to right and from row to row:

    >>> import numpy as np
    >>> tiny = np.arange(144, dtype=np.uint8).reshape(12, 12, 1).repeat(3, axis=2)
    >>> enlarged = tiny.repeat(5, axis=0).repeat(5, axis=1)
    >>> smooth_blocks(enlarged)[30, 30:36, 0].tolist(), enlarged[30, 30:36, 0].tolist()
    ([72, 73, 73, 73, 73, 73], [78, 78, 78, 78, 78, 79])
    """
    tiny = find_tiny(rgb)
    if tiny is None:
        return rgb
    return np.asarray(cv2.resize(tiny, rgb.shape[1::-1], interpolation=cv2.INTER_CUBIC), np.uint8)


def find_tiny(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8] | None:
    """The tiny picture whose pixels are repeated in another, uint8 (H, W, C); None where that consists of no squares.

    Examples
    --------
    >>> import numpy as np
    >>> tiny = np.arange(144, dtype=np.uint8).reshape(12, 12, 1)
    >>> enlarged = tiny.repeat(5, axis=0).repeat(5, axis=1)
    >>> find_tiny(enlarged).shape, find_tiny(tiny)
    ((12, 12, 1), None)
    """
    side = _block_side(pixels)
    if side < MIN_BLOCK or max(pixels.shape[:2]) > MAX_BLOCKS * side:
        return None
    tiny = np.ascontiguousarray(pixels[::side, ::side])
    return tiny if len(np.unique(tiny)) >= MIN_LEVELS else None


def _block_side(pixels: npt.NDArray[np.uint8]) -> int:
    """The side, in pixels, of the largest equal squares of one color that make up a picture; 1 where there are none."""
    height, width = pixels.shape[:2]
    side = math.gcd(height, width)
    for lines in (pixels[height // 2 : height // 2 + 1].swapaxes(0, 1), pixels[:, width // 2 : width // 2 + 1]):
        side = math.gcd(side, *_changes(lines))  # first of one row and one column, which tell most pictures
    if side < MIN_BLOCK:
        return 1
    return math.gcd(side, *_changes(pixels), *_changes(pixels.swapaxes(0, 1)))


def _changes(lines: npt.NDArray[np.uint8]) -> list[int]:
    """The numbers of those lines, uint8 (N, L, C), that differ from the one before."""
    return (np.flatnonzero((lines[1:] != lines[:-1]).any(axis=(1, 2))) + 1).tolist()
