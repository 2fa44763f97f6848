"""Lengths and colors for what is painted on a sheet."""

import math

import numpy as np

from mnist_app.data.pages.sheet import Color, Sheet


def length(sheet: Sheet, rng: np.random.Generator, least: float, most: float) -> float:
    """A length, pixels, as a share of the sheet's shorter side."""
    return min(sheet.strokes.shape) * float(rng.uniform(least, most))


def any_color(rng: np.random.Generator, least: float, most: float) -> Color:
    """A color whose parts lie between two values, 0 to 1."""
    red, green, blue = rng.uniform(least, most, 3).tolist()
    return red, green, blue


def to_rgb(color: Color | np.ndarray) -> tuple[int, int, int]:
    """A color as OpenCV takes it, 0 to 255.

    Examples
    --------
    >>> to_rgb((0.0, 0.5, 1.2))
    (0, 128, 255)
    """
    red, green, blue = np.clip(np.rint(np.array(color) * 255), 0, 255).astype(int).tolist()
    return red, green, blue


def cosine(degrees: float) -> float:
    return math.cos(math.radians(degrees))


def sine(degrees: float) -> float:
    return math.sin(math.radians(degrees))
