"""A configuration and data in, a trained network and its history out.

`fit` shuffles, mixes and augments (batches.py), trains with warm-up and decay, averages the weights, keeps the best
ones by validation, and leaves a checkpoint after each epoch from which `resume` goes on to the same result.
"""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import keras
import tensorflow as tf

from mnist_app.errors import ConfigError, RunError
from mnist_app.training.batches import BatchPlan, training_batches, validation_batches
from mnist_app.training.callbacks import BestKeeper, CsvLog, DigitAccuracy, WeightAverage, assign
from mnist_app.training.checkpoint import Arrays, Checkpoint, load_checkpoint
from mnist_app.training.config import TrainConfig
from mnist_app.training.networks import build_model, look_turned
from mnist_app.training.sources import TrainingData, training_sources
from mnist_app.training.tensorflow_errors import why_not_written

SGD_MOMENTUM = 0.9
FINAL_RATE = 0.01  # where the cosine ends, as a share of the learning rate; a guess

History = dict[str, list[float]]
Strategy = Literal["none", "mirrored"]


@dataclass(frozen=True, eq=False)
class FitResult:
    """A trained network and how it got there.

    Attributes
    ----------
    model : with the best weights; not compiled
    history : Keras's keys, one list per epoch
    best_epoch : the epoch whose weights were kept, from 1
    seconds : wall time of the training, with that before it was cut off
    """

    model: keras.Model
    history: History
    best_epoch: int
    seconds: float


@dataclass(frozen=True)
class FitOptions:
    """What changes how a training runs, and not what it learns.

    Attributes
    ----------
    checkpoint_dir : where the state is left after each epoch; None leaves none
    resume : go on from that state if there is one
    csv_log, tensorboard_dir : where to log, or None
    strategy : "mirrored" splits each batch over the machine's devices (tf.distribute)
    verbose : Keras's progress bar: 1 a bar, 2 a line per epoch, 0 nothing
    callbacks : more of Keras's callbacks, called last
    """

    checkpoint_dir: Path | None = None
    resume: bool = False
    csv_log: Path | None = None
    tensorboard_dir: Path | None = None
    strategy: Strategy = "none"
    verbose: int = 1
    callbacks: tuple[keras.callbacks.Callback, ...] = ()


def fit(config: TrainConfig, data: TrainingData, options: FitOptions | None = None) -> FitResult:
    """Train a network.

    Raises
    ------
    ConfigError
        if a batch is larger than the data, or the state to resume is of another configuration or other data
    DivergedError
        if the loss is no number
    RunError
        if a checkpoint or a log cannot be written
    """
    options = options or FitOptions()
    settings = json.dumps(asdict(config) | data.checksums)
    state = _state_to_resume(settings, options)
    plan = _plan_batches(config, data)
    keras.utils.set_random_seed(config.seed)
    with _scope(options.strategy):
        model = _build_and_compile(config, plan.steps_per_epoch)
        average = WeightAverage(model, config.ema)
    keeper = BestKeeper(config, settings, average, options.checkpoint_dir)
    if state:
        keeper.restore(state, model)
    if keeper.epochs_done < config.epochs and not keeper.out_of_patience:
        with _logging(options) as loggers:
            model.fit(
                training_batches(plan, keeper.epochs_done, config.epochs),
                validation_data=validation_batches(data.val, config.outputs),
                initial_epoch=keeper.epochs_done,
                epochs=config.epochs,
                steps_per_epoch=plan.steps_per_epoch,
                callbacks=[average, keeper, *loggers, *options.callbacks],
                shuffle=False,  # the batches are drawn at random already
                verbose=options.verbose,
            )
    return FitResult(_finished(config, keeper.best_weights), keeper.history, keeper.best_epoch, keeper.seconds)


def _plan_batches(config: TrainConfig, data: TrainingData) -> BatchPlan:
    plan = BatchPlan(
        sources=training_sources(config, data),
        batch_size=config.batch_size,
        seed=config.seed,
        label_smoothing=config.label_smoothing,
        augmentation=config.augmentation,
        photometric=config.photometric_share,
        calm_from=config.epochs - config.calm_epochs,
    )
    if plan.counts[0] < 1:
        raise ConfigError(f"batch_size must leave room for MNIST beside the other sources; received {plan.batch_size}.")
    if not plan.steps_per_epoch:
        count = len(data.mnist.train)
        raise ConfigError(f"batch_size must be at most {count}, the training digits; received {plan.batch_size}.")
    return plan


