"""The network that finds handwriting: a small U-net from a page's pixels to one answer for each 4x4 of them.

It follows Ronneberger et al., "U-Net" (2015), https://arxiv.org/abs/1505.04597, with the residual blocks of He et al.
(2015) on the way down and sums instead of concatenations on the way up (Lin et al., "Feature Pyramid Networks", 2016).
"""

from typing import TypeAlias

import keras
from keras import layers

ANSWERS = 7  # for each: logits of a digit's ink, of other writing's ink; log2 of the size / 32; logits of four turns

Features: TypeAlias = keras.KerasTensor


def build_page_net() -> keras.Model:
    """Build the network: uint8 pages as float32 (N, H, W, 3) in [0, 255] -> float32 (N, H / 4, W / 4, ANSWERS).

    H and W are multiples of 32. Shapes are noted as fractions of the page's sides and channels.
    """
    page = keras.Input((None, None, 3), name="page")
    x = layers.Rescaling(1 / 64, -2.0)(page)
    x = _conv(x, 24, strides=2)  # 1/2, 24
    fine = _residual(_conv(x, 48, strides=2))  # 1/4, 48
    middle = _residual(_conv(fine, 72, strides=2))  # 1/8, 72
    coarse = _residual(_residual(_conv(middle, 96, strides=2)))  # 1/16, 96
    x = _residual(_residual(_conv(coarse, 104, strides=2)))  # 1/32, 104
    x = _merge(x, coarse, 64)
    x = _merge(x, middle, 64)
    x = _merge(x, fine, 48)
    return keras.Model(page, layers.Conv2D(ANSWERS, 1, name="answers")(x), name="page_net")


def _conv(x: Features, channels: int, strides: int = 1, activate: bool = True) -> Features:
    x = layers.Conv2D(channels, 3, strides=strides, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization(momentum=0.98)(x)
    return layers.ReLU()(x) if activate else x


def _residual(x: Features) -> Features:
    channels = x.shape[-1]
    return layers.ReLU()(layers.Add()([x, _conv(_conv(x, channels), channels, activate=False)]))


def _merge(coarse: Features, fine: Features, channels: int) -> Features:
    """Bring a coarse map to a fine one's size, and add what that one knows."""
    up = layers.UpSampling2D(interpolation="nearest")(layers.Conv2D(channels, 1)(coarse))
    return _conv(layers.Add()([up, layers.Conv2D(channels, 1)(fine)]), channels)
