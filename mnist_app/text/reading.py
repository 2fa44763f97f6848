"""What the page says of a reading, in words. No Streamlit: sentences can be tested without a page."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from mnist_app.metrics.ranking import two_likeliest
from mnist_app.reading.feedback import Feedback
from mnist_app.reading.own_hand import is_hand_known
from mnist_app.reading.result import NO_DIGIT, Digit, LikeJudged, Reading
from mnist_app.reading.verdicts import COULD_BE, UNLIKE_DIGITS
from mnist_app.text.counts import count_text
from mnist_app.text.percentages import probability_percent, short_percent

NOTHING_DRAWN = "Nothing drawn yet"
NOTHING_FOUND = "No digits found"
NOT_A_DIGIT = "That doesn't look like a digit"
CANNOT_TELL = "I can't tell"
IF_IT_IS_ONE = "If it is one, say which below."
NO_DIGIT_ANSWER = "No digit"
NOTHING_LEFT = "Nothing left"

# Below it the answer is more likely wrong than right, and naming it would mislead.
LEAST_CONFIDENCE_TO_NAME = 0.5


def digit_answer(digit: Digit) -> str:
    """The answer to one digit: "7", "7, but could be 1", "7, but not sure", or a sentence that says why there is none.

    What the visitor says of it is the answer, once something is said.
    """
    if digit.truth is not None:
        return NO_DIGIT_ANSWER if digit.truth == NO_DIGIT else digit.truth
    if digit.by_hand is not None:
        return f"{digit.by_hand.label}, but could be {_network_answer(digit)}"
    if digit.verdict == "not_a_digit":
        return NOT_A_DIGIT
    if digit.verdict == "sure":
        return str(digit.label)
    if digit.certainty < LEAST_CONFIDENCE_TO_NAME:
        return CANNOT_TELL
    if digit.is_doubted_beyond_its_shape:
        return f"{digit.label}, but not sure"
    _, runner_up = two_likeliest(digit.probs)
    if 1 - digit.digit_prob > digit.digit_prob * digit.probs[runner_up]:
        return f"{digit.label}, but could be no digit"
    return f"{digit.label}, but could be {runner_up}"


def digit_hint(digit: Digit) -> str:
    """What stands beneath the answer: how sure it is, and why it is not surer; or that the answer is the visitor's."""
    if digit.is_added:
        return f"Added by you. {_what_the_network_said(digit)}"
    if digit.is_corrected:
        return f"Corrected by you. {_what_the_network_said(digit)}"
    if digit.truth is not None:
        return f"Confirmed by you. {_what_the_network_said(digit)}"
    if digit.by_hand is not None:
        return f"{_why_by_hand(digit.by_hand)} {_what_the_network_said(digit)}"
    if digit.verdict == "not_a_digit":
        return digit.reason
    shape = " by its shape alone" if digit.is_doubted_beyond_its_shape else ""
    how = "sure" if digit.verdict == "sure" else "likely"  # "98.2% sure" would contradict "8, but could be 1"
    return f"{probability_percent(digit.certainty)} {how}{shape}. {digit.reason}".strip()


def hint_below_answer(digit: Digit) -> str:
    """The same beneath the answer in words, without what that says already."""
    is_named = digit.certainty >= LEAST_CONFIDENCE_TO_NAME and not digit.is_doubted_beyond_its_shape
    if is_named and digit.reason.startswith(COULD_BE):
        return digit_hint(replace(digit, reason=""))
    is_judged = digit.truth is not None or digit.by_hand is not None
    return IF_IT_IS_ONE if digit.reason in UNLIKE_DIGITS and not is_judged else digit_hint(digit)


def answer_hint(reading: Reading, by: str = "you") -> str:
    """What stands beneath what was read, one digit or several; `by` as in `corrections_text`."""
    if len(reading.digits) > 1:
        return number_hint(reading, by)
    return with_left_out(hint_below_answer(reading.digits[0]), reading)


def with_left_out(hint: str, reading: Reading) -> str:
    """What is said of the only digit of a reading, and how many marks were left out, if any were."""
    left_out = f"{sentence}." if (sentence := left_out_hint(reading)) else ""
    return f"{hint} {left_out}".strip()


