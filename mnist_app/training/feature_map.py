"""Test digits as a map and as groups: what is alike to the network lies together.

The map is t-SNE of the features' principal components. Groups are of errors only: errors belong together if their
features differ no more than those of two digits of one class do in the mean.

Sources: van der Maaten, Hinton, "Visualizing Data using t-SNE" (2008); average linkage: Sokal, Michener (1958).
"""

import numpy as np
import numpy.typing as npt
from sklearn.cluster import AgglomerativeClustering
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE

from mnist_app.metrics.detectors import to_unit_length
from mnist_app.runs.evaluation_arrays import MAP_SIDE

COMPONENTS = 30  # principal components of the features; van der Maaten and Hinton's number
PERPLEXITY = 30.0  # and theirs for how many neighbors count
ITERATIONS = 500  # of t-SNE; twice as many move no digit into another heap

Features = npt.NDArray[np.float32]


def lay_out(features: Features, seed: int) -> npt.NDArray[np.uint16]:
    """Lay digits out on a plane.

    Parameters
    ----------
    features : float32 (N, F)

    Returns
    -------
    uint16 (N, 2), column and row in 0..`MAP_SIDE`; both ends of each axis are used where the digits differ
    """
    directions = to_unit_length(features)
    components = min(COMPONENTS, *directions.shape)
    if components < 2 or not np.ptp(directions, axis=0).any():  # one digit, one feature, or all digits alike
        return np.zeros((len(features), 2), np.uint16)
    parts = PCA(components, svd_solver="full").fit_transform(directions)
    if len(features) < 4:  # too few for neighborhoods
        return _to_side(parts[:, :2])
    t_sne = TSNE(
        init=np.asarray(parts[:, :2] / parts[:, 0].std() * 1e-4, np.float32),
        perplexity=min(PERPLEXITY, (len(features) - 1) / 3),
        max_iter=ITERATIONS,
        random_state=seed,
    )
    return _to_side(t_sne.fit_transform(parts))


def cluster_errors(
    features: Features, labels: npt.NDArray[np.uint8], y_pred: npt.NDArray[np.integer]
) -> npt.NDArray[np.uint16]:
    """Find groups of errors that are alike.

    Parameters
    ----------
    features : float32 (N, F)
    labels, y_pred : int (N,), true and predicted classes

    Returns
    -------
    uint16 (N,), the number of the group, the largest group 1; 0 where the answer is right or like no other error
    """
    groups = np.zeros(len(labels), np.uint16)
    wrong = np.flatnonzero(labels != y_pred)
    if len(wrong) < 2:
        return groups
    directions = to_unit_length(features)
    clustering = AgglomerativeClustering(
        None, metric="cosine", linkage="average", distance_threshold=_distance_within_classes(directions, labels)
    )
    found = clustering.fit_predict(directions[wrong])
    sizes = np.bincount(found)
    largest_first = np.argsort(-sizes, kind="stable")
    for number, group in enumerate(largest_first[sizes[largest_first] > 1], start=1):
        groups[wrong[found == group]] = number
    return groups


def _distance_within_classes(directions: Features, labels: npt.NDArray[np.uint8]) -> float:
    """The cosine distance of two digits of one class, in the mean: pairs' cosines average to their mean's square."""
    means = [directions[labels == label].mean(axis=0) for label in np.unique(labels)]
    return float(max(1 - np.mean([mean @ mean for mean in means]), 1e-6))


def _to_side(positions: npt.NDArray[np.floating]) -> npt.NDArray[np.uint16]:
    low, high = positions.min(axis=0), positions.max(axis=0)
    shares = (positions - low) / np.where(high > low, high - low, 1)
    return np.rint(MAP_SIDE * shares).astype(np.uint16)
