"""The networks by name; the only place where layers are written.

Each takes x, float32 (N, 28, 28, 1) in [0, 1], and returns a softmax, float32 (N, C): ten digits and, where it learns
what is no digit, an eleventh class for that. Shapes are noted as (height, width, channels); parameters are counted at
the options' defaults and ten classes, and the tests hold every network to its count.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import keras
import numpy as np
import numpy.typing as npt
from keras import layers, ops

from mnist_app.data.mnist import CLASSES
from mnist_app.errors import ConfigError
from mnist_app.imaging.normalize import IMAGE_SIZE
from mnist_app.metrics.calibration import TINY
from mnist_app.runs.runs import ARCHITECTURES

MAX_WIDTH = 8.0  # times as many channels as written below; beyond it no machine of our users trains


@dataclass(frozen=True)
class Options:
    """What can be varied in every network.

    Attributes
    ----------
    dropout : share of the features dropped before the last layer, in [0, 1)
    width : factor on every number of channels
    l2 : weight of the L2 penalty on the kernels of convolutions and dense layers
    batch_norm : normalize after each convolution, before its activation
    """

    dropout: float = 0.0
    width: float = 1.0
    l2: float = 0.0
    batch_norm: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.dropout < 1:
            raise ConfigError(f"The dropout must lie in [0, 1); received {self.dropout:g}.")
        if not 0 < self.width <= MAX_WIDTH:
            raise ConfigError(f"The width must lie above 0 and up to {MAX_WIDTH:g}; received {self.width:g}.")
        if not self.l2 >= 0:
            raise ConfigError(f"The L2 penalty must not be negative; received {self.l2:g}.")

    def scaled(self, channels: int) -> int:
        """The number of channels at this width."""
        return max(1, round(channels * self.width))


Features: TypeAlias = keras.KerasTensor
Builder: TypeAlias = Callable[[Features, Options], Features]


def two_conv(x: Features, options: Options) -> Features:
    """Two convolutions and a dense layer: 121,930 parameters."""
    x = _pool(_conv(x, 32, options, padding="valid"))  # (13, 13, 32)
    x = _pool(_conv(x, 64, options, padding="valid"))  # (5, 5, 64)
    return _dense(layers.Flatten()(x), 64, options)


def three_conv(x: Features, options: Options) -> Features:
    """Three convolutions and a dense layer: 110,474 parameters."""
    x = _pool(_conv(x, 32, options, padding="valid"))  # (13, 13, 32)
    x = _pool(_conv(x, 64, options, padding="valid"))  # (5, 5, 64)
    x = _pool(_conv(x, 128, options, padding="valid"))  # (1, 1, 128)
    return _dense(layers.Flatten()(x), 128, options)


def mnist_convnet(x: Features, options: Options) -> Features:
    """The network of https://keras.io/examples/vision/mnist_convnet: 34,826 parameters."""
    x = _pool(_conv(x, 32, options, padding="valid"))  # (13, 13, 32)
    x = _pool(_conv(x, 64, options, padding="valid"))  # (5, 5, 64)
    return layers.Flatten()(x)


def resnet(x: Features, options: Options) -> Features:
    """A small residual network (He et al. 2015, https://arxiv.org/abs/1512.03385): 78,042 parameters."""
    x = _conv(x, 16, options)  # (28, 28, 16)
    x = _residual(x, 16, options, strides=1)
    x = _residual(x, 32, options, strides=2)  # (14, 14, 32)
    x = _residual(x, 64, options, strides=2)  # (7, 7, 64)
    return layers.GlobalAveragePooling2D()(x)


def digit_net(x: Features, options: Options) -> Features:
    """Our own: seven convolutions without padding, so that the edge is never mistaken for paper."""
    x = _conv(x, 16, options, padding="valid")  # (26, 26, 16)
    x = _conv(x, 32, options, strides=2, padding="valid")  # (12, 12, 32)
    x = _conv(x, 64, options, padding="valid")  # (10, 10, 64)
    x = _conv(x, 64, options, padding="valid")  # (8, 8, 64)
    x = _conv(x, 96, options, padding="valid")  # (6, 6, 96)
    x = _conv(x, 128, options, padding="valid")  # (4, 4, 128)
    x = _conv(x, 128, options, padding="valid")  # (2, 2, 128)
    return layers.Flatten()(x)


# Each network and its authors' options; a test holds the names to those of ARCHITECTURES.
NETWORKS: dict[str, tuple[Builder, Options]] = {
    "two_conv": (two_conv, Options()),
    "three_conv": (three_conv, Options()),
    "mnist_convnet": (mnist_convnet, Options(dropout=0.5)),
    "resnet": (resnet, Options(batch_norm=True)),
    "digit_net": (digit_net, Options(dropout=0.3, batch_norm=True)),
}


