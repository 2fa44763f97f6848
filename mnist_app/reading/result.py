"""What was read in a picture: digits in rows, and what a visitor corrects.

A correction changes what a reading says and never what the network said: both can be seen, counted and undone.
"""

import hashlib
import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from mnist_app.imaging.bbox import Bbox
from mnist_app.imaging.options import Turn
from mnist_app.imaging.segments.cells import arrange_cells, find_cell
from mnist_app.reading.verdicts import BEYOND_ITS_SHAPE, Verdict

# What a visitor may say of a mark, besides that it is "0" to "9": that it is none, and is written "?", or that it does
# not belong to the writing.
NO_DIGIT = "no digit"
REMOVED = "removed"
# What the app answered of a digit that it has not found.
NOT_FOUND = "not found"

# A table's rows, all of the same length: what is written in each cell.
Table = tuple[tuple[str, ...], ...]

LEAST_SURE_FIRST: tuple[Verdict, ...] = ("not_a_digit", "unsure", "sure")
# A digit is about so many times as wide as high: the median of MNIST's training images. Counted so, a 1 is as wide as
# the others. A gap of WIDE_GAP such widths separates two numbers of a row.
ASPECT = 0.8
WIDE_GAP = 2


@dataclass(frozen=True)
class LikeJudged:
    """A digit is read like one that the visitor has judged; see `OwnHand`.

    Attributes
    ----------
    label : 0 to 9, what that one is
    was_corrected : whether the visitor had to correct that one
    """

    label: int
    was_corrected: bool


@dataclass(frozen=True, eq=False)
class Digit:
    """One digit of a reading.

    Attributes
    ----------
    label : the likeliest digit, 0 to 9, whatever the verdict
    probs : float32 (10,), calibrated: the digits' probabilities if it is one
    verdict : "sure", "unsure" or "not_a_digit"
    reason : one sentence that says why it is not sure, else ""
    bbox : (min_row, min_col, max_row, max_col) in pixels of the source, turned as the reading says, half-open
    image : uint8 (28, 28), what the network saw
    digit_prob : the probability that it is a digit at all; 1 by a network that knows nothing else
    is_sign : whether it is a small mark beside the digits, such as a comma, and so none itself
    truth : "0" to "9" or NO_DIGIT, as a visitor says; None where nothing is said
    is_added : whether it was missed, and a visitor has shown where it is
    by_hand : what it is read as because of what the visitor has judged; None where the network's answer stands
    """

    label: int
    probs: npt.NDArray[np.float32]
    verdict: Verdict
    reason: str
    bbox: Bbox
    image: npt.NDArray[np.uint8]
    digit_prob: float = 1.0
    is_sign: bool = False
    truth: str | None = None
    is_added: bool = False
    by_hand: LikeJudged | None = None

    @property
    def id(self) -> str:
        """What tells it from all others: where it lies and what the network saw; the same whatever is said of it."""
        return hashlib.sha256(repr(tuple(map(int, self.bbox))).encode() + self.image.tobytes()).hexdigest()

    @property
    def height(self) -> int:
        """In pixels of the source."""
        return self.bbox[2] - self.bbox[0]

    @property
    def answer(self) -> str:
        """What the app answered, in the words of a truth, or NOT_FOUND.

        It is the network's answer, unless the visitor's hand decides.
        """
        if self.is_added:
            return NOT_FOUND
        if self.by_hand is not None:
            return str(self.by_hand.label)
        return NO_DIGIT if self.verdict == "not_a_digit" else str(self.label)

    @property
    def is_corrected(self) -> bool:
        """Whether a visitor says something else of it than the app."""
        return self.truth is not None and self.truth != self.answer and not self.is_added

    @property
    def final_verdict(self) -> Verdict:
        """The verdict, or what takes its place once a visitor has said what it is, or what digits like it are."""
        if self.truth is None:
            return self.verdict if self.by_hand is None else "unsure"
        return "not_a_digit" if self.truth == NO_DIGIT else "sure"

    @property
    def confidence(self) -> float:
        """The probability of `label` if it is a digit."""
        return float(self.probs[self.label])

    @property
    def joint(self) -> npt.NDArray[np.float32]:
        """The probability of each digit, float32 (10,): that it is a digit, and that one."""
        return self.probs * np.float32(self.digit_prob)

    @property
    def is_doubted_beyond_its_shape(self) -> bool:
        """Whether it is unsure because of what lies around it, however sure the network is of its shape."""
        return self.verdict == "unsure" and self.reason in BEYOND_ITS_SHAPE

    @property
    def certainty(self) -> float:
        """The probability that it is a digit, and `label`: by it an answer is called sure."""
        return float(self.joint[self.label])

    @property
    def text(self) -> str:
        """The answer, or "?" for what is not a digit; what a visitor says counts for more."""
        said = self.truth or self.answer
        return "?" if said == NO_DIGIT else said


