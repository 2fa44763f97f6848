"""Writing -> rows of segments: which ink may belong to which digit."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from mnist_app.errors import CrowdedError
from mnist_app.imaging.bbox import Bbox, is_within
from mnist_app.imaging.segments.cells import find_cell
from mnist_app.imaging.segments.cuts import Seam, cut_out, find_seams
from mnist_app.imaging.segments.lattice import Edge, Lattice, Layout
from mnist_app.imaging.segments.marks import (
    MIN_DIGIT,
    STROKE_BIAS,
    Segment,
    box_gap,
    column_overlap,
    crop_segment,
    ink_gap,
    join_segments,
)
from mnist_app.imaging.segments.rows import ROW_GAP, group_rows
from mnist_app.imaging.segments.signs import are_specks, is_long_comma, is_sign, keep_written
from mnist_app.imaging.segments.writing import Writing

# All are guesses, tried on photos. Sizes are in heights of a typical digit of the picture.
MAX_DIGIT = 2.5  # A higher mark is no digit: a table's edge, a scribble, a drawing.
MAX_NUMBER = 8.0  # A wider mark is no row of touching digits either.
MAX_GAP = 0.35  # The parts of one digit lie no further apart.
MAX_JOINED_HEIGHT = 1.5  # Several marks are not one digit if they are higher together,
MAX_JOINED_WIDTH = 1.3  # or wider.
MAX_LOW = 4.0  # A cell that is higher than this may be a frame around a page; what is written in it stands where it is.
# Printed cells are empty if all marks are smaller than this share of their shortest side: dirt, and remains of lines.
MIN_IN_CELL = 0.15

# What is in no row, yet at least so high, and with so much of its ink probably a digit's, was a small digit.
MIN_LOST, LIKELY_LOST = 0.2, 0.6
# What a photo's border touches is read if so much of its ink is probably a digit's, and it is at least so high.
LIKELY_WHOLE, MIN_WHOLE = 0.6, 0.85
# On a photo, a mark whose strokes are so many times as wide as the others' is no writing.
MIN_STROKE, MAX_STROKE = 0.5, 2.0
MIN_DOT = 0.5  # The pen makes no dot smaller than this share of a square as wide as its strokes are at least.
MAX_PARTS = 4  # One digit has no more marks.
MAX_DIGITS = 200  # A picture with more marks of a digit's size is a page of text.
MAX_CANDIDATES = 5000  # With more ways to take its ink as digits, each of which is read, it is a pattern.

# Prices, as `Edge.price` has them.
SIGN_PRICE, SIGN_AS_DIGIT = 0.05, 0.25  # Taking what looks like a sign as one costs hardly anything, as a digit this.
SKIP_PRICE = 12.0  # Leaving out a small mark costs a share of this, the more the larger it is.
JOIN_PRICE = 0.3  # Taking several marks as one digit costs this, and more the further apart they are,
NEARLY_TOUCHING = 0.1  # less where they are nearer to each other than this,
STACKED_BONUS = 1.5  # and where they lie above one another; still less (an 8 may be two rings)
HALF, HALVES_BONUS = 0.7, 0.3  # where all of them are lower than this.
COLON = 0.15  # Two marks that lie above one another and are no higher than this are a colon's.
CUT_PRICE = 0.1  # Each cut through a mark costs this.


@dataclass(frozen=True, eq=False)
class _Row:
    """A row's marks: those of a digit's size from left to right, the small ones in or beside them; digits' height."""

    digits: list[Segment]
    height: float
    small: list[Segment] = field(default_factory=list)

    @property
    def marks(self) -> list[Segment]:
        """All of them, from left to right."""
        return sorted(self.digits + self.small, key=lambda mark: mark.center[1])

    def is_near(self, mark: Segment) -> bool:
        """Whether a mark is one of the digits, or may be a part of one."""
        return any(box_gap(mark, digit) <= MAX_GAP * self.height for digit in self.digits)