def _state_to_resume(settings: str, options: FitOptions) -> Checkpoint | None:
    if not options.resume or options.checkpoint_dir is None:
        return None
    return load_checkpoint(options.checkpoint_dir, settings)


def _scope(strategy: Strategy) -> AbstractContextManager[object]:
    """With "mirrored", each device gets its part of a batch: all GPUs, or the CPUs where there is none."""
    if strategy == "none":
        return nullcontext()
    devices = tf.config.list_logical_devices("GPU") or tf.config.list_logical_devices("CPU")
    return tf.distribute.MirroredStrategy([device.name for device in devices]).scope()


def build_network(config: TrainConfig) -> keras.Model:
    """The network that a configuration describes as it answers once it is trained; its weights are drawn at random."""
    model = _build(config)
    return look_turned(model, config.tta_degrees) if config.tta_degrees else model


def _build(config: TrainConfig) -> keras.Model:
    """The network as it learns: it looks at each picture once."""
    return build_model(
        config.architecture,
        outputs=config.outputs,
        dropout=config.dropout,
        width=config.width,
        l2=config.l2,
        batch_norm=config.batch_norm,
    )


def _build_and_compile(config: TrainConfig, steps_per_epoch: int) -> keras.Model:
    model = _build(config)
    optimizer = _build_optimizer(config, steps_per_epoch)
    optimizer.build(model.trainable_variables)
    model.compile(optimizer=optimizer, loss="categorical_crossentropy", metrics=[DigitAccuracy(name="accuracy")])
    return model


def _build_optimizer(config: TrainConfig, steps_per_epoch: int) -> keras.optimizers.Optimizer:
    rate = _learning_rate(config, steps_per_epoch)
    if config.optimizer == "adamw":
        return keras.optimizers.AdamW(rate, weight_decay=config.weight_decay)
    if config.optimizer == "sgd":
        return keras.optimizers.SGD(rate, momentum=SGD_MOMENTUM, nesterov=True)
    return keras.optimizers.Adam(rate)


def _learning_rate(
    config: TrainConfig, steps_per_epoch: int
) -> float | keras.optimizers.schedules.LearningRateSchedule:
    if config.decay == "constant" and not config.warmup_epochs:
        return config.learning_rate
    warmup_steps = round(config.warmup_epochs * steps_per_epoch)
    return keras.optimizers.schedules.CosineDecay(
        initial_learning_rate=0.0 if warmup_steps else config.learning_rate,
        decay_steps=config.epochs * steps_per_epoch - warmup_steps,
        alpha=FINAL_RATE if config.decay == "cosine" else 1.0,
        warmup_target=config.learning_rate if warmup_steps else None,
        warmup_steps=warmup_steps,
    )


@contextmanager
def _logging(options: FitOptions) -> Iterator[list[keras.callbacks.Callback]]:
    """Give the callbacks that log; a log that cannot be written is one sentence."""
    csv, tensorboard = options.csv_log, options.tensorboard_dir
    loggers: list[keras.callbacks.Callback] = []
    if csv:
        loggers.append(CsvLog(csv, append=options.resume))
    if tensorboard:
        loggers.append(keras.callbacks.TensorBoard(str(tensorboard)))
    try:
        yield loggers
    except OSError as error:
        if csv is None:
            raise
        raise _unwritable(csv, error.strerror or str(error)) from error
    except tf.errors.OpError as error:
        if tensorboard is None or str(tensorboard) not in error.message:
            raise
        raise _unwritable(tensorboard, why_not_written(error)) from error


def _unwritable(log: Path, reason: str) -> RunError:
    return RunError(
        f"The log cannot be written to {log}: {reason}. Make room there and see that it may be written, or name "
        "another place; then go on with --resume."
    )


def _finished(config: TrainConfig, weights: Arrays) -> keras.Model:
    """The trained network afresh: nothing of tf.distribute, and not compiled, so that its file holds no optimizer."""
    model = build_network(config)
    assign(model.weights, weights)
    return model
