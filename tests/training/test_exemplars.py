import numpy as np

from mnist_app.training.exemplars import choose_exemplars


def directions(*degrees: float) -> np.ndarray:
    """Features in the plane, of any length."""
    radians = np.radians(degrees)
    return (np.stack([np.cos(radians), np.sin(radians)], axis=1) * [[3.0]]).astype(np.float32)


def test_one_exemplar_per_cluster_and_class() -> None:
    features = directions(0, 1, 2, 90, 91, 92, 180, 181, 182)
    labels = np.array([3, 3, 3, 3, 3, 3, 7, 7, 7], np.uint8)
    chosen = choose_exemplars(features, labels, seed=0, per_class=2)
    assert chosen[:2].tolist() == [1, 4], "the middle ones of the two clusters of 3s"
    assert labels[chosen].tolist() == [3, 3, 7, 7]


def test_clusters_of_many_features_are_found_too() -> None:
    middles = np.random.default_rng(1).normal(size=(4, 500)).astype(np.float32)
    features = np.concatenate([middles + scale * np.eye(4, 500, dtype=np.float32) for scale in (0.0, 2.0, -2.0)])
    chosen = choose_exemplars(features, np.zeros(12, np.uint8), seed=0, per_class=4)
    assert chosen.tolist() == [0, 1, 2, 3]


def test_equal_digits_are_one_exemplar() -> None:
    assert choose_exemplars(directions(30, 30, 30, 30), np.array([5, 5, 5, 5], np.uint8), seed=0).size == 1


def test_fewer_digits_than_exemplars() -> None:
    assert choose_exemplars(directions(0, 50), np.array([1, 1], np.uint8), seed=0).tolist() == [0, 1]


def test_same_seed_same_exemplars() -> None:
    rng = np.random.default_rng(0)
    features, labels = rng.normal(size=(300, 8)).astype(np.float32), rng.integers(0, 10, 300).astype(np.uint8)
    first, again = (choose_exemplars(features, labels, seed=4, per_class=7) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    assert np.bincount(labels[first]).max() <= 7
