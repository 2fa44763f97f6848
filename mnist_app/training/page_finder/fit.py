"""Pages in, a trained finder out; resumable, as the training of a digit network is (fit.py)."""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from mnist_app.data.pages.hands import Hands
from mnist_app.errors import ConfigError
from mnist_app.runs.finder_run import FINDER, load_finder_run, verified_finder_path
from mnist_app.runs.runs import models_dir
from mnist_app.training.callbacks import WeightAverage, assign, to_arrays
from mnist_app.training.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from mnist_app.training.page_finder.batches import Batch, training_batches
from mnist_app.training.page_finder.network import build_page_net
from mnist_app.training.page_finder.pool import PackedPage, make_pool

VALIDATION_SEED = 777  # of pages that no training's seed makes, and neither does measuring
# How much each question counts in the loss. Guesses.
INK_WEIGHTS, SIZE_WEIGHT, TURN_WEIGHT = (2.0, 6.0), 0.1, 0.2  # ink: of digits, and of other writing, which is rare


@dataclass(frozen=True)
class FinderConfig:
    """All that decides what a finder learns, besides the data.

    Attributes
    ----------
    pages : made-up pages to learn from
    epochs, steps : `epochs` times so many steps
    batch_size : crops a step
    learning_rate : the highest, after one epoch of rising; it falls as a cosine
    weight_decay : of AdamW
    ema : decay per step of the weights' moving average
    validation_pages : pages to validate on, of other hands
    seed : of pages, weights and crops
    begun_from : SHA-256 of the finder whose weights it begins with, the one that is there; "" for new weights

    Raises
    ------
    ConfigError
        if a setting is out of range
    """

    pages: int = 6_000
    epochs: int = 30
    steps: int = 150
    batch_size: int = 12
    learning_rate: float = 2e-3
    weight_decay: float = 0.01
    ema: float = 0.998
    validation_pages: int = 300
    seed: int = 0
    begun_from: str = ""

    def __post_init__(self) -> None:
        for setting in ("pages", "epochs", "steps", "batch_size", "validation_pages"):
            if getattr(self, setting) < 1:
                raise ConfigError(f"{setting} must be at least 1; received {getattr(self, setting)}.")
        if not 0 < self.learning_rate <= 10:
            raise ConfigError(f"learning_rate must be above 0 and up to 10; received {self.learning_rate}.")
        if not (self.weight_decay >= 0 and 0 <= self.ema < 1 and self.seed >= 0):
            raise ConfigError("weight_decay and seed must be 0 or more, and ema from 0 to below 1.")


@dataclass(frozen=True, eq=False)
class FinderFit:
    """A trained finder, with its weights' average; its history and how long it took, in seconds."""

    model: keras.Model
    history: dict[str, list[float]]
    seconds: float


def finder_loss(targets: tf.Tensor, answers: tf.Tensor) -> tf.Tensor:
    """What the answers, (N, H, W, 7), cost beside the targets, (N, H, W, 4), as batches.py makes them."""
    ink, sizes, turns = targets[..., :2], targets[..., 2], tf.cast(targets[..., 3], tf.int32)
    entropy = tf.nn.weighted_cross_entropy_with_logits(ink, answers[..., :2], tf.constant(INK_WEIGHTS))
    weight = ink[..., 0]
    total = tf.reduce_sum(weight) + 1.0
    size = tf.reduce_sum(weight * tf.abs(answers[..., 2] - sizes)) / total
    turn = tf.nn.sparse_softmax_cross_entropy_with_logits(turns, answers[..., 3:])
    return 10 * tf.reduce_mean(entropy) + SIZE_WEIGHT * size + TURN_WEIGHT * tf.reduce_sum(weight * turn) / total


class InkOverlap(keras.metrics.Metric):
    """The F1 score of a kind of ink: 0 digits', 1 other writing's; an answer is ink from a probability of 0.5 on."""

    def __init__(self, channel: int, name: str) -> None:
        super().__init__(name=name)
        self._channel = channel
        self._right = self.add_weight(name="right", initializer="zeros")
        self._both = self.add_weight(name="both", initializer="zeros")

    def update_state(self, y_true: tf.Tensor, y_pred: tf.Tensor, sample_weight: tf.Tensor | None = None) -> None:
        truth = tf.cast(y_true[..., self._channel] > 0.5, tf.float32)
        found = tf.cast(y_pred[..., self._channel] > 0, tf.float32)
        self._right.assign_add(tf.reduce_sum(truth * found))
        self._both.assign_add(tf.reduce_sum(truth) + tf.reduce_sum(found))

    def result(self) -> tf.Tensor:
        return 2 * self._right / tf.maximum(self._both, 1.0)


