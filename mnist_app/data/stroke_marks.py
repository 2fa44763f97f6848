"""Other forms of 0, 1, 5 and 7: marks that some people make and others don't.

What a form is, and where its ranges come from: stroke_variants.py.
"""

import math

import numpy as np

from mnist_app.data.pen_strokes import Stroke
from mnist_app.data.stroke_geometry import (
    Strokes,
    center_and_size,
    fit_width,
    join_parts,
    join_points,
    longer_side,
    path_length,
    stroke_bounds,
)


def slash_zero(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A slash from lower left to upper right, within the ring or across it."""
    strokes = fit_width(_ring_of_zero(strokes), 0.6)
    center, size = center_and_size(strokes)
    reach = size * rng.uniform(0.3, 0.65) * np.array([rng.uniform(0.7, 1.1), rng.uniform(0.5, 1.1)])
    return (*strokes, join_points(center + reach * (1, -1), center + reach * (-1, 1)))


def dot_zero(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A dot or a short dash in the middle of the ring."""
    strokes = fit_width(_ring_of_zero(strokes), 0.7)
    middle, size = center_and_size(strokes)
    center = middle + size * rng.uniform(-0.06, 0.06, 2)
    reach = size * rng.uniform(0, 0.08, 2)
    return (*strokes, join_points(center - reach, center + reach))


def plain_one(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """The stem alone."""
    return (_stem_of_one(strokes),)


def flag_one(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A flag, short or long, that points down steeply enough for nobody to see a 7."""
    return (_flagged(_stem_of_one(strokes), rng),)


def foot_one(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A foot, as its own stroke, below a stem with or without a flag."""
    stem = _stem_of_one(strokes)
    height = longer_side(strokes)
    end = stem[-1] + height * np.array([rng.uniform(-0.03, 0.02), rng.uniform(-0.06, 0.06)])
    reach = height * np.array([rng.uniform(-0.04, 0.04), rng.uniform(0.12, 0.35)])
    return (_flagged(stem, rng) if rng.random() < 0.7 else stem, join_points(end - reach, end + reach))


def late_five(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """The bar drawn as a stroke of its own, which misses the body's top by a gap or runs past it."""
    body = _body_of_five(strokes)
    low, high = stroke_bounds(strokes)
    height = float(high[0] - low[0])
    if body[0, 0] > low[0] + 0.3 * height or body[0, 1] > (low[1] + high[1]) / 2:
        return strokes
    start = body[0] + height * np.array([rng.uniform(-0.1, 0.02), rng.uniform(-0.1, 0.14)])
    return (body, join_points(start, start + height * np.array([rng.uniform(-0.1, 0.05), rng.uniform(0.3, 0.65)])))


def plain_seven(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """No bar, where the top shows without it that this is a 7."""
    return fit_width(_without_bar(strokes), 0.45) if _has_corner(strokes) else strokes


def short_bar_seven(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A bar that hardly crosses the stem."""
    return _barred(strokes, rng.uniform(0.08, 0.15), rng.uniform(-0.2, 0.2), rng)


def long_bar_seven(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A bar as long as the top."""
    return _barred(strokes, rng.uniform(0.2, 0.33), rng.uniform(-0.15, 0.15), rng)


def slanted_bar_seven(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A bar that rises steeply or falls a little; falling steeply it would make an X."""
    return _barred(strokes, rng.uniform(0.1, 0.25), rng.uniform(-0.7, 0.35), rng)


def hook_seven(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A serif: the pen comes from below before it draws the top; with the writer's bar, another one or none."""
    if not _has_corner(strokes):
        return strokes
    bar = rng.random()
    if bar < 0.35:
        strokes = _without_bar(strokes)
    elif bar < 0.65:
        strokes = _barred(strokes, rng.uniform(0.1, 0.3), rng.uniform(-0.3, 0.2), rng)
    strokes = fit_width(strokes, 0.5)
    low, high = stroke_bounds(strokes)
    first = strokes[0]
    start = int((first[: max(len(first) // 2, 1)] @ (1, 1)).argmin())  # the top's left end
    down = (high[0] - low[0]) * rng.uniform(0.1, 0.38)
    lean, bow = down * rng.uniform(-0.25, 0.25), down * rng.uniform(0, 0.12)
    hook = first[start] + np.array([[down, lean], [down / 2, lean / 2 - bow]])
    return (join_parts(hook, first[start:]), *strokes[1:])


def _ring_of_zero(strokes: Strokes) -> Strokes:
    """The longest stroke; a writer may have slashed the 0 already."""
    return (max(strokes, key=lambda stroke: float(path_length(stroke)[-1])),)


def _stem_of_one(strokes: Strokes) -> Stroke:
    """From the highest point down to where a foot would begin."""
    stroke = strokes[0]
    stem = stroke[stroke[:, 0].argmin() :]
    foot = stem[0, 0] + 0.85 * np.ptp(stem[:, 0])
    stem = stem[: int((stem[:, 0] >= foot).argmax()) + 1]
    crooked = path_length(stem)[-1] > 1.1 * np.hypot(*(stem[-1] - stem[0]))
    return join_points(stem[0], stem[-1]) if crooked else stem


def _flagged(stem: Stroke, rng: np.random.Generator) -> Stroke:
    height = longer_side([stem])
    length, slope = height * rng.uniform(0.15, 0.5), rng.uniform(math.radians(42), math.radians(68))
    return join_parts(stem[:1] + length * np.array([math.sin(slope), -math.cos(slope)]), stem)


def _body_of_five(strokes: Strokes) -> Stroke:
    """The stroke without the bar: the highest one of several, or what follows the corner at the upper left."""
    body = max(strokes, key=lambda stroke: float(np.ptp(stroke[:, 0])))
    if len(strokes) > 1:
        return body
    corner = int((body[: max(len(body) // 2, 1)] @ (1, 1)).argmin())
    return body[corner:]


def _has_corner(strokes: Strokes) -> bool:
    """Whether a 7's first stroke has a corner at the upper right; else it is a bow like a 1's or ")"."""
    stroke = strokes[0]
    low, high = stroke_bounds([stroke])
    corner = stroke[(stroke @ (-1, 1)).argmax()]
    return bool(corner[1] > low[1] + 0.7 * (high[1] - low[1]) and corner[0] < low[0] + 0.3 * (high[0] - low[0]))


def _without_bar(strokes: Strokes) -> Strokes:
    """Leave out later strokes that are flat and lie at half the height."""
    low, high = stroke_bounds(strokes)
    height = high[0] - low[0]

    def is_bar(stroke: Stroke) -> bool:
        middle = (stroke[:, 0].mean() - low[0]) / max(height, 1e-6)
        return bool(np.ptp(stroke[:, 0]) < 0.4 * height and 0.2 < middle < 0.9)

    return (strokes[0], *(stroke for stroke in strokes[1:] if not is_bar(stroke)))


def _barred(strokes: Strokes, reach: float, slope: float, rng: np.random.Generator) -> Strokes:
    """A bar across the stem, `reach` heights to both sides, `slope` rows down a column."""
    strokes = _without_bar(strokes)
    low, high = stroke_bounds(strokes)
    height = high[0] - low[0]
    stem = strokes[-1]
    stem = stem[int((stem @ (-1, 1)).argmax()) :]  # from the upper right corner
    center = stem[np.abs(stem[:, 0] - low[0] - rng.uniform(0.38, 0.7) * height).argmin()]
    way = reach * height * np.array([slope, 1])
    shift = way * rng.uniform(-0.3, 0.3)
    return (*strokes, join_points(center + shift - way, center + shift + way))
