"""What hands drew: characters, new characters put together from their strokes, and digits that are none anymore.

Each function returns strokes, float (P, 2) in (row, col), which stroke_drawing.py gives a pen and a hand.
"""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from mnist_app.data.drawn_characters import DrawnCharacter
from mnist_app.data.pen_strokes import PenDigit, Stroke
from mnist_app.data.stroke_geometry import Strokes

_Item = TypeVar("_Item")

ODD_MIRRORED = (3, 7, 9)  # no digits in a mirror; a 2 is a 5 there, a 6 a clumsy 9, a closed 4 still a 4
MANY_STROKES = 5  # a character of fewer may be a digit when it is turned: an E is a 3
DISTANCES = (0.35, 0.8)  # between two digits one over the other, in units of their side; nearer, they may look like one


def as_drawn(characters: Sequence[DrawnCharacter], rng: np.random.Generator) -> Strokes:
    """A character as it was drawn."""
    return _choose(characters, rng).strokes


def recombined(characters: Sequence[DrawnCharacter], rng: np.random.Generator) -> Strokes:
    """A character whose strokes come from others: each fills the box of the stroke it replaces."""
    plan = _choose(characters, rng).strokes
    if len(plan) < 2:
        plan = (*plan, *_moved(_choose(characters, rng).strokes, plan, rng))
    return tuple(_fit(_choose_like(stroke, characters, rng), stroke) for stroke in plan)


def turned(characters: Sequence[DrawnCharacter], rng: np.random.Generator) -> Strokes:
    """A character, best one of `has_many_strokes`, upside down, on its side or in a mirror."""
    matrix = np.array([[[-1, 0], [0, -1]], [[1, 0], [0, -1]], [[-1, 0], [0, 1]], [[0, 1], [-1, 0]]][rng.integers(4)])
    return tuple(np.asarray(stroke @ matrix, np.float32) for stroke in _choose(characters, rng).strokes)


def has_many_strokes(character: DrawnCharacter) -> bool:
    """Whether it is no digit however it is turned."""
    return len(character.strokes) >= MANY_STROKES


def mirrored(digits: Sequence[PenDigit], rng: np.random.Generator) -> Strokes:
    """A digit, best one of `ODD_MIRRORED`, left and right exchanged."""
    return tuple(stroke * np.array([1, -1], np.float32) for stroke in _choose(digits, rng).strokes)


def digits_side_by_side(digits: Sequence[PenDigit], rng: np.random.Generator) -> Strokes:
    """Two or three digits in a row that touch or nearly touch."""
    strokes: list[Stroke] = []
    for _ in range(rng.integers(2, 4)):
        digit = _unit(_choose(digits, rng).strokes)
        left = max((float(stroke[:, 1].max()) for stroke in strokes), default=0.0) + rng.uniform(-0.05, 0.2)
        strokes += [stroke + np.array([rng.uniform(-0.1, 0.1), left], np.float32) for stroke in digit]
    return tuple(np.asarray(stroke, np.float32) for stroke in strokes)


def digits_stacked(digits: Sequence[PenDigit], rng: np.random.Generator) -> Strokes:
    """A digit above another: no 0 or 1 must be among them, which make an 8 and a longer 1."""
    upper, lower = (_unit(_choose(digits, rng).strokes) for _ in range(2))
    below = np.array([1 + rng.uniform(0.1, 0.35), rng.uniform(-0.15, 0.15)], np.float32)
    return (*upper, *(stroke + below for stroke in lower))


def digits_overlaid(digits: Sequence[PenDigit], rng: np.random.Generator) -> Strokes:
    """A digit across another: no 1 must be among them, which is a 0's slash and a 7's bar."""
    first, second = (_unit(_choose(digits, rng).strokes) for _ in range(2))
    angle, distance = rng.uniform(0, 2 * np.pi), rng.uniform(*DISTANCES)
    offset = np.array([np.sin(angle), np.cos(angle)], np.float32) * np.float32(distance)
    return (*first, *(stroke + offset for stroke in second))


def _choose(items: Sequence[_Item], rng: np.random.Generator) -> _Item:
    return items[int(rng.integers(len(items)))]


def _choose_like(stroke: Stroke, characters: Sequence[DrawnCharacter], rng: np.random.Generator) -> Stroke:
    """Of five strokes of other characters, the one whose proportions come closest to those of `stroke`."""
    others = [_choose(_choose(characters, rng).strokes, rng) for _ in range(5)]
    return min(others, key=lambda other: abs(_steepness(other) - _steepness(stroke)))


def _steepness(stroke: Stroke) -> float:
    height, width = np.ptp(stroke, axis=0) + 1e-3
    return float(np.log(height / width))


def _fit(stroke: Stroke, place: Stroke) -> Stroke:
    """Move and scale `stroke` so that it has the middle and the longer side of `place`."""
    side, wanted = (max(float(np.ptp(points, axis=0).max()), 1e-3) for points in (stroke, place))
    middle, target = ((points.min(axis=0) + points.max(axis=0)) / 2 for points in (stroke, place))
    return np.asarray((stroke - middle) * (wanted / side) + target, np.float32)


def _moved(strokes: Strokes, beside: Strokes, rng: np.random.Generator) -> Strokes:
    """`strokes` beside or below others."""
    offset = np.ptp(np.concatenate(beside), axis=0) * rng.permutation([0.6, 0.1])
    return tuple(np.asarray(stroke + offset, np.float32) for stroke in strokes)


def _unit(strokes: Strokes) -> Strokes:
    """Moved and scaled so that they begin at 0, 0 and are 1 high, but not wider than 1."""
    points = np.concatenate(strokes)
    low, side = points.min(axis=0), max(float(np.ptp(points, axis=0).max()), 1e-3)
    return tuple(np.asarray((stroke - low) / side, np.float32) for stroke in strokes)
