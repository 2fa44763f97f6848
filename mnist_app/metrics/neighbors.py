"""Which of the exemplars a digit is most similar to, as the network sees it.

Similarity is the cosine between features, the network's last layer but one. Pure NumPy: a training looks for the
neighbors of the test digits, and the app for those of a visitor's digit.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mnist_app.metrics.detectors import to_unit_length

NEIGHBORS = 5


@dataclass(frozen=True, eq=False)
class Neighbors:
    """The most similar exemplars of each of N digits, most similar first.

    Attributes
    ----------
    positions : uint16 (N, 5), among the exemplars
    similarity : float16 (N, 5), cosine in [-1, 1]
    """

    positions: npt.NDArray[np.uint16]
    similarity: npt.NDArray[np.float16]


def find_neighbors(
    features: npt.NDArray[np.float32],
    classes: npt.NDArray[np.integer],
    exemplar_features: npt.NDArray[np.float32],
    exemplar_labels: npt.NDArray[np.uint8],
) -> Neighbors:
    """Find, for each digit, the most similar exemplars of a class.

    Where a class has fewer than five exemplars they are repeated; where it has none, those of all classes count. Of
    equally similar ones the first comes first.

    Parameters
    ----------
    features : float32 (N, F)
    classes : int (N,), the class in which to look for each digit
    exemplar_features : float32 (E, F)
    exemplar_labels : uint8 (E,)

    Examples
    --------
    Of four exemplars in the plane, the two of class 1, again and again:

    >>> exemplars = np.array([[1, 0], [1, 1], [0, 1], [1, 0.1]], np.float32)
    >>> labels = np.array([1, 1, 7, 7], np.uint8)
    >>> find_neighbors(np.array([[2, 0.1]], np.float32), np.array([1]), exemplars, labels).positions.tolist()
    [[0, 1, 0, 1, 0]]
    """
    # Not scikit-learn's NearestNeighbors: it leaves the order of equally similar exemplars to chance.
    similarity = to_unit_length(features) @ to_unit_length(exemplar_features).T
    positions = np.zeros((len(features), NEIGHBORS), np.uint16)
    for label in np.unique(classes):
        rows = np.flatnonzero(classes == label)
        candidates = np.flatnonzero(exemplar_labels == label)
        if not candidates.size:
            candidates = np.arange(len(exemplar_labels))
        nearest = np.argsort(-similarity[np.ix_(rows, candidates)], axis=1, kind="stable")
        positions[rows] = candidates[nearest[:, np.arange(NEIGHBORS) % len(candidates)]]
    return Neighbors(positions, np.take_along_axis(similarity, positions.astype(np.int64), axis=1).astype(np.float16))
