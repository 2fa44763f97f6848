"""The stream of training batches: sources mixed by ratio, shuffled, smoothed and augmented, in tf.data.

What a batch holds depends on the seed, the epoch and its place in the epoch, and on nothing else: a training that was
cut off and goes on at epoch 7 sees what it would have seen.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import tensorflow as tf

from mnist_app.data.mnist import CLASSES, Digits, one_hot
from mnist_app.imaging.normalize import FULL_INK, to_model_input
from mnist_app.training.augmentation.augment import augment
from mnist_app.training.features import BATCH

CALM_AUGMENTATION = 0.7  # factors of the calm epochs; guesses
CALM_PHOTOMETRIC = 0.25


@dataclass(frozen=True, eq=False)
class Source:
    """Images that make up a share of each batch.

    Attributes
    ----------
    images : uint8 (N, 28, 28)
    targets : float32 (N, C), each row sums to 1; C is 10, or 11 with "no digit" as the last class
    share : of a batch, in (0, 1]; the shares of all sources sum to 1
    """

    images: npt.NDArray[np.uint8]
    targets: npt.NDArray[np.float32]
    share: float


@dataclass(frozen=True, eq=False)
class BatchPlan:
    """How sources become batches. An epoch is one pass over the first source; the last partial batch is left out.

    From the epoch `calm_from` on there is less augmentation: at the end, digits as they are should count for most.
    """

    sources: tuple[Source, ...]
    batch_size: int
    seed: int
    label_smoothing: float = 0.0
    augmentation: float = 0.0
    photometric: float = 0.0
    calm_from: int | None = None

    @property
    def counts(self) -> tuple[int, ...]:
        """Images of each source in a batch."""
        others = [round(self.batch_size * source.share) for source in self.sources[1:]]
        return self.batch_size - sum(others), *others

    @property
    def steps_per_epoch(self) -> int:
        return len(self.sources[0].images) // self.counts[0]


def training_batches(plan: BatchPlan, first_epoch: int, epochs: int) -> tf.data.Dataset:
    """The batches of the epochs from `first_epoch` up to, not including, `epochs`, one after the other.

    Each is (x float32 (B, 28, 28, 1) in [0, 1], targets float32 (B, C)).
    """
    images = tf.constant(np.concatenate([source.images for source in plan.sources]))
    targets = tf.constant(np.concatenate([source.targets for source in plan.sources]))
    calm_from = max(first_epoch, epochs if plan.calm_from is None else plan.calm_from)
    full = _augmented(plan, images, targets, first_epoch, calm_from)
    calm = replace(
        plan, augmentation=CALM_AUGMENTATION * plan.augmentation, photometric=CALM_PHOTOMETRIC * plan.photometric
    )
    return full.concatenate(_augmented(calm, images, targets, calm_from, epochs)).prefetch(4)


def _augmented(
    plan: BatchPlan, images: tf.Tensor, targets: tf.Tensor, first_epoch: int, epochs: int
) -> tf.data.Dataset:
    def batch(seed: tf.Tensor, index: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        index = tf.ensure_shape(index, (plan.batch_size,))
        x = tf.cast(tf.gather(images, index), tf.float32) / FULL_INK  # as to_model_input does; a test compares them
        x = augment(x, seed, plan.augmentation, plan.photometric)
        return x[..., tf.newaxis], _smooth(tf.gather(targets, index), plan.label_smoothing)

    def epoch_batches(epoch: tf.Tensor) -> tf.data.Dataset:
        shape = (plan.steps_per_epoch, plan.batch_size)
        index = tf.ensure_shape(tf.numpy_function(lambda e: draw_epoch(plan, int(e)), [epoch], tf.int32), shape)
        steps = epoch * plan.steps_per_epoch + tf.range(plan.steps_per_epoch, dtype=tf.int64)
        seeds = tf.stack([tf.fill([plan.steps_per_epoch], tf.constant(plan.seed, tf.int64)), steps], axis=1)
        return tf.data.Dataset.from_tensor_slices((seeds, index))

    return (
        tf.data.Dataset.range(first_epoch, epochs)
        .flat_map(epoch_batches)
        .map(batch, num_parallel_calls=2, deterministic=True)
    )


def draw_epoch(plan: BatchPlan, epoch: int) -> npt.NDArray[np.int32]:
    """Which images an epoch's batches hold: int32 (steps, batch_size), positions in the sources laid end to end."""
    rng = np.random.default_rng((plan.seed, epoch))
    columns, start = [], 0
    for source, count in zip(plan.sources, plan.counts, strict=True):
        needed = plan.steps_per_epoch * count
        passes = -(-needed // len(source.images))
        order = np.concatenate([rng.permutation(len(source.images)) for _ in range(passes)])
        columns.append(start + order[:needed].reshape(plan.steps_per_epoch, count))
        start += len(source.images)
    # The sources take turns at random, because augmentation treats the first images of a batch differently.
    return rng.permuted(np.concatenate(columns, axis=1), axis=1).astype(np.int32)


def validation_batches(digits: Digits, outputs: int = CLASSES) -> tf.data.Dataset:
    """(x, targets float32 (B, outputs)) of every digit, in order, as they are."""
    pairs = (to_model_input(digits.images), one_hot(digits.labels, outputs))
    return tf.data.Dataset.from_tensor_slices(pairs).batch(BATCH)


def _smooth(targets: tf.Tensor, amount: float) -> tf.Tensor:
    """Spread a share of each digit's target over the ten digits; the target of what is no digit stays as it is."""
    digits, others = targets[:, :CLASSES], targets[:, CLASSES:]
    is_digit = tf.reduce_sum(digits, axis=-1, keepdims=True)
    return tf.concat([digits * (1 - amount) + is_digit * amount / CLASSES, others], axis=-1)
