"""Hollow digits: drawn as the outline of their strokes, as block letters are. Filled, they read as others do.

Whether a page's digits are hollow, or just all 0, 6, 8 or 9, shows when both ways are read (recognizer.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.imaging.guide import Expected
from mnist_app.imaging.segments.marks import CORE, MIN_DIGIT
from mnist_app.imaging.segments.writing import Writing

# Guesses, tried on made-up pages. What the outline of a hollow digit encloses is no wider than this share of its height
# and at least so large, compared with its ink. A page's digits may be hollow if so many of its marks of a
# digit's size may be.
MAX_BODY = 0.35
MIN_ENCLOSED = 0.6
MIN_MARKS = 0.6
BODY = 0.15  # Between the outlines lies no more than twice this, in heights.


def fill_outlines(writing: Writing) -> Writing | None:
    """The writing with all closed outlines filled, but for outlines within them: the middle of a hollow 0 stays open.

    Returns
    -------
    None where too few marks have holes for hollow digits

    Examples
    --------
    Two hollow strokes, 40 pixels high:

    >>> ink = np.zeros((60, 80), np.float32)
    >>> ink[10:50, 20:32] = ink[10:50, 50:62] = 1
    >>> ink[13:47, 23:29] = ink[13:47, 53:59] = 0
    >>> filled = fill_outlines(Writing(ink))
    >>> [bool(filled.ink[30, col]) for col in (25, 40, 55)]
    [True, False, True]
    """
    core = (writing.ink >= CORE).astype(np.uint8)
    contours, hierarchy = cv2.findContours(core, cv2.RETR_TREE, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return None
    levels = _find_levels(np.asarray(hierarchy[0, :, 3], np.intp))
    filled = _fill(core, contours, levels)
    depths = np.asarray(cv2.distanceTransform(cv2.subtract(filled, core), cv2.DIST_L2, 3), np.float32)
    marks = [cv2.boundingRect(contours[i]) for i in np.flatnonzero(levels == 0).tolist()]
    digits = [mark for mark in marks if mark[3] >= MIN_DIGIT * writing.height]
    hollow = [mark for mark in digits if _may_be_hollow(core, depths, mark)]
    if len(digits) < 2 or len(hollow) < MIN_MARKS * len(digits):
        return None
    ink = np.maximum(writing.ink, filled.astype(np.float32))
    return replace(writing, ink=ink, expected=_expect(writing, filled))


def _may_be_hollow(core: npt.NDArray[np.uint8], depths: npt.NDArray[np.float32], box: Sequence[int]) -> bool:
    """Whether what a mark in a box, (left, top, width, height), encloses may be a stroke; `depths` are those within."""
    left, top, width, height = box
    window = np.s_[top : top + height, left : left + width]
    enclosed = np.count_nonzero(depths[window])
    widest = 2 * float(depths[window].max())
    return bool(enclosed >= MIN_ENCLOSED * np.count_nonzero(core[window]) and widest <= MAX_BODY * height)


def _find_levels(parents: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """How deep each contour lies: 0 = a mark, 1 = its hole, 2 = a mark in it ..."""

    def ancestors(contour: int) -> Iterator[int]:
        while parents[contour] >= 0:
            contour = int(parents[contour])
            yield contour

    return np.array([sum(1 for _ in ancestors(contour)) for contour in range(len(parents))])


def _fill(
    core: npt.NDArray[np.uint8], contours: Sequence[cv2.typing.MatLike], levels: npt.NDArray[np.intp]
) -> npt.NDArray[np.uint8]:
    """1 in the holes of what lies in no other outline, and of what lies in two, and so on; 0 elsewhere."""
    filled = np.zeros_like(core)
    for level in np.unique(levels):
        chosen = [contours[i] for i in np.flatnonzero(levels == level).tolist()]
        if level % 2:
            cv2.drawContours(filled, chosen, -1, 1 if level % 4 == 1 else 0, cv2.FILLED)
    return filled


def _expect(writing: Writing, filled: npt.NDArray[np.uint8]) -> Expected | None:
    """What is filled is as much a digit as the outline beside it."""
    if writing.expected is None:
        return None
    reach = 2 * round(BODY * writing.height) + 1
    beside = cv2.dilate(writing.expected.digits, np.ones((reach, reach), np.uint8))
    return replace(writing.expected, digits=np.where(filled > 0, beside, writing.expected.digits))
