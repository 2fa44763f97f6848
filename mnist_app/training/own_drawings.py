"""What a training with a visitor's drawings has changed: how many are read rightly before it and after it."""

from dataclasses import dataclass

import keras
import numpy as np

from mnist_app.data.mnist import CLASSES, NO_DIGIT_LABEL, Digits
from mnist_app.runs.runs import Run, verified_model_path
from mnist_app.training.features import predict_with_features, with_features
from mnist_app.training.sources import TrainingData


@dataclass(frozen=True)
class RightAnswers:
    """How many answers of a network are right, of the drawings held out and of MNIST's validation digits."""

    drawings: int
    mnist: int


def count_right_answers(run: Run, data: TrainingData) -> RightAnswers:
    """Ask a run's network what nothing was learned from.

    Raises
    ------
    RunError
        if the model file is missing or not the one that the run describes
    """
    network = with_features(keras.saving.load_model(verified_model_path(run), compile=False))
    drawings = data.drawings.val if data.drawings else data.mnist.val.take(np.arange(0))
    return RightAnswers(_count(network, drawings), _count(network, data.mnist.val))


def format_change(before: RightAnswers, after: RightAnswers, data: TrainingData) -> str:
    """Two lines, one for each kind of digits.

    Raises
    ------
    ValueError
        if there are no drawings
    """
    if data.drawings is None:
        raise ValueError("expected drawings, received none")
    rows = (
        ("your drawings, held out", before.drawings, after.drawings, len(data.drawings.val)),
        ("MNIST, validation", before.mnist, after.mnist, len(data.mnist.val)),
    )
    return "\n".join(
        f"{what:25s}{was:6,} of {count:,} right before ({was / count:.2%}), {now:,} after ({now / count:.2%})"
        for what, was, now, count in rows
    )


def _count(network: keras.Model, digits: Digits) -> int:
    if not len(digits):
        return 0
    softmax, _ = predict_with_features(network, digits.images)
    is_digit = digits.labels != NO_DIGIT_LABEL
    y_pred = np.where(is_digit, softmax[:, :CLASSES].argmax(axis=1), softmax.argmax(axis=1))
    return int((y_pred == digits.labels).sum())
