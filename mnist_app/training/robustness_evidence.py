"""What a trained network makes of digits that are not MNIST's clean test digits: corrupted ones, pen strokes."""

import keras
import numpy as np
import numpy.typing as npt

from mnist_app.metrics.calibration import calibrate_answers
from mnist_app.runs.records import Calibration, Thresholds
from mnist_app.runs.robustness import OnDigits, Robustness
from mnist_app.training.augmentation.corruptions import CORRUPTIONS, corrupt
from mnist_app.training.features import predict_with_features
from mnist_app.training.sources import TrainingData


def measure_robustness(
    network: keras.Model, calibration: Calibration, thresholds: Thresholds, data: TrainingData
) -> Robustness:
    """Measure a network as `expose_features` returns it; pen strokes only where there are any.

    The test digits are MNIST's, each corrupted in every way; the pen strokes are those that are validated on, by
    writers whom no training saw.
    """

    def measure(images: npt.NDArray[np.uint8], labels: npt.NDArray[np.uint8]) -> OnDigits:
        softmax, _ = predict_with_features(network, images)
        answers = calibrate_answers(softmax, calibration.temperature, calibration.detection_temperature)
        return OnDigits.of(answers, labels, thresholds.sure, thresholds.digit)

    test = data.mnist.test
    sources = data.val_sources | {"mnist": test}
    return Robustness(
        sources={name: measure(digits.images, digits.labels) for name, digits in sources.items()},
        corruptions={name: measure(corrupt(test.images, name), test.labels) for name in CORRUPTIONS},
    )
