"""Pictures as close to digits as other people's digits are look-alikes; characters are, if most of their copies are."""

import numpy as np
import numpy.typing as npt

from builders.tiny_mnist import bars
from mnist_app.data.drawn_characters import DrawnCharacter, DrawnCharacters
from mnist_app.data.look_alikes import (
    DigitReader,
    find_look_alikes,
    leave_out_look_alikes,
    leave_out_plain_digits,
)
from mnist_app.data.mnist import Digits
from mnist_app.data.non_digits import NonDigits


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


class Tall(DigitReader):
    """Reads what is higher than wide as a 1."""

    def __init__(self) -> None:
        pass

    def read(self, images: npt.NDArray[np.uint8], digits_read: float = 1) -> npt.NDArray[np.int64]:
        extents = [[np.ptp(np.nonzero(image)[axis]) for axis in (0, 1)] for image in images]
        return np.array([1 if height > 2 * width else -1 for height, width in extents])


def test_look_alikes_are_not_learned() -> None:
    upright, flat = (np.array([[0, 0], end], np.float32) for end in ((9, 0), (0, 9)))
    train, val, test = (
        tuple(DrawnCharacter("Latin", name, drawer, (stroke,)) for name, stroke in (("l", upright), ("-", flat)))
        for drawer in (1, 15, 18)
    )
    kept = leave_out_look_alikes(DrawnCharacters(train, val, test, held_out=(), sha256="0"), Tall())
    assert [[c.character for c in part] for part in (kept.train, kept.val, kept.test)] == [["-"], ["-"], ["l", "-"]]


def test_single_pictures_are_left_out_of_the_drawn_kinds_only() -> None:
    images = np.zeros((4, 28, 28), np.uint8)
    images[:3, 4:24, 13:15] = images[3, 13:15, 4:24] = 255
    kept = leave_out_plain_digits(NonDigits(images, ("dashes", "drawn_character", "recombined", "turned")), Tall())
    assert kept.kinds == ("dashes", "turned")
    np.testing.assert_array_equal(kept.images, images[[0, 3]])
