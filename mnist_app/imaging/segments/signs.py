"""Which marks beside the digits are signs: points, commas and minuses, which change what a number is worth.

They are told by their shape and by where they stand beside the nearest digit, before anything is read. A network that
knows digits only would call a comma a 1.
"""

from collections.abc import Sequence

import numpy as np

from mnist_app.imaging.segments.marks import Segment, box_gap, column_overlap, ink_gap

# All are guesses. Sizes are in heights of a typical digit of the picture, levels in heights of the nearest digit: 0 is
# its top, 1 its bottom.
MIN_NEIGHBOR = 0.5  # What is lower than this is no digit beside which a sign could stand.

MAX_COMMA = 0.5  # A point or a comma is no longer than this,
COMMA_LEVELS = (0.85, 1.5)  # and its middle lies on the line on which the digit stands, or a little below it.
LONG_COMMA = 0.7  # A longer one, up to this, begins above that line and ends below it, beside the digit.
MAX_POINT = 0.2  # A point that is no longer than this
POINT_LEVELS = (0.7, 1.3)  # may lie a little higher,
RAISED_LEVELS = (0.2, 1.0)  # and between two digits anywhere.

MIN_FLATNESS = 1.8  # A minus is at least so many times as wide as high,
MAX_MINUS = 1.5  # no wider than this,
MINUS_LEVELS = (0.25, 0.75)  # lies in the middle of the digit's height,
MAX_OVERLAP = 0.3  # and shares at most so much of its columns, or of a narrow digit's: else it is the digit's bar.


# What of a photo looks like a sign is one if the digits' pen made it: its strokes are so many times as wide as theirs
# (a dot counts as two thirds of its width),
MIN_STROKE, MAX_STROKE = 0.5, 1.5
# its digit is no further away than this share of a digit's height,
MAX_DISTANCE = 1.0
# and no closer than this share of the pen's width: else it is a piece of it, where the pen ran dry.
MIN_BREAK = 0.5
MAX_PART_DISTANCE = 0.35  # A small mark that is further from every digit, in heights, is a speck.


def is_sign(mark: Segment, digits: Sequence[Segment], height: float) -> bool:
    """Whether a mark looks like a point, a comma or a minus beside one of its row's digits.

    Parameters
    ----------
    mark : it may be one of `digits`
    digits : all marks of the row that are of a digit's size
    height : a typical digit's, in pixels

    Examples
    --------
    Beside a 1 of 40 pixels: a comma on its line, a mark as large at its top, and a bar before its middle.

    >>> import numpy as np
    >>> def box(*bbox):
    ...     return Segment(bbox, np.ones((bbox[2] - bbox[0], bbox[3] - bbox[1]), np.float32))
    >>> one = box(0, 20, 40, 26)
    >>> [is_sign(mark, [one], 40) for mark in (box(35, 32, 46, 38), box(0, 32, 11, 38), box(18, 0, 23, 14))]
    [True, False, True]
    """
    neighbors = [digit for digit in digits if digit is not mark and digit.height >= MIN_NEIGHBOR * height]
    if not neighbors:
        return False
    nearest = min(neighbors, key=lambda digit: box_gap(mark, digit))
    level = (mark.center[0] - nearest.bbox[0]) / nearest.height
    is_point = _is_point_or_comma(mark, level, height) or _is_raised_point(mark, level, neighbors, height)
    return is_point or is_long_comma(mark, neighbors) or _is_minus(mark, level, neighbors, height)


