"""What a trained network says of images, and what it knows about them: its softmax output and its features."""

from collections.abc import Iterator

import keras
import numpy as np
import numpy.typing as npt

from mnist_app.imaging.normalize import to_model_input

BATCH = 500  # no gradients: larger batches only save overhead


def predict_with_features(
    network: keras.Model, images: npt.NDArray[np.uint8]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Run images, uint8 (N, 28, 28), through what `expose_features` returns.

    Returns
    -------
    softmax : float32 (N, C), not calibrated
    features : float32 (N, F)
    """
    softmax, features = zip(*map(network.predict_on_batch, _batches(images)), strict=True)
    return np.concatenate(softmax), np.concatenate(features)


def predict_features(network: keras.Model, images: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """The features alone, float32 (N, F), which one look is enough for: see `predict_with_features`."""
    return np.concatenate([*map(features_alone(network).predict_on_batch, _batches(images))])


def features_alone(network: keras.Model) -> keras.Model:
    """What `expose_features` returns, without the softmax output."""
    return keras.Model(network.inputs, network.outputs[1])


def class_logits(network: keras.Model, features: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """What the softmax is taken of, float32 (N, C), of features, float32 (N, F), in what `expose_features` returns."""
    kernel, bias = network.get_layer("probs").get_weights()
    return np.asarray(features @ kernel + bias, np.float32)


def _batches(images: npt.NDArray[np.uint8]) -> Iterator[npt.NDArray[np.float32]]:
    """Images as a network takes them, BATCH at a time.

    Not by `predict`, which first makes a data set of the images: of few of them, that takes most of the time.
    """
    return (to_model_input(images[start : start + BATCH]) for start in range(0, len(images), BATCH))
