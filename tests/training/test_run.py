from pathlib import Path

import keras
import numpy as np
import pytest

from builders.tiny_training import tiny_mnist
from mnist_app.data.drawn_characters import DrawnCharacter, DrawnCharacters
from mnist_app.data.mnist import Digits
from mnist_app.data.pen_strokes import PenDigit, PenStrokes
from mnist_app.recognizer import Recognizer
from mnist_app.runs.evaluation_arrays import read_evaluation
from mnist_app.training import non_digit_evidence, sources
from mnist_app.training.config import TrainConfig
from mnist_app.training.fit import FitOptions
from mnist_app.training.run import (
    SAMPLES_PER_CLASS,
    choose_samples,
    count_classes,
    mean_digits,
    train_and_evaluate,
)
from mnist_app.training.sources import TrainingData


def test_samples_hold_every_error_and_some_of_each_class() -> None:
    labels = (np.arange(2000) % 10).astype(np.uint8)
    confidence = np.linspace(0.5, 1, 2000, dtype=np.float32)
    probs = np.repeat((1 - confidence)[:, None] / np.float32(9), 10, axis=1)
    probs[np.arange(2000), labels] = confidence
    probs[[5, 1999], labels[[5, 1999]]] = 0
    chosen = choose_samples(probs, labels, seed=0)
    assert chosen.dtype == np.int32
    assert (np.diff(chosen) > 0).all()
    assert {5, 1999} <= set(chosen.tolist())
    assert set(range(300)) <= set(chosen.tolist()), "the least sure ones"
    assert len(chosen) == 2 + 300 + 10 * SAMPLES_PER_CLASS


def test_class_counts_and_mean() -> None:
    images = np.zeros((3, 28, 28), np.uint8)
    images[0], images[1], images[2] = 10, 21, 255
    digits = Digits(images, np.array([4, 4, 0], np.uint8))
    assert count_classes(digits, digits.take(np.array([2])))[:, [0, 4]].tolist() == [[1, 2], [1, 0]]
    means = mean_digits(digits)
    assert (means[4] == 16).all()
    assert (means[0] == 255).all()
    assert not means[9].any()


@pytest.fixture
def data() -> TrainingData:
    """Bars instead of digits; the pen strokes are dashes of ten slants, the drawn character a cross."""
    digits = [
        PenDigit(label, writer, (np.array([[0, 0], [100, 10 * label]], np.float32),))
        for writer in (1, 5)
        for label in range(10)
    ]
    pen_strokes = PenStrokes(tuple(digits[:10]), tuple(digits[10:]), sha256="2" * 64)
    cross = (np.array([[0, 50], [100, 50]], np.float32), np.array([[50, 0], [50, 100]], np.float32))
    train, val, test = ((DrawnCharacter("Greek", "character22", drawer, cross),) for drawer in (1, 15, 18))
    characters = DrawnCharacters(train, val, test, held_out=(), sha256="3" * 64)
    return TrainingData(tiny_mnist(sha256="1" * 64), pen_strokes, characters)


def test_evidence_of_pen_strokes_and_non_digits(
    data: TrainingData, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path))
    monkeypatch.setattr(sources, "VAL_NON_DIGITS", 40)
    monkeypatch.setattr(sources, "NON_DIGITS", 40)
    monkeypatch.setattr(non_digit_evidence, "TEST_NON_DIGITS", 60)
    config = TrainConfig(
        "mnist_convnet", epochs=2, batch_size=20, width=0.125, pen_stroke_share=0.2, non_digit_share=0.1
    )
    run = train_and_evaluate(config, "pens", data, FitOptions(verbose=0))
    checksums = run.info.sha256
    assert (checksums.mnist, checksums.pen_strokes, checksums.drawn_characters) == ("1" * 64, "2" * 64, "3" * 64)
    val = run.info.metrics.val
    assert val.mnist_accuracy is not None
    assert val.pen_strokes_accuracy is not None
    assert val.accuracy == pytest.approx((20 * val.mnist_accuracy + 10 * val.pen_strokes_accuracy) / 30)
    others = run.info.metrics.val.non_digits
    assert others is not None
    assert others.pictures == 40
    assert 0 <= others.refused + others.sure <= 1
    assert len(others.false_positives) == 2
    assert run.info.thresholds.digit > 0
    assert run.info.calibration.detection_temperature is not None
    on = run.info.metrics.non_digits
    assert on is not None
    assert (on["held-out drawers"].pictures, on["made up"].pictures) == (3, 60)
    assert sum(each.pictures for name, each in on.items() if name.startswith("made up: ")) == 60
    detectors = run.info.metrics.detectors
    assert detectors is not None
    assert len(detectors) == 5
    assert detectors["class for no digit"]["made up"].auroc == pytest.approx(on["made up"].auroc, abs=1e-3)
    evaluation = read_evaluation(run)
    assert evaluation.digit_prob is not None
    assert evaluation.non_digit_certainty is not None
    assert len(evaluation.non_digit_certainty) >= 60
    card = (run.path / "model_card.md").read_text()
    assert "| held-out drawers | 3 |" in card
    assert "evaluate --non-digits --run pens" in card
    model = keras.saving.load_model(run.path / "model.keras", compile=False)
    assert model.output_shape == (None, 11)
    assert Recognizer.load("pens").predict_probs(data.mnist.test.images).shape == (20, 10)
    assert {"pen_strokes.png", "non_digits.png"} <= {path.name for path in (run.path / "figures").iterdir()}
    assert read_evaluation(run).class_counts.sum(axis=1).tolist() == [160, 20, 20]
