"""Reading images at other places than their pixels: what turning, bending and scattering come down to."""

import tensorflow as tf

from mnist_app.imaging.normalize import IMAGE_SIZE


def pixel_grid() -> tf.Tensor:
    """(row, col) of every pixel, float32 (28, 28, 2)."""
    axis = tf.range(IMAGE_SIZE, dtype=tf.float32)
    return tf.stack(tf.meshgrid(axis, axis, indexing="ij"), axis=-1)


def resample(images: tf.Tensor, places: tf.Tensor) -> tf.Tensor:
    """Read images bilinearly; outside them there is no ink.

    Parameters
    ----------
    images : float32 (B, 28, 28)
    places : float32 (B, 28, 28, 2), the (row, col) at which each pixel of the result is read

    Returns
    -------
    float32 (B, 28, 28)
    """
    count, padded = images.shape[0], IMAGE_SIZE + 2
    flat = tf.reshape(tf.pad(images, ((0, 0), (1, 1), (1, 1))), (-1,))
    places = tf.clip_by_value(places + 1, 0, IMAGE_SIZE + 0.999)
    corner = tf.floor(places)
    row_share, col_share = tf.unstack(places - corner, axis=-1)
    row, col = tf.unstack(tf.cast(corner, tf.int32), axis=-1)
    start = tf.range(count)[:, tf.newaxis, tf.newaxis] * padded**2 + row * padded + col
    upper = tf.gather(flat, start) * (1 - col_share) + tf.gather(flat, start + 1) * col_share
    lower = tf.gather(flat, start + padded) * (1 - col_share) + tf.gather(flat, start + padded + 1) * col_share
    return upper * (1 - row_share) + lower * row_share
