"""What of a reading is dirt."""

from dataclasses import replace

from builders.digits import make_digit
from mnist_app.reading.result import Digit, Reading, leave_out_dirt
from mnist_app.reading.verdicts import Verdict


def digit(verdict: Verdict, row: int = 0, col: int = 0, height: int = 40) -> Digit:
    return make_digit(1, verdict, bbox=(row, col, row + height, col + 30))


def text(*rows: tuple[Digit, ...], photographed: bool = True) -> str:
    return leave_out_dirt(list(rows), 0, photographed).text


def test_a_gap_of_two_digits_widths_is_one_space() -> None:
    """A digit of 40 pixels counts as 32 wide."""
    ends = [30, 30 + 63, 30 + 64, 30 + 500]
    readings = [Reading(((digit("sure"), digit("sure", col=col)),)).text for col in ends]
    assert readings == ["11", "11", "1 1", "1 1"]


def test_each_row_has_gaps_of_its_own() -> None:
    large, small = ((digit("sure", height=height), digit("sure", col=120, height=height)) for height in (80, 40))
    assert Reading((large, small)).text == "11\n1 1"


def test_a_mark_that_is_no_digit_does_not_make_gaps_wide() -> None:
    dots = [digit("not_a_digit", col=col, height=5) for col in (35, 85)]
    row = (digit("sure"), dots[0], digit("sure", col=100), dots[1])
    assert Reading((row,)).text == "1?1?"
    assert Reading((tuple(dots),)).text == "? ?"


def test_nothing_stays_nothing() -> None:
    reading = leave_out_dirt([], 0, photographed=True)
    assert (reading.rows, reading.verdict) == ((), "empty")


def test_alone_it_is_said_that_it_is_no_digit() -> None:
    assert text((digit("not_a_digit"),)) == "?"


def test_among_digits_and_of_their_size_it_is_kept() -> None:
    assert text((digit("sure"), digit("not_a_digit", col=40), digit("sure", col=80))) == "1?1"


def test_small_and_large_marks_are_dirt() -> None:
    for height in (10, 100):
        assert text((digit("sure"), digit("not_a_digit", col=40, height=height))) == "1"


def test_far_away_or_in_another_row_it_is_dirt() -> None:
    assert text((digit("sure"), digit("not_a_digit", col=200))) == "1"
    assert text((digit("sure"),), (digit("not_a_digit", row=100),)) == "1"


def test_unsure_digits_are_never_dirt() -> None:
    assert text((digit("sure"), digit("unsure", col=300, height=10))) == "1 1"


def test_a_small_mark_among_drawn_digits_is_kept() -> None:
    assert text((digit("sure"), digit("not_a_digit", col=40, height=10)), photographed=False) == "1?"
    assert text((digit("sure"), digit("not_a_digit", col=40, height=100)), photographed=False) == "1"


def test_a_sign_is_never_dirt() -> None:
    assert text((digit("sure"), replace(digit("not_a_digit", col=40, height=5), is_sign=True))) == "1?"


def test_what_is_left_out_and_large_is_counted_and_makes_unsure() -> None:
    """A mark counts from 40 % of a digit's height on."""
    large = digit("not_a_digit", row=200, height=50)
    reading = leave_out_dirt([(digit("sure"),), (large,)], 2, True)
    assert (reading.text, reading.left_out, reading.verdict) == ("1", 3, "unsure")
    speck = digit("not_a_digit", col=300, height=30)
    reading = leave_out_dirt([(digit("sure", height=100), speck)], 0, True)
    assert (reading.text, reading.left_out, reading.verdict) == ("1", 0, "sure")


def test_nothing_read_is_empty_whatever_was_left_out() -> None:
    assert Reading((), left_out=2).verdict == "empty"
