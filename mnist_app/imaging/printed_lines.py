"""Printed lines that are grown together with what is written on them: a form's line, a comb's teeth, a box's frame.

Lines that run over the photo (ink/ruling.py) and between cells (ink/grid.py) are gone before; what is left is too short
or stands open. A mark that is much larger than the digits which a finder sees in it is parted by what it sees.
"""

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.imaging.guide import Expected, sum_by_mark

Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

LARGER = 1.8  # A mark with a line in it is so many times as long as the digit that is seen there. All are guesses.
LINE = 0.2  # Its ink is no digit's where that is less probable than this,
LEAST_SHARE = 0.25  # which is at least this share of its ink,
LENGTH = 1.0  # and part of it is straight, upright or level, for so many sizes of a digit.
WRITTEN = 0.6  # What is left is a digit's where that is at least so probable in the mean, else a rest of the line.
TILT = 3  # pixels by which a line may leave its row or column over that length, and its own width


def take_off_lines(ink: Floats, expected: Expected) -> Floats:
    """Leave out the lines with which digits' ink, float32 (H, W) in [0, 1], is grown together.

    Examples
    --------
    A 1 that stands on a line, and what a finder makes of it:

    >>> ink, digits = np.zeros((60, 200), np.float32), np.zeros((60, 200), np.float32)
    >>> ink[10:50, 60:64] = digits[10:50, 60:64] = 1
    >>> ink[48:50] = 1
    >>> nowhere = np.zeros_like(ink)
    >>> left = take_off_lines(ink, Expected(digits, nowhere, nowhere, nowhere, np.full_like(ink, 40)))
    >>> bool((left == digits).all())
    True
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats((ink > 0).astype(np.uint8), connectivity=8)
    weights, seen = sum_by_mark(labels, count, ink, ink * expected.digits)
    sizes = sum_by_mark(labels, count, ink * expected.digits * expected.sizes)[0] / np.maximum(seen, 1e-6)
    is_line = expected.digits < LINE
    (share,) = sum_by_mark(labels, count, ink * is_line)
    sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    large = (sides > LARGER * sizes) & (share > LEAST_SHARE * weights) & (sizes > 0)
    large[0] = False
    if not large.any():
        return ink
    straight = _straight(large[labels] & is_line & (ink > 0), LENGTH * float(np.median(sizes[large])))
    grown = (large & (sum_by_mark(labels, count, straight)[0] > 0))[labels]
    parted = _leave_out_rests(np.where(grown & is_line, np.float32(0), ink), grown, expected)
    # Where nothing is left the finder is blind: it may be a digit for all it knows.
    (left,) = sum_by_mark(labels, count, parted)
    return np.where((left == 0)[labels], ink, parted)


def _straight(ink: Mask, length: float) -> Mask:
    """The ink that is part of an upright or level line at least so many pixels long."""
    bits, side = ink.astype(np.uint8), max(TILT, round(length))
    level = cv2.morphologyEx(cv2.dilate(bits, np.ones((TILT, 1), np.uint8)), cv2.MORPH_OPEN, np.ones((1, side)))
    upright = cv2.morphologyEx(cv2.dilate(bits, np.ones((1, TILT), np.uint8)), cv2.MORPH_OPEN, np.ones((side, 1)))
    return np.asarray(ink & ((level > 0) | (upright > 0)))


def _leave_out_rests(ink: Floats, grown: Mask, expected: Expected) -> Floats:
    """Of the marks that were grown together with lines, keep the parts that a hand has written."""
    count, labels = cv2.connectedComponents((ink > 0).astype(np.uint8), connectivity=8)
    weights, seen, of_grown = sum_by_mark(labels, count, ink, ink * expected.digits, ink * grown)
    rests = (of_grown > 0) & (seen < WRITTEN * weights)
    return np.where(rests[labels], np.float32(0), ink)
