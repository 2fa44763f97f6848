"""What a training with a visitor's drawings has changed: how many are read rightly before it and after it."""

from dataclasses import dataclass

import keras
import numpy as np

from mnist_app.data.mnist import CLASSES, NO_DIGIT_LABEL, Digits
from mnist_app.reading.engine import expose_features
from mnist_app.runs.runs import Run, verified_model_path
from mnist_app.training.features import predict_with_features


@dataclass(frozen=True)
class HeldOut:
    """What nothing is learned from: drawings of the visitor's, at least one, and MNIST's validation digits."""

    drawings: Digits
    mnist: Digits


@dataclass(frozen=True)
class RightAnswers:
    """How many answers of a network to what was held out are right."""

    drawings: int
    mnist: int


def count_right_answers(run: Run, held_out: HeldOut) -> RightAnswers:
    """Ask a run's network.

    Raises
    ------
    RunError
        if the model file is missing or not the one that the run describes
    """
    network = expose_features(keras.saving.load_model(verified_model_path(run), compile=False))
    return RightAnswers(_count(network, held_out.drawings), _count(network, held_out.mnist))


def format_change(before: RightAnswers, after: RightAnswers, held_out: HeldOut) -> str:
    """Two lines, one for each kind of digits."""
    rows = (
        ("your drawings, held out", before.drawings, after.drawings, len(held_out.drawings)),
        ("MNIST, validation", before.mnist, after.mnist, len(held_out.mnist)),
    )
    return "\n".join(
        f"{what:25s}{was:6,} of {count:,} right before ({was / count:.2%}), {now:,} after ({now / count:.2%})"
        for what, was, now, count in rows
    )


def _count(network: keras.Model, digits: Digits) -> int:
    softmax, _ = predict_with_features(network, digits.images)
    is_digit = digits.labels != NO_DIGIT_LABEL
    y_pred = np.where(is_digit, softmax[:, :CLASSES].argmax(axis=1), softmax.argmax(axis=1))
    return int((y_pred == digits.labels).sum())
