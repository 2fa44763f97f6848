"""How the explore page writes of test digits: of those that match a filter, of one alone. No Streamlit."""

from mnist_app.exploring.answers import WHOLE_RANGE, Answers, Filter, Place
from mnist_app.text.counts import count_text
from mnist_app.text.percentages import chosen_percent, probability_percent, short_percent


def shown_text(shown: int, found: int) -> str:
    """How many of the pictures that were found can be shown, where not all can."""
    return f"{shown:,} of these {found:,} pictures can be shown." if found > 1 else "This picture cannot be shown."


def group_text(found: int) -> str:
    """How many test digits there are in a group that is named above; Markdown."""
    return f"**{count_text(found, 'test digit')}**"


def page_text(first: int, count: int, total: int) -> str:
    """Which of all pictures are on this page; `first` counts from 0."""
    return f"{first + 1:,}–{first + count:,} of {total:,}"


def match_text(found: int, digits: int, chosen: Filter) -> str:
    """How many test digits pass the filter, and those parts of it that are chosen out of sight; Markdown."""
    low, high = map(chosen_percent, chosen.certainty)
    hidden = [f"{low} to {high} sure"] * (chosen.certainty != WHOLE_RANGE)
    hidden += ["without disputed labels"] * chosen.hides_disputed
    matches = "matches" if found == 1 else "match"
    return f"**{found:,}** of {digits:,} test digits {matches}{''.join(f', {part}' for part in hidden)}."


def no_match_text(chosen: Filter) -> str:
    """Why no test digit passes the filter, as far as that can be told, and the way out."""
    low, high = chosen.certainty
    if low > high:
        return '"From" is higher than "to": swap them, or reset the filters.'
    return "No test digit matches these filters. Reset them, or choose another outcome."


def fetching_text(share: float) -> str:
    """How much of the pictures has been fetched."""
    return f"Fetching MNIST … {short_percent(share)}"


def reading_text(answers: Answers, index: int) -> str:
    """How a test digit was read, in a few words: "4 read as 9" or "4, right"."""
    true, pred = answers.true[index], answers.pred[index]
    return f"{true} read as {pred}" if true != pred else f"{true}, right"


def sure_note(answers: Answers, index: int) -> str:
    """How sure the network was of a test digit: that it is one, and which."""
    return f"{probability_percent(float(answers.certainty[index]))} sure"


def digit_name(index: int) -> str:
    """A test digit by name."""
    return f"Test digit {index}"


def labeled_digit(index: int, label: int) -> str:
    """A test digit by name and label."""
    return f"Test digit {index}, labeled {label}"


def position_text(index: int, place: Place, listed: int) -> str:
    """Where a test digit stands among those that are listed; Markdown."""
    where = f"{place.number} of {listed:,}" if place.number else "not among those listed"
    return f"**No. {index}** · {where}"


def story(answers: Answers, index: int) -> str:
    """One answer in sentences, as Markdown."""
    true, pred, runner_up = answers.true[index], answers.pred[index], answers.runner_up[index]
    verdict = f"misread as **{pred}**" if true != pred else "read rightly"
    digit_prob = answers.certainty[index] / answers.probs[index, pred]
    how_likely = [probability_percent(float(prob)) for prob in digit_prob * answers.probs[index]]
    of_truth = "" if true in (pred, runner_up) else f" To the **{true}** it gave {how_likely[true]}."
    sure, if_digit = how_likely[pred], probability_percent(float(answers.probs[index, pred]))
    whether = "" if sure == if_digit else f" ({if_digit} if it is a digit at all)"
    return (
        f"Labeled **{true}**, {verdict}, {sure} sure{whether}. "
        f"Second guess: **{runner_up}** ({how_likely[runner_up]}).{of_truth}"
    )


def probs_alt(answers: Answers, index: int) -> str:
    """What the chart of a test digit's probabilities shows."""
    how_sure = probability_percent(float(answers.confidence[index]))
    return f"Probabilities of all ten digits: {answers.pred[index]} is likeliest with {how_sure}"


def similar_title(digit: int) -> str:
    """What stands above the training digits of one class."""
    return f"Training digits labeled {digit}"


def similar_alt(index: int, digit: int, similarity: float) -> str:
    """A training digit by its place in the training set, its label, and how similar it is."""
    return f"Training digit {index}, labeled {digit}, similarity {similarity:.2f}"


def true_text(answers: Answers, index: int) -> str:
    """A test digit's label, above what two networks read."""
    return f"true {answers.true[index]}"


def read_note(letter: str, answers: Answers, index: int) -> str:
    """What one of two networks, "A" or "B", read."""
    return f"{letter} read {answers.pred[index]}"


def second_reading_text(first: str, second: str, answers: Answers, index: int) -> str:
    """How the second of two networks, whose answers these are, read a test digit shown as the first read it; Markdown.

    `first` and `second` are the networks' names.
    """
    how_sure = probability_percent(float(answers.certainty[index]))
    return f"This is how {first} read it; {second} read it as **{answers.pred[index]}** ({how_sure})."
