"""What a reading says, and what a visitor's corrections make of it."""

from dataclasses import replace

import pytest

from builders.digits import digit_at as digit
from builders.digits import make_digit
from mnist_app.reading.result import (
    NO_DIGIT,
    REMOVED,
    LikeJudged,
    Reading,
)
from mnist_app.reading.verdicts import CUT_OFF, Verdict


def test_a_gap_of_two_digits_widths_is_one_space() -> None:
    """A digit of 40 pixels counts as 32 wide."""
    ends = [30, 30 + 63, 30 + 64, 30 + 500]
    readings = [Reading(((digit("sure"), digit("sure", col=col)),)).text for col in ends]
    assert readings == ["11", "11", "1 1", "1 1"]


CELLS = ((0, 0, 60, 80), (0, 84, 60, 164), (64, 0, 124, 80), (64, 84, 124, 164))


def test_a_reading_of_nothing_is_empty_and_not_turned() -> None:
    assert (Reading().text, Reading().verdict, Reading().turn) == ("", "empty", 0)


def test_certainty_is_that_it_is_a_digit_and_this_one() -> None:
    mark = replace(digit("sure"), digit_prob=0.5)
    assert mark.certainty == pytest.approx(0.5 * mark.confidence)


def test_without_cells_there_is_no_table() -> None:
    assert Reading().table is None
    alone = Reading(((digit("sure"),),))
    assert (alone.table, alone.beside_table) == (None, 0)


def test_digits_stand_in_the_cells_of_a_table() -> None:
    upper = (digit("sure", 10, 5), digit("sure", 10, 42), digit("not_a_digit", 10, 90))
    reading = Reading((upper, (digit("sure", 70, 110),)), cells=CELLS)
    assert reading.table == (("11", "?"), ("", "1"))
    assert reading.beside_table == 0
    assert reading.text == "11 ?\n1"


def test_numbers_in_one_cell_are_kept_apart() -> None:
    beside = digit("sure", 10, 2, height=6), digit("sure", 10, 46, height=6)
    above, below = (digit("sure", row, 110, height=6) for row in (10, 35))
    reading = Reading(((*beside, above), (below,)), cells=CELLS)
    assert reading.table == (("1 1", "1 1"), ("", ""))


def test_a_mark_beside_the_table_is_in_none_of_its_cells() -> None:
    reading = Reading(((digit("sure", 10, 5), digit("sure", 10, 180)),), cells=CELLS)
    assert reading.table == (("1", ""), ("", ""))
    assert reading.beside_table == 1


def test_a_table_follows_corrections() -> None:
    mark, other = digit("sure", 10, 5), digit("sure", 10, 42)
    corrected = Reading(((mark, other),), cells=CELLS).corrected({mark.id: "7", other.id: REMOVED})
    assert corrected.table == (("7", ""), ("", ""))


def test_squares_lower_than_the_digits_are_no_table() -> None:
    row = (digit("sure", 10, 5, height=70), digit("sure", 10, 90, height=70))
    assert (Reading((row,), cells=CELLS).table, Reading((row,), cells=CELLS).text) == (None, "11")


def test_a_comb_holds_one_number() -> None:
    comb = tuple((0, 84 * i, 60, 84 * i + 80) for i in range(3))
    reading = Reading((tuple(digit("sure", 10, 84 * i + 20) for i in range(3)),), cells=comb)
    assert (reading.text, reading.table) == ("111", None)


def test_boxes_of_several_digits_hold_numbers() -> None:
    row = tuple(digit("sure", 10, col) for col in (5, 42, 100))
    assert Reading((row,), cells=CELLS[:2]).text == "11 1"


def test_each_row_has_gaps_of_its_own() -> None:
    large, small = ((digit("sure", height=height), digit("sure", col=120, height=height)) for height in (80, 40))
    assert Reading((large, small)).text == "11\n1 1"


def test_a_mark_that_is_no_digit_does_not_make_gaps_wide() -> None:
    dots = [digit("not_a_digit", col=col, height=5) for col in (35, 85)]
    row = (digit("sure"), dots[0], digit("sure", col=100), dots[1])
    assert Reading((row,)).text == "1?1?"
    assert Reading((tuple(dots),)).text == "? ?"


