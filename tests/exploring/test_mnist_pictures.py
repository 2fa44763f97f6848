import numpy as np
import pytest

from mnist_app.data.mnist import Digits
from mnist_app.errors import DataError
from mnist_app.exploring.mnist_pictures import match_pictures

DIGITS = Digits(np.random.default_rng(0).integers(0, 256, (3, 28, 28), np.uint8), np.array([1, 2, 3], np.uint8))


def test_all_pictures_are_there() -> None:
    pictures = match_pictures(DIGITS, np.array([1, 2, 3], np.uint8))
    np.testing.assert_array_equal(pictures.images, DIGITS.images)
    assert pictures.index.tolist() == [0, 1, 2]


def test_other_test_digits_are_refused() -> None:
    with pytest.raises(DataError, match="other test digits"):
        match_pictures(DIGITS, np.array([2, 1, 3], np.uint8))