def writing_to_layout(writing: Writing, single: bool = False) -> Layout:
    """Find the rows of a picture's writing and how each may be taken as digits, from top to bottom.

    Parameters
    ----------
    writing : as `photo_to_writing` or `drawing_to_writing` give it
    single : take all ink as one digit; of a photo, without what is no writing

    Returns
    -------
    one lattice a row, none where there is no ink, and what was left out

    Raises
    ------
    CrowdedError
        if there are more than MAX_DIGITS marks of a digit's size, or MAX_CANDIDATES ways to take ink as a digit

    Examples
    --------
    Two strokes that stand close together may be two digits, or one:

    >>> import numpy as np
    >>> from mnist_app.imaging.segments.writing import Writing
    >>> ink = np.zeros((60, 80), np.float32)
    >>> ink[10:50, 20:24] = ink[10:50, 34:38] = 1
    >>> (row,) = writing_to_layout(Writing(ink)).rows
    >>> [segment.bbox for segment in row.candidates]
    [(10, 20, 50, 24), (10, 20, 50, 38), (10, 34, 50, 38)]
    >>> (row,) = writing_to_layout(Writing(ink), single=True).rows
    >>> [segment.bbox for segment in row.candidates]
    [(10, 20, 50, 38)]
    """
    if single:
        return _all_as_one(writing)
    if _is_empty_form(writing):
        return Layout()
    marks = _leave_out_foreign(writing)
    left_out = _find_left_out(writing, marks)
    as_large = [mark for mark in marks if mark.side >= MIN_DIGIT * writing.height_at(mark)]
    if len(as_large) > MAX_DIGITS:  # before each is compared with all
        raise CrowdedError(
            f"This looks like a page of text; at most {MAX_DIGITS} digits are read. Crop it to the digits."
        )
    digits = [mark for mark in as_large if not is_long_comma(mark, as_large)]
    centers = _places(digits, writing)
    heights = np.array([writing.height_at(mark) for mark in digits], np.float64)
    rows = [_Row([digits[i] for i in row], float(np.median(heights[row]))) for row in group_rows(centers, heights)]
    ids = {id(mark) for mark in digits}
    _add_small(rows, [mark for mark in marks if id(mark) not in ids])
    signs, withheld = _find_signs(rows, writing)
    lattices = tuple(_row_to_lattice(row, signs, writing) for row in rows)
    if sum(len(lattice.candidates) for lattice in lattices) > MAX_CANDIDATES:
        raise CrowdedError(
            "There is too much in this picture that may be a digit, or a part of one. Crop it to the digits."
        )
    return Layout(lattices, left_out + withheld + _find_lost(writing, lattices))


def _is_empty_form(writing: Writing) -> bool:
    """Whether there are printed cells, and no mark that is large enough to be written in one, or seen by a finder."""
    sides = [min(bottom - top, right - left) for top, left, bottom, right in writing.cells]
    if not sides or any(mark.side >= MIN_IN_CELL * min(sides) for mark in writing.marks):
        return False
    if writing.expected is None:
        return True
    least = MIN_DIGIT * writing.expected.size
    return not any(mark.side >= least and writing.support(mark) >= LIKELY_LOST for mark in writing.marks)


def _places(digits: Sequence[Segment], writing: Writing) -> npt.NDArray[np.float64]:
    """Where marks stand, float64 (N, 2), (row, col): all in one row of a cell on its middle line, wherever they are."""
    places = np.array([mark.center for mark in digits], np.float64).reshape(-1, 2)
    cells = np.array([-1 if (cell := find_cell(mark.bbox, writing.slots)) is None else cell for mark in digits])
    for index in np.unique(cells[cells >= 0]).tolist():
        (top, _, bottom, _), inside = writing.slots[index], np.flatnonzero(cells == index)
        height = max(writing.height_at(digits[i]) for i in inside.tolist())
        if bottom - top < MAX_LOW * height and np.ptp(places[inside, 0]) < ROW_GAP * height:
            places[inside, 0] = (top + bottom) / 2
    return places


def _all_as_one(writing: Writing) -> Layout:
    """All ink as one segment, of a photo without what is no writing; no ink, no row."""
    kept = _leave_out_foreign(writing) if writing.photographed else []
    if kept:
        return Layout((_one_way(join_segments(kept)),), _find_left_out(writing, kept))
    return Layout((_one_way(crop_segment((0, 0, *writing.shape), writing.ink)),)) if writing.ink.any() else Layout()


def _one_way(segment: Segment) -> Lattice:
    return Lattice((Edge(0, 1, segment, price=0.0),))


