from dataclasses import replace

import pytest

from builders.digits import make_digit
from mnist_app.imaging.bbox import Bbox
from mnist_app.reading.added import add_digits, find_digit_at
from mnist_app.reading.result import NOT_FOUND, REMOVED, Digit, Reading


def at(label: int, row: int, col: int, height: int = 20) -> Digit:
    return make_digit(label, bbox=(row, col, row + height, col + 10))


def added(label: int, row: int, col: int, height: int = 20) -> Digit:
    return replace(at(label, row, col, height), is_added=True, truth=str(label))


TWO_ROWS = Reading(((at(1, 0, 0), at(3, 6, 40), at(5, 12, 80)), (at(7, 60, 0), at(8, 60, 20))))


def test_nothing_added_changes_nothing() -> None:
    assert add_digits(TWO_ROWS, []).rows == TWO_ROWS.rows


def test_the_first_digit_of_all_is_a_row() -> None:
    assert add_digits(Reading(), [added(4, 0, 0)]).text == "4"


@pytest.mark.parametrize(
    ("digit", "text"),
    [
        (added(2, 3, 20), "1235\n78"),
        (added(4, 9, 60), "1345\n78"),  # of a row that slopes, it stands beside the nearest
        (added(6, 20, 100), "1356\n78"),
        (added(9, 62, 40, height=60), "135\n789"),  # a long one
        (added(0, 0, -20), "0135\n78"),
        (added(9, 62, 40), "135\n789"),
        (added(9, 30, 0), "135\n9\n78"),
        (added(9, 100, 0), "135\n78\n9"),
        (added(9, -40, 0), "9\n135\n78"),
        (added(9, 70, 40, height=8), "135\n789"),  # a small one, beside the others
    ],
)
def test_a_digit_goes_where_it_stands(digit: Digit, text: str) -> None:
    assert add_digits(TWO_ROWS, [digit]).text == text


def test_two_digits_added_one_after_the_other_share_a_row() -> None:
    assert add_digits(Reading(), [added(5, 0, 15), added(4, 0, 0)]).text == "45"


def test_what_is_found_after_all_is_not_there_twice() -> None:
    reading = add_digits(TWO_ROWS, [added(2, 1, 1)])
    assert reading.text == TWO_ROWS.text
    assert not any(digit.is_added for digit in reading.digits)


def test_the_place_of_a_removed_digit_is_free() -> None:
    first = TWO_ROWS.digits[0]
    without = TWO_ROWS.corrected({first.id: REMOVED})
    assert find_digit_at(TWO_ROWS, first.bbox) is first
    assert find_digit_at(without, first.bbox) is None
    assert add_digits(without, [added(2, 1, 1)]).text == "235\n78"


@pytest.mark.parametrize("bbox", [(0, 0, 70, 100), (0, 8, 20, 18), (8, 4, 12, 6), (100, 0, 120, 10)])
def test_a_box_holds_a_digit_only_if_both_have_the_same_middle(bbox: Bbox) -> None:
    found = find_digit_at(TWO_ROWS, bbox)
    assert (found is not None) == (bbox == (8, 4, 12, 6))


def test_what_lies_where_a_digit_is_added_is_left_out_no_more() -> None:
    here, there = added(2, 3, 20), added(9, 62, 40)
    part, whole = (4, 21, 10, 24), (0, 15, 30, 40)  # a piece of the digit, and a mark that reaches beyond it
    doubtful = Reading(TWO_ROWS.rows, left_out=(part, whole))
    assert doubtful.verdict == "unsure"
    assert (add_digits(doubtful, [here]).left_out, add_digits(doubtful, [here]).verdict) == ((), "sure")
    assert (add_digits(doubtful, [there]).left_out, add_digits(doubtful, [there]).verdict) == ((part, whole), "unsure")


def test_an_added_digit_was_not_found_and_is_not_corrected() -> None:
    digit = added(2, 0, 0)
    assert (digit.answer, digit.is_corrected, digit.final_verdict, digit.text) == (NOT_FOUND, False, "sure", "2")
