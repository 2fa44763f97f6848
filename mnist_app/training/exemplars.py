"""Which training digits stand for all 55,000, as the network sees them.

In each class the features, the network's last layer but one, are clustered (k-means); the digit nearest to the middle
of each cluster is an exemplar. Many clusters cover rare ways of writing.
"""

import warnings

import numpy as np
import numpy.typing as npt
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning

from mnist_app.metrics.detectors import to_unit_length

PER_CLASS = 160  # a guess: shows each digit's ways of writing and keeps evaluation.npz under 3 MB
ITERATIONS = 20  # of k-means; more move no exemplar that anyone would notice
CLUSTER_DIMENSIONS = 64  # features are projected down to so many for k-means, which else takes minutes for 1,600


def choose_exemplars(
    features: npt.NDArray[np.float32], labels: npt.NDArray[np.uint8], seed: int, per_class: int = PER_CLASS
) -> npt.NDArray[np.int64]:
    """Choose training digits that stand for all.

    Parameters
    ----------
    features : float32 (N, F)
    labels : uint8 (N,)

    Returns
    -------
    int (E,), positions in `labels`: for each class that occurs, in order, at most `per_class`, ascending
    """
    directions = _project(to_unit_length(features), seed)
    chosen = []
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        chosen.append(members[_medoids(directions[members], min(per_class, len(members)), seed)])
    return np.concatenate(chosen)


def _project(directions: npt.NDArray[np.float32], seed: int) -> npt.NDArray[np.float32]:
    """At most 64 random combinations of the features; distances stay nearly as they were (Johnson, Lindenstrauss)."""
    count = directions.shape[1]
    if count <= CLUSTER_DIMENSIONS:
        return directions
    mixing = np.random.default_rng(seed).standard_normal((count, CLUSTER_DIMENSIONS)) / np.sqrt(CLUSTER_DIMENSIONS)
    return directions @ mixing.astype(np.float32)


def _medoids(directions: npt.NDArray[np.float32], count: int, seed: int) -> npt.NDArray[np.int64]:
    """The member nearest to each of `count` cluster centers; fewer where one member is nearest to two."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # equal digits make fewer clusters, which is fine
        clusters = KMeans(count, n_init=1, max_iter=ITERATIONS, random_state=seed).fit(directions)
    distances: npt.NDArray[np.float64] = clusters.transform(directions)
    return np.unique(distances.argmin(axis=0))
