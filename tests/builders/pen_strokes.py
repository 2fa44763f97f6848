"""Strokes as the pen strokes' file holds them."""

import numpy as np

from mnist_app.data.pen_strokes import Stroke


def stroke(*points: tuple[float, float]) -> Stroke:
    """A stroke through these points (row, col)."""
    return np.array(points, np.float32)