@dataclass(frozen=True, eq=False)
class Reading:
    """What was read in one picture.

    Attributes
    ----------
    rows : from top to bottom, each from left to right
    left_out : the boxes of marks that are as large as a digit and yet in none of the rows, as `Digit.bbox`
    removed : what a visitor has taken out of the rows, in reading order
    cells : the boxes of printed cells in source pixels, in no order
    turn : degrees counterclockwise by which the picture was turned to be read; in that picture the boxes lie
    """

    rows: tuple[tuple[Digit, ...], ...] = ()
    left_out: tuple[Bbox, ...] = ()
    removed: tuple[Digit, ...] = ()
    cells: tuple[Bbox, ...] = ()
    turn: Turn = 0

    @property
    def digits(self) -> tuple[Digit, ...]:
        """All digits in reading order."""
        return tuple(digit for row in self.rows for digit in row)

    @property
    def text(self) -> str:
        """The digits, one line a row; "" where nothing was found.

        A space stands for a wide gap, and for the border between two numbers' cells.
        """
        in_table = {cell for row in self._grid for cell in row if cell}
        cells = () if self._is_on_squares else self.cells
        return "\n".join(_row_text(row, cells, in_table) for row in self.rows)

    @property
    def table(self) -> Table | None:
        """What is written in each cell of a printed table, row by row, "" where nothing is; None without a table.

        A space stands for a wide gap, and between what stands above one another in a cell.
        """
        cells = self._table_cells
        if not cells:
            return None
        texts: dict[Bbox, list[str]] = {cell: [] for cell in cells}
        for row in self.rows:
            for place, digits in itertools.groupby(row, lambda digit: find_cell(digit.bbox, cells)):
                if place is not None:
                    texts[cells[place]].append(_row_text(tuple(digits), (), ()))
        return tuple(tuple(" ".join(texts[cell]) if cell else "" for cell in row) for row in self._grid)

    @property
    def beside_table(self) -> int:
        """How many marks that were read stand in none of the table's cells; 0 without a table."""
        cells = self._table_cells
        return sum(find_cell(digit.bbox, cells) is None for digit in self.digits) if cells else 0

    @cached_property
    def _table_cells(self) -> list[Bbox]:
        return [cell for row in self._grid for cell in row if cell]

    @cached_property
    def _grid(self) -> tuple[tuple[Bbox | None, ...], ...]:
        """The table's cells, row by row; () where there are none."""
        return () if self._is_on_squares else arrange_cells(self.cells)

    @cached_property
    def _is_on_squares(self) -> bool:
        """Whether the cells are the squares of the paper, which are lower than the digits."""
        if not self.cells or not self.digits:
            return False
        heights = [digit.height for digit in self.digits]
        return bool(np.median(heights) > np.median([cell[2] - cell[0] for cell in self.cells]))

    @property
    def verdict(self) -> Literal["empty", "sure", "unsure", "not_a_digit"]:
        """That of the least sure digit, at best "unsure" if marks were left out; "empty" where nothing is read."""
        verdicts = [digit.final_verdict for digit in self.digits]
        if verdicts and self.left_out:
            verdicts.append("unsure")
        return min(verdicts, key=LEAST_SURE_FIRST.index, default="empty")

    def corrected(self, truths: Mapping[str, str], by_hand: Mapping[str, LikeJudged] | None = None) -> "Reading":
        """The same with what a visitor says of its digits.

        Parameters
        ----------
        truths : by a digit's id, "0" to "9", NO_DIGIT or REMOVED; ids that are not of this reading change nothing
        by_hand : by a digit's id, what it is read as because of other digits that the visitor has judged

        Examples
        --------
        >>> import numpy as np
        >>> image = np.zeros((28, 28), np.uint8)
        >>> seven, one = (
        ...     Digit(label, np.eye(10, dtype=np.float32)[label], "sure", "", (0, col, 20, col + 10), image)
        ...     for label, col in ((7, 0), (1, 15))
        ... )
        >>> reading = Reading(((seven, one),))
        >>> reading.text, reading.corrected({seven.id: "2", one.id: REMOVED}).text
        ('71', '2')
        """
        known = by_hand or {}

        def correct(digit: Digit) -> Digit:
            return replace(digit, truth=truths.get(digit.id), by_hand=known.get(digit.id))

        rows = [tuple(correct(digit) for digit in row if truths.get(digit.id) != REMOVED) for row in self.rows]
        removed = tuple(digit for digit in self.digits if truths.get(digit.id) == REMOVED)
        return replace(self, rows=tuple(row for row in rows if row), removed=removed)


def _row_text(row: tuple[Digit, ...], cells: Sequence[Bbox], in_table: Collection[Bbox]) -> str:
    gap = WIDE_GAP * ASPECT * _typical_height(row)
    places = _places(row, cells, in_table)
    is_wide = [right.bbox[1] - left.bbox[3] >= gap for left, right in itertools.pairwise(row)]
    is_border = [left != right for left, right in itertools.pairwise(places)]
    spaces = [" " * (wide or border) for wide, border in zip(is_wide, is_border, strict=True)]
    return "".join(space + digit.text for space, digit in zip(["", *spaces], row, strict=True))


def _places(row: tuple[Digit, ...], cells: Sequence[Bbox], in_table: Collection[Bbox]) -> list[int | None]:
    """The cell of each digit where cells hold numbers: in a table, or where several digits stand in one.

    Elsewhere each box of a comb holds one digit of the same number.
    """
    places = [find_cell(digit.bbox, cells) for digit in row]
    found = [place for place in places if place is not None]
    if len(set(found)) < len(found) or any(cells[place] in in_table for place in found):
        return places
    return [None] * len(row)


def _typical_height(row: tuple[Digit, ...]) -> float:
    """Median height of a row's digits, in source pixels; of all its marks where none is a digit."""
    digits = [digit for digit in row if digit.final_verdict != "not_a_digit"] or row
    return float(np.median([digit.height for digit in digits]))
