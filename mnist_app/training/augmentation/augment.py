"""What is done to a training image: geometry and stroke thickness, and for a share of each batch photometric effects.

Everything runs in TensorFlow on whole batches, from seeds. Images come in random order, so a share of a batch is simply
its first images. Ours, because a training that goes on must draw what it would have drawn: a seed follows from a
batch's place in the training, where Keras's layers count their own draws.

Sources: affine and elastic distortion, Simard, Steinkraus, Platt (2003). The ranges are guesses, held to what a person
still reads (see the run's figure of augmented digits), and chosen on validation digits.
"""

import math
from dataclasses import dataclass

import tensorflow as tf

from mnist_app.imaging.normalize import IMAGE_SIZE
from mnist_app.training.augmentation.photometric import apply_effects, dilate, erode
from mnist_app.training.augmentation.warp import pixel_grid, resample


@dataclass(frozen=True)
class Geometry:
    """How far an image is turned (radians), sheared, scaled (shares) and shifted (pixels), each way."""

    turn: float = math.radians(12)
    shear: float = 0.15
    scale: float = 0.12
    shift: float = 1.5


MILD = Geometry()
WILD = Geometry(turn=math.radians(32), shear=0.4, scale=0.35, shift=4.0)
WILD_SHARE = 1 / 3  # of the images with photometric effects
GRID = 6  # points a side at which an image is moved to bend it; between them the movement is smooth
BEND = 0.9  # standard deviation of that movement, pixels
THICKENED = 0.4  # share of the images whose strokes are made thicker or thinner


def augment(images: tf.Tensor, seed: tf.Tensor, strength: float = 1.0, photometric: float = 0.0) -> tf.Tensor:
    """Vary images as other hands, pens, cameras and papers would.

    Parameters
    ----------
    images : float32 (B, 28, 28) in [0, 1], in random order; B must be known when the graph is built
    seed : int (2,); the same seed gives the same images
    strength : factor on the ranges of geometry and thickness; 0 leaves shapes as they are
    photometric : share of the images, from the first on, that get photometric effects, some with wilder geometry

    Returns
    -------
    float32 (B, 28, 28) in [0, 1]
    """
    seeds = tf.unstack(tf.random.split(seed, 5))
    count = images.shape[0]
    affected = round(count * photometric)
    if strength:
        wild = tf.cast(tf.range(count) < round(affected * WILD_SHARE), tf.float32)
        images = _thicken(images, seeds[0], strength)
        images = resample(images, _affine(count, seeds[1], strength, wild) + _bending(count, seeds[2], strength))
    if affected:
        images = tf.concat([apply_effects(images[:affected], seeds[3]), images[affected:]], axis=0)
    return images


def _thicken(images: tf.Tensor, seed: tf.Tensor, strength: float) -> tf.Tensor:
    """Blend some images with their dilation or erosion."""
    count = images.shape[0]
    changed = round(count * THICKENED)
    amount = strength * tf.random.stateless_uniform((changed, 1, 1), seed, -0.6, 0.8)
    some = images[count - changed :]
    thick = some + tf.clip_by_value(amount, 0, 1) * (dilate(some) - some)
    thin = thick + tf.clip_by_value(-amount, 0, 1) * (erode(some) - some)
    return tf.concat([images[: count - changed], thin], axis=0)


def _affine(count: int, seed: tf.Tensor, strength: float, wild: tf.Tensor) -> tf.Tensor:
    """Where each pixel is read from, float32 (B, 28, 28, 2) in (row, col); `wild` float32 (B,) is 0 or 1."""
    mild, far = ([g.turn, g.shear, g.shear, g.scale, g.scale, g.shift, g.shift] for g in (MILD, WILD))
    ranges = tf.constant(mild) + wild[:, tf.newaxis] * (tf.constant(far) - tf.constant(mild))
    turn, shear_row, shear_col, scale_row, scale_col, shift_row, shift_col = tf.unstack(
        strength * ranges * tf.random.stateless_uniform((count, 7), seed, -1, 1), axis=1
    )
    cos, sin = tf.cos(turn), tf.sin(turn)
    row_scale, col_scale = tf.exp(-scale_row), tf.exp(-scale_col)
    matrix = tf.stack(
        [
            tf.stack([row_scale * (cos - shear_row * sin), row_scale * (shear_row * cos + sin)], axis=1),
            tf.stack([col_scale * (shear_col * cos - sin), col_scale * (cos + shear_col * sin)], axis=1),
        ],
        axis=1,
    )
    shift = tf.stack([shift_row, shift_col], axis=1)[:, tf.newaxis]
    center = (IMAGE_SIZE - 1) / 2
    places = tf.linalg.matmul(tf.reshape(pixel_grid(), (1, -1, 2)) - center, matrix, transpose_b=True) + center + shift
    return tf.reshape(places, (count, IMAGE_SIZE, IMAGE_SIZE, 2))


def _bending(count: int, seed: tf.Tensor, strength: float) -> tf.Tensor:
    """A smooth displacement, float32 (B, 28, 28, 2)."""
    points = strength * BEND * tf.random.stateless_normal((count, GRID, GRID, 2), seed)
    return tf.image.resize(points, (IMAGE_SIZE, IMAGE_SIZE), method="bicubic")
