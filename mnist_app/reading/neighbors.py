"""What the marks beside it say of a digit: that it may be part of a letter, an exponent, a ring, print or just dirt."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from mnist_app.imaging.arc import fit_arc
from mnist_app.imaging.bbox import Bbox, is_within
from mnist_app.imaging.segments.cells import find_cell
from mnist_app.imaging.segments.marks import MIN_DIGIT, Segment
from mnist_app.imaging.segments.segment import MAX_LOW
from mnist_app.reading.choice import is_narrow
from mnist_app.reading.result import Digit, Reading
from mnist_app.reading.verdicts import (
    AMONG_PRINT,
    AROUND_DIGITS,
    DOTTED,
    LEANING_ONE,
    NOT_CLEAR,
    NOT_WRITTEN,
    RAISED,
    SEVERAL,
    SIGN_BESIDE,
    SMALL_PRINT,
)

# What is no digit is dirt unless its height lies between these shares of its row's median height, and the next digit
# of its row is no further away than this share of it. In a drawing it may be as low as it likes. Guesses.
DIRT_HEIGHTS = (0.6, 1.6)
DIRT_DISTANCE = 1.0
# What may be print, stands in a printed cell, or is unsure beside such cells, is print if lower than this share of
# the sure digits' median height, as in a table's head or on a calendar. A guess, tried on made-up pages.
PRINT_HEIGHT = 0.55
# A digit no higher than the first share of one beside it stands on its line if its bottom lies between these shares of
# that one's height below its top. Guesses, tried on drawings.
SMALL, LINE = 0.6, (0.6, 1.15)
# A 1 between digits, each at most so many times its height away, may be a slash if it bends by fewer pixels of its
# 28x28 image, leans to either side by so many columns a row, and so differently from what else stands in its row.
# Guesses, tried on numbers of writers' digits: of 414 sure 1s by six of them 4 are doubted.
SLASH_DISTANCE, STRAIGHT, LEANING, LEAN_APART = 1.0, 1.0, 0.3, 0.2


def doubt_parts(digits: Sequence[Digit], marks: Sequence[Segment | None]) -> tuple[Digit, ...]:
    """Be sure of digits that are cut from one mark, which touch, only if each part surely is one, and not all are 1s.

    Else it may be a letter, or a check mark: parts of many look like 1. So it may where the mark is as narrow as one.

    Parameters
    ----------
    digits : a row
    marks : from which mark each of them is cut; None where it is cut from none
    """
    pairs = list(zip(digits, marks, strict=True))
    other = {id(mark) for digit, mark in pairs if digit.label != 1}
    doubtful = {
        id(mark)
        for digit, mark in pairs
        if mark and (digit.verdict != "sure" or id(mark) not in other or is_narrow(mark))
    }

    def judge_again(digit: Digit, mark: Segment | None) -> Digit:
        if digit.verdict != "sure" or id(mark) not in doubtful:
            return digit
        return replace(digit, verdict="unsure", reason=NOT_CLEAR)

    return tuple(judge_again(*pair) for pair in pairs)


def doubt_raised(row: Sequence[Digit]) -> tuple[Digit, ...]:
    """Be sure of no digit that stands higher or lower than a much larger one beside it, as exponents and degrees do."""

    def judge_again(digit: Digit) -> Digit:
        larger = [other for other in row if other.verdict != "not_a_digit" and _size(digit) <= SMALL * other.height]
        if digit.verdict != "sure" or not larger:
            return digit
        beside = min(larger, key=lambda other: _gap(digit, other))
        bottom = (digit.bbox[2] - beside.bbox[0]) / beside.height
        is_on_line = LINE[0] <= bottom <= LINE[1]
        return digit if is_on_line else replace(digit, verdict="unsure", reason=RAISED)

    return tuple(judge_again(digit) for digit in row)


def doubt_dotted(row: Sequence[Digit]) -> tuple[Digit, ...]:
    """Be sure of no digit above a dot, as a question mark and an exclamation mark are.

    A point that follows a 7 lies below its bar, too, but not below its foot.
    """
    signs = [digit for digit in row if digit.is_sign]

    def is_above(digit: Digit, sign: Digit) -> bool:
        (_, left, line, right), (top, sign_left, _, sign_right) = digit.bbox, sign.bbox
        return top >= line and left < (sign_left + sign_right) / 2 < right

    def judge_again(digit: Digit) -> Digit:
        is_dotted = digit.verdict == "sure" and any(is_above(digit, sign) for sign in signs)
        return replace(digit, verdict="unsure", reason=DOTTED) if is_dotted else digit

    return tuple(judge_again(digit) for digit in row)


def doubt_slashes(row: Sequence[Digit]) -> tuple[Digit, ...]:
    """Be sure of no straight 1 between digits that leans differently from what else stands in its row, as slashes do.

    Other 1s that may be slashes do not count: a date has two of them.
    """
    digits = [digit for digit in row if digit.verdict != "not_a_digit"]
    threes = zip(digits, digits[1:], digits[2:], strict=False)
    between = [each for before, each, after in threes if _is_close_one(before, each, after)]
    arcs = {digit: fit_arc(digit.image) for digit in between}
    leaning = {digit for digit, arc in arcs.items() if arc.bend < STRAIGHT and abs(arc.lean) >= LEANING}
    if not leaning:
        return tuple(row)
    usual = float(np.median([fit_arc(digit.image).lean for digit in digits if digit not in leaning]))

    def judge_again(digit: Digit) -> Digit:
        may_be_slash = digit in leaning and abs(arcs[digit].lean - usual) >= LEAN_APART
        return replace(digit, verdict="unsure", reason=LEANING_ONE) if may_be_slash else digit

    return tuple(judge_again(digit) for digit in row)


def _is_close_one(before: Digit, digit: Digit, after: Digit) -> bool:
    """Whether a digit surely is a 1, and no further from two others than a slash."""
    is_close = max(_gap(before, digit), _gap(digit, after)) <= SLASH_DISTANCE * digit.height
    return is_close and digit.verdict == "sure" and digit.label == 1


def doubt_single(alone: Reading, number: Reading) -> Reading:
    """What is said of a drawing as one digit, once it was read as a number, too: there may be a sign, or several.

    A sign makes it unsure. Of what is not sure anyway only the reason is another, if all digits of the number are sure.
    """
    (digit,) = alone.digits
    digits = [each for each in number.digits if not each.is_sign]
    has_sign, is_sure = len(digits) < len(number.digits), digit.verdict == "sure"
    are_sure = bool(digits) and all(each.verdict == "sure" for each in digits)
    if len(digits) > 1 and are_sure and not is_sure:
        judged = replace(digit, reason=SEVERAL)
    elif has_sign and (is_sure or are_sure):
        judged = replace(digit, verdict="unsure" if is_sure else digit.verdict, reason=SIGN_BESIDE)
    else:
        return alone
    return replace(alone, rows=((judged,),))


def refuse_rings(rows: Sequence[tuple[Digit, ...]]) -> list[tuple[Digit, ...]]:
    """Say of what lies around a digit, as a ring that is drawn around a number does, that it is none."""
    digits = [digit for row in rows for digit in row if digit.verdict != "not_a_digit"]

    def judge_again(digit: Digit) -> Digit:
        within = (other is not digit and is_within(other.bbox, digit.bbox) for other in digits)
        is_ring = digit.verdict != "not_a_digit" and any(within)
        return replace(digit, verdict="not_a_digit", reason=AROUND_DIGITS) if is_ring else digit

    return [tuple(judge_again(digit) for digit in row) for row in rows]


def refuse_small_print(rows: Sequence[tuple[Digit, ...]], cells: Sequence[Bbox]) -> list[tuple[Digit, ...]]:
    """Say of what is much lower than the sure digits, and may be print, that it is no digit.

    That is what does not look written by hand, unless a sure digit as low stands in its row, and, where there are
    printed cells, what stands in one or is not sure. Cells that are lower than the digits are the squares of the paper,
    and one that is much higher may be a frame around a page: in these, anything may be written.
    """
    sure = [digit.height for row in rows for digit in row if digit.verdict == "sure"]
    height = float(np.median(sure)) if sure else 0.0
    printed = [cell for cell in cells if height < cell[2] - cell[0] < MAX_LOW * height]

    def judge_again(digit: Digit, row: Sequence[Digit]) -> Digit:
        if digit.verdict == "not_a_digit" or digit.height >= PRINT_HEIGHT * height:
            return digit
        is_label = bool(printed) and (digit.verdict == "unsure" or find_cell(digit.bbox, printed) is not None)
        is_written = any(other.verdict == "sure" and other.height < PRINT_HEIGHT * height for other in row)
        is_print = is_label or (digit.reason == NOT_WRITTEN and not is_written)
        return replace(digit, verdict="not_a_digit", reason=SMALL_PRINT) if is_print else digit

    return [tuple(judge_again(digit, row) for digit in row) for row in rows]


def doubt_among_print(rows: Sequence[tuple[Digit, ...]]) -> list[tuple[Digit, ...]]:
    """Be sure of no digit of a picture in which at least as many others do not look written by hand."""
    digits = [digit for row in rows for digit in row]
    printed = sum(digit.reason == NOT_WRITTEN for digit in digits)
    if not 0 < sum(digit.verdict == "sure" for digit in digits) <= printed:
        return list(rows)

    def judge_again(digit: Digit) -> Digit:
        return replace(digit, verdict="unsure", reason=AMONG_PRINT) if digit.verdict == "sure" else digit

    return [tuple(judge_again(digit) for digit in row) for row in rows]


def leave_out_dirt(rows: list[tuple[Digit, ...]], left_out: Sequence[Bbox], photographed: bool) -> Reading:
    """Leave out what is no digit, and does not stand among the digits like one, as long as something else remains.

    Parameters
    ----------
    rows : all that was found
    left_out : the boxes of marks of a digit's size that were left out before; those that are left out here join them
    photographed : whether it comes from a photo, on which small marks that are no digits are dirt
    """
    heights = [d.height for row in rows for d in row if d.verdict != "not_a_digit"]
    if not heights:
        return Reading(tuple(row for row in rows if row), tuple(left_out))
    typical, kept = float(np.median(heights)), []
    for row in rows:
        height = float(np.median([d.height for d in row if d.verdict != "not_a_digit"] or heights))
        low = DIRT_HEIGHTS[0] * height if photographed else 0.0
        digits = tuple(d for d in row if d.verdict != "not_a_digit" or _is_among(d, row, height, low))
        left_out = *left_out, *(d.bbox for d in row if d not in digits and _side(d) >= MIN_DIGIT * min(height, typical))
        kept.append(digits)
    return Reading(tuple(row for row in kept if row), tuple(left_out))


def _side(mark: Digit) -> int:
    min_row, min_col, max_row, max_col = mark.bbox
    return max(max_row - min_row, max_col - min_col)


def _size(digit: Digit) -> float:
    """Its height, or half of its width if that is more, as of a bar."""
    return max(digit.height, (digit.bbox[3] - digit.bbox[1]) / 2)


def _gap(one: Digit, other: Digit) -> int:
    """How far apart two marks are, to the side, in pixels; below 0 where they overlap."""
    return max(one.bbox[1], other.bbox[1]) - min(one.bbox[3], other.bbox[3])


def _is_among(mark: Digit, row: tuple[Digit, ...], height: float, low: float) -> bool:
    """Whether a mark that is no digit is a sign, or has a digit's height, at least `low`, and a digit beside it."""
    if mark.is_sign:
        return True
    digits = [digit for digit in row if digit.verdict != "not_a_digit"]
    gaps = [_gap(mark, digit) for digit in digits]
    fits = low <= mark.height <= DIRT_HEIGHTS[1] * height
    return fits and min(gaps, default=np.inf) <= DIRT_DISTANCE * height
