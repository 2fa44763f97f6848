"""Which digits lie together on the map, and which errors form a group, for features whose likeness is known."""

import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.runs.evaluation_arrays import MAP_SIDE
from mnist_app.training.feature_map import cluster_errors, lay_out

Features = npt.NDArray[np.float32]


def blobs(sizes: tuple[int, ...], width: int = 40, spread: float = 0.05) -> Features:
    """Features around one axis for each blob."""
    rng = np.random.default_rng(0)
    centers = np.repeat(np.eye(width, dtype=np.float32)[: len(sizes)], sizes, axis=0)
    return (centers + rng.normal(0, spread, centers.shape)).astype(np.float32)


def test_what_is_alike_lies_together() -> None:
    positions = lay_out(blobs((60, 60, 60)), seed=0).astype(float)
    assert positions.shape == (180, 2)
    assert (positions.min(), positions.max()) == (0, MAP_SIDE)
    blob = np.repeat(np.arange(3), 60)
    distances = np.linalg.norm(positions[:, None] - positions, axis=2) + 1e9 * np.eye(180)
    assert (blob[distances.argmin(axis=1)] == blob).mean() > 0.95


def test_the_same_seed_gives_the_same_map() -> None:
    features = blobs((20, 20))
    np.testing.assert_array_equal(lay_out(features, seed=3), lay_out(features, seed=3))


@pytest.mark.parametrize(
    "features", [blobs((1,)), blobs((2, 1)), np.ones((9, 5), np.float32), np.ones((6, 1), np.float32)]
)
def test_few_and_equal_digits_have_places_too(features: Features) -> None:
    positions = lay_out(features, seed=0)
    assert positions.dtype == np.uint16
    assert positions.shape == (len(features), 2)


def test_similar_errors_form_groups_the_largest_first() -> None:
    features = blobs((10, 10, 2, 3, 1))
    labels = np.repeat(np.array([0, 1], np.uint8), [20, 6])
    labels[:10] = 2
    y_pred = labels.copy()
    y_pred[20:] = 7
    assert cluster_errors(features, labels, y_pred)[20:].tolist() == [2, 2, 1, 1, 1, 0]
    assert not cluster_errors(features, labels, y_pred)[:20].any(), "right answers are in none"


@pytest.mark.parametrize("errors", [0, 1])
def test_no_error_and_one_error_form_no_group(errors: int) -> None:
    labels = np.zeros(10, np.uint8)
    y_pred = labels.copy()
    y_pred[:errors] = 5
    assert not cluster_errors(blobs((10,)), labels, y_pred).any()


def test_equal_features_are_one_group() -> None:
    labels = np.zeros(4, np.uint8)
    assert cluster_errors(np.ones((4, 3), np.float32), labels, labels + 1).tolist() == [1, 1, 1, 1]
