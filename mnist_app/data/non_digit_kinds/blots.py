"""Ink without strokes: dots, filled shapes, stains. Each function returns a canvas, uint8 (H, W), 255 = full ink."""

import math
from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

SIDE = 112  # of the canvas, pixels: large enough for smooth edges at 28 x 28

Canvas = npt.NDArray[np.uint8]


def dots(rng: np.random.Generator) -> Canvas:
    """One to six dots."""
    canvas = np.zeros((SIDE, SIDE), np.uint8)
    for row, col in rng.uniform(20, SIDE - 20, (rng.integers(1, 7), 2)):
        radius = int(rng.integers(3, 13))
        cv2.circle(canvas, (round(col), round(row)), radius, 255, -1, cv2.LINE_AA)
    return canvas


def disc(rng: np.random.Generator) -> Canvas:
    """A round or oval disc, full or with a small hole off its middle, which no 0 has."""
    canvas = np.zeros((SIDE, SIDE), np.uint8)
    axes = rng.integers(25, 50, 2).tolist()
    cv2.ellipse(canvas, (SIDE // 2, SIDE // 2), axes, rng.uniform(0, 180), 0, 360, 255, -1, cv2.LINE_AA)
    if rng.random() < 0.3:
        row, col = (SIDE / 2 + rng.uniform(-12, 12, 2)).round().astype(int).tolist()
        cv2.circle(canvas, (col, row), 4, 0, -1, cv2.LINE_AA)
    return canvas


def filled_shape(rng: np.random.Generator) -> Canvas:
    """A blob, a box, a whole canvas full of ink."""
    canvas = np.zeros((SIDE, SIDE), np.uint8)
    corners = rng.integers(3, 12)
    angles = np.sort(rng.uniform(0, 2 * math.pi, corners))
    radius = rng.uniform(15, 50, (corners, 1))
    outline = SIDE / 2 + radius * np.column_stack([np.cos(angles), np.sin(angles) * rng.uniform(0.6, 1)])
    if rng.random() < 0.3:
        height, width = rng.integers(40, 100, 2)
        canvas[:height, :width] = 255
    else:
        cv2.fillPoly(canvas, [np.rint(outline).astype(np.int32)], 255, cv2.LINE_AA)
    return np.asarray(cv2.GaussianBlur(canvas, (0, 0), rng.uniform(0.5, 8)), np.uint8)


def noise(rng: np.random.Generator) -> Canvas:
    """Specks and stains without a shape."""
    points = int(rng.integers(4, 29))
    coarse = (rng.random((points, points)) < rng.uniform(0.1, 0.6)).astype(np.uint8) * rng.integers(100, 256)
    return np.asarray(cv2.resize(coarse.astype(np.uint8), (SIDE, SIDE), interpolation=cv2.INTER_LINEAR), np.uint8)


BLOTS: tuple[Callable[[np.random.Generator], Canvas], ...] = (dots, disc, filled_shape, noise)
