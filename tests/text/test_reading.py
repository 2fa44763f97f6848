from dataclasses import replace

import pytest

from builders.digits import make_digit
from mnist_app.reading.result import Reading
from mnist_app.reading.verdicts import Verdict
from mnist_app.text import reading as wording


@pytest.mark.parametrize(
    ("probs", "verdict", "expected"),
    [
        ({7: 0.99, 1: 0.01}, "sure", "7"),
        ({7: 0.7, 1: 0.3}, "unsure", "7, but could be 1"),
        ({7: 0.4, 1: 0.3, 2: 0.3}, "unsure", "I can't tell"),
        ({7: 0.99, 1: 0.01}, "not_a_digit", "That doesn't look like a digit"),
    ],
)
def test_digit_answer(probs: dict[int, float], verdict: Verdict, expected: str) -> None:
    assert wording.digit_answer(make_digit(probs, verdict)) == expected


@pytest.mark.parametrize(
    ("digit_prob", "expected"),
    [(0.9, "7, but could be 1"), (0.7, "7, but could be no digit"), (0.5, "I can't tell")],
)
def test_answer_to_what_may_be_no_digit(digit_prob: float, expected: str) -> None:
    digit = make_digit({7: 0.8, 1: 0.2}, "unsure", digit_prob=digit_prob)
    assert wording.digit_answer(digit) == expected
    assert wording.digit_hint(digit) == f"{80 * digit_prob:.1f}% sure."


def test_digit_hint() -> None:
    assert (
        wording.digit_hint(make_digit({7: 0.75, 1: 0.25}, "unsure", reason="It is small."))
        == "75.0% sure. It is small."
    )
    assert wording.digit_hint(make_digit({7: 0.75, 1: 0.25}, "sure")) == "75.0% sure."
    assert wording.digit_hint(make_digit(7, "not_a_digit", reason="It is only a dot.")) == "It is only a dot."


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["sure", "sure"]], "2 digits, all sure."),
        ([["sure", "unsure"], ["sure"]], "3 digits in 2 rows: 1 unsure."),
        ([["unsure", "not_a_digit"]], "2 digits: 1 unsure, 1 unreadable, written as ?."),
    ],
)
def test_number_hint(rows: list[list[Verdict]], expected: str) -> None:
    reading = Reading(tuple(tuple(make_digit(7, verdict) for verdict in row) for row in rows))
    assert wording.number_hint(reading) == expected


def test_number_hint_says_what_else_there_is() -> None:
    sign = replace(make_digit(1, "not_a_digit"), is_sign=True)
    sure = make_digit(7, "sure")
    assert wording.number_hint(Reading(((sure, sign, sure),))) == "2 digits: 1 mark beside them, written as ?."
    assert wording.number_hint(Reading(((sign, sure),), left_out=2)) == (
        "1 digit: 1 mark beside them, written as ?, 2 marks left out."
    )
    assert wording.number_hint(Reading(((sure, sure),), left_out=1)) == "2 digits: 1 mark left out."


def test_hint_to_one_digit_says_what_was_left_out() -> None:
    row = (make_digit({7: 0.75, 1: 0.25}, "sure"),)
    assert wording.answer_hint(Reading((row,))) == "75.0% sure."
    assert wording.answer_hint(Reading((row,), left_out=1)) == "75.0% sure. 1 mark left out."
    assert wording.answer_hint(Reading((row * 2,))) == "2 digits, all sure."