def number_hint(reading: Reading, by: str = "you") -> str:
    """What stands beneath a number: how many digits there are, how many are doubtful, and what else there is.

    `by` as in `corrections_text`.
    """
    digits = [
        digit for digit in reading.digits if digit.truth != NO_DIGIT and (not digit.is_sign or digit.is_corrected)
    ]
    rows = f" in {len(reading.rows)} rows" if len(reading.rows) > 1 else ""
    by_hand = sum(digit.truth is None and digit.by_hand is not None for digit in digits)
    unsure = sum(digit.final_verdict == "unsure" for digit in digits) - by_hand
    refused = sum(digit.final_verdict == "not_a_digit" for digit in digits)
    marks = len(reading.digits) - len(digits)
    doubts = [f"{unsure} unsure"] * bool(unsure) + [f"{refused} unreadable, written as ?"] * bool(refused)
    doubts += [f"{by_hand} read like digits judged before"] * bool(by_hand)
    beside = "beside it" if len(digits) == 1 else "beside them"
    doubts += [f"{count_text(marks, 'mark')} {beside}, written as ?"] * bool(marks and digits)
    doubts += [left_out_hint(reading)] * bool(reading.left_out)
    changes = [text] if (text := corrections_text(reading, by)) else []
    if not digits:
        return ", ".join([f"{count_text(marks, 'mark')}{rows}", "written as ?", *doubts, *changes]) + "."
    count = f"{count_text(len(digits), 'digit')}{rows}"
    if doubts:
        return f"{count}: {', '.join(doubts + changes)}."
    return f"{count}: {changes[0]}, no doubt left." if changes else f"{count}, all sure."


def beside_table_hint(reading: Reading) -> str:
    """How many of the marks that were read are not in the table; "" if none is missing."""
    count = reading.beside_table
    return f"Not in the table: {count_text(count, 'mark')} beside its cells." if count else ""


def left_out_hint(reading: Reading) -> str:
    """How many marks that may have been digits are not in the text: "1 mark left out", or "" if none is."""
    return f"{count_text(len(reading.left_out), 'mark')} left out" if reading.left_out else ""


def is_mostly_doubtful(reading: Reading) -> bool:
    """Whether most of several marks are not sure, or left out, as where a picture lies on its side."""
    sure = sum(digit.final_verdict == "sure" for digit in reading.digits)
    marks = len(reading.digits) + len(reading.left_out)
    return marks > 1 and 2 * sure < marks


def doubt_text(reading: Reading) -> str:
    """Which digits of an unsure reading are in doubt, and why the least certain of them is; "" where none is.

    Examples
    --------
    >>> import numpy as np
    >>> probs = np.full(10, 0.0002, np.float32)
    >>> probs[7] = 0.998
    >>> reason = "It is not clear which strokes belong to it."
    >>> seven = Digit(7, probs, "unsure", reason, (0, 0, 20, 20), np.zeros((28, 28), np.uint8))
    >>> doubt_text(Reading(((seven,),)))
    'Not sure of the 7 (99.8% by its shape alone): it is not clear which strokes belong to it.'
    """
    unsure = [digit for digit in reading.digits if digit.final_verdict == "unsure"]
    if not unsure:
        return ""
    least = min(unsure, key=lambda digit: digit.certainty)
    which = f"the {least.text}" if len(unsure) == 1 else f"{len(unsure)} digits, such as the {least.text}"
    reason = least.reason if least.by_hand is None else _why_by_hand(least.by_hand)
    if least.by_hand is None and least.is_doubted_beyond_its_shape:
        which += f" ({probability_percent(least.certainty)} by its shape alone)"
    return f"Not sure of {which}{': ' if reason else '.'}{reason[:1].lower()}{reason[1:]}"


def corrections_text(reading: Reading, by: str = "you") -> str:
    """How many digits the visitor has corrected, added and removed, in a few words; "" for none.

    `by` names the visitor: "you" on the page, "hand" where others read it.
    """
    corrected = sum(digit.is_corrected for digit in reading.digits)
    added = sum(digit.is_added for digit in reading.digits)
    counts = {"corrected": corrected, "added": added, "removed": len(reading.removed)}
    return ", ".join(f"{count} {change} by {by}" for change, count in counts.items() if count)


