"""A run's network goes on with a visitor's drawings: its last layer learns them at once, see last_layer.py.

The features, by which digits are told apart, stay as they are. Gradient steps on the last layer beside MNIST, tried
before, mended fewer errors and lost more of MNIST; on all layers, they lost more still.
"""

import time
from dataclasses import dataclass

import keras
import numpy as np
import numpy.typing as npt

from mnist_app.data.mnist import Digits
from mnist_app.errors import ConfigError
from mnist_app.metrics.evaluation import mean_loss
from mnist_app.reading.engine import expose_features
from mnist_app.reading.stability import vary
from mnist_app.runs.runs import load_run, verified_model_path
from mnist_app.training.batches import BatchPlan, training_batches
from mnist_app.training.callbacks import assign
from mnist_app.training.config import TrainConfig
from mnist_app.training.features import BATCH, features_alone, predict_features, predict_with_features
from mnist_app.training.fit import FitResult, History, build_network
from mnist_app.training.last_layer import Known, change_last_layer
from mnist_app.training.sources import TrainingData, training_sources


@dataclass(frozen=True, eq=False)
class Learner:
    """A run's network that learns drawings, as often as is wanted.

    Attributes
    ----------
    model : with what was learned last; at first, the run's own
    network : the same, as `expose_features` returns it
    begun_with : float32 (F + 1, C), the run's own last layer, its bias as the last row
    known : what it is not to forget
    """

    model: keras.Model
    network: keras.Model
    begun_with: npt.NDArray[np.float32]
    known: Known

    def learn(self, drawings: Digits) -> None:
        """Change the run's own last layer so that drawings are read rightly, as far as what is known allows.

        Raises
        ------
        ConfigError
            if it can learn none of the drawings
        """
        can_learn = np.flatnonzero(drawings.labels < self.begun_with.shape[1])
        if not len(can_learn):
            raise ConfigError("None of the drawings is a digit, and this network cannot learn what is none.")
        own = _look_at_drawings(self.network, drawings.take(can_learn))
        weights, _ = change_last_layer(self.begun_with, own, self.known)
        self.model.get_layer("probs").set_weights([weights[:-1], weights[-1]])


def go_on(config: TrainConfig, data: TrainingData) -> FitResult:
    """Have the network of `config.from_run` learn the drawings; the history has one epoch.

    Raises
    ------
    ConfigError
        if there are no drawings that it can learn, or its run has other layers than it describes
    RunError
        if the run is missing or damaged
    """
    started = time.monotonic()
    if data.drawings is None:
        raise ConfigError("This training needs drawings that were judged; name their zip with --drawings.")
    learner = begin(config, data)
    learner.learn(data.drawings.train)
    history = _measure(learner.network, data.drawings.train, "") | _measure(learner.network, data.val, "val_")
    return FitResult(learner.model, history, best_epoch=1, seconds=time.monotonic() - started)


def begin(config: TrainConfig, data: TrainingData) -> Learner:
    """Load the network of `config.from_run`, and look at a part of what it has learned, varied as at the end of that.

    Raises
    ------
    ConfigError
        if the run has other layers than it describes
    RunError
        if it is missing or damaged
    """
    learned = keras.saving.load_model(verified_model_path(load_run(config.from_run)), compile=False)
    model = build_network(config)
    if [weight.shape for weight in learned.weights] != [weight.shape for weight in model.weights]:
        raise ConfigError(
            f"The network of {config.from_run} has other layers than its run.json describes, so no training can go on "
            "from it."
        )
    assign(model.weights, [weight.numpy() for weight in learned.weights])
    network = expose_features(model)
    return Learner(model, network, np.vstack(model.get_layer("probs").get_weights()), _look_at(network, config, data))


def _look_at(network: keras.Model, config: TrainConfig, data: TrainingData) -> Known:
    """One pass over a part of the training data, varied as in a training's calm epochs."""
    sources = training_sources(config, data)
    size = min(BATCH, len(sources[0].images))
    plan = BatchPlan(
        sources, size, config.seed, augmentation=config.augmentation, photometric=config.photometric_share, calm_from=0
    )
    look = features_alone(network).predict_on_batch
    looks = [(look(x), targets.numpy().argmax(axis=1)) for x, targets in training_batches(plan, 0, 1)]
    features, labels = map(np.concatenate, zip(*looks, strict=True))
    return Known(_with_bias(features), labels.astype(np.uint8))


def _look_at_drawings(network: keras.Model, drawings: Digits) -> Known:
    """Every drawing as it is, and shifted, turned, thinned and thickened."""
    shown = [np.concatenate([image[np.newaxis], vary(image).images]) for image in drawings.images]
    features = predict_features(network, np.concatenate(shown))
    return Known(_with_bias(features), np.repeat(drawings.labels, len(shown[0])))


def _with_bias(features: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return np.concatenate([features, np.ones((len(features), 1), np.float32)], axis=1)


def _measure(network: keras.Model, digits: Digits, prefix: str) -> History:
    """Loss and accuracy of those digits that the network can name, as a history's only epoch."""
    known = digits.take(np.flatnonzero(digits.labels < network.outputs[0].shape[-1]))
    softmax, _ = predict_with_features(network, known.images)
    right = softmax.argmax(axis=1) == known.labels
    return {f"{prefix}loss": [mean_loss(softmax, known.labels)], f"{prefix}accuracy": [float(right.mean())]}
