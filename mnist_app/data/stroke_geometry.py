"""Strokes as lines in the plane: their box, their length, points along them.

A stroke is float32 (P, 2), (row, col) with row pointing down, in any unit. What bends or joins strokes works in shares
of the digit's box, because sizes differ from writer to writer.
"""

import math
from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

from mnist_app.data.pen_strokes import Stroke

Strokes = tuple[Stroke, ...]
Points = npt.NDArray[np.floating]  # (P, 2), or (2,): positions on their way to becoming a stroke
Variant = Callable[[Strokes, np.random.Generator], Strokes]  # one digit's strokes, written otherwise


def stroke_bounds(strokes: Iterable[Stroke]) -> tuple[Stroke, Stroke]:
    """The least and the greatest (row, col) of all points, each (2,)."""
    points = np.concatenate(list(strokes))
    return points.min(axis=0), points.max(axis=0)


def longer_side(strokes: Iterable[Stroke]) -> float:
    """Of the strokes' box; never zero."""
    low, high = stroke_bounds(strokes)
    return max(float((high - low).max()), 1e-6)


def center_and_size(strokes: Strokes) -> tuple[Points, Points]:
    """Of the strokes' box, each (2,)."""
    low, high = stroke_bounds(strokes)
    return (low + high) / 2, high - low


def path_length(stroke: Stroke) -> Stroke:
    """How far along the stroke each of its points lies: (P,), from 0."""
    return np.concatenate([[0], np.cumsum(np.hypot(*np.diff(stroke, axis=0).T))])


def resample(stroke: Stroke, count: int) -> Stroke:
    """`count` points in equal distances along the stroke: float32 (count, 2)."""
    along = path_length(stroke)
    places = np.linspace(0, along[-1], count)
    return np.stack([np.interp(places, along, axis) for axis in stroke.T], axis=1).astype(np.float32)


def fit_width(strokes: Strokes, least: float = 0, most: float = math.inf) -> Strokes:
    """Stretch or press a digit sideways until its width lies between these shares of its height."""
    low, high = stroke_bounds(strokes)
    height, width = np.maximum(high - low, 1e-6)
    stretch = np.array([1, min(max(width / height, least), most) * height / width])
    return tuple(np.asarray(low + (stroke - low) * stretch, np.float32) for stroke in strokes)


def join_points(*points: Points) -> Stroke:
    """A stroke through these positions, each (2,)."""
    return np.stack(points).astype(np.float32)


def join_parts(*parts: Points) -> Stroke:
    """One stroke of several parts, each (P, 2)."""
    return np.concatenate(parts).astype(np.float32)
