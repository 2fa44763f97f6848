from dataclasses import replace

import pytest

from builders.digits import make_digit
from mnist_app.reading.feedback import Feedback
from mnist_app.reading.result import NO_DIGIT, REMOVED, Digit, LikeJudged, Reading
from mnist_app.reading.verdicts import BEYOND_ITS_SHAPE, HIGH_ONE, UNLIKE_DIGITS, Verdict
from mnist_app.text import reading as wording

MARK = (0, 300, 40, 320)  # that is left out


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
    assert wording.digit_hint(digit) == f"{80 * digit_prob:.1f}% likely."


def test_digit_hint() -> None:
    assert (
        wording.digit_hint(make_digit({7: 0.75, 1: 0.25}, "unsure", reason="It is small."))
        == "75.0% likely. It is small."
    )
    assert wording.digit_hint(make_digit({7: 0.75, 1: 0.25}, "sure")) == "75.0% sure."
    assert wording.digit_hint(make_digit(7, "not_a_digit", reason="It is only a dot.")) == "It is only a dot."


@pytest.mark.parametrize(
    ("probs", "reason", "answer", "hint"),
    [
        ({7: 0.7, 1: 0.3}, "It could be 7, but also 1.", "7, but could be 1", "70.0% likely."),
        ({7: 0.7, 1: 0.3}, "It is very small.", "7, but could be 1", "70.0% likely. It is very small."),
        ({7: 0.4, 1: 0.3}, "It could be 7, but also 1.", "I can't tell", "40.0% likely. It could be 7, but also 1."),
        ({1: 0.9}, HIGH_ONE, "1, but not sure", f"90.0% likely by its shape alone. {HIGH_ONE}"),
    ],
)
def test_the_hint_does_not_say_again_what_the_answer_says(
    probs: dict[int, float], reason: str, answer: str, hint: str
) -> None:
    digit = make_digit(probs, "unsure", reason=reason)
    assert (wording.digit_answer(digit), wording.answer_hint(Reading(((digit,),)))) == (answer, hint)
    assert reason in wording.digit_hint(digit)


@pytest.mark.parametrize("reason", UNLIKE_DIGITS)
def test_what_looks_like_no_digit_may_be_said_to_be_one(reason: str) -> None:
    digit = make_digit(7, "not_a_digit", reason=reason)
    assert wording.answer_hint(Reading(((digit,),))) == "If it is one, say which below."
    assert wording.answer_hint(Reading(((replace(digit, truth="7"),),))).startswith("Corrected by you.")
    assert wording.digit_hint(digit) == reason


@pytest.mark.parametrize("reason", BEYOND_ITS_SHAPE)
def test_what_is_doubted_beyond_its_shape_is_not_said_to_be_its_runner_up(reason: str) -> None:
    digit = make_digit({7: 0.999, 1: 0.001}, "unsure", reason=reason)
    assert wording.digit_answer(digit) == "7, but not sure"
    assert wording.digit_hint(digit) == f"99.9% likely by its shape alone. {reason}"
    assert wording.digit_hint(replace(digit, verdict="sure", reason="")) == "99.9% sure."


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
    assert wording.number_hint(Reading(((sign, sure),), left_out=2 * (MARK,))) == (
        "1 digit: 1 mark beside it, written as ?, 2 marks left out."
    )
    assert wording.number_hint(Reading(((sure, sure),), left_out=(MARK,))) == "2 digits: 1 mark left out."


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ((), False),
        (("not_a_digit",), False),
        (("sure", "unsure"), False),
        (("not_a_digit", "unsure", "sure"), True),
        (("unsure", "unsure"), True),
    ],
)
def test_most_of_several_marks_are_in_doubt(verdicts: tuple[Verdict, ...], expected: bool) -> None:
    row = tuple(make_digit(7, verdict) for verdict in verdicts)
    assert wording.is_mostly_doubtful(Reading((row,))) == expected


def test_what_is_left_out_is_in_doubt_as_well() -> None:
    sure, unsure = (Reading(((make_digit(7, verdict),),), left_out=(MARK,)) for verdict in ("sure", "unsure"))
    assert not wording.is_mostly_doubtful(sure)
    assert wording.is_mostly_doubtful(unsure)


def test_hint_to_one_digit_says_what_was_left_out() -> None:
    row = (make_digit({7: 0.75, 1: 0.25}, "sure"),)
    assert wording.answer_hint(Reading((row,))) == "75.0% sure."
    assert wording.answer_hint(Reading((row,), left_out=(MARK,))) == "75.0% sure. 1 mark left out."
    assert wording.answer_hint(Reading((row * 2,))) == "2 digits, all sure."


def say(digit: Digit, truth: str) -> Digit:
    """The digit after a visitor has said what it is."""
    (said,) = Reading(((digit,),)).corrected({digit.id: truth}).digits
    return said


