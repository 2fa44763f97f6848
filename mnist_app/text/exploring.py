"""How the explore page writes figures and sentences. No Streamlit."""

from collections.abc import Sequence
from datetime import datetime

from mnist_app.exploring.confusions import Confusion
from mnist_app.exploring.evidence import Evidence
from mnist_app.metrics.comparison import mcnemar_p_value
from mnist_app.metrics.coverage import Coverage
from mnist_app.runs.records import Settings
from mnist_app.text.counts import count_text
from mnist_app.text.markdown import text_to_markdown
from mnist_app.text.percentages import percent, rounded_percent


def sure_text(sure: float) -> str:
    """From which certainty an answer counts as sure; above 1 no answer does, because none proved right enough."""
    if sure > 1:
        return "This network counts no answer as sure."
    return f"This network counts an answer as sure from {rounded_percent(sure, 1)}."


def no_network_text(command: str) -> str:
    """That there is nothing to explore, and the command that makes something."""
    return f"There is no trained network yet. Train one: {command}"


def errors_help(digits: int) -> str:
    """Of how many the errors are."""
    return f"Of {digits:,} test digits."


def measured_text(evidence: Evidence) -> str:
    """What the headline's figures were measured on, how sure they are, and when the network was trained; Markdown."""
    info, digits = evidence.run.info, len(evidence.answers)
    low, high = map(rounded_percent, evidence.evaluation.interval)
    disputed = int(evidence.answers.is_disputed.sum())
    without_disputed = (
        f"{disputed} of the test labels are disputed; without them {rounded_percent(evidence.undisputed.accuracy)} "
        f"({count_text(evidence.undisputed.errors, 'error')}). "
    )
    created = datetime.fromisoformat(info.created)
    return (
        f"Measured on {digits:,} test digits{' of MNIST' if evidence.run.info.is_mnist else ''}; "
        f"95% interval of the accuracy: {low} to {high}. "
        f"{without_disputed if disputed else ''}"
        f"Trained on {created:%d %B %Y}, {count_text(info.epochs, 'epoch')} (best: {info.best_epoch}), "
        f"{_duration(info.wall_time_s)} on {text_to_markdown(info.hardware)}."
    )


def _duration(seconds: float) -> str:
    return count_text(round(seconds), "second") if seconds < 120 else count_text(round(seconds / 60), "minute")


def mistake_label(mistake: Confusion) -> str:
    """A mistake and how often it was made; Markdown."""
    return f"**{mistake.true}** read as **{mistake.pred}**: {mistake.count}"


def mistake_help(mistake: Confusion) -> str:
    """How large a share of a digit's test digits was misread so."""
    return f"{rounded_percent(mistake.share)} of all {mistake.true}s"


def matrix_alt(worst: list[Confusion]) -> str:
    """What the confusion matrix shows, with the most frequent mistake, if there is one."""
    often = f", most often {worst[0].true} as {worst[0].pred} ({count_text(worst[0].count, 'time')})" if worst else ""
    return f"Confusion matrix: which digit was read as which{often}. The buttons above lead to the same."


def how_to_read_the_matrix(worst: list[Confusion]) -> str:
    """What rows, columns and the diagonal are, with the most frequent mistake as the example; Markdown."""
    example = ""
    if worst:
        true, pred, count = worst[0].true, worst[0].pred, worst[0].count
        were = f"1 digit that is {true} was" if count == 1 else f"{count} digits that are {true} were"
        example = f" Row {true}, column {pred}, for example: {were} read as {pred}."
    return (
        f"A row is what was written, a column is what was read; the diagonal holds the right answers.{example} "
        "**Click or tap a box** to see [its digits](#samples)."
    )


def how_to_read_the_curves(settings: Settings, history: dict[str, list[float]]) -> str:
    """Which epoch is called the best; and, if training ends with a higher loss than validation, why; Markdown."""
    if settings.from_run:
        return f"One step changed the last layer of the network `{settings.from_run}`: it counts as one epoch."
    harder = {"augmentation": "distorted digits", "label_smoothing": "softened labels"}
    used = [what for setting, what in harder.items() if getattr(settings, setting)]
    best = "The best epoch is the last with the highest accuracy on the validation digits; its weights were kept."
    if not used or not {"loss", "val_loss"} <= history.keys() or history["loss"][-1] <= history["val_loss"][-1]:
        return best
    return f"{best} The loss of training is higher, because it is on {' and '.join(used)}, which validation is not."


def curve_title(figure: str) -> str:
    """What stands above a curve of the training; Markdown."""
    return f"**{figure.capitalize()} by epoch**"


def curve_alt(figure: str, best_epoch: int) -> str:
    """What a curve of the training shows."""
    return f"{figure.capitalize()} by epoch; the best is {best_epoch}"


def network_title(parameters: int, layers: int) -> str:
    """How large a network is; Markdown."""
    return f"**The network: {parameters:,} parameters in {count_text(layers, 'layer')}**"


def stand_for_all(exemplars: int) -> str:
    """Of which training digits those that are shown are drawn."""
    return f"Drawn from {exemplars:,} that stand for all of them, rare ways of writing included."


def class_alt(count: int, digit: int) -> str:
    """What a row of training digits shows."""
    return f"{count_text(count, 'training digit')} labeled {digit}"


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
    if settings.from_run:
        return (
            f"{mnist}The network `{settings.from_run}` learned **one person's drawings**; some of these **{train:,}** "
            f"kept it from forgetting. Its settings were chosen on **{val:,}**, and it was tested on "
            f"**{test:,}**{by_others}."
        )
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


def confidence_title(count: int, kind: str) -> str:
    """What stands above a histogram of the confidence; `kind` is "right" or "wrong"."""
    return count_text(count, f"{kind} answer")


def confidence_alt(kind: str) -> str:
    """What a histogram of the confidence shows."""
    return f"Confidence of {kind} answers"


def no_answer_text(kind: str) -> str:
    """What stands in the place of a histogram of no answers."""
    return f"No answer is {kind}."


def answered_help(answered: int, digits: int) -> str:
    """How many digits are answered."""
    return f"{answered:,} of {digits:,}"


def threshold_text(now: Coverage) -> str:
    """What answering only above a threshold costs and gains."""
    wrong = (
        f"{rounded_percent(now.error_rate, 3)} of the given answers are wrong."
        if now.answered
        else "No digit is answered."
    )
    return f"{wrong} Of the {now.held_back:,} held back, {now.held_back_errors:,} would have been wrong."


def non_digits_text(pictures: int) -> str:
    """What the figures of non-digits were measured on."""
    return (
        f"Measured on {pictures:,} letters, signs and scribbles that the network has not learned from. "
        "Every answer to them is wrong."
    )


def compare_label(name: str) -> str:
    """What the choice of a second network is called."""
    return f"Compare {name} (A) with another network (B)"


def only_one_right(wrong: str, right: str) -> str:
    """Of two networks, by name, which one was wrong and which right."""
    return f"{wrong} is wrong, {right} is right"


def one_right_first(right: str, wrong: str) -> str:
    """The same with the right one first."""
    return f"{right} is right, {wrong} is wrong"


def difference_alt(a: str, b: str) -> str:
    """What the chart of two networks' errors shows."""
    return f"Errors of {b} minus errors of {a}, digit by digit"


def chance_text(fixed: int, broken: int) -> str:
    """How often two equally good networks would differ by so much: by digits that one of them alone read rightly."""
    return (
        f"If both networks were equally good, so uneven a split as {fixed} to {broken} would come up by chance "
        f"in {percent(mcnemar_p_value(fixed, broken))} of such comparisons (McNemar's exact test)."
    )
