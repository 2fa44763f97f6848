"""Photometric effects on batches: light, noise, blur and marks, each on its own run of images.

A network that never saw them fails completely where paper is gray, sensors are noisy or lines cross a digit: batch
normalization then meets statistics it does not know. The effects follow the families of Mu and Gilmer, "MNIST-C"
(2019, https://arxiv.org/abs/1906.02337), in simpler forms and with ranges of their own.
"""

import math
from collections.abc import Callable

import tensorflow as tf

from mnist_app.imaging.normalize import IMAGE_SIZE
from mnist_app.training.augmentation.warp import pixel_grid, resample

Effect = Callable[[tf.Tensor, tf.Tensor], tf.Tensor]

KERNEL = 7  # pixels a side of the blurring kernels


def apply_effects(images: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """Give each image, float32 (B, 28, 28) in [0, 1] and in random order, one of the effects, clipped to [0, 1]."""
    seeds = tf.unstack(tf.random.split(seed, len(EFFECTS)))
    bounds = [round(images.shape[0] * number / len(EFFECTS)) for number in range(len(EFFECTS) + 1)]
    parts = [
        effect(images[start:end], part_seed)
        for effect, part_seed, start, end in zip(EFFECTS, seeds, bounds[:-1], bounds[1:], strict=True)
        if end > start
    ]
    return tf.clip_by_value(tf.concat(parts, axis=0), 0, 1)


def dilate(images: tf.Tensor) -> tf.Tensor:
    """The largest value of each pixel and its four neighbors."""
    padded = tf.pad(images, ((0, 0), (1, 1), (1, 1)))
    vertical = tf.maximum(padded[:, :-2, 1:-1], padded[:, 2:, 1:-1])
    horizontal = tf.maximum(padded[:, 1:-1, :-2], padded[:, 1:-1, 2:])
    return tf.maximum(images, tf.maximum(vertical, horizontal))


def erode(images: tf.Tensor) -> tf.Tensor:
    """The smallest value of each pixel and its four neighbors."""
    return 1 - dilate(1 - images)


def brighten(images: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """Lighten the paper, and fade the ink."""
    paper, ink = tf.unstack(_uniform(images, seed, 2))
    return images * (0.3 + 0.7 * ink) + 0.8 * paper


def add_fog(images: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """Lay clouds and a slope of light over the image."""
    seeds = tf.unstack(tf.random.split(seed, 4))
    clouds = _smooth_noise(images, seeds[0], 3) + 0.5 * _smooth_noise(images, seeds[1], 7)
    clouds += 0.25 * _smooth_noise(images, seeds[2], 14)
    density, contrast, level = tf.unstack(_uniform(images, seeds[3], 3))
    haze = (0.3 + 0.9 * level) + (0.2 + 0.5 * contrast) * clouds
    density = 0.3 + 0.9 * density
    return (images + density * tf.maximum(haze, 0)) / (1 + 0.7 * density)


def add_grain(images: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """Add noise that is the same everywhere, and noise that grows with the light (shot noise)."""
    seeds = tf.unstack(tf.random.split(seed, 3))
    even, shot = tf.unstack(_uniform(images, seeds[0], 2))
    noise = 0.3 * even * tf.random.stateless_normal(images.shape, seeds[1])
    return images + noise + 0.7 * shot * tf.sqrt(images) * tf.random.stateless_normal(images.shape, seeds[2])


def add_impulses(images: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """Set single pixels to black or white."""
    seeds = tf.unstack(tf.random.split(seed, 2))
    chance = 0.18 * _uniform(images, seeds[0], 1)[0]
    draw = tf.random.stateless_uniform(images.shape, seeds[1])
    return tf.where(draw < chance, 0.0, tf.where(draw > 1 - chance, 1.0, images))


def blur(images: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """Blur along a line as a moving hand does, or all around as a lens does."""
    length, breadth, angle = tf.unstack(_uniform(images, seed, 3))
    along, across = 0.5 + 2.5 * length, 0.3 + 1.2 * breadth * length
    axis = tf.range(KERNEL, dtype=tf.float32) - KERNEL // 2
    rows, cols = axis[tf.newaxis, :, tf.newaxis], axis[tf.newaxis, tf.newaxis, :]
    cos, sin = tf.cos(math.pi * angle), tf.sin(math.pi * angle)
    u, v = rows * sin + cols * cos, rows * cos - cols * sin
    kernels = tf.exp(-0.5 * ((u / along) ** 2 + (v / across) ** 2))
    kernels /= tf.reduce_sum(kernels, axis=(1, 2), keepdims=True)
    # One image with a channel for each picture, so that each is convolved with a kernel of its own.
    channels = tf.transpose(images, (1, 2, 0))[tf.newaxis]
    filters = tf.transpose(kernels, (1, 2, 0))[..., tf.newaxis]
    blurred = tf.nn.depthwise_conv2d(channels, filters, strides=(1, 1, 1, 1), padding="SAME")
    return tf.transpose(blurred[0], (2, 0, 1))


def scatter(images: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """Read each pixel from somewhere nearby, as through frosted glass."""
    seeds = tf.unstack(tf.random.split(seed, 2))
    distance = 0.4 + 0.9 * _uniform(images, seeds[0], 1)[0][..., tf.newaxis]
    return resample(images, pixel_grid() + distance * tf.random.stateless_normal((*images.shape, 2), seeds[1]))


def draw_line(images: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """Draw a line across: straight or zigzag, whole or dotted."""
    angle, offset, swing, period, gap, width, level = tf.unstack(_uniform(images, seed, 7))
    along, across = _axes(angle)
    wave = tf.abs(2 * tf.math.floormod(along / (4 + 10 * period), 1.0) - 1) - 0.5
    distance = tf.abs(across - 10 * (2 * offset - 1) - 12 * tf.nn.relu(swing - 0.4) * wave)
    dashes = tf.cast(tf.math.floormod(along / (2 + 4 * period), 1.0) > 0.7 * gap - 0.2, tf.float32)
    ink = dashes * tf.clip_by_value(0.9 + 0.8 * width - distance, 0, 1)
    return tf.maximum(images, (0.5 + 0.5 * level) * ink)


def draw_rules(images: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """Draw the rules of lined or squared paper."""
    angle, spacing, phase, level, squared = tf.unstack(_uniform(images, seed, 5))
    along, across = _axes(0.1 * (angle - 0.5))
    gap = 6 + 8 * spacing
    rows = tf.abs(tf.math.floormod(across + gap * phase, gap) - gap / 2)
    cols = tf.where(squared > 0.5, tf.abs(tf.math.floormod(along, gap) - gap / 2), 99.0)
    ink = tf.clip_by_value(1.2 - tf.minimum(rows, cols), 0, 1)
    return tf.maximum(images, (0.2 + 0.6 * level) * ink)


def invert_band(images: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """Turn a band across the image into its negative."""
    angle, offset, breadth, level = tf.unstack(_uniform(images, seed, 4))
    upright = tf.round(angle * 2) / 2  # half of the bands lie along a side
    _, across = _axes(tf.where(level > 0.5, upright, angle))
    inside = tf.abs(across - 10 * (2 * offset - 1)) < 1.5 + 7 * breadth
    return tf.where(inside, 1 - images, images)


def splash(images: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """Splash drops of ink, or of something gray, over the image."""
    seeds = tf.unstack(tf.random.split(seed, 3))
    amount, level, cover = tf.unstack(_uniform(images, seeds[0], 3))
    noise = _smooth_noise(images, seeds[1], 9) + 0.5 * _smooth_noise(images, seeds[2], 18)
    drops = tf.clip_by_value(4 * (noise - 1.1 + 0.7 * amount), 0, 1)
    splashed = tf.maximum(images, drops * (0.3 + 0.7 * level))
    return tf.where(cover > 0.7, images * (1 - drops), splashed)


def trace_edges(images: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """Keep only the strokes' edges, as an edge detector does."""
    threshold = 0.25 + 0.4 * _uniform(images, seed, 1)[0]
    strokes = tf.cast(images > threshold * tf.reduce_max(images, axis=(1, 2), keepdims=True), tf.float32)
    return strokes - erode(strokes)


EFFECTS: tuple[Effect, ...] = (
    brighten,
    add_fog,
    add_grain,
    add_impulses,
    blur,
    scatter,
    draw_line,
    draw_rules,
    invert_band,
    splash,
    trace_edges,
)


def _uniform(images: tf.Tensor, seed: tf.Tensor, count: int) -> tf.Tensor:
    """So many numbers in [0, 1) for each image, float32 (count, B, 1, 1)."""
    return tf.random.stateless_uniform((count, images.shape[0], 1, 1), seed)


def _smooth_noise(images: tf.Tensor, seed: tf.Tensor, points: int) -> tf.Tensor:
    """Normal noise drawn at so many points a side, smooth between them."""
    noise = tf.random.stateless_normal((images.shape[0], points, points, 1), seed)
    return tf.image.resize(noise, (IMAGE_SIZE, IMAGE_SIZE), method="bicubic")[..., 0]


def _axes(angle: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Positions along and across a line through the center, at an angle given in half turns, (B, 28, 28) each."""
    rows, cols = tf.unstack(pixel_grid() - (IMAGE_SIZE - 1) / 2, axis=-1)
    cos, sin = tf.cos(math.pi * angle), tf.sin(math.pi * angle)
    return cols * cos + rows * sin, rows * cos - cols * sin
