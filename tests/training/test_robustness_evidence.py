"""How a network fares on corrupted digits and on pen strokes, counted by hand from what it says."""

import keras
import numpy as np
import pytest

from builders.tiny_training import tiny_mnist
from mnist_app.data.pen_strokes import PenDigit, PenStrokes
from mnist_app.runs.records import Calibration, Thresholds
from mnist_app.training.augmentation.corruptions import CORRUPTIONS
from mnist_app.training.robustness_evidence import measure_robustness
from mnist_app.training.sources import TrainingData


@pytest.fixture
def always_three() -> keras.Model:
    """What `expose_features` returns of a network that calls everything a 3, with a probability of nearly 1."""
    pixels = keras.Input((28, 28, 1))
    features = keras.layers.Flatten(name="features")(pixels)
    bias = keras.initializers.Constant(np.where(np.arange(10) == 3, 20.0, 0.0))
    probs = keras.layers.Dense(10, "softmax", kernel_initializer="zeros", bias_initializer=bias, name="probs")(features)
    return keras.Model(pixels, [probs, features])


def test_every_source_and_every_corruption_is_counted(always_three: keras.Model) -> None:
    line = (np.array([[0, 0], [100, 0]], np.float32),)
    strokes = PenStrokes((PenDigit(1, 1, line),), tuple(PenDigit(label, 5, line) for label in (3, 3, 4)), "2" * 64)
    mnist = tiny_mnist()
    wrong = int((mnist.test.labels != 3).sum())
    found = measure_robustness(always_three, Calibration(1.0), Thresholds(0.9, 0.0), TrainingData(mnist, strokes))
    assert list(found.corruptions) == list(CORRUPTIONS)
    assert {(on.digits, on.errors, on.refused, on.sure_errors) for on in found.corruptions.values()} == {
        (20, wrong, 0, wrong)
    }
    assert (found.sources["mnist"].digits, found.sources["mnist"].errors) == (20, wrong)
    assert (found.sources["pen_strokes"].digits, found.sources["pen_strokes"].errors) == (3, 1)
    assert found.mean_error == pytest.approx(wrong / 20)


def test_without_pen_strokes_there_is_mnist(always_three: keras.Model) -> None:
    found = measure_robustness(always_three, Calibration(1.0), Thresholds(2.0, 0.0), TrainingData(tiny_mnist()))
    assert list(found.sources) == ["mnist"]
    assert found.sources["mnist"].sure_errors == 0, "no answer is sure"
