"""Which pens a page is written with."""

import numpy as np

from mnist_app.data.pages.hands import Pen
from mnist_app.data.pages.recipes import WritingRecipe
from mnist_app.data.pages.sheet import PENCIL_STRENGTH

CHALK = (0.88, 0.88, 0.84)
PENCIL = (0.25, 0.25, 0.27)
INKS = (
    (0.08, 0.08, 0.1),
    (0.1, 0.13, 0.5),
    (0.12, 0.2, 0.62),
    (0.62, 0.08, 0.1),
    (0.05, 0.35, 0.18),
    (0.35, 0.1, 0.45),
)
INK_SHARES = (0.4, 0.25, 0.15, 0.12, 0.05, 0.03)  # guesses
LEAST_WIDTH = 1.2  # pixels


def choose_pen(recipe: WritingRecipe, height: float, on_board: bool, rng: np.random.Generator) -> Pen:
    """A pen for digits so many pixels high."""
    width = max(LEAST_WIDTH, height * rng.uniform(*recipe.pens))
    strength = float(rng.uniform(*recipe.strengths))
    if on_board:
        color = CHALK
    elif strength < PENCIL_STRENGTH:
        color = PENCIL
    else:
        color = INKS[int(rng.choice(len(INKS), p=INK_SHARES))]
    return Pen(width, color, strength, recipe.form)