def nothing_left_hint(reading: Reading) -> str:
    """What stands beneath the answer when the visitor has removed every digit."""
    removed = len(reading.removed)
    return f"You removed {'the only digit' if removed == 1 else f'all {removed} digits'}; it can be undone below."


def digit_title(number: int, reading: Reading) -> str:
    """What stands above one digit of several; `number` counts from 0."""
    return f"Digit {number + 1} of {len(reading.digits)}: {short_answer(reading.digits[number])}"


def box_text(digit: Digit) -> str:
    """What the network reads in a box that a visitor has drawn; Markdown."""
    if digit.verdict == "not_a_digit":
        return "In this box, the network sees no digit."
    return f"In this box, the network reads **{digit.label}** ({_how_sure(digit)})."


def digit_number(number: int) -> str:
    """Which digit of several is meant, beside what can be said of it; Markdown. `number` counts from 0."""
    return f"**Digit {number + 1}**"


def card_label(digit: Digit) -> str:
    """What a digit's card says: "7 · 98%" for how sure it is, "?", "2 · was 7" once it is corrected, "2 · added".

    "7 · yours" is read like digits that the visitor judged.
    """
    if digit.is_added:
        return f"{digit.text} · added"
    if digit.is_corrected:
        return f"{digit.text} · was {_app_text(digit)}"
    if digit.truth is None and digit.by_hand is not None:
        return f"{digit.text} · yours"
    if digit.verdict == "not_a_digit":
        return "?"
    return f"{short_answer(digit)} · {short_percent(digit.certainty)}"


def card_picture(digit: Digit, number: int, is_selected: bool = False) -> str:
    """What a digit's picture on its card shows; `number` counts from 0."""
    return _card_picture(digit, number) + ", selected" * is_selected


def _card_picture(digit: Digit, number: int) -> str:
    if digit.is_added:
        return f"Digit {number + 1}, added by you as {digit.text}"
    if digit.is_corrected:
        return f"Digit {number + 1}, corrected by you from {_app_text(digit)} to {digit.text}"
    return f"Digit {number + 1}, read as {short_answer(digit)}"


def short_answer(digit: Digit) -> str:
    """A digit in short: "7", "7?" if it is unsure, "?" if it is none."""
    return f"{digit.text}?" if digit.final_verdict == "unsure" else digit.text


def shown_probabilities(digit: Digit) -> npt.NDArray[np.float32]:
    """The ten probabilities, float32 (10,), that agree with what the hint says: the likeliest is how sure it is.

    What is no digit has those that it would have if it were one.
    """
    return digit.probs if digit.verdict == "not_a_digit" else digit.joint


def probabilities_text(digit: Digit) -> str:
    """What the chart of a digit's probabilities shows."""
    probs = shown_probabilities(digit)
    best, second = (f"{label} {probability_percent(float(probs[label]))}" for label in two_likeliest(probs))
    return f"Probabilities of the ten digits: {best}, then {second}"


def score_text(feedback: Feedback) -> str:
    """How many answers were right, as far as the visitor said, and whether others are compared with them; Markdown."""
    compared = "Your other digits are compared with these. " if is_hand_known(feedback) else ""
    return (
        f"You judged {len(feedback)}: **{feedback.right} right**, {len(feedback) - feedback.right} wrong. "
        f"{compared}This stays in your session; nothing is stored."
    )


def _app_text(digit: Digit) -> str:
    return "?" if digit.answer == NO_DIGIT else digit.answer


def _how_sure(digit: Digit) -> str:
    return f"{probability_percent(digit.certainty)} sure"


def _network_answer(digit: Digit) -> str:
    return "no digit" if digit.verdict == "not_a_digit" else str(digit.label)


def _why_by_hand(like: LikeJudged) -> str:
    judged = "corrected" if like.was_corrected else "confirmed"
    return f"Read as {like.label} because it looks like the {like.label} you {judged}."


def _what_the_network_said(digit: Digit) -> str:
    if digit.is_added:
        if digit.verdict == "not_a_digit":
            return "It had been overlooked; the network takes it for no digit."
        return f"It had been overlooked; the network reads {digit.label} here ({_how_sure(digit)})."
    if digit.verdict == "not_a_digit":
        return "The network took it for no digit."
    return f"The network read {digit.label} ({_how_sure(digit)})."