def is_long_comma(mark: Segment, digits: Sequence[Segment]) -> bool:
    """Whether a mark hangs on the line of a digit beside it, as a comma does and no lower digit would.

    Examples
    --------
    Beside a 1 of 40 pixels: a stroke from above its line to below it, and one that stands on it.

    >>> import numpy as np
    >>> def box(*bbox):
    ...     return Segment(bbox, np.ones((bbox[2] - bbox[0], bbox[3] - bbox[1]), np.float32))
    >>> one = box(0, 20, 40, 26)
    >>> [is_long_comma(mark, [one]) for mark in (box(32, 32, 56, 38), box(16, 32, 40, 38))]
    [True, False]
    """
    higher = [digit for digit in digits if mark.side <= LONG_COMMA * digit.height]
    if not higher or mark.width >= mark.height:
        return False
    nearest = min(higher, key=lambda digit: box_gap(mark, digit))
    (top, _, bottom, _), (digit_top, _, line, _) = mark.bbox, nearest.bbox
    level = (mark.center[0] - digit_top) / nearest.height
    is_beside = column_overlap(mark, nearest) <= 0 and box_gap(mark, nearest) <= MAX_DISTANCE * nearest.height
    return top < line < bottom and level >= COMMA_LEVELS[0] and is_beside  # its middle is never far below the line


def keep_written(signs: Sequence[Segment], digits: Sequence[Segment], height: float) -> list[Segment]:
    """Of what looks like signs on a photo, keep what the pen has made.

    Parameters
    ----------
    signs : marks that look like signs
    digits : all marks of a digit's size
    height : a typical digit's, in pixels
    """
    pen = _find_pen(digits)
    return [mark for mark in signs if _is_written(mark, digits, pen, height)]


def are_specks(written: Sequence[Segment], digits: Sequence[Segment], small: Sequence[Segment], height: float) -> bool:
    """Whether what looks like signs, as `keep_written` gives it, may be dirt, of which there is more among `small`."""
    pen = _find_pen(digits)
    specks = [
        mark
        for mark in small
        if _is_by_pen(mark, pen) and min(box_gap(mark, digit) for digit in digits) > MAX_PART_DISTANCE * height
    ]
    ids = {id(mark) for mark in written}
    return sum(id(mark) not in ids for mark in specks) > len(written)


def _find_pen(digits: Sequence[Segment]) -> float:
    """How wide the strokes of digits are, pixels."""
    return float(np.median([digit.stroke for digit in digits]))


def _is_by_pen(mark: Segment, pen: float) -> bool:
    return MIN_STROKE * pen <= mark.stroke <= MAX_STROKE * pen


def _is_written(mark: Segment, digits: Sequence[Segment], pen: float, height: float) -> bool:
    others = [digit for digit in digits if digit is not mark]
    nearest = min(others, key=lambda digit: box_gap(mark, digit))
    is_beside = box_gap(mark, nearest) <= MAX_DISTANCE * height
    return _is_by_pen(mark, pen) and is_beside and ink_gap(mark, nearest) >= MIN_BREAK * pen


def _is_point_or_comma(mark: Segment, level: float, height: float) -> bool:
    if mark.side > MAX_COMMA * height or mark.width >= MIN_FLATNESS * mark.height:
        return False
    lowest, highest = POINT_LEVELS if mark.side <= MAX_POINT * height else COMMA_LEVELS
    return lowest <= level <= highest


def _is_raised_point(mark: Segment, level: float, neighbors: Sequence[Segment], height: float) -> bool:
    """Whether it is a point at any level between two digits, apart from both, as in "3·14" and "2:30"."""
    if mark.side > MAX_POINT * height or not RAISED_LEVELS[0] <= level <= RAISED_LEVELS[1]:
        return False
    has_left = any(digit.bbox[3] <= mark.bbox[1] for digit in neighbors)
    has_right = any(digit.bbox[1] >= mark.bbox[3] for digit in neighbors)
    return has_left and has_right and max(column_overlap(mark, digit) for digit in neighbors) <= 0


def _is_minus(mark: Segment, level: float, neighbors: Sequence[Segment], height: float) -> bool:
    is_flat = mark.width >= MIN_FLATNESS * mark.height and mark.width <= MAX_MINUS * height
    is_apart = max(column_overlap(mark, digit) for digit in neighbors) <= MAX_OVERLAP
    return is_flat and is_apart and MINUS_LEVELS[0] <= level <= MINUS_LEVELS[1]
