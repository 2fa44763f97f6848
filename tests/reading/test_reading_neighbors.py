"""What the marks beside it say of a digit."""

from dataclasses import replace

import numpy as np
import pytest

from builders.digits import digit_at as digit
from builders.ink import draw_arc
from mnist_app.imaging.segments.marks import Segment
from mnist_app.reading.neighbors import (
    doubt_among_print,
    doubt_dotted,
    doubt_parts,
    doubt_raised,
    doubt_single,
    doubt_slashes,
    leave_out_dirt,
    refuse_rings,
    refuse_small_print,
)
from mnist_app.reading.result import Digit, Reading
from mnist_app.reading.verdicts import (
    AMONG_PRINT,
    AROUND_DIGITS,
    DOTTED,
    LEANING_ONE,
    MUCH_SMALLER,
    NOT_CLEAR,
    NOT_WRITTEN,
    RAISED,
    SEVERAL,
    SIGN,
    SIGN_BESIDE,
    SMALL_PRINT,
    Verdict,
)


def text(*rows: tuple[Digit, ...], photographed: bool = True) -> str:
    return leave_out_dirt(list(rows), (), photographed).text


def test_digits_cut_from_one_mark_are_sure_only_together() -> None:
    """The stem of a P is a 1, its bowl hardly a 0; two digits beside it that touch are both sure."""
    letter, pair = (Segment((0, 0, 1, 2), np.ones((1, 2), np.float32)) for _ in range(2))
    stem, bowl, left, alone = (digit(verdict) for verdict in ("sure", "unsure", "sure", "sure"))
    right = replace(digit("sure"), label=7)
    judged = doubt_parts((stem, bowl, left, right, alone), (letter, letter, pair, pair, None))
    assert (judged[0].verdict, judged[0].reason) == ("unsure", NOT_CLEAR)
    assert judged[1:] == (bowl, left, right, alone)
    assert doubt_parts((bowl, alone), (None, None)) == (bowl, alone)


@pytest.mark.parametrize(("width", "label"), [(2, 1), (1, 7)], ids=["a check mark", "an n"])
def test_1s_alone_and_parts_of_a_narrow_mark_are_not_sure(width: int, label: int) -> None:
    mark = Segment((0, 0, 1, width), np.ones((1, width), np.float32))
    judged = doubt_parts((digit("sure"), replace(digit("sure"), label=label)), (mark, mark))
    assert [(each.verdict, each.reason) for each in judged] == [("unsure", NOT_CLEAR)] * 2


@pytest.mark.parametrize(
    ("top", "height", "width", "verdict"),
    [
        (100, 40, 30, "unsure"),  # an exponent
        (70, 65, 30, "sure"),  # hardly smaller
        (100, 40, 130, "sure"),  # a bar, as wide as a digit is high
        (125, 40, 30, "sure"),  # a little above the line
        (160, 40, 30, "sure"),  # on it
        (180, 40, 30, "unsure"),  # below it
    ],
)
def test_a_small_digit_off_the_line_of_a_larger_one_is_never_sure(
    top: int, height: int, width: int, verdict: Verdict
) -> None:
    base = digit("sure", 100, 0, 100)
    small = replace(digit("sure"), bbox=(top, 40, top + height, 40 + width))
    judged = doubt_raised((base, small))
    assert (judged[0], judged[1].verdict) == (base, verdict)
    assert judged[1].reason == (RAISED if verdict == "unsure" else "")
    assert doubt_raised((replace(base, verdict="not_a_digit"), small))[1] == small


@pytest.mark.parametrize(
    ("top", "left", "verdict"),
    [
        (70, 15, "unsure"),  # of a question mark
        (70, 35, "sure"),  # below what follows
        (52, 15, "sure"),  # a point behind a 7's foot
    ],
)
def test_what_stands_above_a_dot_is_never_sure(top: int, left: int, verdict: Verdict) -> None:
    hook = replace(digit("sure"), bbox=(0, 0, 60, 40))
    dot = replace(digit("not_a_digit"), bbox=(top, left, top + 8, left + 14), is_sign=True)
    judged = doubt_dotted((hook, dot))
    assert (judged[0].verdict, judged[0].reason) == (verdict, DOTTED if verdict == "unsure" else "")
    assert judged[1] == dot
    assert doubt_dotted((hook, replace(dot, is_sign=False)))[0] == hook