def build_model(
    name: str,
    *,
    outputs: int = CLASSES,
    dropout: float | None = None,
    width: float | None = None,
    l2: float | None = None,
    batch_norm: bool | None = None,
) -> keras.Model:
    """Build a network by its name; an option that is None stays as the network's authors chose it.

    The weights are drawn from Keras's global random state (`keras.utils.set_random_seed`). The last layer but one,
    called "features", holds what the network knows about a digit, float32 (N, F), before dropout.
    `outputs` is 10, or 11 for a network whose last class is "no digit".

    Raises
    ------
    ConfigError
        if there is no network of that name, or an option is out of range
    """
    if name not in ARCHITECTURES:
        raise ConfigError(f"There is no network called {name!r}; there are {', '.join(ARCHITECTURES)}.")
    builder, defaults = NETWORKS[name]
    given: dict[str, Any] = {"dropout": dropout, "width": width, "l2": l2, "batch_norm": batch_norm}
    options = replace(defaults, **{option: value for option, value in given.items() if value is not None})
    image = keras.Input((IMAGE_SIZE, IMAGE_SIZE, 1), name="image")
    x = layers.Identity(name="features")(builder(image, options))
    if options.dropout:
        x = layers.Dropout(options.dropout)(x)
    probs = layers.Dense(outputs, activation="softmax", kernel_regularizer=_penalty(options), name="probs")(x)
    return keras.Model(image, probs, name=name)


def look_turned(model: keras.Model, degrees: float) -> keras.Model:
    """A trained network that also looks at each picture turned by so many degrees either way.

    Its answer is the geometric mean of what it says of the picture as it is and of both turned ones together
    ("test-time augmentation"), its features are those of the picture as it is. It has the weights of `model`, what
    `build_model` returns, in the same order, and no others.
    """
    image = keras.Input((IMAGE_SIZE, IMAGE_SIZE, 1), name="image")
    look = keras.Model(model.inputs, model.get_layer("features").output, name="look")
    features = layers.Identity(name="features")(look(image))
    pixels = layers.Flatten(name="pixels")(image)
    views = [_turn(pixels, angle, name) for angle, name in ((degrees, "turned_left"), (-degrees, "turned_right"))]
    turned = look(ops.concatenate(views, axis=0))
    head = model.get_layer("probs")
    probs = layers.Dense.from_config(head.get_config())
    softmax = probs(ops.concatenate([features, turned], axis=0))
    probs.set_weights(head.get_weights())
    own, left, right = ops.split(ops.log(softmax + TINY), 3, axis=0)
    logits = layers.Average(name="mean")([own, layers.Average(name="turned")([left, right])])
    return keras.Model(image, layers.Softmax(name="answer")(logits), name=model.name)


def _turn(pixels: Features, degrees: float, name: str) -> Features:
    """Turn images, (784,), counterclockwise about their middle: (28, 28, 1). Beyond its edge, one goes on so."""
    sources, shares = _sources(degrees)
    taken = ops.take(pixels, sources, axis=1) * shares  # (4, 784)
    return layers.Reshape((IMAGE_SIZE, IMAGE_SIZE, 1), name=name)(ops.sum(taken, axis=1))


def _sources(degrees: float) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
    """Of which four pixels each pixel of a turned image is made, int32 (4, 784), and with which shares, float32."""
    middle, angle = (IMAGE_SIZE - 1) / 2, math.radians(degrees)
    down, right = np.mgrid[:IMAGE_SIZE, :IMAGE_SIZE].reshape(2, -1) - middle
    row = math.cos(angle) * down - math.sin(angle) * right + middle
    col = math.sin(angle) * down + math.cos(angle) * right + middle
    corners = [(np.floor(row) + below, np.floor(col) + beside) for below in (0, 1) for beside in (0, 1)]
    shares = [(1 - abs(row - y)) * (1 - abs(col - x)) for y, x in corners]
    inside = np.clip(corners, 0, IMAGE_SIZE - 1)  # (4, 2, 784)
    return (inside[:, 0] * IMAGE_SIZE + inside[:, 1]).astype(np.int32), np.array(shares, np.float32)


def _conv(
    x: Features, channels: int, options: Options, *, strides: int = 1, padding: str = "same", activate: bool = True
) -> Features:
    x = layers.Conv2D(
        options.scaled(channels),
        3,
        strides=strides,
        padding=padding,
        use_bias=not options.batch_norm,
        kernel_regularizer=_penalty(options),
    )(x)
    if options.batch_norm:
        x = layers.BatchNormalization()(x)
    return layers.ReLU()(x) if activate else x


def _residual(x: Features, channels: int, options: Options, *, strides: int) -> Features:
    shortcut = x
    if strides != 1 or x.shape[-1] != options.scaled(channels):
        shortcut = layers.Conv2D(
            options.scaled(channels), 1, strides=strides, use_bias=False, kernel_regularizer=_penalty(options)
        )(x)
    x = _conv(x, channels, options, strides=strides)
    x = _conv(x, channels, options, activate=False)
    return layers.ReLU()(layers.Add()([x, shortcut]))


def _pool(x: Features) -> Features:
    return layers.MaxPooling2D()(x)


def _dense(x: Features, units: int, options: Options) -> Features:
    return layers.Dense(options.scaled(units), activation="relu", kernel_regularizer=_penalty(options))(x)


def _penalty(options: Options) -> keras.regularizers.Regularizer | None:
    return keras.regularizers.L2(options.l2) if options.l2 else None
