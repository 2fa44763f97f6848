import numpy as np

from mnist_app.learning.dataset import Digits
from mnist_app.learning.evidence import SAMPLES_PER_CLASS, choose_samples, count_classes, mean_digits


def test_samples_hold_every_error_and_some_of_each_class() -> None:
    labels = (np.arange(2000) % 10).astype(np.uint8)
    confidence = np.linspace(0.5, 1, 2000, dtype=np.float32)
    probs = np.repeat((1 - confidence)[:, None] / 9, 10, axis=1)
    probs[np.arange(2000), labels] = confidence
    probs[[5, 1999], labels[[5, 1999]]] = 0
    chosen = choose_samples(probs, labels, seed=0)
    assert chosen.dtype == np.int32
    assert (np.diff(chosen) > 0).all()
    assert {5, 1999} <= set(chosen.tolist())
    assert set(range(300)) <= set(chosen.tolist()), "the least sure ones"
    assert len(chosen) == 2 + 300 + 10 * SAMPLES_PER_CLASS


def test_class_counts_and_mean() -> None:
    images = np.zeros((3, 28, 28), np.uint8)
    images[0], images[1], images[2] = 10, 21, 255
    digits = Digits(images, np.array([4, 4, 0], np.uint8))
    assert count_classes(digits, digits.take(np.array([2])))[:, [0, 4]].tolist() == [[1, 2], [1, 0]]
    means = mean_digits(digits)
    assert (means[4] == 16).all()
    assert (means[0] == 255).all()
    assert not means[9].any()