def stroke(lean: float, label: int = 1, col: int = 0, bend: float = 0.0) -> Digit:
    """A sure digit of one stroke, that leans to the right by so many columns a row."""
    return replace(digit("sure", 0, col), label=label, image=draw_arc(lean, bend))


SLASH = stroke(0.45, col=40)


@pytest.mark.parametrize(
    ("row", "is_doubted"),
    [
        ((stroke(0.0, 4), SLASH, stroke(0.1, 5, 80)), True),
        ((stroke(0.0, 4), stroke(-0.45, col=40), stroke(0.1, 5, 80)), True),
        ((stroke(0.0, 4), stroke(0.15, col=40), stroke(0.1, 5, 80)), False),  # a 1 that hardly leans
        ((stroke(0.0, 4), stroke(0.45, col=40, bend=2), stroke(0.1, 5, 80)), False),  # it is bent
        ((stroke(0.0, 4), replace(SLASH, label=7), stroke(0.1, 5, 80)), False),
        ((stroke(0.4, 4), SLASH, stroke(0.3, 5, 80)), False),  # all digits lean
        ((stroke(0.4, 1), SLASH, stroke(0.3, 5, 80), stroke(0.0, 6, 120)), False),  # most of them lean
        ((stroke(0.4, 1), SLASH, stroke(0.0, 5, 80), stroke(0.0, 6, 120)), True),  # another one alone leans
        ((stroke(0.0, 4), SLASH), False),  # no number ends with one
        ((stroke(0.0, 4), SLASH, replace(digit("not_a_digit"), bbox=(0, 80, 40, 110))), False),
        ((stroke(0.0, 4), SLASH, stroke(0.1, 5, 120)), False),  # another number begins
    ],
)
def test_a_straight_1_that_leans_between_digits_may_be_a_slash(row: tuple[Digit, ...], is_doubted: bool) -> None:
    judged = doubt_slashes(row)
    expected = replace(row[1], verdict="unsure", reason=LEANING_ONE) if is_doubted else row[1]
    assert (judged[1].verdict, judged[1].reason) == (expected.verdict, expected.reason)
    assert (judged[0], *judged[2:]) == (row[0], *row[2:])


def test_both_slashes_of_a_date_are_doubted() -> None:
    date = [stroke(0.0, 4), SLASH, stroke(0.1, 5, 80), stroke(0.5, col=120), stroke(0.0, 2, 160)]
    assert [each.reason for each in doubt_slashes(date)] == ["", LEANING_ONE, "", LEANING_ONE, ""]


def test_what_lies_around_a_digit_is_a_ring_and_no_0() -> None:
    ring = replace(digit("sure", 0, 0, 100), bbox=(0, 0, 100, 150), label=0)
    inside, outside = digit("sure", 20, 40), digit("sure", 20, 200)
    ((judged, *others), row) = refuse_rings([(ring, inside), (outside,)])
    assert (judged.verdict, judged.reason) == ("not_a_digit", AROUND_DIGITS)
    assert (others, row) == ([inside], (outside,))
    assert refuse_rings([(ring, replace(inside, verdict="not_a_digit"))])[0][0] == ring
    stain = replace(ring, verdict="not_a_digit", reason=NOT_WRITTEN)
    assert refuse_rings([(stain, inside)]) == [(stain, inside)]


def may_be_print(height: int, reason: str = NOT_WRITTEN) -> Digit:
    return replace(digit("unsure", height=height), reason=reason)


def test_what_may_be_print_is_no_digit_where_it_is_much_lower_than_the_sure_ones() -> None:
    """A table's printed head; a note that is as large as the rest, or small without looking printed, stays."""
    head = (may_be_print(20), may_be_print(35), may_be_print(20, MUCH_SMALLER))
    (small, large, unprinted), row = refuse_small_print([head, (digit("sure"), digit("sure"))], ())
    assert (small.verdict, small.reason) == ("not_a_digit", SMALL_PRINT)
    assert (large, unprinted) == head[1:]
    assert [each.verdict for each in row] == ["sure", "sure"]


def test_beside_nothing_sure_print_may_be_all_that_is_written() -> None:
    ((small,), _) = refuse_small_print([(may_be_print(20),), (digit("unsure"),)], ())
    assert small.verdict == "unsure"


