"""Ink -> segments: which ink belongs to which digit."""

import itertools
from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.errors import ImageError
from mnist_app.imaging.lattice import Edge, Lattice
from mnist_app.imaging.marks import CORE, Bbox, Segment, crop_segment, find_marks, join_segments
from mnist_app.imaging.rows import group_rows

__all__ = ["Bbox", "Segment", "ink_to_lattices", "ink_to_single_segment"]

# All in heights of a typical digit of the picture; guesses, tried on photos.
MIN_DIGIT = 0.4  # shorter marks do not found a row
MAX_DIGIT = 2.5  # larger ones are no digits: a table's edge, a scribble, a drawing
MAX_GAP = 0.35  # between the parts of one digit
MAX_JOINED_HEIGHT = 1.5
MAX_JOINED_WIDTH = 1.3
MAX_PARTS = 4
MAX_DIGITS = 200

SKIP_PRICE = 6.0  # of leaving out a mark of a digit's size: only the surest refusal outweighs it
JOIN_PRICE = 0.3


def ink_to_single_segment(ink: npt.NDArray[np.float32]) -> tuple[Segment, ...]:
    """Take all ink, float32 (H, W) in [0, 1], as one digit; no ink gives no segment."""
    return (crop_segment((0, 0, *ink.shape), ink),) if ink.any() else ()


def ink_to_single_lattice(ink: npt.NDArray[np.float32]) -> list[Lattice]:
    """Take all ink, float32 (H, W) in [0, 1], as one digit; no ink gives no row."""
    return [Lattice((Edge(0, 1, segment, 0.0),)) for segment in ink_to_single_segment(ink)]


def ink_to_lattices(ink: npt.NDArray[np.float32]) -> list[Lattice]:
    """Find the rows of ink, float32 (H, W) in [0, 1], and how each may be taken as digits, from top to bottom.

    Raises
    ------
    ImageError
        if there are more than MAX_DIGITS marks of a digit's size
    """
    marks = find_marks(ink)
    height = _typical_height(marks, ink.shape)
    marks = [mark for mark in marks if _may_be_writing(mark, height, ink.shape)]
    digits = [mark for mark in marks if mark.side >= MIN_DIGIT * height]
    if len(digits) > MAX_DIGITS:
        raise ImageError(
            f"This looks like a page of text; at most {MAX_DIGITS} digits are read. Crop it to the digits."
        )
    small = [mark for mark in marks if mark.side < MIN_DIGIT * height]
    centers = np.array([mark.center for mark in digits], np.float64).reshape(-1, 2)
    rows = [[digits[i] for i in row] for row in group_rows(centers, height)]
    return [_row_to_lattice(_with_small(row, small, height), height) for row in rows]


def _typical_height(marks: Sequence[Segment], shape: tuple[int, ...]) -> float:
    """Median height of the marks, each weighted by its ink's square root: dirt counts little."""
    inside = [mark for mark in marks if not _touches_border(mark, shape)] or list(marks)
    if not inside:
        return 1.0
    heights = np.array([max(mark.height, mark.width / 2) for mark in inside])
    weights = np.sqrt([mark.area for mark in inside])
    order = np.argsort(heights)
    cumulated = np.cumsum(weights[order])
    return float(heights[order][np.searchsorted(cumulated, cumulated[-1] / 2)])


def _touches_border(mark: Segment, shape: tuple[int, ...]) -> bool:
    min_row, min_col, max_row, max_col = mark.bbox
    return min_row == 0 or min_col == 0 or max_row == shape[0] or max_col == shape[1]


def _may_be_writing(mark: Segment, height: float, shape: tuple[int, ...]) -> bool:
    if mark.side > MAX_DIGIT * height:
        return False
    return not _touches_border(mark, shape) or 0.7 * height < mark.height < 1.5 * height


def _with_small(row: list[Segment], small: list[Segment], height: float) -> list[Segment]:
    """Add the small marks that lie in or beside one of the row's digits, and sort by column."""
    near = [mark for mark in small if any(_box_gap(mark, digit) <= MAX_GAP * height for digit in row)]
    return sorted(row + near, key=lambda mark: mark.center[1])


def _box_gap(a: Segment, b: Segment) -> int:
    rows = max(a.bbox[0], b.bbox[0]) - min(a.bbox[2], b.bbox[2])
    cols = max(a.bbox[1], b.bbox[1]) - min(a.bbox[3], b.bbox[3])
    return max(rows, cols, 0)


def _row_to_lattice(row: list[Segment], height: float) -> Lattice:
    edges = []
    for start, mark in enumerate(row):
        edges.append(Edge(start, start + 1, mark, _single_price(mark, height)))
        edges.append(Edge(start, start + 1, None, _skip_price(mark, height)))
    for parts in range(2, MAX_PARTS + 1):
        for start in range(len(row) - parts + 1):
            edge = _join(row[start : start + parts], start, height)
            if edge:
                edges.append(edge)
    return Lattice(tuple(edges))


def _single_price(mark: Segment, height: float) -> float:
    return 6 * max(0.0, 0.5 - mark.side / height) + 2 * max(0.0, mark.height / height - 1.5)


def _skip_price(mark: Segment, height: float) -> float:
    return 0.05 + SKIP_PRICE * float(np.clip((mark.side / height - 0.15) / 0.5, 0, 1))


def _join(parts: Sequence[Segment], start: int, height: float) -> Edge | None:
    whole = join_segments(parts)
    if whole.height > MAX_JOINED_HEIGHT * height or whole.width > MAX_JOINED_WIDTH * height:
        return None
    gaps = [_ink_gap(a, b) for a, b in itertools.pairwise(parts)]
    if max(gaps) > MAX_GAP * height:
        return None
    return Edge(start, start + len(parts), whole, JOIN_PRICE + 2 * sum(gaps) / height)


def _ink_gap(a: Segment, b: Segment) -> float:
    """Shortest distance between the ink of two segments, in pixels."""
    both = join_segments([a, b])
    empty = np.ones(both.ink.shape, np.uint8)
    empty[_window(a, both)] = a.ink < CORE
    distance = cv2.distanceTransform(empty, cv2.DIST_L2, 3)
    return float(distance[_window(b, both)][b.ink >= CORE].min(initial=np.inf))


def _window(part: Segment, whole: Segment) -> tuple[slice, slice]:
    """Where a part lies in the array of the whole."""
    top, left = whole.bbox[:2]
    min_row, min_col, max_row, max_col = part.bbox
    return slice(min_row - top, max_row - top), slice(min_col - left, max_col - left)
