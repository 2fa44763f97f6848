"""What a trained network says of images, and what it knows about them: its softmax output and its features."""

import keras
import numpy as np
import numpy.typing as npt

from mnist_app.imaging.normalize import to_model_input

BATCH = 500  # no gradients: larger batches only save overhead


def with_features(model: keras.Model) -> keras.Model:
    """The same network with two outputs: its softmax output and its features, the last layer but one."""
    return keras.Model(model.inputs, [model.outputs[0], model.get_layer("features").output])


def predict_with_features(
    network: keras.Model, images: npt.NDArray[np.uint8]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Run images, uint8 (N, 28, 28), through what `with_features` returns.

    Returns
    -------
    softmax : float32 (N, C), not calibrated
    features : float32 (N, F)
    """
    # Not by `predict`, which first makes a data set of the images: of few of them, that takes most of the time.
    batches = (images[start : start + BATCH] for start in range(0, len(images), BATCH))
    softmax, features = zip(*(network.predict_on_batch(to_model_input(batch)) for batch in batches), strict=True)
    return np.concatenate(softmax), np.concatenate(features)


def class_logits(network: keras.Model, features: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """What the softmax was taken of, float32 (N, C), for features, float32 (N, F), of what `with_features` returns."""
    kernel, bias = network.get_layer("probs").get_weights()
    return np.asarray(features @ kernel + bias, np.float32)
