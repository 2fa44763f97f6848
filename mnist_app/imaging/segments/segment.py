"""Writing -> rows of segments: which ink may belong to which digit."""

import itertools
from collections.abc import Sequence

import cv2
import numpy as np

from mnist_app.errors import ImageError
from mnist_app.imaging.bbox import touches_border
from mnist_app.imaging.segments.cuts import Seam, cut_out, find_seams
from mnist_app.imaging.segments.lattice import Edge, Lattice
from mnist_app.imaging.segments.marks import CORE, Segment, crop_segment, join_segments
from mnist_app.imaging.segments.rows import group_rows
from mnist_app.imaging.segments.writing import BORDER, Writing

# All are guesses, tried on photos. Sizes are in heights of a typical digit of the picture.
MIN_DIGIT = 0.4  # A mark smaller than this founds no row.
MAX_DIGIT = 2.5  # A higher mark is no digit: a table's edge, a scribble, a drawing.
MAX_NUMBER = 8.0  # A wider mark is no row of touching digits either.
MAX_GAP = 0.35  # The parts of one digit lie no further apart.
MAX_JOINED_HEIGHT = 1.5  # Several marks are not one digit if they are higher together,
MAX_JOINED_WIDTH = 1.3  # or wider.

MIN_STROKE, MAX_STROKE = 0.5, 2.0  # A mark whose strokes are so many times as wide as the others' is no writing.
MIN_DOT = 0.5  # No pen makes a dot smaller than this share of a square as wide as its stroke.
MAX_PARTS = 4  # One digit has no more marks.
MAX_DIGITS = 200  # A picture with more marks of a digit's size is a page of text.

# Prices, as `Edge.price` has them.
SKIP_PRICE = 12.0  # Leaving out a mark of a digit's size costs more than any reading of it.
JOIN_PRICE = 0.3  # Taking several marks as one digit costs this, and more the further apart they are,
STACKED_BONUS = 1.5  # but less where they lie above one another.
CUT_PRICE = 0.1  # Each cut through a mark costs this.


def writing_to_lattices(writing: Writing, single: bool = False) -> list[Lattice]:
    """Find the rows of a picture's writing and how each may be taken as digits, from top to bottom.

    Parameters
    ----------
    writing : as `photo_to_writing` or `drawing_to_writing` give it
    single : take all ink as one digit; of a photo, without what is no writing

    Returns
    -------
    one lattice a row; none where there is no ink

    Raises
    ------
    ImageError
        if there are more than MAX_DIGITS marks of a digit's size

    Examples
    --------
    Two strokes that stand close together may be two digits, or one:

    >>> import numpy as np
    >>> from mnist_app.imaging.segments.writing import Writing
    >>> ink = np.zeros((60, 80), np.float32)
    >>> ink[10:50, 20:24] = ink[10:50, 34:38] = 1
    >>> (row,) = writing_to_lattices(Writing(ink))
    >>> [segment.bbox for segment in row.candidates]
    [(10, 20, 50, 24), (10, 20, 50, 38), (10, 34, 50, 38)]
    >>> (row,) = writing_to_lattices(Writing(ink), single=True)
    >>> [segment.bbox for segment in row.candidates]
    [(10, 20, 50, 38)]
    """
    if single:
        return [Lattice((Edge(0, 1, segment, 0.0),)) for segment in _all_as_one(writing)]
    height = writing.height
    marks = _leave_out_foreign(writing)
    digits = [mark for mark in marks if mark.side >= MIN_DIGIT * height]
    if len(digits) > MAX_DIGITS:
        raise ImageError(
            f"This looks like a page of text; at most {MAX_DIGITS} digits are read. Crop it to the digits."
        )
    small = [mark for mark in marks if mark.side < MIN_DIGIT * height]
    centers = np.array([mark.center for mark in digits], np.float64).reshape(-1, 2)
    rows = [[digits[i] for i in row] for row in group_rows(centers, height)]
    return [_row_to_lattice(_with_small(row, small, height), height) for row in rows]


def _all_as_one(writing: Writing) -> list[Segment]:
    """All ink as one segment, of a photo without what is no writing; no ink, no segment."""
    kept = _leave_out_foreign(writing) if writing.photographed else []
    if kept:
        return [join_segments(kept)]
    return [crop_segment((0, 0, *writing.shape), writing.ink)] if writing.ink.any() else []


