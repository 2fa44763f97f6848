"""Pen strokes -> images, as the canvas draws them and the app normalizes them.

Each drawing varies what differs between people and their pens: width, slant, turn, proportions, size, and a smooth
wobble of the hand. Sizes and widths cover what a 280-pixel canvas offers; a pen is never so wide for its digit that
the digit closes up.
"""

import math
from collections.abc import Iterable

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.data.mnist import Digits
from mnist_app.data.pen_strokes import PenDigit, Stroke
from mnist_app.imaging.ink.ink import drawing_to_ink
from mnist_app.imaging.normalize import ink_to_image

SIZES = (45.0, 220.0)  # the digit's longer side in canvas pixels, pen not counted
RELATIVE_WIDTHS = (0.03, 0.22)  # pen width over the digit's longer side
MIN_WIDTH = 2  # pixels; the canvas offers none below
SLANT = 0.25  # columns a row; this and the following ranges are guesses that looked like handwriting
TURN = math.radians(10)
STRETCH = 0.15  # of one side, as a share
WOBBLE = 0.025  # of the hand, as a share of the digit's longer side

_SUBPIXEL_BITS = 4  # OpenCV draws at positions of 1/16 pixel


def draw_variants(digits: Iterable[PenDigit], variants: int, seed: int) -> Digits:
    """Draw each digit so many times, every time differently.

    Returns
    -------
    Digits, all variants of the first digit first
    """
    rng = np.random.default_rng(seed)
    drawn = [(draw_digit(digit.strokes, rng), digit.label) for digit in digits for _ in range(variants)]
    return Digits(np.stack([image for image, _ in drawn]), np.array([label for _, label in drawn], np.uint8))


def draw_digit(strokes: tuple[Stroke, ...], rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    """Draw strokes, each float (P, 2) in (row, col), with a pen and a hand drawn from `rng`: uint8 (28, 28)."""
    size = math.exp(rng.uniform(*np.log(SIZES)))
    width = max(MIN_WIDTH, round(size * math.exp(rng.uniform(*np.log(RELATIVE_WIDTHS)))))
    gray = draw_strokes(_vary(strokes, rng), size, width)
    return ink_to_image(drawing_to_ink(gray, "light"))


def draw_strokes(strokes: list[Stroke], size: float, width: int) -> npt.NDArray[np.uint8]:
    """Draw strokes in white on black, their longer side `size` pixels, with a round pen `width` pixels wide.

    Returns
    -------
    uint8 (H, W), anti-aliased, just large enough
    """
    low, high = _bounds(strokes)
    scale = size / max(float((high - low).max()), 1e-6)
    margin = width / 2 + 3  # OpenCV's pen is up to two pixels wider than asked, and anti-aliased
    height, breadth = np.ceil((high - low) * scale + 2 * margin).astype(int)
    gray = np.zeros((height, breadth), np.uint8)
    for stroke in strokes:
        path = np.rint(((stroke - low) * scale + margin)[:, ::-1] * (1 << _SUBPIXEL_BITS)).astype(np.int32)
        if len(path) == 1:  # a dot: OpenCV draws nothing for a line of one point
            cv2.circle(gray, path[0].tolist(), width << (_SUBPIXEL_BITS - 1), 255, -1, cv2.LINE_AA, _SUBPIXEL_BITS)
        else:
            cv2.polylines(gray, [path], False, 255, width, cv2.LINE_AA, _SUBPIXEL_BITS)
    return gray


def _vary(strokes: tuple[Stroke, ...], rng: np.random.Generator) -> list[Stroke]:
    """The same digit by a slightly different hand."""
    low, high = _bounds(strokes)
    side = max(float((high - low).max()), 1e-6)
    turn, slant = rng.uniform(-TURN, TURN), rng.uniform(-SLANT, SLANT)
    stretch = np.exp(rng.uniform(-STRETCH, STRETCH))
    turned = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    matrix = turned @ np.array([[1, 0], [-slant, stretch]])
    waves = rng.uniform(-WOBBLE / 2, WOBBLE / 2, (2, 2, 2))  # per axis read, axis moved, sine and cosine
    frequency = rng.uniform(1, 2)

    def vary(stroke: Stroke) -> Stroke:
        place = (stroke - low) / side
        phase = math.pi * frequency * place
        moved = place + np.sin(phase) @ waves[..., 0] + np.cos(phase) @ waves[..., 1]
        return np.asarray(moved @ matrix.T, np.float32)

    return [vary(stroke) for stroke in strokes]


def _bounds(strokes: Iterable[Stroke]) -> tuple[Stroke, Stroke]:
    points = np.concatenate(list(strokes))
    return points.min(axis=0), points.max(axis=0)
