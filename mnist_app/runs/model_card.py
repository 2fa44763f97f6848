"""The model card: what a run is, for people, in Markdown.

After Mitchell et al., "Model Cards for Model Reporting" (2019): data, figures, intended use, limits.
"""

from mnist_app.metrics.calibration import CONFIDENCE, MAX_ERROR_OF_SURE
from mnist_app.metrics.evaluation import Evaluation
from mnist_app.runs.non_digit_table import format_non_digits
from mnist_app.runs.records import Calibration, RunInfo, Settings


def write_model_card(info: RunInfo, test: Evaluation) -> str:
    """Describe a run.

    Parameters
    ----------
    info : what it says of itself
    test : of the test set
    """
    sections = [
        _title(info),
        _data(info, int(test.support.sum())),
        _figures(info, test),
        _non_digits(info),
        _use(info),
        _reproduce(info),
    ]
    return "\n\n".join(filter(None, sections)) + "\n"


def _title(info: RunInfo) -> str:
    minutes = info.wall_time_s / 60
    return (
        f"# {info.name}\n\n"
        f"A convolutional network (`{info.architecture}`, {info.parameters:,} parameters) that names the "
        f"handwritten digit in a 28x28 image. Trained on {info.created[:10]} in {minutes:.1f} minutes on "
        f"{info.hardware}; {_kept(info)}."
    )


def _kept(info: RunInfo) -> str:
    if info.settings.from_run:
        return f"its last layer alone was changed, that of the run {info.settings.from_run} in one step"
    return f"the weights of epoch {info.best_epoch} of {info.epochs} were kept, by validation"


def _data(info: RunInfo, test_digits: int) -> str:
    lines = ["## Data", ""]
    if info.is_mnist:
        lines.append(
            "- MNIST (LeCun, Cortes, Burges), CC BY-SA 3.0: 60,000 training digits, a twelfth of them held out for "
            "validation; 10,000 test digits, used for the figures below and not for training."
        )
    else:
        lines.append(
            f"- Digits that are not MNIST's (SHA-256 of their pixels and labels: {info.sha256.mnist}), a twelfth of "
            f"those for training held out for validation; {test_digits:,} test digits, used for the figures below and "
            "not for training."
        )
    if info.sha256.pen_strokes:
        lines.append(
            "- Pen-Based Recognition of Handwritten Digits (Alpaydin, Alimoglu; UCI Machine Learning Repository), "
            "CC BY 4.0: pen strokes, drawn as the app's canvas draws them."
        )
    if info.sha256.drawn_characters:
        lines.append(
            "- Omniglot (Lake, Salakhutdinov, Tenenbaum), MIT License, Copyright (c) 2015 Brenden Lake: strokes of "
            "characters that are no digits, drawn like the pen strokes."
        )
    if info.sha256.drawings:
        lines.append(
            f"- A person's own drawings, as they judged them in the app (SHA-256: {info.sha256.drawings}). The "
            f"training changed the last layer of the run `{info.settings.from_run}`, whose model card says what that "
            "has learned from; a part of the data above served to forget little of it."
        )
    return "\n".join(lines)


def _figures(info: RunInfo, test: Evaluation) -> str:
    val = info.metrics.val
    tested_on = "MNIST test" if info.is_mnist else "test"
    low, high = test.interval
    worst = min(range(len(test.recall)), key=lambda label: test.recall[label])
    lines = [
        "## Figures",
        "",
        "| on | figure | value |",
        "|---|---|---|",
        f"| {tested_on} | accuracy | {test.accuracy:.2%} (95 % interval {low:.2%} to {high:.2%}) |",
        f"| | errors | {test.errors} of {int(test.support.sum()):,} |",
        f"| | loss | {test.loss:.4f} |",
        f"| | calibration error | {test.calibration_error:.2%} |",
        f"| | hardest digit | {worst}: {test.recall[worst]:.2%} of them found |",
        *_corrupted(info, tested_on),
        f"| validation | {_validation_accuracy(info)} |",
    ]
    if val.pen_strokes_accuracy is not None:
        lines.append(f"| | pen strokes accuracy, writers not trained on | {val.pen_strokes_accuracy:.2%} |")
    return "\n".join(lines)


def _corrupted(info: RunInfo, tested_on: str) -> list[str]:
    robustness = info.metrics.robustness
    if robustness is None:
        return []
    ways = len(robustness.corruptions)
    return [f"| {tested_on}, corrupted in {ways} ways | errors in the mean | {robustness.mean_error:.2%} |"]


def _validation_accuracy(info: RunInfo) -> str:
    """The accuracy on MNIST's validation digits, or the next best that is known."""
    val = info.metrics.val
    if val.mnist_accuracy is None:
        return f"accuracy | {val.accuracy:.2%}"
    return f"{'MNIST accuracy' if info.is_mnist else 'accuracy on these digits'} | {val.mnist_accuracy:.2%}"


def _non_digits(info: RunInfo) -> str:
    tables = format_non_digits(info.metrics)
    command = f"python -m mnist_app evaluate --non-digits --run {info.name}"
    return f"## What is no digit\n\nMeasured by `{command}`.\n\n{tables}" if tables else ""


def _use(info: RunInfo) -> str:
    digit = info.thresholds.digit
    refuses = "It knows digits only: it names one for a letter or a scribble, too."
    if digit:
        refuses = (
            "It was also trained on pictures that are no digits: what is a digit with a probability of less than "
            f"{digit:.3f} is called none."
        )
    writers = "Who wrote its digits is not known here: it may misread other people's ways of writing."
    if info.is_mnist:
        writers = (
            "MNIST's writers are employees of the US Census Bureau and American high-school students: other ways of "
            "writing digits (a 1 with a long upstroke, a crossed 7) are rare in it."
        )
    return (
        "## Use and limits\n\n"
        "For single Latin digits 0 to 9, light on dark, normalized as MNIST is (`mnist_app/imaging/normalize.py`). "
        f"{_looks(info.settings)}Its probabilities are calibrated with {_temperatures(info.calibration)}. "
        f"{_sure(info.thresholds.sure)} {refuses}\n\n"
        f"{writers} Do not let the network decide anything that matters without a person who checks."
    )


def _sure(sure: float) -> str:
    if sure > 1:
        return "It calls no answer sure: too few of its validation answers are right."
    return (
        f"An answer is called sure from a certainty of {sure:.3f} on, fitted on validation pictures so that of those "
        f"at most 1 in {round(1 / MAX_ERROR_OF_SURE)} is wrong, by the upper bound of a {100 * CONFIDENCE:.0f} % "
        "interval."
    )


def _looks(settings: Settings) -> str:
    if not settings.tta_degrees:
        return ""
    return (
        f"It looks at a picture three times, as it is and turned by {settings.tta_degrees:g} degrees either way; "
        "the turned ones count as much as it. "
    )


def _temperatures(calibration: Calibration) -> str:
    which_digit = f"the temperature {calibration.temperature:.3f}"
    if calibration.detection_temperature is None:
        return which_digit
    return f"{which_digit}, and whether it is a digit at all with {calibration.detection_temperature:.3f}"


def _reproduce(info: RunInfo) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in info.versions.items())
    what = f"--architecture {info.architecture}"
    if info.settings.from_run:
        what = f"--from-run {info.settings.from_run} --drawings FILE.zip"
    return (
        "## Made with\n\n"
        f"`python -m mnist_app train {what} --run {info.name} --seed {info.seed}` "
        f"(all settings are in `run.json`); {versions}."
    )
