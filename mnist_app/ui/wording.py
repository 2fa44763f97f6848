"""What the page says of a reading, in words. No Streamlit: sentences can be tested without a page."""

import numpy as np

from mnist_app.recognizer import Digit, Reading

NOTHING_DRAWN = "Nothing drawn yet"
NOT_A_DIGIT = "That doesn't look like a digit"
CANNOT_TELL = "I can't tell"

# Below it the answer is more likely wrong than right, and naming it would mislead.
LEAST_CONFIDENCE_TO_NAME = 0.5


def answer(reading: Reading) -> str:
    """The answer to a drawing of one digit, the first and biggest thing on the page."""
    if reading.verdict == "empty":
        return NOTHING_DRAWN
    return digit_answer(reading.digits[0])


def digit_answer(digit: Digit) -> str:
    """The answer to one digit: "7", "7, but could be 1", or a sentence that says why there is none."""
    if digit.verdict == "not_a_digit":
        return NOT_A_DIGIT
    if digit.verdict == "sure":
        return str(digit.label)
    if digit.confidence < LEAST_CONFIDENCE_TO_NAME:
        return CANNOT_TELL
    return f"{digit.label}, but could be {runner_up(digit)}"


def confidence(digit: Digit) -> str:
    """How sure the answer is, and why it is not surer."""
    return f"{percent(digit.confidence)} sure. {digit.reason}".strip()


def runner_up(digit: Digit) -> int:
    """The second likeliest digit."""
    return int(np.argsort(digit.probs)[-2])


def percent(share: float) -> str:
    """A share of 1 as a percentage that says neither "100 %" nor "0 %" of what is not exactly that."""
    if share in (0, 1):
        return f"{100 * share:.0f} %"
    if share < 0.0005:
        return "< 0.1 %"
    if share >= 0.9995:
        return "> 99.9 %"
    return f"{100 * share:.1f} %"
