"""Two runs' answers to the same test digits, compared once it is sure that the digits are the same."""

import numpy as np
import numpy.typing as npt

from mnist_app.errors import RunError
from mnist_app.exploring.answers import Answers
from mnist_app.metrics.comparison import Comparison, compare_predictions
from mnist_app.reading.csv_table import rows_to_csv


def compare(a: Answers, b: Answers) -> Comparison:
    """Compare two networks' answers to the same digits.

    Raises
    ------
    RunError
        if they were tested on different digits
    """
    if not np.array_equal(a.true, b.true):
        raise RunError(
            "These two runs were tested on different digits, so they cannot be compared; choose another run."
        )
    return compare_predictions(a.true, a.pred, b.pred)


def answers_of_two_to_csv(a: Answers, b: Answers, index: npt.NDArray[np.int64]) -> str:
    """Both networks' answers to the digits at some positions, int64 (M,), as CSV: a header, then a line each."""
    header = ["index", "true", "predicted_a", "certainty_a", "predicted_b", "certainty_b", "disputed_label"]
    rows: list[list[object]] = [[*header]]
    for position in index.tolist():
        readings = ((each.pred[position], f"{each.certainty[position]:.6f}") for each in (a, b))
        is_disputed = "yes" if a.is_disputed[position] else "no"
        rows.append([position, a.true[position], *(cell for reading in readings for cell in reading), is_disputed])
    return rows_to_csv(rows)