@pytest.mark.parametrize(
    ("verdict", "truth", "answer", "hint"),
    [
        ("sure", "2", "2", "Corrected by you. The network read 7 (75.0% sure)."),
        ("unsure", "7", "7", "Confirmed by you. The network read 7 (75.0% sure)."),
        ("unsure", NO_DIGIT, "No digit", "Corrected by you. The network read 7 (75.0% sure)."),
        ("not_a_digit", "7", "7", "Corrected by you. The network took it for no digit."),
        ("not_a_digit", NO_DIGIT, "No digit", "Confirmed by you. The network took it for no digit."),
    ],
)
def test_what_the_visitor_says_is_the_answer(verdict: Verdict, truth: str, answer: str, hint: str) -> None:
    said = say(make_digit({7: 0.75, 1: 0.25}, verdict), truth)
    assert (wording.digit_answer(said), wording.digit_hint(said)) == (answer, hint)


@pytest.mark.parametrize(
    ("verdict", "truth", "card"),
    [
        ("unsure", None, "7? · 75%"),
        ("unsure", "7", "7 · 75%"),
        ("not_a_digit", None, "?"),
        ("not_a_digit", NO_DIGIT, "?"),
        ("sure", "2", "2 · was 7"),
        ("sure", NO_DIGIT, "? · was 7"),
        ("not_a_digit", "2", "2 · was ?"),
    ],
)
def test_a_corrected_card_says_what_was_read(verdict: Verdict, truth: str | None, card: str) -> None:
    digit = make_digit({7: 0.75, 1: 0.25}, verdict)
    assert wording.card_label(say(digit, truth) if truth else digit) == card


def test_a_card_is_as_sure_as_the_hint() -> None:
    digit = make_digit({7: 0.75, 1: 0.25}, "unsure", digit_prob=0.8)
    assert wording.digit_hint(digit) == "60.0% likely."
    assert wording.card_label(digit) == "7? · 60%"


def make_number(*verdicts: Verdict) -> Reading:
    """A number of sevens side by side."""
    digits = (make_digit({7: 1.0}, verdict) for verdict in verdicts)
    return Reading((tuple(replace(d, bbox=(0, 15 * i, 20, 15 * i + 10)) for i, d in enumerate(digits)),))


@pytest.mark.parametrize(
    ("truths", "hint"),
    [
        (["2"], "3 digits: 1 unsure, 1 corrected by you."),
        (["2", "7"], "3 digits: 1 corrected by you, no doubt left."),
        ([NO_DIGIT, "7"], "2 digits: 1 mark beside them, written as ?, 1 corrected by you."),
        ([REMOVED, "7", "7"], "2 digits: 1 removed by you, no doubt left."),
        (["7", "7", "7"], "3 digits, all sure."),
    ],
)
def test_corrections_are_said_beneath_a_number(truths: list[str], hint: str) -> None:
    reading = make_number("sure", "unsure", "sure")
    said = {digit.id: truth for digit, truth in zip(reading.digits, truths, strict=False)}
    assert wording.number_hint(reading.corrected(said)) == hint


def test_what_was_settled_as_no_digit_is_not_called_unreadable() -> None:
    reading = make_number("sure", "not_a_digit", "not_a_digit")
    confirmed = reading.corrected({reading.digits[1].id: NO_DIGIT})
    expected = "2 digits: 1 unreadable, written as ?, 1 mark beside them, written as ?."
    assert wording.number_hint(confirmed) == expected


def test_marks_beside_which_no_digit_is_left_are_beside_none() -> None:
    reading = make_number("sure", "not_a_digit", "not_a_digit")
    seven, *signs = reading.digits
    reading = Reading(((seven, *(replace(sign, is_sign=True) for sign in signs)),))
    assert wording.number_hint(reading) == "1 digit: 2 marks beside it, written as ?."
    removed = reading.corrected({seven.id: REMOVED})
    assert wording.number_hint(removed) == "2 marks, written as ?, 1 removed by you."


def test_a_sign_that_was_a_digit_counts_as_one() -> None:
    reading = make_number("sure", "not_a_digit")
    sign = replace(reading.digits[1], is_sign=True)
    reading = Reading(((reading.digits[0], sign),))
    assert wording.number_hint(reading) == "1 digit: 1 mark beside it, written as ?."
    assert wording.number_hint(reading.corrected({sign.id: "1"})) == "2 digits: 1 corrected by you, no doubt left."