def _leave_out_foreign(writing: Writing) -> list[Segment]:
    """Leave out what is no writing: too large; of a photo, also specks, what its border cuts off and other pens."""
    marks, inside = (
        [mark for mark in some if _may_be_digits(mark, writing)] for some in (writing.marks, writing.inside)
    )
    if writing.photographed and any(mark.height > MIN_DIGIT * writing.height_at(mark) for mark in inside):
        ids = {id(mark) for mark in inside}
        marks = [mark for mark in marks if id(mark) in ids or _is_seen_whole(mark, writing)]
    digits = [mark for mark in marks if mark.side >= MIN_DIGIT * writing.height_at(mark)]
    if not digits or not writing.photographed:
        return marks
    pen = float(np.median([mark.stroke for mark in digits]))
    marks = [mark for mark in marks if mark.area >= MIN_DOT * max(1.0, pen - STROKE_BIAS) ** 2]
    if len(digits) < 3:
        return marks
    height = float(np.median([writing.height_at(mark) for mark in digits]))
    return [mark for mark in marks if _is_by_pen(mark, pen, writing.height_at(mark) / height)]


def _may_be_digits(mark: Segment, writing: Writing) -> bool:
    """Whether a mark is no larger than a digit or a row of touching ones."""
    height = max(writing.height, writing.height_at(mark))
    return mark.height <= MAX_DIGIT * height and mark.width <= MAX_NUMBER * height


def _is_seen_whole(mark: Segment, writing: Writing) -> bool:
    """Whether a finder sees a digit in a mark at the border, and that is about as high as digits are there."""
    if writing.expected is None or writing.support(mark) < LIKELY_WHOLE:
        return False
    return mark.height >= MIN_WHOLE * writing.height_at(mark)


def _is_by_pen(mark: Segment, pen: float, larger: float) -> bool:
    """Whether a mark's strokes are about as wide as most, or as much wider as digits are larger there than most."""
    larger = max(1.0, larger)
    return MIN_STROKE * pen / larger <= mark.stroke <= MAX_STROKE * pen * larger


def _find_left_out(writing: Writing, kept: Sequence[Segment]) -> tuple[Bbox, ...]:
    """The boxes of the marks that are not kept, of a digit's size or of a row's; of a drawing, larger ones as well."""

    def is_large(mark: Segment) -> bool:
        height = writing.height_at(mark)
        if not writing.photographed or mark.side <= MAX_DIGIT * height:
            return mark.side >= MIN_DIGIT * height
        return mark.height >= MIN_DIGIT * height and _may_be_digits(mark, writing)

    ids = {id(mark) for mark in kept}
    return tuple(mark.bbox for mark in writing.marks if id(mark) not in ids and is_large(mark))


def _find_lost(writing: Writing, lattices: Sequence[Lattice]) -> tuple[Bbox, ...]:
    """The boxes of the smaller marks that a finder takes for digits, and that are in none of a photo's rows."""
    if writing.expected is None:
        return ()
    boxes = [candidate.bbox for lattice in lattices for candidate in lattice.candidates]
    small = [mark for mark in writing.marks if MIN_LOST <= mark.side / writing.height_at(mark) < MIN_DIGIT]
    seen = [mark.bbox for mark in small if writing.support(mark) >= LIKELY_LOST]
    return tuple(bbox for bbox in seen if not any(is_within(bbox, box) for box in boxes))


def _add_small(rows: Sequence[_Row], small: Sequence[Segment]) -> None:
    """Add each small mark to the row of the digit that is nearest to it."""
    if not rows:
        return
    for mark in small:
        min(rows, key=lambda row: min(box_gap(mark, digit) for digit in row.digits)).small.append(mark)


def _find_signs(rows: Sequence[_Row], writing: Writing) -> tuple[set[int], tuple[Bbox, ...]]:
    """The ids of the marks that look like signs, of a photo only of what the pen has made and what is no dirt.

    With them the boxes of those that the pen may have made, if there is so much dirt that none is taken for a sign.
    """
    signs = [mark for row in rows for mark in row.marks if is_sign(mark, row.digits, row.height)]
    if not writing.photographed or not signs:
        return {id(mark) for mark in signs}, ()
    digits = [digit for row in rows for digit in row.digits]
    small = [mark for row in rows for mark in row.small]
    written = keep_written(signs, digits, writing.height)
    if are_specks(written, digits, small, writing.height):
        return set(), tuple(mark.bbox for mark in written)
    return {id(mark) for mark in written}, ()


