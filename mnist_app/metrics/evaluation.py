"""Probabilities and true labels -> how good the answers are. Pure functions of their arguments; no Keras."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mnist_app.data.mnist import CLASSES
from mnist_app.metrics.bins import calibration_error
from mnist_app.metrics.intervals import wilson_interval

MIN_PROB = 1e-7  # Keras's epsilon: its loss clips there too


@dataclass(frozen=True, eq=False)
class Evaluation:
    """How good a set of answers is.

    Attributes
    ----------
    accuracy : share of right answers
    errors : number of wrong answers
    interval : 95 % Wilson interval of the accuracy
    loss : mean negative log-likelihood of the true class
    calibration_error : expected calibration error, in [0, 1]
    confusion : int64 (10, 10), [true, predicted]
    precision, recall, f1 : float64 (10,); 0 where a class was never predicted or never occurs
    support : int64 (10,), how often each class occurs
    """

    accuracy: float
    errors: int
    interval: tuple[float, float]
    loss: float
    calibration_error: float
    confusion: npt.NDArray[np.int64]
    precision: npt.NDArray[np.float64]
    recall: npt.NDArray[np.float64]
    f1: npt.NDArray[np.float64]
    support: npt.NDArray[np.int64]


def evaluate(probs: npt.NDArray[np.float32], labels: npt.NDArray[np.integer]) -> Evaluation:
    """Compare answers with the truth.

    Parameters
    ----------
    probs : float32 (N, 10), each row sums to 1; N at least 1
    labels : int (N,), in 0..9

    Raises
    ------
    ValueError
        if the shapes do not fit

    Examples
    --------
    >>> probs = np.full((3, 10), 0.01, np.float32)
    >>> probs[[0, 1, 2], [4, 9, 9]] = 0.91
    >>> evaluation = evaluate(probs, np.array([4, 9, 4]))
    >>> evaluation.errors, evaluation.confusion[4, 9]
    (1, np.int64(1))
    """
    if probs.ndim != 2 or probs.shape[1] != CLASSES or labels.shape != probs.shape[:1] or not len(labels):
        raise ValueError(f"expected probs (N, 10) and labels (N,), received {probs.shape} and {labels.shape}")
    y_pred = probs.argmax(axis=1)
    right = int((y_pred == labels).sum())
    confusion = np.bincount(labels.astype(np.int64) * CLASSES + y_pred, minlength=CLASSES**2).reshape(CLASSES, CLASSES)
    hits, answered, support = confusion.diagonal(), confusion.sum(axis=0), confusion.sum(axis=1)
    return Evaluation(
        accuracy=right / len(labels),
        errors=len(labels) - right,
        interval=wilson_interval(right, len(labels)),
        loss=mean_loss(probs, labels),
        calibration_error=calibration_error(probs.max(axis=1), y_pred != labels),
        confusion=confusion,
        precision=_share_or_0(hits, answered),
        recall=_share_or_0(hits, support),
        f1=_share_or_0(2 * hits, answered + support),
        support=support,
    )


def _share_or_0(count: npt.NDArray[np.int64], total: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """count / total, and 0 where there is nothing to divide by."""
    return count / np.maximum(total, 1)


def mean_loss(probs: npt.NDArray[np.float32], labels: npt.NDArray[np.integer]) -> float:
    """Mean negative log-likelihood of the true class (categorical cross-entropy without smoothing).

    Examples
    --------
    >>> mean_loss(np.full((2, 10), 0.1, np.float32), np.array([3, 8]))  # the logarithm of 10
    2.302...
    """
    of_label = probs[np.arange(len(labels)), labels].astype(np.float64)
    return float(-np.log(of_label.clip(min=MIN_PROB)).mean())


def format_report(evaluation: Evaluation) -> str:
    """The figures as text: the totals, a line per class, and the confusion matrix.

    Examples
    --------
    >>> report = format_report(evaluate(np.eye(10, dtype=np.float32), np.array([0, 1, 2, 3, 4, 5, 6, 7, 8, 4])))
    >>> print(*report.splitlines()[:2], sep="\\n")
    accuracy           90.00%  (95 % interval 59.58% to 98.21%)
    errors             1 of 10
    """
    low, high = evaluation.interval
    total = int(evaluation.support.sum())
    lines = [
        f"accuracy           {evaluation.accuracy:.2%}  (95 % interval {low:.2%} to {high:.2%})",
        f"errors             {evaluation.errors} of {total}",
        f"loss               {evaluation.loss:.4f}",
        f"calibration error  {evaluation.calibration_error:.2%}",
        "",
        "digit  precision   recall       F1  support",
    ]
    per_class = zip(evaluation.precision, evaluation.recall, evaluation.f1, evaluation.support, strict=True)
    lines += [f"{c:5d} {p:10.2%} {r:8.2%} {f1:8.2%} {n:8d}" for c, (p, r, f1, n) in enumerate(per_class)]
    lines += ["", "true \\ predicted", "      " + "".join(f"{c:6d}" for c in range(CLASSES))]
    lines += [f"{c:6d}" + "".join(f"{n:6d}" for n in row) for c, row in enumerate(evaluation.confusion)]
    return "\n".join(lines)
