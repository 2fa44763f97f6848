"""Digits that a reading has missed and a visitor has added: where in the writing they belong."""

from collections.abc import Sequence
from dataclasses import replace

from mnist_app.imaging.bbox import Bbox
from mnist_app.reading.result import Digit, Reading

Row = tuple[Digit, ...]

# An added digit belongs to a row if it and the row's digit beside it share at least this part of the lower one's
# height. A guess.
SAME_ROW = 0.5


def find_digit_at(reading: Reading, bbox: Bbox) -> Digit | None:
    """Find the digit that lies where a box is: the center of each is in the other; None if there is none."""
    digits = (digit for digit in reading.digits if _holds_center(digit.bbox, bbox) and _holds_center(bbox, digit.bbox))
    return next(digits, None)


def add_digits(reading: Reading, added: Sequence[Digit]) -> Reading:
    """Put digits into the rows to which they belong, or into rows of their own, unless a digit was found there, too.

    What lies where one of them is counts no longer as left out.

    Examples
    --------
    >>> import numpy as np
    >>> image = np.zeros((28, 28), np.uint8)
    >>> one, two, three, four = (
    ...     Digit(label, np.eye(10, dtype=np.float32)[label], "sure", "", bbox, image)
    ...     for label, bbox in ((1, (0, 0, 20, 8)), (2, (2, 15, 22, 25)), (3, (1, 30, 21, 40)), (4, (40, 0, 60, 10)))
    ... )
    >>> add_digits(Reading(((one, three),)), [two, four]).text
    '123\\n4'
    """
    for digit in added:
        if find_digit_at(reading, digit.bbox) is None:
            left_out = tuple(bbox for bbox in reading.left_out if not _lie_together(bbox, digit.bbox))
            reading = replace(reading, rows=_insert(reading.rows, digit), left_out=left_out)
    return reading


def _insert(rows: tuple[Row, ...], digit: Digit) -> tuple[Row, ...]:
    """The rows with a digit in the one that fits best, or in one of its own."""
    best = max(range(len(rows)), key=lambda number: _shared_height(rows[number], digit), default=None)
    if best is not None and _shared_height(rows[best], digit) >= SAME_ROW:
        row = tuple(sorted((*rows[best], digit), key=lambda one: _center(one.bbox)[1]))
        return (*rows[:best], row, *rows[best + 1 :])
    above = sum(_row_center(row) <= _center(digit.bbox)[0] for row in rows)
    return (*rows[:above], (digit,), *rows[above:])


def _shared_height(row: Row, digit: Digit) -> float:
    """Which part of its height, or of that of the row's nearest digit if that is lower, they have in common."""
    beside = min(row, key=lambda one: abs(_center(one.bbox)[1] - _center(digit.bbox)[1])).bbox
    shared = min(beside[2], digit.bbox[2]) - max(beside[0], digit.bbox[0])
    return shared / max(1, min(beside[2] - beside[0], digit.bbox[2] - digit.bbox[0]))


def _row_center(row: Row) -> float:
    return sum(_center(digit.bbox)[0] for digit in row) / len(row)


def _center(bbox: Bbox) -> tuple[float, float]:
    return (bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2


def _lie_together(one: Bbox, other: Bbox) -> bool:
    """Whether the center of one is in the other: a mark may be a part of a digit, or reach beyond it."""
    return _holds_center(one, other) or _holds_center(other, one)


def _holds_center(outer: Bbox, inner: Bbox) -> bool:
    row, col = _center(inner)
    return outer[0] <= row < outer[2] and outer[1] <= col < outer[3]