def _row_to_lattice(row: _Row, signs: set[int], writing: Writing) -> Lattice:
    """Lay out a row's marks: one node before each mark and each cut, and one at the end."""
    height = row.height
    marks = [mark for mark in row.marks if not writing.photographed or id(mark) in signs or row.is_near(mark)]
    seams = [find_seams(mark, height) for mark in marks]
    nodes = [0, *itertools.accumulate(len(cuts) + 1 for cuts in seams)]
    edges = []
    for i, mark in enumerate(marks):
        is_like_sign = id(mark) in signs
        price = _single_price(mark, height) + SIGN_AS_DIGIT * is_like_sign
        edges.append(Edge(nodes[i], nodes[i + 1], mark, price))
        if is_like_sign:
            edges.append(Edge(nodes[i], nodes[i + 1], mark, SIGN_PRICE, is_sign=True))
        elif mark.side < MIN_DIGIT * height:
            edges.append(_left_out(mark, nodes[i], nodes[i + 1], height, writing.photographed))
        edges += _part_edges(mark, seams[i], nodes[i], height)
        pair = marks[i : i + 2]
        if len(pair) == 2 and all(id(part) in signs for part in pair) and column_overlap(*pair) > 0.5:  # ":" or "="
            edges.append(Edge(nodes[i], nodes[i + 2], join_segments(pair), SIGN_PRICE, is_sign=True))
        for parts in range(2, min(MAX_PARTS, len(marks) - i) + 1):
            joined = _join(marks[i : i + parts], height, writing.slots)
            if joined:
                edges.append(Edge(nodes[i], nodes[i + parts], *joined, is_joined=True))
    return Lattice(tuple(edges))


def _left_out(mark: Segment, start: int, end: int, height: float, photographed: bool) -> Edge:
    """A small mark that is left out; of a drawing it is taken as a sign, as nobody draws dirt."""
    price = _skip_price(mark, height)
    return Edge(start, end, None, price) if photographed else Edge(start, end, mark, price, is_sign=True)


def _part_edges(mark: Segment, seams: Sequence[Seam], start: int, height: float) -> list[Edge]:
    """Everything between two of a mark's seams, or between a seam and the mark's end, taken as one digit."""
    ends = [None, *seams, None]
    edges = []
    for i, j in itertools.combinations(range(len(ends)), 2):
        part = cut_out(mark, ends[i], ends[j]) if j - i < len(ends) - 1 else None
        if part and part.height > MIN_DIGIT * height and part.width < MAX_JOINED_WIDTH * height:
            cuts = [seam for seam in (ends[i], ends[j]) if seam is not None]
            price = CUT_PRICE * len(cuts) + _single_price(part, height)
            edges.append(Edge(start + i, start + j, part, price, cut_from=mark))
    return edges


def _single_price(mark: Segment, height: float) -> float:
    """What speaks against a segment's being one digit: its size."""
    small, tall, wide = 0.5 - mark.side / height, mark.height / height - 1.5, mark.width / height - 1.2
    return 6 * max(0.0, small) + 2 * max(0.0, tall) + min(max(0.0, wide), 3.0)


def _skip_price(mark: Segment, height: float) -> float:
    return 0.05 + SKIP_PRICE * float(np.clip((mark.side / height - 0.15) / 0.5, 0, 1))


def _join(parts: Sequence[Segment], height: float, cells: Sequence[Bbox]) -> tuple[Segment, float] | None:
    """Several marks as one digit, and the price of that; None if they are too far apart or too large together.

    Marks in two cells are no digit either.
    """
    if cells and len({find_cell(part.bbox, cells) for part in parts} - {None}) > 1:
        return None
    whole = join_segments(parts)
    if whole.height > MAX_JOINED_HEIGHT * height or whole.width > MAX_JOINED_WIDTH * height:
        return None
    pairs = list(itertools.pairwise(parts))
    gaps = [ink_gap(a, b) for a, b in pairs]
    if max(gaps) > MAX_GAP * height:
        return None
    stacked = max(_stacked(a, b, height) for a, b in pairs)
    apart = sum(gaps) / height
    price = JOIN_PRICE * min(1.0, apart / NEARLY_TOUCHING) + 2 * apart - STACKED_BONUS * stacked
    least = -HALVES_BONUS if max(part.height for part in parts) < HALF * height else 0.0
    return whole, max(least, price)


def _stacked(a: Segment, b: Segment, height: float) -> float:
    """How far two marks lie above one another: 1 where one's columns are all among the other's, 0 side by side.

    It is 0 as well for two of a digit's height: those are two digits; and for two dots: those are a colon.
    """
    share = max(0.0, column_overlap(a, b))
    lower, higher = sorted((a.height, b.height))
    if higher <= COLON * height:
        return 0.0
    return share if lower < 0.75 * higher or higher < HALF * height else 0.0