@pytest.mark.parametrize(("cell_height", "verdict"), [(60, "not_a_digit"), (38, "sure")])
def test_small_digits_in_printed_cells_are_print(cell_height: int, verdict: Verdict) -> None:
    """A calendar's days; in the squares of the paper, which are lower than the digits, small digits are written."""
    cells = tuple((0, left, cell_height, left + 60) for left in (0, 60))
    point = replace(digit("not_a_digit", 30, 40, 5), reason=SIGN)
    row = (digit("sure", 5, 5, 20), point, digit("sure", 5, 65), digit("sure", 5, 200))
    ((day, *others),) = refuse_small_print([row], cells)
    assert (day.verdict, others) == (verdict, list(row[1:]))


def test_a_frame_around_a_page_is_no_cell_with_print() -> None:
    small, large = digit("sure", 200, 5, 20), digit("sure", 5, 5)
    for frame, verdict in (((0, 0, 300, 300), "sure"), ((190, 0, 240, 300), "not_a_digit")):
        (_, (judged,)) = refuse_small_print([(large, replace(large, bbox=(5, 65, 45, 95))), (small,)], (frame,))
        assert judged.verdict == verdict


def test_what_is_small_and_not_surely_written_stays_beside_a_sure_digit_as_small() -> None:
    rows = [(digit("sure"), digit("sure", 0, 60)), (may_be_print(20), digit("sure", 100, 60, 20))]
    assert refuse_small_print([rows[0], rows[0], rows[1]], ())[2] == rows[1]
    beside_large = (rows[1][0], digit("sure", 100, 60))
    assert refuse_small_print([rows[0], beside_large], ())[1][0].verdict == "not_a_digit"


@pytest.mark.parametrize(("verdict", "judged"), [("unsure", "not_a_digit"), ("sure", "sure")])
def test_what_is_small_beside_printed_cells_is_print_unless_it_is_sure(verdict: Verdict, judged: Verdict) -> None:
    label = replace(digit(verdict, 5, 200, 20), reason="" if verdict == "sure" else MUCH_SMALLER)
    cells = ((0, 0, 60, 60), (0, 60, 60, 120))
    ((again, _, _),) = refuse_small_print([(label, digit("sure", 5, 5), digit("sure", 5, 65))], cells)
    assert again.verdict == judged


def test_nothing_stays_nothing() -> None:
    reading = leave_out_dirt([], (), photographed=True)
    assert (reading.rows, reading.verdict) == ((), "empty")


def test_alone_it_is_said_that_it_is_no_digit() -> None:
    assert text((digit("not_a_digit"),)) == "?"
    assert text((), (digit("not_a_digit"),)) == "?"


def test_among_digits_and_of_their_size_it_is_kept() -> None:
    assert text((digit("sure"), digit("not_a_digit", col=40), digit("sure", col=80))) == "1?1"


@pytest.mark.parametrize(("row", "col"), [(0, 0), (300, 500)])
def test_it_does_not_matter_where_in_the_picture_digits_stand(row: int, col: int) -> None:
    upper = (
        digit("sure", row, col),
        digit("not_a_digit", row, col + 40),
        digit("sure", row, col + 80),
        digit("sure", row, col + 80 + 30 + 64),
    )
    lower = (digit("not_a_digit", row + 100, col), digit("not_a_digit", row + 100, col + 100, height=10))
    reading = leave_out_dirt([upper, lower], (), photographed=True)
    assert (reading.text, reading.left_out) == ("1?1 1", (lower[0].bbox, lower[1].bbox))


@pytest.mark.parametrize(("height", "read"), [(10, "1"), (23, "1"), (24, "1?"), (64, "1?"), (65, "1"), (100, "1")])
def test_small_and_large_marks_are_dirt(height: int, read: str) -> None:
    assert text((digit("sure"), digit("not_a_digit", col=40, height=height))) == read


def test_how_large_dirt_is_depends_on_its_own_row() -> None:
    """A "?" among small digits stays however large those of another row are, and counts where it does not."""
    large = (digit("sure", height=100), digit("sure", 0, 60, 100), digit("sure", 0, 120, 100))
    assert text(large, (digit("sure", 200), digit("not_a_digit", 200, 40), digit("sure", 200, 80))) == "111\n1?1"
    far = digit("not_a_digit", 200, 400, 30)
    reading = leave_out_dirt([large, (digit("sure", 200), far)], (), photographed=True)
    assert (reading.text, reading.left_out) == ("111\n1", (far.bbox,))


