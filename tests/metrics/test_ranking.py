import numpy as np

from mnist_app.metrics.ranking import two_likeliest


def test_no_answers() -> None:
    assert two_likeliest(np.zeros((0, 10), np.float32)).shape == (0, 2)


def test_the_likeliest_is_that_of_argmax() -> None:
    probs = np.random.default_rng(0).integers(0, 4, (200, 10)).astype(np.float32)  # many are equal
    likeliest, second = two_likeliest(probs).T
    np.testing.assert_array_equal(likeliest, probs.argmax(axis=1))
    assert (likeliest != second).all()
    np.testing.assert_array_equal(probs[np.arange(200), second], np.sort(probs, axis=1)[:, -2])


def test_what_is_as_likely_as_the_label_is_the_runner_up() -> None:
    probs = np.zeros(10, np.float32)
    probs[[4, 9]] = 0.5
    assert two_likeliest(probs).tolist() == [4, 9]
