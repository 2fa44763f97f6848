"""Scores that say how much a picture looks like a digit, to be compared by `measure_detection`.

The app uses one of them (`Calibrated.digit_score`); the others are what the literature offers, from the same network.

Sources: Hendrycks, Gimpel (2017): probabilities; Liu, Wang, Owens, Li, "Energy-based Out-of-distribution Detection"
(2020); Lee, Lee, Lee, Shin (2018): Mahalanobis distance with one covariance; Sun, Ming, Zhu, Li (2022): nearest
neighbors among normalized features.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mnist_app.data.mnist import CLASSES

TWO_LIKELIEST, ENERGY, NO_DIGIT_CLASS = "two likeliest digits", "energy", "class for no digit"
MAHALANOBIS, NEAREST = "Mahalanobis distance", "nearest exemplars"

RIDGE = 1e-3  # of the mean variance, added to each: features that are always 0 leave the covariance singular
NEIGHBORS = 5  # whose mean similarity counts; a guess


@dataclass(frozen=True, eq=False)
class Outputs:
    """What a network says of N pictures.

    Attributes
    ----------
    softmax, logits : float32 (N, C), with 10 or 11 classes
    features : float32 (N, F), the last layer but one
    """

    softmax: npt.NDArray[np.float32]
    logits: npt.NDArray[np.float32]
    features: npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class KnownFeatures:
    """What features of digits look like.

    Attributes
    ----------
    means : float64 (K, F), of each class that occurs
    whitening : float64 (F, F), which makes the spread around the means the same in all directions
    exemplars : float32 (E, F), of length 1
    """

    means: npt.NDArray[np.float64]
    whitening: npt.NDArray[np.float64]
    exemplars: npt.NDArray[np.float32]


def learn_features(
    features: npt.NDArray[np.float32], labels: npt.NDArray[np.integer], exemplars: npt.NDArray[np.float32]
) -> KnownFeatures:
    """Learn from digits' features, float32 (N, F), their labels, int (N,), and exemplars' features, float32 (E, F).

    Examples
    --------
    >>> features = np.array([[10, 1], [10, -1], [1, 10], [-1, 10]], np.float32)
    >>> learn_features(features, np.array([0, 0, 1, 1]), exemplars=features).means.tolist()
    [[10.0, 0.0], [0.0, 10.0]]
    """
    classes, of_class = np.unique(labels, return_inverse=True)
    means = np.stack([features[labels == label].mean(axis=0, dtype=np.float64) for label in classes])
    around = features - means[of_class]
    covariance = around.T @ around / len(around)
    covariance += np.eye(len(covariance)) * max(RIDGE * covariance.trace() / len(covariance), 1e-12)
    variances, axes = np.linalg.eigh(covariance)
    return KnownFeatures(means, axes / np.sqrt(variances), to_unit_length(exemplars))


def score_digits(outputs: Outputs, known: KnownFeatures) -> dict[str, npt.NDArray[np.floating]]:
    """By detector, float (N,), higher for what is more like a digit; NO_DIGIT_CLASS only where there is one.

    Examples
    --------
    >>> features = np.array([[10, 1], [10, -1], [1, 10], [-1, 10]], np.float32)
    >>> known = learn_features(features, np.array([0, 0, 1, 1]), exemplars=features)
    >>> pictures = np.array([[10, 0], [5, 5]], np.float32)  # like a 0, and like neither
    >>> outputs = Outputs(np.full((2, 10), 0.1, np.float32), np.zeros((2, 10), np.float32), pictures)
    >>> score_digits(outputs, known)["Mahalanobis distance"].round(1).tolist()
    [-0.0, -10.0]
    """
    digits = outputs.softmax[:, :CLASSES]
    scores: dict[str, npt.NDArray[np.floating]] = {
        TWO_LIKELIEST: np.sort(digits, axis=1)[:, -2:].sum(axis=1) / digits.sum(axis=1),
        ENERGY: np.logaddexp.reduce(outputs.logits[:, :CLASSES].astype(np.float64), axis=1),
        MAHALANOBIS: -_distance(outputs.features, known),
        NEAREST: _similarity(outputs.features, known),
    }
    if outputs.softmax.shape[1] > CLASSES:
        # As log odds: as a probability most digits would have the same score, 1, in float32.
        no_digit = outputs.logits[:, CLASSES].astype(np.float64)
        scores[NO_DIGIT_CLASS] = scores[ENERGY] - no_digit
    return scores


def to_unit_length(features: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Scale each row of features, float32 (N, F), to the length 1, so that products are cosines; zeros stay zeros.

    Examples
    --------
    >>> to_unit_length(np.array([[3, 4], [0, 0]], np.float32)).round(1).tolist()
    [[0.6000000238418579, 0.800000011920929], [0.0, 0.0]]
    """
    return features / np.maximum(np.linalg.norm(features, axis=1, keepdims=True), 1e-12)


def _distance(features: npt.NDArray[np.float32], known: KnownFeatures) -> npt.NDArray[np.float64]:
    """The distance to the nearest class's mean."""
    whitened = features @ known.whitening
    means = known.means @ known.whitening
    return np.sqrt(np.min([((whitened - mean) ** 2).sum(axis=1) for mean in means], axis=0))


def _similarity(features: npt.NDArray[np.float32], known: KnownFeatures) -> npt.NDArray[np.float32]:
    """The mean cosine to the nearest exemplars."""
    cosines = to_unit_length(features) @ known.exemplars.T
    nearest = min(NEIGHBORS, cosines.shape[1])
    return np.asarray(np.partition(cosines, -nearest, axis=1)[:, -nearest:].mean(axis=1))
