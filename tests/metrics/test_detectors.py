"""Scores of pictures in a feature space of two dimensions, where they can be read off."""

import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.metrics.detectors import (
    ENERGY,
    MAHALANOBIS,
    NEAREST,
    NO_DIGIT_CLASS,
    TWO_LIKELIEST,
    KnownFeatures,
    Outputs,
    learn_features,
    score_digits,
)


@pytest.fixture
def known() -> KnownFeatures:
    """Zeros around (10, 0) and ones around (0, 10), which spread ten times as far along the second axis."""
    rng = np.random.default_rng(0)
    features = np.repeat(np.array([[10, 0], [0, 10]]), 500, axis=0) + rng.normal(0, 1, (1000, 2)) * (0.1, 1)
    labels = np.repeat([0, 1], 500)
    return learn_features(features.astype(np.float32), labels, np.array([[10, 0], [0, 10]], np.float32))


def outputs(features: list[list[float]], logits: list[list[float]] | None = None) -> Outputs:
    some = np.array(logits or [[0.0] * 10] * len(features), np.float32)
    odds = np.exp(some)
    return Outputs(odds / odds.sum(axis=1, keepdims=True), some, np.array(features, np.float32))


def test_distance_counts_in_units_of_the_spread(known: KnownFeatures) -> None:
    distances = -score_digits(outputs([[10, 0], [10, 2], [10.2, 0], [0.2, 10]]), known)[MAHALANOBIS]
    assert distances == pytest.approx([0, 2, 2, 2], abs=0.2)


def test_nearest_exemplars_look_at_directions(known: KnownFeatures) -> None:
    similarity = score_digits(outputs([[5, 5], [-1, 0], [3, 4], [0, 0]]), known)[NEAREST]
    assert similarity == pytest.approx([0.7071, -0.5, 0.7, 0], abs=1e-3)  # the mean of the two exemplars


def test_probabilities_and_energy(known: KnownFeatures) -> None:
    scores = score_digits(outputs([[0, 0]] * 2, [[0.0] * 10, [9.0] + [0.0] * 9]), known)
    assert scores[TWO_LIKELIEST] == pytest.approx([0.2, 0.9990], abs=1e-3)
    assert scores[ENERGY] == pytest.approx([np.log(10), np.log(np.exp(9) + 9)])
    assert NO_DIGIT_CLASS not in scores


def test_class_for_no_digit_is_compared_with_all_digits(known: KnownFeatures) -> None:
    logits = [[0.0] * 10 + [5.0], [0.0] * 10 + [-5.0], [50.0] + [0.0] * 9 + [-50.0], [60.0] + [0.0] * 9 + [-50.0]]
    scores: npt.NDArray[np.floating] = score_digits(outputs([[0, 0]] * 4, logits), known)[NO_DIGIT_CLASS]
    assert (np.diff(scores) > 0).all(), "even where the probability is 1 in float32"
    assert scores[0] == pytest.approx(np.log(10) - 5)


def test_features_that_are_always_zero_do_no_harm() -> None:
    features = np.zeros((20, 3), np.float32)
    features[:, 0] = np.arange(20)
    known = learn_features(features, np.zeros(20, np.int64), features[:3])
    scores = score_digits(outputs([[0, 0, 0]]), known)
    assert all(np.isfinite(score).all() for score in scores.values())
