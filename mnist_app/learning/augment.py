"""What is done to a training image, in TensorFlow, a batch at a time and from a seed."""

import math
from dataclasses import dataclass

import tensorflow as tf

from mnist_app.imaging.normalize import IMAGE_SIZE


@dataclass(frozen=True)
class AffineRange:
    """How far an image is turned (radians), sheared, scaled (shares) and shifted (pixels), each way."""

    rotation: float = math.radians(12)
    shear: float = 0.15
    scale: float = 0.12
    shift: float = 2.0


def augment(images: tf.Tensor, seed: tf.Tensor, strength: float = 1.0) -> tf.Tensor:
    """Vary images as another hand would have written them.

    Parameters
    ----------
    images : float32 (B, 28, 28) in [0, 1]
    seed : int (2,); the same seed gives the same images
    strength : factor on every range; 0 leaves the images as they are

    Returns
    -------
    float32 (B, 28, 28) in [0, 1]
    """
    if not strength:
        return images
    transforms = _affine_transforms(tf.shape(images)[0], seed, strength, AffineRange())
    return _transform(images, transforms)


def _affine_transforms(count: tf.Tensor, seed: tf.Tensor, strength: float, ranges: AffineRange) -> tf.Tensor:
    """Rows of the eight numbers that ImageProjectiveTransform takes: where each output pixel is read from."""
    amount = strength * tf.random.stateless_uniform((count, 7), seed, -1, 1)
    angle = amount[:, 0] * ranges.rotation
    shear_x, shear_y = amount[:, 1] * ranges.shear, amount[:, 2] * ranges.shear
    scale_x, scale_y = 1 + amount[:, 3] * ranges.scale, 1 + amount[:, 4] * ranges.scale
    cos, sin = tf.cos(angle), tf.sin(angle)
    a, b = scale_x * (cos - shear_y * sin), scale_x * (shear_x * cos - sin)
    c, d = scale_y * (sin + shear_y * cos), scale_y * (cos + shear_x * sin)
    center = (IMAGE_SIZE - 1) / 2
    shift_x = center - (a + b) * center + amount[:, 5] * ranges.shift
    shift_y = center - (c + d) * center + amount[:, 6] * ranges.shift
    zero = tf.zeros_like(a)
    return tf.stack([a, b, shift_x, c, d, shift_y, zero, zero], axis=1)


def _transform(images: tf.Tensor, transforms: tf.Tensor) -> tf.Tensor:
    return tf.raw_ops.ImageProjectiveTransformV3(
        images=images[..., tf.newaxis],
        transforms=transforms,
        output_shape=(IMAGE_SIZE, IMAGE_SIZE),
        interpolation="BILINEAR",
        fill_mode="CONSTANT",
        fill_value=0.0,
    )[..., 0]