def _leave_out_foreign(writing: Writing) -> list[Segment]:
    """Leave out what is no writing: too large, much thinner or thicker than the digits, or cut off by the border."""
    height = writing.height
    marks = [mark for mark in writing.marks if mark.height <= MAX_DIGIT * height and mark.width <= MAX_NUMBER * height]
    inside = [mark for mark in marks if not touches_border(mark.bbox, writing.shape, BORDER)]
    if writing.photographed and any(mark.height > MIN_DIGIT * height for mark in inside):
        marks = inside
    digits = [mark for mark in marks if mark.side >= MIN_DIGIT * height]
    if not digits:
        return marks
    pen = float(np.median([mark.stroke for mark in digits]))
    marks = [mark for mark in marks if mark.area >= MIN_DOT * pen**2]
    if len(digits) < 3:
        return marks
    return [mark for mark in marks if MIN_STROKE * pen <= mark.stroke <= MAX_STROKE * pen]


def _with_small(row: list[Segment], small: list[Segment], height: float) -> list[Segment]:
    """Add the small marks that lie in or beside one of the row's digits, and sort by column."""
    near = [mark for mark in small if any(_box_gap(mark, digit) <= MAX_GAP * height for digit in row)]
    return sorted(row + near, key=lambda mark: mark.center[1])


def _box_gap(a: Segment, b: Segment) -> int:
    rows = max(a.bbox[0], b.bbox[0]) - min(a.bbox[2], b.bbox[2])
    cols = max(a.bbox[1], b.bbox[1]) - min(a.bbox[3], b.bbox[3])
    return max(rows, cols, 0)


def _row_to_lattice(row: list[Segment], height: float) -> Lattice:
    """Lay out a row's marks: one node before each mark and each cut, and one at the end."""
    seams = [find_seams(mark, height) for mark in row]
    nodes = [0, *itertools.accumulate(len(cuts) + 1 for cuts in seams)]
    edges = []
    for i, mark in enumerate(row):
        edges.append(Edge(nodes[i], nodes[i + 1], mark, _single_price(mark, height)))
        edges.append(Edge(nodes[i], nodes[i + 1], None, _skip_price(mark, height)))
        edges += _part_edges(mark, seams[i], nodes[i], height)
        for parts in range(2, min(MAX_PARTS, len(row) - i) + 1):
            joined = _join(row[i : i + parts], height)
            if joined:
                edges.append(Edge(nodes[i], nodes[i + parts], *joined))
    return Lattice(tuple(edges))


def _part_edges(mark: Segment, seams: Sequence[Seam], start: int, height: float) -> list[Edge]:
    """Everything between two of a mark's seams, or between a seam and the mark's end, taken as one digit."""
    ends = [None, *seams, None]
    edges = []
    for i, j in itertools.combinations(range(len(ends)), 2):
        part = cut_out(mark, ends[i], ends[j]) if j - i < len(ends) - 1 else None
        if part and part.height > MIN_DIGIT * height and part.width < MAX_JOINED_WIDTH * height:
            cuts = [seam for seam in (ends[i], ends[j]) if seam is not None]
            price = CUT_PRICE * len(cuts) + _single_price(part, height)
            edges.append(Edge(start + i, start + j, part, price, is_part=True))
    return edges


def _single_price(mark: Segment, height: float) -> float:
    """What speaks against a segment's being one digit: its size."""
    small, tall, wide = 0.5 - mark.side / height, mark.height / height - 1.5, mark.width / height - 1.2
    return 6 * max(0.0, small) + 2 * max(0.0, tall) + min(max(0.0, wide), 3.0)


def _skip_price(mark: Segment, height: float) -> float:
    return 0.05 + SKIP_PRICE * float(np.clip((mark.side / height - 0.15) / 0.5, 0, 1))


def _join(parts: Sequence[Segment], height: float) -> tuple[Segment, float] | None:
    """Several marks as one digit, and the price of that; None if they are too far apart or too large together."""
    whole = join_segments(parts)
    if whole.height > MAX_JOINED_HEIGHT * height or whole.width > MAX_JOINED_WIDTH * height:
        return None
    pairs = list(itertools.pairwise(parts))
    gaps = [_ink_gap(a, b) for a, b in pairs]
    if max(gaps) > MAX_GAP * height:
        return None
    stacked = max(_stacked(a, b) for a, b in pairs)
    return whole, max(0.0, JOIN_PRICE + 2 * sum(gaps) / height - STACKED_BONUS * stacked)


def _stacked(a: Segment, b: Segment) -> float:
    """How far two marks lie above one another: 1 where one's columns are all among the other's, 0 side by side."""
    overlap = min(a.bbox[3], b.bbox[3]) - max(a.bbox[1], b.bbox[1])
    share = max(0, overlap) / min(a.width, b.width)
    shorter = min(a.height, b.height) / max(a.height, b.height)
    return share if shorter < 0.75 else 0


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
