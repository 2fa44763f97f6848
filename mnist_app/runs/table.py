"""All runs in one table, Markdown: what `models/README.md` holds."""

from mnist_app.metrics.intervals import wilson_interval
from mnist_app.runs.evaluation_arrays import read_evaluation
from mnist_app.runs.non_digit_table import format_non_digits
from mnist_app.runs.runs import Run

HEADER = [
    "Run",
    "Architecture",
    "Parameters",
    "MNIST test",
    "Errors",
    "Validation: MNIST",
    "Validation: pen strokes",
    "Calibration error",
    "Epochs",
    "Training",
]
OTHER_DIGITS = (
    " Other digits: of another file than MNIST, on which the network was trained and tested; these figures cannot be "
    "compared with those of MNIST."
)


def format_comparison(runs: list[Run]) -> str:
    """Describe runs, in this order, by what their directories say.

    Raises
    ------
    RunError
        if a run's evaluation.npz is missing or damaged
    """
    rows = [HEADER, ["---", "---", *["---:"] * (len(HEADER) - 2)], *map(_row, runs)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return (
        "# Trained networks\n\n"
        "Written by `python -m mnist_app compare` from each run's directory.\n\n"
        f"{table}\n\n"
        "MNIST test: share of the test digits read right, with its 95 % Wilson interval: two networks whose intervals "
        "overlap widely cannot be told apart on these digits. Validation: digits held out of training, of MNIST and of "
        "pen-stroke writers no training saw; a dash where a network was not trained on pen strokes. Calibration error: "
        "how far confidence and accuracy lie apart, in the mean. Each run's `model_card.md` says more."
        f"{'' if all(run.info.is_mnist for run in runs) else OTHER_DIGITS}\n"
        f"{''.join(map(_non_digits, runs))}"
    )


def _non_digits(run: Run) -> str:
    """What the run makes of pictures that are no digits, if that was measured."""
    tables = format_non_digits(run.info.metrics, kinds=False)
    measured = f"Measured by `python -m mnist_app evaluate --non-digits --run {run.name}`."
    return f"\n## {run.name}: what is no digit\n\n{measured}\n\n{tables}\n" if tables else ""


def _row(run: Run) -> list[str]:
    info = run.info
    test_digits = len(read_evaluation(run).labels)
    test, val = info.metrics.test, info.metrics.val
    low, high = wilson_interval(test_digits - test.errors, test_digits)
    of = "" if info.is_mnist else "other digits: "
    return [
        f"[{run.name}]({run.name}/model_card.md)",
        f"`{info.architecture}`",
        f"{info.parameters:,}",
        f"{of}{test.accuracy:.2%} ({low:.2%} to {high:.2%})",
        str(test.errors),
        "–" if val.mnist_accuracy is None else f"{of}{val.mnist_accuracy:.2%}",
        "–" if val.pen_strokes_accuracy is None else f"{val.pen_strokes_accuracy:.2%}",
        f"{test.calibration_error:.2%}",
        f"{info.best_epoch} of {info.epochs}",
        f"{info.wall_time_s / 60:.1f} min on {info.hardware}",
    ]
