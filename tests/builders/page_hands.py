"""Hands that write made-up pages without a data set: the strokes of `digit_strokes`, and images drawn from them."""

import numpy as np

from builders.digit_strokes import STROKES
from mnist_app.data.drawn_characters import DrawnCharacter
from mnist_app.data.pages.hands import Hands
from mnist_app.data.pen_strokes import PenDigit
from mnist_app.data.stroke_drawing import draw_variants

PEN_DIGITS = tuple(
    PenDigit(int(form[0]), 1, tuple(np.array(stroke, np.float32) * 100 for stroke in strokes))
    for form, strokes in STROKES.items()
)
_BARS = tuple(np.array([(10 * row, 0), (10 * row, 40)], np.float32) for row in range(5))
LADDER = DrawnCharacter("Ladders", "character01", 1, _BARS)
DASH = DrawnCharacter("Ladders", "character02", 1, _BARS[:1])


def make_hands() -> Hands:
    """Hands of our own: three images of each form, the strokes, and characters of five bars and of one."""
    return Hands(draw_variants(PEN_DIGITS, 3, seed=0), PEN_DIGITS, (LADDER, DASH))
