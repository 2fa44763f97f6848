"""Two runs' answers to the same test digits, compared once it is sure that the digits are the same."""

import numpy as np

from mnist_app.errors import RunError
from mnist_app.exploring.answers import Answers
from mnist_app.metrics.comparison import Comparison, compare_predictions


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
