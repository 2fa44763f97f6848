"""Which pictures anyone would read as a digit: they must not be learned as non-digits.

A drawn O is a 0, whoever drew it and for whatever it was meant. The rule is written here and needs no network, which
would have to be one that has never seen drawn characters: a picture is read as a digit if all its nearest neighbors
are the same digit, and if it lies as close to them as that digit by other people does.
"""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.data.drawn_characters import DrawnCharacter, DrawnCharacters
from mnist_app.data.mnist import CLASSES, Digits, Mnist
from mnist_app.data.non_digits import BY_CHANCE, NonDigits
from mnist_app.data.pen_strokes import PenStrokes
from mnist_app.data.stroke_drawing import draw_digit, draw_variants

NEIGHBORS = 5  # that must agree; this and the next ones are guesses, judged by looking at what is left out
DIGITS_READ = 0.98  # of other people's digits lie as close to known digits as a picture must lie to be read as one
COPIES_READ = 0.55  # of a character's copies are read as the same digit: the character is left out
DRAWINGS = 2  # of each copy, by different pens
PLAIN_DIGITS_READ = 0.7  # the same for a single picture, which has no copies that agree with it
BLUR = 1.5  # pixels, the radius within which ink need not match

READER_SEED = 1_000_003  # which drawings of strokes and characters are compared; the same for every run
KNOWN_DIGITS = 20_000  # of MNIST, with which drawn characters are compared; more take longer and change little
_CHUNK = 512  # pictures compared at a time: 100 MB for 50,000 digits


class DigitReader:
    """Reads pictures that look like digits, and nothing else.

    Parameters
    ----------
    known : digits to compare with, at least `NEIGHBORS`
    others : digits by other people, which say how close is close
    """

    def __init__(self, known: Digits, others: Digits) -> None:
        self._known = _features(known.images)
        self._labels = known.labels
        similarity, _ = self._compare(others.images)
        self._similarities = [similarity[others.labels == digit] for digit in range(CLASSES)]

    def read(self, images: npt.NDArray[np.uint8], digits_read: float = DIGITS_READ) -> npt.NDArray[np.int64]:
        """Images uint8 (N, 28, 28), normalized -> int64 (N,): the digit that anyone would read, or -1.

        `digits_read` is the share of other people's digits that lie as close as a picture must lie.
        """
        similarity, labels = self._compare(images)
        agreed = (labels == labels[:, :1]).all(axis=1)
        known = [np.quantile(s, 1 - digits_read) if len(s) else np.inf for s in self._similarities]
        return np.where(agreed & (similarity >= np.array(known)[labels[:, 0]]), labels[:, 0].astype(np.int64), -1)

    def _compare(self, images: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.uint8]]:
        """The nearest digits' mean similarity (N,) and their labels (N, NEIGHBORS)."""
        similarity = np.zeros(len(images), np.float32)
        labels = np.zeros((len(images), NEIGHBORS), np.uint8)
        for start in range(0, len(images), _CHUNK):
            chunk = slice(start, start + _CHUNK)
            cosines = _features(images[chunk]) @ self._known.T
            nearest = np.argpartition(-cosines, NEIGHBORS - 1, axis=1)[:, :NEIGHBORS]
            similarity[chunk] = np.take_along_axis(cosines, nearest, axis=1).mean(axis=1)
            labels[chunk] = self._labels[nearest]
        return similarity, labels


def make_reader(mnist: Mnist, pen_strokes: PenStrokes | None) -> DigitReader:
    """A reader that knows digits to train on, and from held-out ones how close is close."""
    known = mnist.train.take(np.arange(min(KNOWN_DIGITS, len(mnist.train))))
    if pen_strokes is None:
        return DigitReader(known, mnist.val)
    drawn = draw_variants(pen_strokes.train, 2, READER_SEED)
    both = Digits(np.concatenate([known.images, drawn.images]), np.concatenate([known.labels, drawn.labels]))
    return DigitReader(both, draw_variants(pen_strokes.val, 1, READER_SEED))


def leave_out_look_alikes(characters: DrawnCharacters, reader: DigitReader) -> DrawnCharacters:
    """Leave the characters that look like digits out of what is trained and validated on."""
    rng = np.random.default_rng(READER_SEED)
    drawn = [character for character in (*characters.train, *characters.val) for _ in range(DRAWINGS)]
    images = np.stack([draw_digit(character.strokes, rng) for character in drawn])
    return characters.without(find_look_alikes(drawn, reader.read(images)))


def leave_out_plain_digits(others: NonDigits, reader: DigitReader) -> NonDigits:
    """Leave out single pictures that happen to look like digits, of the kinds that chance decides.

    The other kinds are chosen so that none is a digit; the reader, which does not see that a ring has a face, would
    leave out too many of them.
    """
    suspects = np.flatnonzero(np.isin(others.kinds, BY_CHANCE))
    read = reader.read(others.images[suspects], PLAIN_DIGITS_READ)
    kept = np.setdiff1d(np.arange(len(others)), suspects[read >= 0])
    return NonDigits(others.images[kept], tuple(others.kinds[place] for place in kept.tolist()))


def find_look_alikes(characters: Sequence[DrawnCharacter], read: npt.NDArray[np.int64]) -> frozenset[tuple[str, str]]:
    """Find the characters of which most copies look like the same digit.

    Parameters
    ----------
    characters : copies by several drawers
    read : int64 (N,), what `DigitReader.read` says of each copy

    Returns
    -------
    alphabet and character of each
    """
    answers: dict[tuple[str, str], list[int]] = {}
    for character, digit in zip(characters, read.tolist(), strict=True):
        answers.setdefault(character.key, []).append(digit)
    return frozenset(key for key, digits in answers.items() if _agreement(digits) >= COPIES_READ)


def _features(images: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Blurred, halved images of length 1: float32 (N, 196)."""
    halved = [cv2.GaussianBlur(image, (0, 0), BLUR)[::2, ::2].ravel() for image in images]
    features = np.array(halved, np.float32).reshape(len(images), -1)
    return features / np.maximum(np.linalg.norm(features, axis=1, keepdims=True), 1e-6)


def _agreement(digits: list[int]) -> float:
    """The share of the most frequent digit; -1 is none."""
    return max(digits.count(digit) for digit in range(CLASSES)) / len(digits)
