"""What Why? says of one digit: where to look, what would make it sure, and how firm the answer is. No Streamlit."""

from collections import Counter

from mnist_app.reading.explanation import Answer, Changed, Explanation, answer_text
from mnist_app.reading.occlusion import strongest_place
from mnist_app.reading.result import Digit

WHY = "Why?"
MAPS = "**What speaks for it**"  # Markdown
COLORS = "Blue ink speaks for the digit, orange ink against it, white ink for neither."

# By how much the guess's probability has to fall without a place, for the place to be named. A guess.
WORTH_NAMING = 0.05
VARIANT_WORDS = {"shifted": "A little shifted", "turned": "A little turned", "thinner": "Thinner", "thicker": "Thicker"}


def where_to_look(digit: Digit, why: Explanation) -> str:
    """A sentence or two that say what to look at."""
    if digit.verdict == "not_a_digit":
        return _against_a_digit(digit, why)
    if digit.verdict != "unsure" or digit.is_doubted_beyond_its_shape:
        return _what_decides(why)
    sentences = (_what_decides(why), _why_not_the_runner_up(why), _what_would_make_it_sure(why))
    return " ".join(sentence for sentence in sentences if sentence)


def stability_text(why: Explanation) -> str:
    """In how many variants the answer stays the same, and what it becomes in the others; Markdown."""
    count = len(why.variants)
    stays = "no digit" if answer_text(why.whole) == "?" else answer_text(why.whole)
    others = Counter(answer_text(variant.answer) for variant in why.variants)
    del others[answer_text(why.whole)]
    becomes = [f"{'no digit' if text == '?' else text} in {number}" for text, number in others.most_common()]
    rest = f" ({', '.join(becomes)})" if becomes else ""
    return f"Shifted, turned, thinner or thicker, it **stays {stays} in {why.stays} of {count}**{rest}."


def map_title(label: int) -> str:
    """What stands below a map."""
    return f"For {label}"


def map_alt(digit: Digit, why: Explanation, which: int) -> str:
    """What a map shows: the guess's, 0, or the rival's, 1."""
    label = (why.guess, why.rival)[which]
    place = strongest_place(digit.image, why.maps[which])
    most = f", most of all the ink at the {place}" if place else "; no part of it stands out"
    return f"The digit, with the ink colored that speaks for {label}{most}"


def _what_decides(why: Explanation) -> str:
    decisive = why.decisive
    if decisive is not None:
        return f"The {decisive.what} speaks for {why.guess}: without it, {_reads(decisive.answer)}."
    named = [place for place in why.places if place.drop >= WORTH_NAMING]
    most = f" The {named[0].what} matters most." if named else ""
    return f"No single part decides: {_without_each(why)}, it still reads {why.guess}.{most}"


def _why_not_the_runner_up(why: Explanation) -> str:
    """The answer to an unsure digit names the runner-up, which the pictures may not show."""
    if why.rival == why.runner_up:
        return ""
    return f"No part's absence makes it {why.runner_up}, the second guess, so {why.rival} is shown below."


def _what_would_make_it_sure(why: Explanation) -> str:
    sure = [change for change in (*why.places, *why.variants) if change.answer.verdict == "sure"]
    best = _surest([change for change in sure if change.answer.label in (why.guess, why.rival)]) or _surest(sure)
    if best is None:
        tried = len(why.places) + len(why.variants)
        return f"None of {tried} small changes that were tried makes it sure."
    return f"{_change_words(best)}, it would surely be {best.answer.label}."


def _against_a_digit(digit: Digit, why: Explanation) -> str:
    if answer_text(why.whole) != "?":
        return (
            f"It is refused for another reason: {_lower(digit.reason)} The network alone would read {why.whole.label}."
        )
    decisive = why.decisive
    if decisive is not None:
        return f"The {decisive.what} speaks against a digit: without it, {_reads(decisive.answer)}."
    best = _surest([variant for variant in why.variants if answer_text(variant.answer) != "?"])
    if best is not None:
        return f"No single part speaks against a digit, but all of it. {_change_words(best)}, {_reads(best.answer)}."
    return f"No single part speaks against a digit, but all of it: {_without_each(why)}, it still looks like none."


def _without_each(why: Explanation) -> str:
    tried = len(why.places)
    return "without the one that was tried" if tried == 1 else f"without any one of {tried} that were tried"


def _surest(changes: list[Changed]) -> Changed | None:
    return max(changes, key=lambda change: change.answer.certainty, default=None)


def _change_words(change: Changed) -> str:
    return VARIANT_WORDS.get(change.what, f"Without the {change.what}")


def _reads(answer: Answer) -> str:
    if answer.verdict == "not_a_digit":
        return "it looks like no digit"
    return f"it reads {answer.label}" if answer.verdict == "sure" else f"it could be {answer.label}"


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
