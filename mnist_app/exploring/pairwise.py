"""Two networks on the same test digits: what the second gets right that the first does not, and the other way round."""

from dataclasses import dataclass
from math import comb

import numpy as np
import numpy.typing as npt

from mnist_app.data.mnist import CLASSES
from mnist_app.errors import RunError
from mnist_app.exploring.answers import Answers


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
    return Comparison(
        fixed=np.flatnonzero(a.is_wrong & ~b.is_wrong),
        broken=np.flatnonzero(~a.is_wrong & b.is_wrong),
        both_wrong=np.flatnonzero(a.is_wrong & b.is_wrong),
        errors_a=np.bincount(a.true[a.is_wrong], minlength=CLASSES),
        errors_b=np.bincount(b.true[b.is_wrong], minlength=CLASSES),
    )


def mcnemar_p_value(fixed: int, broken: int) -> float:
    """How likely so uneven a split is if both networks are equally good: the exact two-sided McNemar test.

    Source: McNemar, "Note on the sampling error of the difference between correlated proportions" (1947); the exact
    form is a sign test on the digits that only one of the two reads wrongly.
    """
    total = fixed + broken
    tail = sum(comb(total, k) for k in range(min(fixed, broken) + 1))
    return min(1.0, 2 * tail / 2**total)