class _Keeper(keras.callbacks.Callback):
    """Keeps history and a checkpoint after each epoch."""

    def __init__(self, config: str, average: WeightAverage, folder: Path | None) -> None:
        super().__init__()
        self.history: dict[str, list[float]] = {}
        self.earlier_seconds = 0.0
        self._started = time.monotonic()
        self._config, self._average, self._folder = config, average, folder

    @property
    def seconds(self) -> float:
        return self.earlier_seconds + time.monotonic() - self._started

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        for key, value in (logs or {}).items():
            self.history.setdefault(key, []).append(float(value))
        if self._folder:
            groups = {
                "model": to_arrays(self.model.variables),
                "optimizer": to_arrays(self.model.optimizer.variables),
                "average": self._average.arrays,
            }
            save_checkpoint(Checkpoint(self._config, self.history, groups, self.seconds), self._folder)


def fit_finder(
    config: FinderConfig,
    hands: Hands,
    validation_hands: Hands,
    checkpoint_dir: Path | None = None,
    resume: bool = False,
    verbose: int = 1,
) -> FinderFit:
    """Train a finder on made-up pages.

    Raises
    ------
    ConfigError
        if the state to resume is of another configuration, or the finder to begin from is not there
    RunError
        if a checkpoint cannot be written, or the finder to begin from is damaged
    """
    pool = make_pool(config.pages, config.seed, hands)
    validation = _fixed_batches(make_pool(config.validation_pages, VALIDATION_SEED, validation_hands), config)
    keras.utils.set_random_seed(config.seed)
    model = build_page_net()
    if config.begun_from:
        _begin_with(model, config.begun_from)
    optimizer = _build_optimizer(config)
    optimizer.build(model.trainable_variables)
    model.compile(optimizer=optimizer, loss=finder_loss, metrics=[InkOverlap(0, "digit_f1"), InkOverlap(1, "other_f1")])
    average = WeightAverage(model, config.ema)
    settings = json.dumps(asdict(config))
    keeper = _Keeper(settings, average, checkpoint_dir)
    state = load_checkpoint(checkpoint_dir, settings) if resume and checkpoint_dir else None
    if state:
        keeper.history, keeper.earlier_seconds = state.history, state.seconds
        average.restore(state.groups["average"])
        assign(model.variables, state.groups["model"])
        assign(model.optimizer.variables, state.groups["optimizer"])
    done = len(keeper.history.get("loss", ()))
    model.fit(
        _dataset(pool, config, done),
        validation_data=validation,
        initial_epoch=done,
        epochs=config.epochs,
        steps_per_epoch=config.steps,
        callbacks=[average, keeper],
        shuffle=False,
        verbose=verbose,
    )
    finished = build_page_net()
    assign(finished.weights, average.arrays)
    return FinderFit(finished, keeper.history, keeper.seconds)


def _begin_with(model: keras.Model, sha256: str) -> None:
    """Give a new network the weights of the finder that is there; all of them learn on."""
    run = load_finder_run()
    if run is None or run.info.sha256.model != sha256:
        raise ConfigError(f"The {FINDER} from which this training begins is no longer in {models_dir()}.")
    learned = keras.saving.load_model(verified_finder_path(run, "model.keras"), compile=False)
    assign(model.weights, [weight.numpy() for weight in learned.weights])


def _dataset(pool: Sequence[PackedPage], config: FinderConfig, done: int) -> tf.data.Dataset:
    """Each epoch's crops depend on its number alone, so that a resumed training sees what it would have seen."""

    def batches() -> Iterator[Batch]:
        for epoch in range(done, config.epochs):
            yield from training_batches(pool, config.batch_size, config.steps, (config.seed, epoch))

    signature = (
        tf.TensorSpec((None, None, None, 3), tf.float32),
        tf.TensorSpec((None, None, None, 4), tf.float32),
    )
    return tf.data.Dataset.from_generator(batches, output_signature=signature).prefetch(4)


def _fixed_batches(pool: Sequence[PackedPage], config: FinderConfig) -> tf.data.Dataset:
    """The same crops after each epoch."""
    batches = list(training_batches(pool, config.batch_size, len(pool) // config.batch_size, (VALIDATION_SEED,)))
    images, targets = (np.concatenate(parts) for parts in zip(*batches, strict=True))
    return tf.data.Dataset.from_tensor_slices((images, targets)).batch(config.batch_size)


def _build_optimizer(config: FinderConfig) -> keras.optimizers.Optimizer:
    rate = keras.optimizers.schedules.CosineDecay(
        initial_learning_rate=0.0,
        decay_steps=max(1, (config.epochs - 1) * config.steps),
        alpha=0.01,
        warmup_target=config.learning_rate,
        warmup_steps=config.steps,
    )
    return keras.optimizers.AdamW(rate, weight_decay=config.weight_decay, clipnorm=5.0)
