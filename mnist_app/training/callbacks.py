"""What happens beside the steps of a training: measuring, averaging the weights, keeping the best, checkpoints."""

import contextlib
import time
from pathlib import Path

import keras
import numpy as np
from keras import KerasTensor, ops

from mnist_app.data.mnist import CLASSES
from mnist_app.errors import DivergedError
from mnist_app.training.checkpoint import Arrays, Checkpoint, save_checkpoint
from mnist_app.training.config import TrainConfig


class DigitAccuracy(keras.metrics.CategoricalAccuracy):
    """Accuracy over digits alone, and among the ten digits: an eleventh class, "no digit", does not count."""

    def update_state(self, y_true: KerasTensor, y_pred: KerasTensor, sample_weight: KerasTensor | None = None) -> None:
        digits = y_true[:, :CLASSES]
        is_digit = ops.sum(digits, axis=-1) > 0.5
        super().update_state(digits, y_pred[:, :CLASSES], sample_weight=ops.cast(is_digit, "float32"))


class CsvLog(keras.callbacks.CSVLogger):
    """Keras's own, which after a failed write would leave its file open, with the line still to be written."""

    def __init__(self, path: Path, append: bool) -> None:
        super().__init__(str(path), append=append)

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        try:
            super().on_epoch_end(epoch, logs)
        except OSError:
            with contextlib.suppress(OSError):
                self.csv_file.close()
            raise


class WeightAverage(keras.callbacks.Callback):
    """The exponential moving average of all weights, those of batch normalization too; it is what is validated.

    With a decay of 0 it is the weights themselves. The first steps count for less than the decay says, so that the
    average does not start from random weights (as in tf.train.ExponentialMovingAverage with `num_updates`). Ours,
    because a Keras optimizer's `use_ema` averages what is trained only: not batch normalization's statistics.
    """

    def __init__(self, model: keras.Model, decay: float) -> None:
        super().__init__()
        self._weights = model.weights
        self._decay = decay
        self._averages = [keras.Variable(weight.numpy(), trainable=False) for weight in self._weights] if decay else []
        self._set_aside: Arrays = []

    @property
    def arrays(self) -> Arrays:
        """The average now, in the order of `model.weights`."""
        return to_arrays(self._averages or self._weights)

    def restore(self, arrays: Arrays) -> None:
        """Go on from an average that was saved."""
        if self._averages:
            assign(self._averages, arrays)

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        if self._averages:
            step = int(self.model.optimizer.iterations.numpy())
            self._move(min(self._decay, (1 + step) / (10 + step)))

    def on_test_begin(self, logs: dict[str, float] | None = None) -> None:
        if self._averages:
            self._set_aside = to_arrays(self._weights)
            assign(self._weights, self.arrays)

    def on_test_end(self, logs: dict[str, float] | None = None) -> None:
        if self._averages:
            assign(self._weights, self._set_aside)

    def _move(self, decay: float) -> None:
        for average, weight in zip(self._averages, self._weights, strict=True):
            average.assign_sub((1 - decay) * (average.value - weight.value))


def check_converging(logs: dict[str, float], epoch: int, learning_rate: float) -> None:
    """Stop a training whose loss, after an epoch that is counted from 0, is no number any more.

    Raises
    ------
    DivergedError
        if it is none
    """
    if not np.isfinite(logs["loss"]):
        raise DivergedError(
            f"The training diverged in epoch {epoch + 1}; choose a learning_rate below {learning_rate:g}."
        )


class Keeper(keras.callbacks.Callback):
    """Keeps the history, and a checkpoint after each epoch if there is a folder for it."""

    def __init__(self, learning_rate: float, settings: str, average: WeightAverage, folder: Path | None) -> None:
        super().__init__()
        self.history: dict[str, list[float]] = {}
        self._earlier_seconds = 0.0
        self._started = time.monotonic()
        self._learning_rate = learning_rate
        self._settings = settings
        self._average = average
        self._folder = folder

    @property
    def epochs_done(self) -> int:
        return len(self.history.get("loss", ()))

    @property
    def seconds(self) -> float:
        """Wall time of the training, with that before it was cut off."""
        return self._earlier_seconds + (time.monotonic() - self._started if self.model else 0.0)

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        self._note(epoch, logs or {})
        if self._folder:
            checkpoint = Checkpoint(self._settings, self.history, self._state(), self.seconds)
            save_checkpoint(checkpoint, self._folder)

    def restore(self, checkpoint: Checkpoint, model: keras.Model) -> None:
        """Put model, optimizer and average back where a checkpoint found them."""
        self.history = checkpoint.history
        self._earlier_seconds = checkpoint.seconds
        self._average.restore(checkpoint.groups["average"])
        assign(model.variables, checkpoint.groups["model"])
        assign(model.optimizer.variables, checkpoint.groups["optimizer"])

    def _note(self, epoch: int, logs: dict[str, float]) -> None:
        """Note an epoch's figures, before it is saved."""
        check_converging(logs, epoch, self._learning_rate)
        for key, value in logs.items():
            self.history.setdefault(key, []).append(float(value))

    def _state(self) -> dict[str, Arrays]:
        return {
            "model": to_arrays(self.model.variables),
            "optimizer": to_arrays(self.model.optimizer.variables),
            "average": self._average.arrays,
        }


class BestKeeper(Keeper):
    """Keeps the weights with the best validation accuracy, too, and stops a training that is out of patience.

    Accuracy and not loss: smoothed labels make a network less sure while it gets better, and calibration mends that.
    """

    def __init__(self, config: TrainConfig, settings: str, average: WeightAverage, folder: Path | None) -> None:
        super().__init__(config.learning_rate, settings, average, folder)
        self.best_weights: Arrays = []
        self._patience = config.patience

    @property
    def best_epoch(self) -> int:
        """The last epoch with the highest validation accuracy, from 1."""
        accuracy = self.history["val_accuracy"]
        return len(accuracy) - int(np.argmax(accuracy[::-1]))

    @property
    def out_of_patience(self) -> bool:
        if not self._patience or not self.history:
            return False
        first_best = int(np.argmax(self.history["val_accuracy"])) + 1
        return self.epochs_done - first_best >= self._patience

    def restore(self, checkpoint: Checkpoint, model: keras.Model) -> None:
        """Put model, optimizer, average and the best weights back where a checkpoint found them."""
        super().restore(checkpoint, model)
        self.best_weights = checkpoint.groups["best"]

    def _note(self, epoch: int, logs: dict[str, float]) -> None:
        super()._note(epoch, logs)
        if self.best_epoch == self.epochs_done:
            self.best_weights = self._average.arrays
        self.model.stop_training = self.out_of_patience

    def _state(self) -> dict[str, Arrays]:
        return super()._state() | {"best": self.best_weights}


def to_arrays(variables: list[keras.Variable]) -> Arrays:
    """Copies of the variables' values."""
    return [variable.numpy().copy() for variable in variables]


def assign(variables: list[keras.Variable], arrays: Arrays) -> None:
    """Set variables to arrays of the same shapes, in the same order."""
    for variable, array in zip(variables, arrays, strict=True):
        variable.assign(array)
