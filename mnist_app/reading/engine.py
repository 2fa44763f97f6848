"""How a trained network is run: a file -> one compiled function -> softmax outputs, in batches.

`Model.predict` costs tens of milliseconds a call and builds its graph without a lock. So the network becomes one
`tf.function` of a fixed signature that is built and warmed when it is loaded, and that threads may share. Nothing here
knows what the outputs mean; calibration is the caller's. Importing this module imports neither TensorFlow nor Keras;
calling `load_network`, `load_keras_finder`, `expose_features` or `keep_what_is_compiled` does.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from mnist_app.imaging.normalize import IMAGE_SIZE, to_model_input
from mnist_app.reading.quiet import import_tensorflow

if TYPE_CHECKING:
    import keras

# (N, 28, 28, 1) float32 in [0, 1] -> (N, C) float32 softmax output; C = 10 digits, or more classes after them
Network = Callable[[npt.NDArray[np.float32]], npt.NDArray[np.float32]]


@runtime_checkable
class FeatureNetwork(Protocol):
    """A network that also tells its features, its last layer but one, by which digits are compared."""

    def __call__(self, x: npt.NDArray[np.float32], /) -> npt.NDArray[np.float32]:
        """The same as any `Network`."""

    def with_features(self, x: npt.NDArray[np.float32], /) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """The softmax output, float32 (N, C), and the features, float32 (N, F), of one batch."""


# Images that go through the network at once; bounds memory, about 100 MB for our largest network, which looks at each
# of them three times.
BATCH = 96


def load_network(path: Path) -> FeatureNetwork:
    """Load a Keras model as one compiled function, and run it once, so that the first reading does not wait for it."""
    import_tensorflow()
    import keras
    import tensorflow as tf

    model = keras.saving.load_model(path, compile=False)
    both = expose_features(model)
    signature = tf.TensorSpec((None, IMAGE_SIZE, IMAGE_SIZE, 1), tf.float32)
    # No autograph: Keras's layers need none, and Python 3.11 cannot parse code in two threads at once.
    function = tf.function(lambda x: both(x, training=False), input_signature=[signature], autograph=False)

    class KerasNetwork:
        def __call__(self, x: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
            return np.asarray(function(tf.constant(x))[0].numpy(), np.float32)

        def with_features(self, x: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
            softmax, features = function(tf.constant(x))
            return np.asarray(softmax.numpy(), np.float32), np.asarray(features.numpy(), np.float32)

    network = KerasNetwork()
    network(np.zeros((1, IMAGE_SIZE, IMAGE_SIZE, 1), np.float32))
    return network


def expose_features(model: "keras.Model") -> "keras.Model":
    """The same network with two outputs: its softmax output and its features, the last layer but one."""
    import keras

    return keras.Model(model.inputs, [model.outputs[0], model.get_layer("features").output])


def load_keras_finder(path: Path) -> Callable[[npt.NDArray[np.float32]], npt.NDArray[np.float32]]:
    """Load a finder's Keras model (see finder.py) as one compiled function, and run it once."""
    import_tensorflow()
    import keras
    import tensorflow as tf

    model = keras.saving.load_model(path, compile=False)
    signature = tf.TensorSpec((1, None, None, 3), tf.float32)
    function = tf.function(lambda page: model(page, training=False), input_signature=[signature], autograph=False)

    def network(page: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        return np.asarray(function(tf.constant(page)).numpy(), np.float32)

    network(np.zeros((1, 32, 32, 3), np.float32))
    return network


def keep_what_is_compiled() -> None:
    """Have `keras.backend.clear_session` do nothing from now on, whoever calls it.

    It throws away what TensorFlow has compiled, so that the next answer takes 50 ms more, and it takes away the state
    of a model that another thread is loading.
    """
    import_tensorflow()
    import keras

    keras.backend.clear_session = lambda: None


def run_network(network: Network, images: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Send images through a network, BATCH at a time.

    Parameters
    ----------
    network : as `load_network` gives it
    images : uint8 (N, 28, 28), 255 = ink; N may be 0

    Returns
    -------
    float32 (N, C), the network's softmax output as it is, not calibrated
    """
    # Only the network knows C, and TensorFlow takes no empty batch: for no images, one is run and left out.
    x = to_model_input(images if len(images) else np.zeros((1, *images.shape[1:]), images.dtype))
    softmax = np.concatenate([network(x[start : start + BATCH]) for start in range(0, len(x), BATCH)])
    return softmax[: len(images)]


def compute_features(network: FeatureNetwork, images: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """The features, float32 (N, F), of images, uint8 (N, 28, 28), N at least 1, BATCH at a time."""
    x = to_model_input(images)
    return np.concatenate([network.with_features(x[start : start + BATCH])[1] for start in range(0, len(x), BATCH)])
