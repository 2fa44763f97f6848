"""Pages in, a trained finder out; resumable, as the training of a digit network is (fit.py)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import keras
import numpy as np
from keras import KerasTensor, ops

from mnist_app.data.pages.hands import Hands
from mnist_app.errors import ConfigError
from mnist_app.runs.finder_run import load_finder_run, verified_finder_path
from mnist_app.runs.runs import FINDER, models_dir
from mnist_app.training.callbacks import Keeper, WeightAverage, assign, to_arrays
from mnist_app.training.checkpoint import Arrays, load_checkpoint
from mnist_app.training.page_finder.batches import Batch, training_batches
from mnist_app.training.page_finder.network import build_page_net
from mnist_app.training.page_finder.pool import SEEDS, PackedPage, make_pool

VALIDATION_SEED = SEEDS - 1  # of pages; a training's seed is below it
# How much each question counts in the loss. Guesses.
INK_WEIGHTS, SIZE_WEIGHT, TURN_WEIGHT = (2.0, 6.0), 0.1, 0.4  # ink: of digits, and of other writing, which is rare

# A finder that went on keeps this share of the weights it began with, which did well on other pages: Wortsman et al.,
# "Robust fine-tuning of zero-shot models" (2022), https://arxiv.org/abs/2109.01903. Chosen on made-up pages.
KEPT = 0.5


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
    begun_from : SHA-256 of the finder whose weights it begins with, the one that is there; "" for new weights. In the
        end it keeps `KEPT` of them.

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
        if not (self.weight_decay >= 0 and 0 <= self.ema < 1):
            raise ConfigError("weight_decay must be 0 or more, and ema from 0 to below 1.")
        if not 0 <= self.seed < VALIDATION_SEED:
            raise ConfigError(f"seed must be from 0 to {VALIDATION_SEED - 1}; received {self.seed}.")


@dataclass(frozen=True, eq=False)
class FinderFit:
    """A trained finder, with its weights' average; its history and how long it took, in seconds."""

    model: keras.Model
    history: dict[str, list[float]]
    seconds: float


def finder_loss(targets: KerasTensor, answers: KerasTensor) -> KerasTensor:
    """What the answers, (N, H, W, 7), cost beside the targets, (N, H, W, 4), as batches.py makes them."""
    ink, sizes, turns = targets[..., :2], targets[..., 2], ops.cast(targets[..., 3], "int32")
    logits = answers[..., :2]
    entropy = ink * ops.array(INK_WEIGHTS) * ops.softplus(-logits) + (1 - ink) * ops.softplus(logits)
    weight = ink[..., 0]
    total = ops.sum(weight) + 1.0
    size = ops.sum(weight * ops.abs(answers[..., 2] - sizes)) / total
    turn = ops.sparse_categorical_crossentropy(turns, answers[..., 3:], from_logits=True)
    return 10 * ops.mean(entropy) + SIZE_WEIGHT * size + TURN_WEIGHT * ops.sum(weight * turn) / total


class InkOverlap(keras.metrics.Metric):
    """The F1 score of a kind of ink: 0 digits', 1 other writing's; an answer is ink from a probability of 0.5 on."""

    def __init__(self, channel: int, name: str) -> None:
        super().__init__(name=name)
        self._channel = channel
        self._right = self.add_weight(name="right", initializer="zeros")
        self._both = self.add_weight(name="both", initializer="zeros")

    def update_state(self, y_true: KerasTensor, y_pred: KerasTensor, sample_weight: KerasTensor | None = None) -> None:
        truth = ops.cast(y_true[..., self._channel] > 0.5, "float32")
        found = ops.cast(y_pred[..., self._channel] > 0, "float32")
        self._right.assign_add(ops.sum(truth * found))
        self._both.assign_add(ops.sum(truth) + ops.sum(found))

    def result(self) -> KerasTensor:
        return 2 * self._right / ops.maximum(self._both, 1.0)


def fit_finder(
    config: FinderConfig,
    hands: Hands,
    validation_hands: Hands,
    checksums: Mapping[str, str],
    checkpoint_dir: Path | None = None,
    resume: bool = False,
    verbose: int = 1,
) -> FinderFit:
    """Train a finder on made-up pages of `hands`, which come from data of these checksums.

    Raises
    ------
    ConfigError
        if the state to resume is of another configuration or other data, or the finder to begin from is not there
    DivergedError
        if the loss is no number
    RunError
        if a checkpoint cannot be written, or the finder to begin from is damaged
    """
    settings = json.dumps(asdict(config) | dict(checksums))
    state = load_checkpoint(checkpoint_dir, settings) if resume and checkpoint_dir else None
    pool = make_pool(config.pages, config.seed, hands)
    validation = _fixed_crops(make_pool(config.validation_pages, VALIDATION_SEED, validation_hands))
    keras.utils.set_random_seed(config.seed)
    model = build_page_net()
    beginning = _find_beginning(config.begun_from) if config.begun_from else None
    if beginning:
        assign(model.weights, beginning)
    optimizer = _build_optimizer(config)
    optimizer.build(model.trainable_variables)
    model.compile(optimizer=optimizer, loss=finder_loss, metrics=[InkOverlap(0, "digit_f1"), InkOverlap(1, "other_f1")])
    average = WeightAverage(model, config.ema)
    keeper = Keeper(config.learning_rate, settings, average, checkpoint_dir)
    if state:
        keeper.restore(state, model)
    if keeper.epochs_done < config.epochs:
        model.fit(
            _batches(pool, config, keeper.epochs_done),
            validation_data=validation,
            validation_batch_size=config.batch_size,
            initial_epoch=keeper.epochs_done,
            epochs=config.epochs,
            steps_per_epoch=config.steps,
            callbacks=[average, keeper],
            shuffle=False,
            verbose=verbose,
        )
    learned = average.arrays
    if beginning:
        both = zip(beginning, learned, strict=True)
        learned = [KEPT * before.astype(np.float32) + (1 - KEPT) * after.astype(np.float32) for before, after in both]
    finished = build_page_net()
    assign(finished.weights, learned)
    return FinderFit(finished, keeper.history, keeper.seconds)


def _find_beginning(sha256: str) -> Arrays:
    """The weights of the finder that is there; all of them learn on."""
    run = load_finder_run()
    if run is None or run.info.sha256.model != sha256:
        raise ConfigError(f"The {FINDER} from which this training begins is no longer in {models_dir()}.")
    return to_arrays(keras.saving.load_model(verified_finder_path(run, "model.keras"), compile=False).weights)


def _batches(pool: Sequence[PackedPage], config: FinderConfig, done: int) -> Iterator[Batch]:
    """Each epoch's crops depend on its number alone, so that a resumed training sees what it would have seen."""
    for epoch in range(done, config.epochs):
        yield from training_batches(pool, config.batch_size, config.steps, (config.seed, epoch))


def _fixed_crops(pool: Sequence[PackedPage]) -> Batch:
    """The same crops after each epoch, one of each page on average."""
    ((images, targets),) = training_batches(pool, len(pool), 1, (VALIDATION_SEED,))
    return images, targets


def _build_optimizer(config: FinderConfig) -> keras.optimizers.Optimizer:
    rate = keras.optimizers.schedules.CosineDecay(
        initial_learning_rate=0.0,
        decay_steps=max(1, (config.epochs - 1) * config.steps),
        alpha=0.01,
        warmup_target=config.learning_rate,
        warmup_steps=config.steps,
    )
    return keras.optimizers.AdamW(rate, weight_decay=config.weight_decay, clipnorm=5.0)
