"""Pictures put together from MNIST's digits, or cut from them. Each function returns a canvas, uint8 (H, W)."""

import numpy as np

from mnist_app.data.mnist import Digits
from mnist_app.data.non_digit_kinds.blots import Canvas
from mnist_app.imaging.normalize import IMAGE_SIZE

# The halves that nobody can read: the lower half of a 2 is an angle, those of 3 and 5 an open bow.
UNREADABLE_HALVES = ((2, "lower"), (3, "lower"), (5, "lower"), (5, "upper"))


def several_digits(digits: Digits, rng: np.random.Generator) -> Canvas:
    """Two or three digits side by side, one below the other, or one over the other."""
    chosen = digits.images[rng.integers(len(digits), size=rng.integers(2, 4))]
    arrangement = rng.integers(3)
    if arrangement == 0:
        overlap = int(rng.integers(0, 8))
        return np.asarray(np.concatenate([image[:, overlap : IMAGE_SIZE - overlap] for image in chosen], axis=1))
    if arrangement == 1:
        return np.concatenate(list(chosen[:2]), axis=0)
    moved = [np.roll(image, rng.integers(-6, 7, 2), (0, 1)) for image in chosen]
    return np.asarray(np.max(moved, axis=0), np.uint8)


def cut_digit(digits: Digits, rng: np.random.Generator) -> Canvas:
    """Half of a digit that is one of `UNREADABLE_HALVES`, with a little more or less than half of its height."""
    label, half = UNREADABLE_HALVES[rng.integers(len(UNREADABLE_HALVES))]
    image = digits.images[rng.choice(np.flatnonzero(digits.labels == label))]
    middle = IMAGE_SIZE // 2 + int(rng.integers(-1, 2))
    return np.asarray(image[:middle] if half == "upper" else image[middle:], np.uint8)