def test_a_digit_of_several_by_name() -> None:
    reading = make_number("sure", "unsure")
    assert wording.digit_title(1, reading) == "Digit 2 of 2: 7?"
    assert wording.card_picture(reading.digits[1], 1) == "Digit 2, read as 7?"
    assert wording.card_picture(reading.digits[1], 1, is_selected=True) == "Digit 2, read as 7?, selected"
    corrected = reading.corrected({reading.digits[1].id: "2"})
    assert wording.digit_title(1, corrected) == "Digit 2 of 2: 2"
    assert wording.card_picture(corrected.digits[1], 1) == "Digit 2, corrected by you from 7 to 2"


def test_all_removed() -> None:
    reading = make_number("sure", "sure")
    removed = {digit.id: REMOVED for digit in reading.digits}
    assert wording.nothing_left_hint(reading.corrected(removed)).startswith("You removed all 2 digits;")
    one = make_number("sure").corrected(removed)
    assert wording.nothing_left_hint(one).startswith("You removed the only digit;")


def test_the_chart_is_told_by_its_two_largest() -> None:
    says = wording.probabilities_text(make_digit({7: 0.75, 1: 0.25}))
    assert says == "Probabilities of the ten digits: 7 75.0%, then 1 25.0%"
    doubted = make_digit({7: 0.75, 1: 0.25}, "unsure", digit_prob=0.8)
    assert wording.probabilities_text(doubted) == "Probabilities of the ten digits: 7 60.0%, then 1 20.0%"


def test_the_running_score() -> None:
    feedback, digit = Feedback(), make_digit({7: 1.0}, "sure")
    feedback.add(digit, "2")
    assert wording.score_text(feedback).startswith("You judged 1: **0 right**, 1 wrong.")


def test_an_added_digit_is_said_to_be_the_visitors() -> None:
    digit = replace(make_digit({7: 0.6}), is_added=True, truth="1")
    assert wording.digit_answer(digit) == "1"
    assert wording.digit_hint(digit) == ("Added by you. It had been overlooked; the network reads 7 here (60.0% sure).")
    refused = replace(make_digit(7, "not_a_digit"), is_added=True, truth="1")
    assert wording.digit_hint(refused).endswith("overlooked; the network takes it for no digit.")
    assert wording.card_label(digit) == "1 · added"
    assert wording.card_picture(digit, 1) == "Digit 2, added by you as 1"
    other = make_digit(4, bbox=(0, 30, 20, 50))
    assert wording.answer_hint(Reading(((digit, other),))) == "2 digits: 1 added by you, no doubt left."


@pytest.mark.parametrize(
    ("verdict", "text"),
    [
        ("sure", "In this box, the network reads **7** (60.0% sure)."),
        ("not_a_digit", "In this box, the network sees no digit."),
    ],
)
def test_what_is_read_in_a_box(verdict: Verdict, text: str) -> None:
    assert wording.box_text(make_digit({7: 0.6}, verdict)) == text


def test_the_score_says_from_when_on_others_are_compared() -> None:
    feedback = Feedback()
    said = []
    for gray in range(5):
        feedback.add(make_digit(7, gray=gray), "7")
        said.append("Your other digits are compared with these." in wording.score_text(feedback))
    assert said == [False] * 4 + [True]


@pytest.mark.parametrize(
    ("verdict", "was_corrected", "answer", "hint"),
    [
        (
            "unsure",
            True,
            "1, but could be 7",
            "Read as 1 because it looks like the 1 you corrected. The network read 7 (75.0% sure).",
        ),
        (
            "not_a_digit",
            False,
            "1, but could be no digit",
            "Read as 1 because it looks like the 1 you confirmed. The network took it for no digit.",
        ),
    ],
)
def test_it_is_said_when_the_visitor_s_hand_decides(
    verdict: Verdict, was_corrected: bool, answer: str, hint: str
) -> None:
    digit = replace(make_digit({7: 0.75, 1: 0.25}, verdict), by_hand=LikeJudged(1, was_corrected))
    assert (wording.digit_answer(digit), wording.digit_hint(digit)) == (answer, hint)
    assert (wording.card_label(digit), wording.short_answer(digit)) == ("1 · yours", "1?")
    assert wording.number_hint(Reading(((digit, make_digit(2)),))) == "2 digits: 1 read like digits judged before."
    assert wording.digit_hint(replace(digit, truth="1")).startswith("Confirmed by you.")
    assert wording.card_label(replace(digit, truth="2")) == "2 · was 1"


def test_what_stands_beside_a_table_is_counted() -> None:
    cells = tuple((row, col, row + 50, col + 50) for row in (0, 50) for col in (0, 50))
    places = ((10, 10), (10, 120), (60, 120))
    row = tuple(make_digit(1, bbox=(top, left, top + 20, left + 10)) for top, left in places)
    assert wording.beside_table_hint(Reading((row,), cells=cells)) == "Not in the table: 2 marks beside its cells."
    assert wording.beside_table_hint(Reading((row[:1],), cells=cells)) == wording.beside_table_hint(Reading()) == ""
