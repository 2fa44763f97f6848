import numpy as np

from mnist_app.metrics.neighbors import find_neighbors


def directions(*degrees: float) -> np.ndarray:
    """Features in the plane, of any length."""
    radians = np.radians(degrees)
    return (np.stack([np.cos(radians), np.sin(radians)], axis=1) * [[3.0]]).astype(np.float32)


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
