"""Two networks on the same test digits: what the second gets right that the first does not, and the other way round."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mnist_app.data.mnist import CLASSES


@dataclass(frozen=True, eq=False)
class Comparison:
    """Networks A and B on N test digits.

    Attributes
    ----------
    fixed, broken, both_wrong : int64 (M,), positions of the digits that only A, only B, and both read wrongly
    errors_a, errors_b : int64 (10,), errors by true digit
    """

    fixed: npt.NDArray[np.int64]
    broken: npt.NDArray[np.int64]
    both_wrong: npt.NDArray[np.int64]
    errors_a: npt.NDArray[np.int64]
    errors_b: npt.NDArray[np.int64]


def compare_predictions(
    labels: npt.NDArray[np.integer], pred_a: npt.NDArray[np.integer], pred_b: npt.NDArray[np.integer]
) -> Comparison:
    """Compare two networks' answers with the truth and with each other; all int (N,), in 0..9.

    Examples
    --------
    >>> labels, pred_a, pred_b = np.array([0, 1, 2]), np.array([0, 7, 8]), np.array([6, 1, 8])
    >>> comparison = compare_predictions(labels, pred_a, pred_b)
    >>> comparison.fixed, comparison.broken, comparison.both_wrong
    (array([1]), array([0]), array([2]))
    """
    wrong_a, wrong_b = pred_a != labels, pred_b != labels
    return Comparison(
        fixed=np.flatnonzero(wrong_a & ~wrong_b),
        broken=np.flatnonzero(~wrong_a & wrong_b),
        both_wrong=np.flatnonzero(wrong_a & wrong_b),
        errors_a=np.bincount(labels[wrong_a], minlength=CLASSES),
        errors_b=np.bincount(labels[wrong_b], minlength=CLASSES),
    )


def mcnemar_p_value(fixed: int, broken: int) -> float:
    """How likely so uneven a split is if both networks are equally good: the exact two-sided McNemar test.

    Source: McNemar, "Note on the sampling error of the difference between correlated proportions" (1947); the exact
    form is a sign test on the digits that only one of the two reads wrongly.

    Examples
    --------
    >>> mcnemar_p_value(fixed=5, broken=0)  # like five heads, or five tails, of five coins
    0.0625
    """
    digits = fixed + broken
    as_uneven = sum(math.comb(digits, count) for count in range(min(fixed, broken) + 1))
    return min(1.0, 2 * as_uneven / 2**digits)  # whole numbers of any size, so this is exact
