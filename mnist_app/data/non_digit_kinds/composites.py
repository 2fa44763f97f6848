"""Pictures put together from MNIST's digits, or cut from them. Each function returns a canvas, uint8 (H, W)."""

from collections.abc import Callable

import numpy as np

from mnist_app.data.mnist import Digits
from mnist_app.data.non_digit_kinds.blots import Canvas
from mnist_app.imaging.normalize import IMAGE_SIZE

# The halves that nobody can read: the lower half of a 2 is an angle, those of 3 and 5 an open bow.
UNREADABLE_HALVES = ((2, "lower"), (3, "lower"), (5, "lower"), (5, "upper"))
SHIFTS = (8, 16)  # pixels between two digits one across the other; nearer, they may look like one


def several_digits(digits: Digits, rng: np.random.Generator) -> Canvas:
    """Two or three digits side by side, or two one below or across the other: no 0 or 1, which may make one digit."""
    arrangement = rng.integers(3)
    if arrangement == 0:
        overlap = int(rng.integers(0, 8))
        chosen = digits.images[rng.integers(len(digits), size=rng.integers(2, 4))]
        return np.asarray(np.concatenate([image[:, overlap : IMAGE_SIZE - overlap] for image in chosen], axis=1))
    first, second = digits.images[rng.choice(np.flatnonzero(digits.labels > 1), 2)]
    if arrangement == 1:
        return np.concatenate([first, second], axis=0)
    angle, distance = rng.uniform(0, 2 * np.pi), rng.uniform(*SHIFTS)
    rows, cols = (round(distance * part) for part in (np.sin(angle), np.cos(angle)))
    padded = [np.pad(image, SHIFTS[1]) for image in (first, second)]
    return np.asarray(np.maximum(padded[0], np.roll(padded[1], (rows, cols), (0, 1))), np.uint8)


def cut_digit(digits: Digits, rng: np.random.Generator) -> Canvas:
    """Half of a digit that is one of `UNREADABLE_HALVES`, with a little more or less than half of its height."""
    label, half = UNREADABLE_HALVES[rng.integers(len(UNREADABLE_HALVES))]
    image = digits.images[rng.choice(np.flatnonzero(digits.labels == label))]
    middle = IMAGE_SIZE // 2 + int(rng.integers(-1, 2))
    return np.asarray(image[:middle] if half == "upper" else image[middle:], np.uint8)


def possible(digits: Digits) -> list[Callable[[Digits, np.random.Generator], Canvas]]:
    """Which kinds can be drawn from these digits: a data set of one's own may lack the classes that a kind needs.

    Examples
    --------
    >>> ones = Digits(np.zeros((2, 28, 28), np.uint8), np.ones(2, np.uint8))
    >>> possible(ones)
    []
    """
    classes = set(digits.labels.tolist())
    is_possible = {
        several_digits: any(label > 1 for label in classes),
        cut_digit: classes.issuperset(label for label, _ in UNREADABLE_HALVES),
    }
    return [kind for kind, can_be_drawn in is_possible.items() if can_be_drawn]
