"""How the explore page writes figures and sentences. No Streamlit."""

from collections.abc import Sequence

from mnist_app.exploring.answers import WHOLE_RANGE, Answers, Filter
from mnist_app.exploring.confusions import Confusion
from mnist_app.metrics.comparison import mcnemar_p_value
from mnist_app.metrics.coverage import Coverage
from mnist_app.runs.records import Settings
from mnist_app.text.percentages import chosen_percent, percent, rounded_percent


def sure_text(sure: float) -> str:
    """From which confidence an answer counts as sure; above 1 no answer does, because none proved right enough."""
    if sure > 1:
        return "This network counts no answer as sure."
    return f"This network counts an answer as sure from {rounded_percent(sure, 1)}."


def count_text(count: int, noun: str) -> str:
    """A number and its noun: "1 layer", "12 layers"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def shown_text(shown: int, found: int) -> str:
    """How many of the pictures that were found can be shown."""
    return f"{shown:,} of these {found:,} pictures can be shown."


def match_text(found: int, digits: int, chosen: Filter) -> str:
    """How many test digits pass the filter, and those parts of it that are chosen out of sight; Markdown."""
    low, high = map(chosen_percent, chosen.confidence)
    hidden = [f"confidence from {low} to {high}"] * (chosen.confidence != WHOLE_RANGE)
    hidden += ["without disputed labels"] * chosen.hides_disputed
    return f"**{found:,}** of {digits:,} test digits match{''.join(f', {part}' for part in hidden)}."


def no_match_text(chosen: Filter) -> str:
    """Why no test digit passes the filter, as far as that can be told, and the way out."""
    low, high = chosen.confidence
    if low > high:
        return "No confidence is both above the lower and below the upper limit: exchange them, or reset the filters."
    return "No test digit matches these filters. Reset them, or choose another outcome."


def how_to_read_the_matrix(worst: list[Confusion]) -> str:
    """What rows, columns and the diagonal are, with the most frequent mistake as the example; Markdown."""
    example = ""
    if worst:
        true, pred, count = worst[0].true, worst[0].pred, worst[0].count
        were = f"1 digit that is {true} was" if count == 1 else f"{count} digits that are {true} were"
        example = f" Row {true}, column {pred}, for example: {were} read as {pred}."
    return (
        f"A row is what was written, a column is what was read; the diagonal holds the right answers.{example} "
        "**Click a box** to see [its digits](#samples)."
    )


def how_to_read_the_curves(settings: Settings, history: dict[str, list[float]]) -> str:
    """Which epoch is called the best; and, if training ends with a higher loss than validation, why."""
    harder = {"augmentation": "distorted digits", "label_smoothing": "softened labels"}
    used = [what for setting, what in harder.items() if getattr(settings, setting)]
    best = "The best epoch is the last with the highest accuracy on the validation digits; its weights were kept."
    if not used or not {"loss", "val_loss"} <= history.keys() or history["loss"][-1] <= history["val_loss"][-1]:
        return best
    return f"{best} The loss of training is higher, because it is on {' and '.join(used)}, which validation is not."


def what_it_learned_from(settings: Settings, counts: Sequence[int], is_mnist: bool) -> str:
    """How many digits were there to learn from, to choose by and to be tested on, and what else was used; Markdown.

    Parameters
    ----------
    settings : of the run
    counts : digits for training, for validation and for the test
    """
    train, val, test = counts
    mnist = "MNIST: digits written by some 500 people, scanned, brought to 28 × 28 pixels. " if is_mnist else ""
    by_others = " by other writers" if is_mnist else ""
    kinds = {
        "pen_stroke_share": "digits drawn from recorded pen strokes",
        "non_digit_share": "marks that are no digits",
    }
    shares = {kind: getattr(settings, share) for share, kind in kinds.items()}
    more = [f"{kind} ({rounded_percent(share, 0)} of a batch)" for kind, share in shares.items() if share]
    return (
        f"{mnist}The network learned from **{train:,}**, its settings were chosen on **{val:,}**, and it was tested on "
        f"**{test:,}**{by_others}." + (f" It also learned from {' and '.join(more)}." if more else "")
    )


def threshold_text(now: Coverage) -> str:
    """What answering only above a threshold costs and gains."""
    wrong = (
        f"{rounded_percent(now.error_rate, 3)} of the given answers are wrong."
        if now.answered
        else "No digit is answered."
    )
    return f"{wrong} Of the {now.held_back:,} held back, {now.held_back_errors:,} would have been wrong."


def reading_text(answers: Answers, index: int) -> str:
    """How a test digit was read, in a few words: "4 read as 9" or "4, right"."""
    true, pred = answers.true[index], answers.pred[index]
    return f"{true} read as {pred}" if true != pred else f"{true}, right"


def story(answers: Answers, index: int) -> str:
    """One answer in sentences, as Markdown."""
    true, pred, runner_up = answers.true[index], answers.pred[index], answers.runner_up[index]
    verdict = f"read **wrongly**, as **{pred}**" if true != pred else "read **rightly**"
    return (
        f"Labeled **{true}**, {verdict}, with {percent(float(answers.confidence[index]))} confidence. Second guess: "
        f"**{runner_up}** ({percent(float(answers.probs[index, runner_up]))}).\n\n"
        f"Loss {answers.loss[index]:.3f} · margin {rounded_percent(answers.margin[index], 1)}"
    )


def chance_text(fixed: int, broken: int) -> str:
    """How often two equally good networks would differ by so much: by digits that one of them alone read rightly."""
    return (
        f"If both networks were equally good, so uneven a split as {fixed} to {broken} would come up by chance "
        f"in {percent(mcnemar_p_value(fixed, broken))} of such comparisons (McNemar's exact test)."
    )


def second_reading_text(first: str, second: str, answers: Answers, index: int) -> str:
    """How the second of two networks, whose answers these are, read a test digit shown as the first read it; Markdown.

    `first` and `second` are the networks' names.
    """
    how_sure = percent(float(answers.confidence[index]))
    return f"This is how {first} read it; {second} read it as **{answers.pred[index]}** ({how_sure})."
