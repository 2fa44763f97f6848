import numpy as np

from mnist_app.training.exemplars import choose_exemplars, find_neighbors


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


def test_neighbors_are_of_the_class_most_similar_first() -> None:
    exemplars = directions(0, 10, 20, 30, 40, 50, 12)
    labels = np.array([1, 1, 1, 1, 1, 1, 2], np.uint8)
    found = find_neighbors(directions(12), np.array([1]), exemplars, labels)
    assert found.positions.tolist() == [[1, 2, 0, 3, 4]]
    np.testing.assert_allclose(found.similarity[0, :2], np.cos(np.radians([2, 8])), atol=1e-3)


def test_a_class_with_few_exemplars_repeats_them_and_one_with_none_takes_all() -> None:
    exemplars, labels = directions(0, 20, 40), np.array([1, 1, 2], np.uint8)
    found = find_neighbors(directions(5, 39), np.array([1, 9]), exemplars, labels)
    assert found.positions.tolist() == [[0, 1, 0, 1, 0], [2, 1, 0, 2, 1]]


def test_of_equally_similar_exemplars_the_first_comes_first() -> None:
    exemplars, labels = directions(*[20, 10, 30, 10] * 40), np.zeros(160, np.uint8)
    found = find_neighbors(directions(10), np.array([0]), exemplars, labels)
    assert found.positions.tolist() == [[1, 3, 5, 7, 9]]


def test_nothing_to_compare() -> None:
    found = find_neighbors(np.zeros((0, 2), np.float32), np.zeros(0, int), directions(0), np.array([1], np.uint8))
    assert found.positions.shape == found.similarity.shape == (0, 5)
