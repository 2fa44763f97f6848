"""A training does what its configuration says, twice the same, cut off or not."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pytest

from builders.tiny_training import TINY, tiny_mnist
from mnist_app.data.mnist import NO_DIGIT_LABEL, one_hot
from mnist_app.data.pen_strokes import PenDigit, PenStrokes
from mnist_app.errors import ConfigError
from mnist_app.imaging.normalize import to_model_input
from mnist_app.training import sources
from mnist_app.training.callbacks import DigitAccuracy
from mnist_app.training.fit import FitOptions, FitResult, fit
from mnist_app.training.sources import TrainingData

QUIET = FitOptions(verbose=0)


def tiny_strokes() -> PenStrokes:
    bar = np.array([[0, 0], [400, 0]], np.float32)
    cross = (bar, np.array([[200, -200], [200, 200]], np.float32))
    digits = [PenDigit(1, writer, (bar,)) for writer in (1, 5)] + [PenDigit(4, writer, cross) for writer in (1, 5)]
    return PenStrokes(tuple(d for d in digits if d.writer == 1), tuple(d for d in digits if d.writer == 5), "0")


@pytest.fixture(scope="module")
def data() -> TrainingData:
    return TrainingData(tiny_mnist())


@pytest.fixture(scope="module")
def learned(data: TrainingData) -> FitResult:
    return fit(replace(TINY, epochs=8), data, QUIET)


def weights_of(result: FitResult) -> list[np.ndarray]:
    return list(result.model.get_weights())


def test_learns(learned: FitResult) -> None:
    assert set(learned.history) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert all(len(values) == 8 for values in learned.history.values())
    assert learned.history["val_loss"][-1] < learned.history["val_loss"][0] / 2
    assert learned.history["val_accuracy"][-1] > 0.9


def test_a_trained_network_looks_turned_if_it_is_to(learned: FitResult, data: TrainingData) -> None:
    turned = fit(replace(TINY, epochs=8, tta_degrees=20), data, QUIET)
    assert turned.history == learned.history
    for weight, other in zip(weights_of(turned), weights_of(learned), strict=True):
        np.testing.assert_array_equal(weight, other)
    x = to_model_input(data.val.images)
    assert np.abs(turned.model.predict(x, verbose=0) - learned.model.predict(x, verbose=0)).max() > 1e-3


def test_keeps_the_weights_of_the_best_epoch(learned: FitResult, data: TrainingData) -> None:
    accuracy = learned.history["val_accuracy"]
    assert accuracy[learned.best_epoch - 1] == max(accuracy)
    assert all(later < max(accuracy) for later in accuracy[learned.best_epoch :])
    probs = learned.model.predict(to_model_input(data.val.images), verbose=0)
    assert (probs.argmax(axis=1) == data.val.labels).mean() == pytest.approx(max(accuracy))
    loss = -np.log(probs[np.arange(len(probs)), data.val.labels]).mean()
    assert loss == pytest.approx(learned.history["val_loss"][learned.best_epoch - 1], rel=1e-3)


def test_model_loads_without_any_of_our_code(learned: FitResult, tmp_path: Path) -> None:
    learned.model.save(tmp_path / "model.keras")
    code = f"import keras; print(keras.saving.load_model({str(tmp_path / 'model.keras')!r}).count_params())"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert int(printed.stdout) == learned.model.count_params()


def test_same_seed_same_history(data: TrainingData) -> None:
    first, again, other = (fit(replace(TINY, seed=seed), data, QUIET).history for seed in (1, 1, 2))
    assert first == again
    assert first != other


class Kill(keras.callbacks.Callback):
    """Ends the training the hard way, in the middle of its third epoch."""

    def on_train_batch_end(self, batch: int, logs: object = None) -> None:
        if self.model.optimizer.iterations == 25:
            raise KeyboardInterrupt


def test_accuracy_is_of_digits_among_the_ten_digits() -> None:
    targets = one_hot(np.array([3, 3, NO_DIGIT_LABEL, NO_DIGIT_LABEL, 4]), 11)
    answers = 0.6 * one_hot(np.array([NO_DIGIT_LABEL, NO_DIGIT_LABEL, 3, NO_DIGIT_LABEL, 4]), 11)
    answers += 0.4 * one_hot(np.array([3, 5, NO_DIGIT_LABEL, 1, 9]), 11)
    for classes in (10, 11):  # what is no digit has no target among the ten
        accuracy = DigitAccuracy()
        accuracy.update_state(targets[:, :classes], answers[:, :classes])
        assert float(accuracy.result()) == pytest.approx(2 / 3)


def test_goes_on_after_a_kill_to_the_same_result(
    data: TrainingData, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "NON_DIGITS", 30)
    config = replace(
        TINY, ema=0.9, decay="cosine", warmup_epochs=1, batch_norm=True, non_digit_share=0.2, calm_epochs=1
    )
    whole = fit(config, data, QUIET)
    with pytest.raises(KeyboardInterrupt):
        fit(config, data, FitOptions(checkpoint_dir=tmp_path, verbose=0, callbacks=(Kill(),)))
    resumed = fit(config, data, FitOptions(checkpoint_dir=tmp_path, resume=True, verbose=0))
    assert resumed.history == whole.history
    assert resumed.best_epoch == whole.best_epoch
    for one, other in zip(weights_of(whole), weights_of(resumed), strict=True):
        np.testing.assert_array_equal(one, other)
    finished = fit(config, data, FitOptions(checkpoint_dir=tmp_path, resume=True, verbose=0))
    assert finished.history == whole.history


def test_resume_starts_where_there_is_nothing_and_refuses_another_configuration(
    data: TrainingData, tmp_path: Path
) -> None:
    first = fit(replace(TINY, epochs=1), data, FitOptions(checkpoint_dir=tmp_path, resume=True, verbose=0))
    assert len(first.history["loss"]) == 1
    with pytest.raises(ConfigError, match=r"with epochs 1 instead of 3, seed 0 instead of 4; delete it"):
        fit(replace(TINY, seed=4), data, FitOptions(checkpoint_dir=tmp_path, resume=True, verbose=0))


def test_resume_refuses_other_data(data: TrainingData, tmp_path: Path) -> None:
    options = FitOptions(checkpoint_dir=tmp_path, resume=True, verbose=0)
    fit(replace(TINY, epochs=1), data, options)
    other = TrainingData(replace(data.mnist, sha256="1" * 64))
    with pytest.raises(ConfigError, match=f"with SHA-256 of the digits .* instead of {'1' * 64}; delete it"):
        fit(replace(TINY, epochs=1), other, options)


def test_refuses_a_batch_larger_than_the_data(data: TrainingData) -> None:
    with pytest.raises(ConfigError, match="batch_size must be at most 160, the training digits; received 161"):
        fit(replace(TINY, batch_size=161), data, QUIET)


def test_refuses_a_batch_without_room_for_mnist(data: TrainingData, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "NON_DIGITS", 30)
    with pytest.raises(ConfigError, match="leave room for MNIST beside the other sources; received 1"):
        fit(replace(TINY, batch_size=1, non_digit_share=0.6), data, QUIET)


def test_says_when_a_training_diverges(data: TrainingData) -> None:
    with pytest.raises(ConfigError, match="diverged in epoch 1; choose a learning_rate below 10"):
        fit(replace(TINY, architecture="two_conv", optimizer="sgd", learning_rate=10.0, l2=10.0), data, QUIET)


def test_stops_early_when_asked(data: TrainingData) -> None:
    result = fit(replace(TINY, epochs=30, learning_rate=0.1, patience=2), data, QUIET)
    first_best = int(np.argmax(result.history["val_accuracy"])) + 1
    assert len(result.history["loss"]) == first_best + 2 < 30


def test_validates_the_average_of_the_weights(data: TrainingData) -> None:
    """With a slow average, validation lags behind training; the weights trained on are not touched by it."""
    plain, slow = (fit(replace(TINY, ema=ema), data, QUIET) for ema in (0.0, 0.999))
    assert slow.history["loss"] == plain.history["loss"]
    assert slow.history["val_loss"] != plain.history["val_loss"]


def test_pen_strokes_are_trained_and_validated_on(data: TrainingData, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "NON_DIGITS", 30)
    config = replace(TINY, pen_stroke_share=0.25, non_digit_share=0.125, label_smoothing=0.1)
    both = TrainingData(data.mnist, tiny_strokes())
    shares = [(source.share, len(source.images)) for source in sources.training_sources(config, both)]
    assert shares == [(0.625, 160), (0.25, 2 * sources.PEN_VARIANTS), (0.125, 30)]
    assert {name: len(digits) for name, digits in both.val_sources.items()} == {"mnist": 20, "pen_strokes": 2}
    assert len(both.val) == 22
    result = fit(config, both, QUIET)
    assert len(result.history["loss"]) == 3
    assert result.model.output_shape == (None, 11)
    with pytest.raises(ConfigError, match="--pen-strokes"):
        fit(config, data, QUIET)


def test_logs_on_request(data: TrainingData, tmp_path: Path) -> None:
    once = replace(TINY, epochs=2)
    options = FitOptions(csv_log=tmp_path / "log.csv", tensorboard_dir=tmp_path / "board", verbose=0)
    history = fit(once, data, options).history
    header, *rows = (tmp_path / "log.csv").read_text().splitlines()
    assert header.split(",") == ["epoch", "accuracy", "loss", "val_accuracy", "val_loss"]
    assert [float(row.split(",")[2]) for row in rows] == history["loss"]
    assert list((tmp_path / "board").rglob("events*"))


MIRRORED = """
import json, sys
import tensorflow as tf
cpu = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
sys.path[:0] = sys.argv[1:]
from dataclasses import replace
from builders.tiny_training import TINY, tiny_mnist
from mnist_app.training.fit import FitOptions, fit
from mnist_app.training.sources import TrainingData
assert len(tf.config.list_logical_devices("CPU")) == 2
config = replace(TINY, epochs=2, augmentation=0.0, ema=0.5, dropout=0.0)
data = TrainingData(tiny_mnist())
alone, shared = (fit(config, data, FitOptions(strategy=name, verbose=0)).history for name in ("none", "mirrored"))
print(json.dumps([alone, shared]))
"""


def test_mirrored_strategy_learns_the_same_on_two_devices() -> None:
    tests = Path(__file__).parents[1]
    places = [str(tests), str(tests.parent)]
    result = subprocess.run([sys.executable, "-c", MIRRORED, *places], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    alone, shared = json.loads(result.stdout.splitlines()[-1])
    for key in alone:
        assert shared[key] == pytest.approx(alone[key], rel=1e-3)
