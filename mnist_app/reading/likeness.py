"""The training digits that a digit is most similar to: a run's exemplars, compared by the run's own network."""

import threading

import numpy as np
import numpy.typing as npt

from mnist_app.data.mnist import CLASSES
from mnist_app.errors import RunError
from mnist_app.metrics.detectors import to_unit_length
from mnist_app.metrics.neighbors import find_neighbors
from mnist_app.reading.engine import FeatureNetwork, compute_features
from mnist_app.reading.explanation import AlikeDigits
from mnist_app.reading.own_hand import Look
from mnist_app.runs.evaluation_arrays import RunEvaluation, read_evaluation
from mnist_app.runs.runs import Run


class Exemplars:
    """A run's exemplars and their features, worked out when first asked for. Safe to share between threads."""

    def __init__(self, network: FeatureNetwork, run: Run) -> None:
        self._network = network
        self._run = run
        self._lock = threading.Lock()
        self._arrays: RunEvaluation | None = None
        self._features: dict[int, npt.NDArray[np.float32]] = {}  # by class

    def prepare(self) -> None:
        """Work out all features, class by class, so that no visitor waits for them.

        Raises
        ------
        RunError
            if the run's evaluation is missing or damaged
        """
        for label in np.unique(self._read().exemplar_labels).tolist():
            self._features_of(label)

    def most_alike(self, image: npt.NDArray[np.uint8], labels: tuple[int, ...]) -> tuple[AlikeDigits, ...]:
        """The exemplars of each of these classes that an image, uint8 (28, 28), is most similar to.

        A class without exemplars is left out, and so are all if the run's evaluation is missing or damaged.
        """
        try:
            arrays = self._read()
        except RunError:
            return ()
        features = compute_features(self._network, image[np.newaxis])
        known = [label for label in labels if (arrays.exemplar_labels == label).any()]
        return tuple(self._alike(arrays, features, label) for label in known)

    def look_at(self, images: npt.NDArray[np.uint8]) -> tuple[Look, ...]:
        """What images, uint8 (N, 28, 28), N at least 1, are compared by with others than the exemplars, and with them.

        Raises
        ------
        RunError
            if the run's evaluation is missing or damaged
        """
        features = to_unit_length(compute_features(self._network, images))
        known = np.full((len(images), CLASSES), -1, np.float32)
        for label in np.unique(self._read().exemplar_labels).tolist():
            known[:, label] = (features @ to_unit_length(self._features_of(label)).T).max(axis=1)
        return tuple(map(Look, features, known))

    def _alike(self, arrays: RunEvaluation, features: npt.NDArray[np.float32], label: int) -> AlikeDigits:
        members = np.flatnonzero(arrays.exemplar_labels == label)
        found = find_neighbors(features, np.array([label]), self._features_of(label), arrays.exemplar_labels[members])
        chosen = members[found.positions[0]]
        return AlikeDigits(label, arrays.exemplar_images[chosen], arrays.exemplar_index[chosen], found.similarity[0])

    def _features_of(self, label: int) -> npt.NDArray[np.float32]:
        arrays = self._read()
        with self._lock:
            if label not in self._features:
                images = arrays.exemplar_images[arrays.exemplar_labels == label]
                self._features[label] = compute_features(self._network, images)
            return self._features[label]

    def _read(self) -> RunEvaluation:
        with self._lock:
            if self._arrays is None:
                self._arrays = read_evaluation(self._run)
            return self._arrays