def test_digits_alone_say_how_wide_a_wide_gap_is() -> None:
    marks = (digit("not_a_digit", col=40, height=60), digit("not_a_digit", col=80, height=60))
    assert Reading(((digit("sure"), *marks, digit("sure", col=110 + 64)),)).text == "1?? 1"


def test_nothing_read_is_empty_whatever_was_left_out() -> None:
    assert Reading((), left_out=((0, 0, 40, 20),)).verdict == "empty"


@pytest.mark.parametrize(
    ("truth", "text", "verdict"),
    [
        ("2", "121", "sure"),
        (NO_DIGIT, "1?1", "not_a_digit"),
        (REMOVED, "1 1", "sure"),
        ("1", "111", "sure"),
    ],
)
def test_a_corrected_digit_is_unsure_no_longer(truth: str, text: str, verdict: Verdict) -> None:
    first, doubtful, last = digit("sure"), digit("unsure", col=40), digit("sure", col=100)
    reading = Reading(((first, doubtful, last),))
    corrected = reading.corrected({doubtful.id: truth})
    assert (reading.text, reading.verdict) == ("111", "unsure")
    assert (corrected.text, corrected.verdict) == (text, verdict)
    assert corrected.corrected({}).verdict == ("sure" if truth == REMOVED else "unsure")


def test_what_the_network_said_is_kept() -> None:
    seven = digit("unsure")
    (corrected,) = Reading(((seven,),)).corrected({seven.id: "2"}).digits
    assert (corrected.label, corrected.verdict, corrected.answer) == (1, "unsure", "1")
    assert (corrected.text, corrected.truth, corrected.is_corrected) == ("2", "2", True)
    assert corrected.id == seven.id


def test_a_confirmed_digit_is_not_corrected() -> None:
    refused = digit("not_a_digit")
    (confirmed,) = Reading(((refused,),)).corrected({refused.id: NO_DIGIT}).digits
    assert (confirmed.text, confirmed.is_corrected) == ("?", False)


def test_a_row_of_which_all_is_removed_is_gone() -> None:
    first, second = digit("sure"), digit("sure", row=100)
    reading = Reading(((first,), (second,)))
    without = reading.corrected({first.id: REMOVED})
    assert without.text == "1"
    assert without.removed == (first,)
    empty = reading.corrected({first.id: REMOVED, second.id: REMOVED})
    assert (empty.text, empty.verdict, empty.removed) == ("", "empty", (first, second))


def test_digits_are_told_apart_by_place_and_image() -> None:
    here, there, other = digit("sure"), digit("sure", col=50), digit("sure")
    other.image[0, 0] = 1
    assert len({here.id, there.id, other.id}) == 3
    assert here.id == digit("unsure").id
    assert Reading(((here, there),)).corrected({there.id: "2"}).text == "12"


def test_corrections_of_other_readings_change_nothing() -> None:
    reading = Reading(((digit("sure"),),))
    assert reading.corrected({"another": "2"}).text == "1"


def test_what_looks_like_a_judged_digit_is_read_like_it_and_unsure() -> None:
    digit = make_digit(7)
    reading = Reading(((digit,),)).corrected({}, {digit.id: LikeJudged(1, was_corrected=True)})
    (changed,) = reading.digits
    assert (reading.text, reading.verdict) == ("1", "unsure")
    assert (changed.label, changed.answer, changed.is_corrected) == (7, "1", False)


def test_what_is_said_of_a_digit_counts_for_more_than_what_it_looks_like() -> None:
    digit = make_digit(7)
    reading = Reading(((digit,),)).corrected({digit.id: "2"}, {digit.id: LikeJudged(1, was_corrected=True)})
    assert (reading.text, reading.verdict, reading.digits[0].is_corrected) == ("2", "sure", True)


@pytest.mark.parametrize(
    ("verdict", "reason", "is_doubted"),
    [("unsure", CUT_OFF, True), ("unsure", "It could be 7, but also 1.", False), ("sure", "", False)],
)
def test_what_is_unsure_because_of_its_shape_is_not_doubted_beyond_it(
    verdict: Verdict, reason: str, is_doubted: bool
) -> None:
    assert replace(make_digit(7), verdict=verdict, reason=reason).is_doubted_beyond_its_shape is is_doubted
