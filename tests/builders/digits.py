"""Digits of a reading that no network read."""

import numpy as np

from mnist_app.imaging.bbox import Bbox
from mnist_app.reading.result import Digit
from mnist_app.reading.verdicts import Verdict


def make_digit(
    answer: int | dict[int, float],
    verdict: Verdict = "sure",
    *,
    reason: str = "",
    bbox: Bbox = (0, 0, 20, 20),
    gray: int = 0,
    digit_prob: float = 1.0,
) -> Digit:
    """A digit that is certainly `answer`, or has these probabilities; its image is gray all over."""
    probs = np.zeros(10, np.float32)
    for label, prob in ({answer: 1.0} if isinstance(answer, int) else answer).items():
        probs[label] = prob
    image = np.full((28, 28), gray, np.uint8)
    return Digit(int(probs.argmax()), probs, verdict, reason, bbox, image, digit_prob)


def digit_at(verdict: Verdict, row: int = 0, col: int = 0, height: int = 40) -> Digit:
    """A 1, 30 pixels wide, at this place in the picture."""
    return make_digit(1, verdict, bbox=(row, col, row + height, col + 30))
