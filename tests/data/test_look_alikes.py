"""Pictures as close to digits as other people's digits are look-alikes; characters are, if most of their copies are."""

import numpy as np
from tiny_mnist import bars

from mnist_app.data.drawn_characters import DrawnCharacter
from mnist_app.data.look_alikes import DigitReader, find_look_alikes
from mnist_app.data.mnist import Digits


def reader() -> DigitReader:
    return DigitReader(Digits(*bars(200, 0)), Digits(*bars(40, 1)))


def test_reads_digits_by_others() -> None:
    images, labels = bars(60, 2)
    read = reader().read(images)
    assert (read[read >= 0] == labels[read >= 0]).all()
    assert (read >= 0).mean() >= 0.8


def test_reads_nothing_else() -> None:
    cross = np.zeros((3, 28, 28), np.uint8)
    cross[0, 12:16, 4:24] = cross[0, 4:24, 12:16] = 255
    cross[1] = np.arange(784).reshape(28, 28) % 251
    np.testing.assert_array_equal(reader().read(cross), [-1, -1, -1])  # the last one is blank
    assert reader().read(cross[:0]).shape == (0,)


def test_a_character_is_a_look_alike_if_most_copies_are_one_digit() -> None:
    stroke = np.zeros((1, 2), np.float32)
    characters = [
        DrawnCharacter("Latin", name, drawer, (stroke,)) for name in ("o", "x", "c") for drawer in range(1, 6)
    ]
    read = np.array([0, 0, 0, -1, 6, 1, 2, 3, 4, 5, 0, 0, -1, -1, -1])
    assert find_look_alikes(characters, read) == {("Latin", "o")}
