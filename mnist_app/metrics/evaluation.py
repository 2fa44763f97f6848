"""Probabilities and true labels -> how good the answers are. Pure functions of their arguments; no Keras."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

CLASSES = 10
CALIBRATION_BINS = 15  # Guo et al., "On Calibration of Modern Neural Networks" (2017)
Z_95 = 1.959964  # the normal distribution's 97.5 % quantile
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
    """
    from sklearn.metrics import confusion_matrix, precision_recall_fscore_support  # seconds that the empty page spares

    if probs.ndim != 2 or probs.shape[1] != CLASSES or labels.shape != probs.shape[:1] or not len(labels):
        raise ValueError(f"expected probs (N, 10) and labels (N,), received {probs.shape} and {labels.shape}")
    y_pred = probs.argmax(axis=1)
    right = int((y_pred == labels).sum())
    classes = np.arange(CLASSES)
    precision, recall, f1, support = precision_recall_fscore_support(labels, y_pred, labels=classes, zero_division=0)
    return Evaluation(
        accuracy=right / len(labels),
        errors=len(labels) - right,
        interval=wilson_interval(right, len(labels)),
        loss=mean_loss(probs, labels),
        calibration_error=calibration_error(probs, labels),
        confusion=confusion_matrix(labels, y_pred, labels=classes),
        precision=precision,
        recall=recall,
        f1=f1,
        support=support,
    )


def mean_loss(probs: npt.NDArray[np.float32], labels: npt.NDArray[np.integer]) -> float:
    """Mean negative log-likelihood of the true class (categorical cross-entropy without smoothing)."""
    of_label = probs[np.arange(len(labels)), labels].astype(np.float64)
    return float(-np.log(of_label.clip(min=MIN_PROB)).mean())


def calibration_error(probs: npt.NDArray[np.float32], labels: npt.NDArray[np.integer]) -> float:
    """Expected calibration error: how far confidence and accuracy lie apart, over 15 equally wide bins.

    Source: Guo et al., "On Calibration of Modern Neural Networks" (2017), equation 3.
    """
    confidence = probs.max(axis=1).astype(np.float64)
    right = probs.argmax(axis=1) == labels
    bins = (np.ceil(confidence * CALIBRATION_BINS) - 1).clip(0, CALIBRATION_BINS - 1).astype(np.int64)
    gap = np.bincount(bins, weights=right - confidence, minlength=CALIBRATION_BINS)
    return float(np.abs(gap).sum() / len(labels))


def wilson_interval(right: int, total: int) -> tuple[float, float]:
    """95 % interval of a share of right answers: Wilson (1927), without continuity correction."""
    share = right / total
    center = share + Z_95**2 / (2 * total)
    half_width = Z_95 * float(np.sqrt(share * (1 - share) / total + Z_95**2 / (4 * total**2)))
    scale = 1 + Z_95**2 / total
    return (center - half_width) / scale, (center + half_width) / scale


def format_report(evaluation: Evaluation) -> str:
    """The figures as text: the totals, a line per class, and the confusion matrix."""
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
