"""What the page says of a reading, in words. No Streamlit: sentences can be tested without a page."""

from mnist_app.metrics.ranking import two_likeliest
from mnist_app.reading.result import Digit, Reading
from mnist_app.text.percentages import percent

NOTHING_DRAWN = "Nothing drawn yet"
NOTHING_FOUND = "No digits found"
NOT_A_DIGIT = "That doesn't look like a digit"
CANNOT_TELL = "I can't tell"

# Below it the answer is more likely wrong than right, and naming it would mislead.
LEAST_CONFIDENCE_TO_NAME = 0.5


def digit_answer(digit: Digit) -> str:
    """The answer to one digit: "7", "7, but could be 1", or a sentence that says why there is none."""
    if digit.verdict == "not_a_digit":
        return NOT_A_DIGIT
    if digit.verdict == "sure":
        return str(digit.label)
    if digit.certainty < LEAST_CONFIDENCE_TO_NAME:
        return CANNOT_TELL
    _, runner_up = two_likeliest(digit.probs)
    if 1 - digit.digit_prob > digit.digit_prob * digit.probs[runner_up]:
        return f"{digit.label}, but could be no digit"
    return f"{digit.label}, but could be {runner_up}"


def digit_hint(digit: Digit) -> str:
    """What stands beneath the answer: how sure it is, and why it is not surer."""
    if digit.verdict == "not_a_digit":
        return digit.reason
    return f"{percent(digit.certainty)} sure. {digit.reason}".strip()


def answer_hint(reading: Reading) -> str:
    """What stands beneath what was read, one digit or several."""
    if len(reading.digits) > 1:
        return number_hint(reading)
    hint = digit_hint(reading.digits[0])
    return f"{hint} {sentence}." if (sentence := left_out_hint(reading)) else hint


def number_hint(reading: Reading) -> str:
    """What stands beneath a number: how many digits there are, how many are doubtful, and what else there is."""
    digits = [digit for digit in reading.digits if not digit.is_sign]
    rows = f" in {len(reading.rows)} rows" if len(reading.rows) > 1 else ""
    unsure = sum(digit.verdict == "unsure" for digit in digits)
    refused = sum(digit.verdict == "not_a_digit" for digit in digits)
    signs = len(reading.digits) - len(digits)
    doubts = [f"{unsure} unsure"] * bool(unsure) + [f"{refused} unreadable, written as ?"] * bool(refused)
    doubts += [f"{_count(signs, 'mark')} beside them, written as ?"] * bool(signs)
    doubts += [left_out_hint(reading)] * bool(reading.left_out)
    count = f"{_count(len(digits), 'digit')}{rows}"
    return f"{count}: {', '.join(doubts)}." if doubts else f"{count}, all sure."


def left_out_hint(reading: Reading) -> str:
    """How many marks that may have been digits are not in the text: "1 mark left out", or "" if none is."""
    return f"{_count(reading.left_out, 'mark')} left out" if reading.left_out else ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
