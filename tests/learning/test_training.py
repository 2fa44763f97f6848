"""A training does what its configuration says, twice the same, cut off or not. The digits are bars at ten places."""

from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pytest

from mnist_app.learning.config import TrainConfig
from mnist_app.learning.dataset import Digits, Mnist
from mnist_app.learning.sources import TrainingData
from mnist_app.learning.training import FitOptions, fit

TINY = TrainConfig("mnist_convnet", epochs=3, batch_size=16, width=0.125, learning_rate=0.01, augmentation=0.2)
QUIET = FitOptions(verbose=0)


def bars(count: int, seed: int) -> Digits:
    """Digit k is an upright bar in columns 2k and 2k + 1 of a 20-pixel box, of any gray from 128 up."""
    rng = np.random.default_rng(seed)
    labels = (np.arange(count) % 10).astype(np.uint8)
    images = np.zeros((count, 28, 28), np.uint8)
    for image, label in zip(images, labels, strict=True):
        image[4:24, 4 + 2 * label : 6 + 2 * label] = rng.integers(128, 256)
    return Digits(images, labels)


@pytest.fixture(scope="module")
def data() -> TrainingData:
    train, val, test = bars(160, 0), bars(20, 1), bars(20, 2)
    return TrainingData(Mnist(train, val, test, np.arange(160, dtype=np.int32), np.arange(20, dtype=np.int32), "0"))


def test_learns_and_keeps_the_best_epoch(data: TrainingData) -> None:
    result = fit(replace(TINY, epochs=8), data, QUIET)
    assert set(result.history) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert all(len(values) == 8 for values in result.history.values())
    assert result.history["val_loss"][-1] < result.history["val_loss"][0] / 2
    assert result.best_epoch == np.argmin(result.history["val_loss"]) + 1
    result.model.compile(loss="categorical_crossentropy", metrics=["accuracy"])
    loss, accuracy = result.model.evaluate(
        data.mnist.val.images[..., None] / 255, np.eye(10)[data.mnist.val.labels], verbose=0
    )
    assert loss == pytest.approx(min(result.history["val_loss"]), rel=1e-4)
    assert accuracy == result.history["val_accuracy"][result.best_epoch - 1]


def test_same_seed_same_history(data: TrainingData) -> None:
    first, again, other = (fit(replace(TINY, seed=seed), data, QUIET).history for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_goes_on_after_a_kill_to_the_same_result(data: TrainingData, tmp_path: Path) -> None:
    config = replace(TINY, ema=0.9, decay="cosine", warmup_epochs=1)
    whole = fit(config, data, QUIET)

    class Kill(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch: int, logs: object = None) -> None:
            if epoch == 2:
                raise KeyboardInterrupt

    options = FitOptions(checkpoint_dir=tmp_path, verbose=0, callbacks=(Kill(),))
    with pytest.raises(KeyboardInterrupt):
        fit(config, data, options)
    resumed = fit(config, data, FitOptions(checkpoint_dir=tmp_path, resume=True, verbose=0))
    assert resumed.history == whole.history
    assert resumed.best_epoch == whole.best_epoch
    for one, other in zip(whole.model.get_weights(), resumed.model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