def test_far_away_or_in_another_row_it_is_dirt() -> None:
    assert text((digit("sure"), digit("not_a_digit", col=200))) == "1"
    assert text((digit("sure"),), (digit("not_a_digit", row=100),)) == "1"
    speck = replace(digit("not_a_digit"), bbox=(100, 0, 110, 10))
    assert leave_out_dirt([(digit("sure"),), (speck,)], (), photographed=True).left_out == ()


def test_unsure_digits_are_never_dirt() -> None:
    assert text((digit("sure"), digit("unsure", col=300, height=10))) == "1 1"


def test_a_small_mark_among_drawn_digits_is_kept() -> None:
    assert text((digit("sure"), digit("not_a_digit", col=40, height=10)), photographed=False) == "1?"
    assert text((digit("sure"), digit("not_a_digit", col=40, height=100)), photographed=False) == "1"


def test_a_sign_is_never_dirt() -> None:
    assert text((digit("sure"), replace(digit("not_a_digit", col=40, height=5), is_sign=True))) == "1?"


def test_what_is_left_out_and_large_is_told_and_makes_unsure() -> None:
    """A mark counts from 40 % of a digit's height on."""
    large = digit("not_a_digit", row=200, height=50)
    before = (0, 300, 40, 320), (0, 400, 40, 420)
    reading = leave_out_dirt([(digit("sure"),), (large,)], before, True)
    assert (reading.text, reading.left_out, reading.verdict) == ("1", (*before, large.bbox), "unsure")
    speck = digit("not_a_digit", col=300, height=30)
    reading = leave_out_dirt([(digit("sure", height=100), speck)], (), True)
    assert (reading.text, reading.left_out, reading.verdict) == ("1", (), "sure")
    small = tuple(digit("sure", row=200, col=col) for col in (0, 60))  # beside which it is as large as a digit
    reading = leave_out_dirt([(digit("sure", height=100), speck), small], (), True)
    assert (reading.text, reading.left_out, reading.verdict) == ("1\n11", (speck.bbox,), "unsure")


@pytest.mark.parametrize(
    ("printed", "sure", "verdict"), [(2, 2, "unsure"), (3, 1, "unsure"), (1, 2, "sure"), (0, 1, "sure")]
)
def test_nothing_is_sure_among_as_much_that_may_be_print(printed: int, sure: int, verdict: Verdict) -> None:
    print_, written = (may_be_print(20),) * printed, (digit("sure"),) * sure
    above, *row = doubt_among_print([print_, (*written, digit("not_a_digit"))])
    assert above == print_
    assert [each.verdict for each in row[0]] == [verdict] * sure + ["not_a_digit"]
    assert {each.reason for each in row[0][:sure]} == {AMONG_PRINT if verdict == "unsure" else ""}


@pytest.mark.parametrize(
    ("alone", "number", "judged"),
    [
        ("sure", [None, "sure"], ("unsure", SIGN_BESIDE)),
        ("sure", [None, "unsure"], ("unsure", SIGN_BESIDE)),
        ("sure", ["sure", "sure"], ("sure", "")),
        ("sure", ["sure"], ("sure", "")),
        ("unsure", ["sure", "sure"], ("unsure", SEVERAL)),
        ("not_a_digit", ["sure", None, "sure"], ("not_a_digit", SEVERAL)),
        ("not_a_digit", ["sure", None], ("not_a_digit", SIGN_BESIDE)),
        ("not_a_digit", ["sure", "unsure"], ("not_a_digit", "")),
        ("not_a_digit", [None], ("not_a_digit", "")),
        ("unsure", ["sure"], ("unsure", "")),
        ("unsure", [], ("unsure", "")),
    ],
)
def test_a_drawing_of_one_digit_may_show_a_sign_or_several(
    alone: Verdict, number: list[Verdict | None], judged: tuple[Verdict, str]
) -> None:
    sign = replace(digit("not_a_digit"), is_sign=True, reason=SIGN)
    row = tuple(digit(verdict) if verdict else sign for verdict in number)
    (result,) = doubt_single(Reading(((digit(alone),),)), Reading((row,) if row else ())).digits
    assert (result.verdict, result.reason) == judged
