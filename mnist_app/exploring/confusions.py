"""Which digit is read as which."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mnist_app.metrics.evaluation import Evaluation


@dataclass(frozen=True)
class Confusion:
    """Digits of class `true` read as `pred`: how many, and which share of all digits of class `true`."""

    true: int
    pred: int
    count: int
    share: float


@dataclass(frozen=True)
class DigitFigures:
    """How well one digit is read; `missed`: read as another, `intruders`: others read as this one."""

    digit: int
    precision: float
    recall: float
    f1: float
    support: int
    missed: int
    intruders: int


def top_confusions(confusion: npt.NDArray[np.integer], limit: int) -> list[Confusion]:
    """The most frequent mistakes.

    Parameters
    ----------
    confusion : int (10, 10), [true, predicted]
    limit : how many to name at most

    Returns
    -------
    the most frequent first; equally frequent ones by true digit, then by predicted digit
    """
    mistakes = confusion - np.diag(np.diag(confusion))
    support = confusion.sum(axis=1)
    worst_first = np.argsort(-mistakes, axis=None, kind="stable")[:limit]
    pairs = [divmod(int(cell), len(confusion)) for cell in worst_first]
    return [
        Confusion(true, pred, int(mistakes[true, pred]), float(mistakes[true, pred] / support[true]))
        for true, pred in pairs
        if mistakes[true, pred]
    ]


def worst_digits(evaluation: Evaluation) -> list[DigitFigures]:
    """The figures of every digit, the lowest F1 first."""
    right = evaluation.confusion.diagonal()
    figures = [
        DigitFigures(
            digit=digit,
            precision=float(evaluation.precision[digit]),
            recall=float(evaluation.recall[digit]),
            f1=float(evaluation.f1[digit]),
            support=int(evaluation.support[digit]),
            missed=int(evaluation.support[digit] - right[digit]),
            intruders=int(evaluation.confusion[:, digit].sum() - right[digit]),
        )
        for digit in range(len(right))
    ]
    return sorted(figures, key=lambda digit: digit.f1)


def row_shares(confusion: npt.NDArray[np.integer]) -> npt.NDArray[np.float64]:
    """Each cell (10, 10) as a share of its row; 0 in the row of a class that never occurs."""
    support = confusion.sum(axis=1, keepdims=True)
    return confusion / np.maximum(support, 1)
