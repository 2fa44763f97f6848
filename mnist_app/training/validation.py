"""What validation pictures decide: temperatures, thresholds and how good the network is on each source of digits."""

from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from mnist_app.data.mnist import CLASSES, NO_DIGIT_LABEL, Digits
from mnist_app.metrics.calibration import (
    NON_DIGIT_SHARE,
    calibrate_answers,
    fit_detection_temperature,
    fit_digit_threshold,
    fit_sure_threshold,
    fit_temperature,
    mix_weights,
)
from mnist_app.metrics.evaluation import mean_loss
from mnist_app.runs.records import Calibration, OnNonDigits, OnValidation, Thresholds
from mnist_app.training.features import predict_with_features
from mnist_app.training.sources import TrainingData


@dataclass(frozen=True)
class Validation:
    """What the validation pictures say, digits and non-digits.

    Attributes
    ----------
    calibration, thresholds : fitted on them; `thresholds.digit` is 0 for a network that knows only digits
    metrics : of the calibrated answers
    """

    calibration: Calibration
    thresholds: Thresholds
    metrics: OnValidation


def validate(network: keras.Model, data: TrainingData) -> Validation:
    """Fit temperatures and thresholds on all validation pictures, and measure each source.

    `network` is what `expose_features` returns; it knows what is no digit if it has an eleventh class.
    """
    digits = data.val
    knows_non_digits = network.outputs[0].shape[-1] > CLASSES
    others = data.val_non_digits.images if knows_non_digits else digits.images[:0]
    labels = np.concatenate([digits.labels, np.full(len(others), NO_DIGIT_LABEL, np.uint8)])
    is_digit = labels != NO_DIGIT_LABEL
    softmax, _ = predict_with_features(network, np.concatenate([digits.images, others]))
    weights = mix_weights(is_digit, NON_DIGIT_SHARE)
    calibration = Calibration(
        fit_temperature(softmax[is_digit, :CLASSES], digits.labels),
        fit_detection_temperature(softmax, is_digit, weights) if knows_non_digits else None,
    )
    answers = calibrate_answers(softmax, calibration.temperature, calibration.detection_temperature)
    scores = _split(answers.digit_score[is_digit], data.val_sources)
    thresholds = Thresholds(
        fit_sure_threshold(answers.joint, labels, weights),
        min(map(fit_digit_threshold, scores)) if knows_non_digits else 0.0,
    )
    on_others = OnNonDigits.of(answers[~is_digit], answers[is_digit], thresholds) if len(others) else None
    return Validation(calibration, thresholds, _measure_validation(answers.probs[is_digit], data, on_others))


def _measure_validation(
    probs: npt.NDArray[np.float32], data: TrainingData, non_digits: OnNonDigits | None
) -> OnValidation:
    """The figures of the validation digits, float32 (N, 10), source after source."""
    right = probs.argmax(axis=1) == data.val.labels
    of_source = dict(zip(data.val_sources, _split(right, data.val_sources), strict=True))
    return OnValidation(
        accuracy=float(right.mean()),
        loss=mean_loss(probs, data.val.labels),
        mnist_accuracy=float(of_source["mnist"].mean()),
        pen_strokes_accuracy=float(of_source["pen_strokes"].mean()) if "pen_strokes" in of_source else None,
        non_digits=non_digits,
    )


def _split(values: npt.NDArray[Any], sources: dict[str, Digits]) -> list[npt.NDArray[Any]]:
    """Values of all digits, source after source, by source."""
    return np.split(values, np.cumsum([len(digits) for digits in sources.values()])[:-1])
