"""Pen strokes -> images, as the canvas draws them and the app normalizes them.

Each drawing varies what differs between people and their pens: width, slant, turn, proportions, size, and a smooth
wobble of the hand; for training also the digit's form (stroke_variants.py). Sizes and widths cover what a 280-pixel
canvas offers; a pen is never so wide for its digit that the digit closes up.
"""

import math
from collections.abc import Iterable

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.data.mnist import Digits
from mnist_app.data.pen_strokes import PenDigit, Stroke
from mnist_app.data.stroke_geometry import stroke_bounds
from mnist_app.data.stroke_variants import vary_strokes
from mnist_app.imaging.ink.ink import drawing_to_ink
from mnist_app.imaging.normalize import ink_to_image

SIZES = (45.0, 220.0)  # the digit's longer side in canvas pixels, pen not counted
RELATIVE_WIDTHS = (0.03, 0.22)  # pen width over the digit's longer side
OTHER_FORM_WIDTH = 0.17  # at most for another form: a wider pen fills a 9's small loop, closes an open 4; it looked so
MARKED_ZERO_WIDTH = 0.12  # at most for a 0 with a slash or a dot, a guess: a wider pen makes it a disc
MIN_WIDTH = 2  # pixels; the canvas offers none below
SLANT = 0.25  # columns a row; this and the following ranges are guesses that looked like handwriting
TURN = math.radians(10)
STRETCH = 0.15  # of one side, as a share
WOBBLE = 0.025  # of the hand, as a share of the digit's longer side

_SUBPIXEL_BITS = 4  # OpenCV draws at positions of 1/16 pixel


def draw_variants(digits: Iterable[PenDigit], variants: int, seed: int, *, other_forms: bool = False) -> Digits:
    """Draw each digit so many times, every time differently.

    Parameters
    ----------
    other_forms : also as people write that digit who are not among the writers; for training. Without it every drawing
        has the form that its writer gave it, which is what a network is to be measured on.

    Returns
    -------
    Digits, all variants of the first digit first
    """
    rng = np.random.default_rng(seed)
    drawn = [
        (draw_digit(digit.strokes, rng, digit.label if other_forms else None), digit.label)
        for digit in digits
        for _ in range(variants)
    ]
    return Digits(np.stack([image for image, _ in drawn]), np.array([label for _, label in drawn], np.uint8))


def draw_digit(
    strokes: tuple[Stroke, ...],
    rng: np.random.Generator,
    label: int | None = None,
    widest: float = RELATIVE_WIDTHS[1],
) -> npt.NDArray[np.uint8]:
    """Draw strokes with a pen and a hand drawn from `rng`, and in another form if `label` says which digit they are.

    Parameters
    ----------
    strokes : each float (P, 2) in (row, col)
    label : 0..9, or None to keep the strokes' form
    widest : the widest pen, as a share of the longer side

    Returns
    -------
    uint8 (28, 28), as the app normalizes what is drawn on its canvas
    """
    drawn = strokes if label is None else vary_strokes(strokes, label, rng)
    if drawn is not strokes:
        widest = min(widest, OTHER_FORM_WIDTH)
    if label == 0 and len(drawn) > 1:
        widest = min(widest, MARKED_ZERO_WIDTH)
    size = math.exp(rng.uniform(*np.log(SIZES)))
    width = max(MIN_WIDTH, round(size * math.exp(rng.uniform(*np.log((RELATIVE_WIDTHS[0], widest))))))
    gray = draw_strokes(vary_hand(drawn, rng), size, width)
    return ink_to_image(drawing_to_ink(gray, "light"))


def draw_strokes(strokes: list[Stroke], size: float, width: int) -> npt.NDArray[np.uint8]:
    """Draw strokes in white on black, their longer side `size` pixels, with a round pen `width` pixels wide.

    Returns
    -------
    uint8 (H, W), anti-aliased, just large enough
    """
    low, high = stroke_bounds(strokes)
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


def vary_hand(strokes: tuple[Stroke, ...], rng: np.random.Generator) -> list[Stroke]:
    """The same digit by a slightly different hand."""
    low, high = stroke_bounds(strokes)
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
