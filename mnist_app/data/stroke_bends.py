"""Other forms of 2, 4, 6, 8 and 9: parts that some people bend, open or draw out more than others.

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
    path_length,
    resample,
    stroke_bounds,
)


def loop_two(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A loop at the foot, where the diagonal turns into the base."""
    corner = _corner_of_two(strokes)
    if corner is None:
        return strokes
    stroke, height = strokes[0], float(np.ptp(strokes[0][:, 0]))
    radii = height * np.array([rng.uniform(0.05, 0.11), rng.uniform(0.07, 0.15)])
    angle = np.linspace(0, 1.6 * math.pi, 12)[:, None]
    loop = stroke[corner] - radii * (1, -1) * 0.6 + radii * np.hstack([np.sin(angle), np.cos(angle)])
    return (join_parts(stroke[: max(corner - 1, 1)], loop, _base_of_two(stroke, corner, height, 0, rng)),)


def flat_two(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A corner at the foot and a straight base."""
    corner = _corner_of_two(strokes)
    if corner is None:
        return strokes
    stroke, height = strokes[0], float(np.ptp(strokes[0][:, 0]))
    return (join_parts(stroke[: corner + 1], _base_of_two(stroke, corner, height, 0, rng)),)


def wavy_two(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A base that goes up and down like a wave."""
    corner = _corner_of_two(strokes)
    if corner is None:
        return strokes
    stroke, height = strokes[0], float(np.ptp(strokes[0][:, 0]))
    return (join_parts(stroke[: corner + 1], _base_of_two(stroke, corner, height, rng.uniform(0.03, 0.08), rng)),)


def open_four(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """An open top of any width, down to one that nearly touches."""
    least = 0.12 if len(strokes) > 1 else 0.35  # a 4 in one stroke has no corner at the stem and would be a 9
    return _opened(strokes, math.exp(rng.uniform(math.log(least), math.log(0.9))), rng) or strokes


def round_four(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A wide open top and a bow instead of the corner; with a narrow top it would be a 9."""
    opened = _opened(strokes, rng.uniform(0.5, 0.95), rng)
    return (_smooth(opened[0], int(rng.integers(2, 5))), *opened[1:]) if opened else strokes


def short_neck_six(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A neck that begins not far above the loop."""
    loop_top, loop, neck = _parts_of_six(strokes)
    ratio = rng.uniform(0.55, 0.9)
    if loop <= 0.25 * (loop + neck) or neck <= ratio * loop:
        return strokes
    above = np.flatnonzero(strokes[0][:, 0] < loop_top - ratio * loop)
    return fit_width((strokes[0][above.max() :], *strokes[1:]), most=0.9)


def long_neck_six(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A neck up to about twice as high as the loop."""
    loop_top, loop, neck = _parts_of_six(strokes)
    if loop <= 0.25 * (loop + neck) or neck <= 0.25 * loop:
        return strokes
    stroke = strokes[0].copy()
    above = stroke[:, 0] < loop_top
    stroke[above, 0] = loop_top + (stroke[above, 0] - loop_top) * (rng.uniform(1.4, 2.4) * loop / neck)
    return (stroke, *strokes[1:])


def gap_eight(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A top that isn't closed: both ends stop before they meet."""
    stroke = resample(strokes[0], 80)
    low, high = stroke_bounds(strokes)
    gap = rng.uniform(0.15, 0.35) * float(high[1] - low[1])
    while len(stroke) > 68 and np.hypot(*(stroke[0] - stroke[-1])) < gap:
        stroke = stroke[1:-1]
    at_top = max(stroke[0, 0], stroke[-1, 0]) < low[0] + 0.22 * (high[0] - low[0])
    return (stroke,) if at_top and len(strokes) == 1 else strokes


def straight_tail_nine(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A tail straight down."""
    head, height = _head_of_nine(strokes), float(np.ptp(strokes[0][:, 0]))
    if head is None:
        return strokes
    down = height * np.array([rng.uniform(0.5, 0.95), rng.uniform(-0.25, 0.05)])
    return (join_parts(head, head[-1:] + down),)


def curled_tail_nine(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A tail that ends in a bow to the left, and perhaps up again."""
    head, height = _head_of_nine(strokes), float(np.ptp(strokes[0][:, 0]))
    if head is None:
        return strokes
    radius = height * rng.uniform(0.12, 0.25)
    bottom = head[-1] + height * np.array([rng.uniform(0.3, 0.65), rng.uniform(-0.1, 0.0)])
    angle = np.linspace(0, rng.uniform(0.5, 0.9) * math.pi, 9)[:, None]
    bow = bottom + radius * np.hstack([np.sin(angle), np.cos(angle) - 1])
    return (join_parts(head, bow),)


def flat_tail_nine(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A tail with a corner, flat to the left; hardly longer than the loop is wide."""
    head, height = _head_of_nine(strokes), float(np.ptp(strokes[0][:, 0]))
    if head is None:
        return strokes
    low, high = stroke_bounds([head])
    corner = head[-1] + height * np.array([rng.uniform(0.45, 0.9), rng.uniform(-0.18, 0.0)])
    left = np.array([height * rng.uniform(-0.05, 0.06), -(high[1] - low[1]) * rng.uniform(0.4, 1.2)])
    return (join_parts(head, corner[None], corner[None] + left),)


def _corner_of_two(strokes: Strokes) -> int | None:
    """Which point of a 2's one stroke is the corner at the lower left."""
    stroke = strokes[0]
    later = len(stroke) // 2
    corner = later + int((stroke[later:] @ (1, -1)).argmax())
    center, _ = center_and_size(strokes)
    at_lower_left = stroke[corner, 0] > center[0] and stroke[corner, 1] < center[1]
    return corner if len(strokes) == 1 and at_lower_left else None


def _base_of_two(stroke: Stroke, corner: int, height: float, wave: float, rng: np.random.Generator) -> Stroke:
    """From the corner to the right, `wave` heights up and down."""
    share = np.linspace(0.1, 1, 9)
    rows = height * (rng.uniform(-0.06, 0.06) * share - wave * np.sin(2 * math.pi * share))
    cols = max(float(np.ptp(stroke[:, 1])), 0.4 * height) * rng.uniform(0.8, 1.2) * share
    return np.asarray(stroke[corner] + np.stack([rows, cols], axis=1), np.float32)


def _opened(strokes: Strokes, gap: float, rng: np.random.Generator) -> Strokes | None:
    """Move the top of a 4's arm `gap` widths to the left of the stem's top, and the stem's top to about its height."""
    strokes = fit_width(strokes, 0.55)
    low, high = stroke_bounds(strokes)
    height, width = high - low
    first, others = strokes[0].copy(), [stroke.copy() for stroke in strokes[1:]]
    corner = int((first[: max(len(first) * 2 // 3, 1)] @ (0.6, -1)).argmax())
    stem = [first[corner + 1 :], *others]
    tops = [part[part[:, 0].argmin()] for part in stem if len(part)]
    stem_top = min(tops, key=lambda top: float(top[0]), default=first[corner])
    rise = float(first[corner, 0] - first[0, 0])
    if rise <= 0.2 * height or first[corner, 0] - stem_top[0] <= 0.1 * height:
        return None
    share = (first[corner, 0] - first[:corner, 0]) / rise
    first[:corner, 1] += share * (stem_top[1] - gap * width - first[0, 1])
    below = max(high[0] - first[corner, 0], 0.05 * height)  # of the stem, below the bar; without it, it would be a U
    stretch_above = (rise + height * rng.uniform(-0.2, 0.15)) / (first[corner, 0] - stem_top[0])
    stretch_below = max(1.0, 0.5 * rise / below)
    for part in stem:
        rows = part[:, 0] - first[corner, 0]
        part[:, 0] = first[corner, 0] + rows * np.where(rows < 0, stretch_above, stretch_below)
    return (first, *others)


def _smooth(stroke: Stroke, times: int) -> Stroke:
    """Round a stroke's corners; its ends stay."""
    points = resample(stroke, 24)
    for _ in range(times):
        points[1:-1] = (points[:-2] + points[1:-1] + points[2:]) / 3
        points[2:-2] = (points[:-4] + points[2:-2] + points[4:]) / 3
    return points


def _parts_of_six(strokes: Strokes) -> tuple[float, float, float]:
    """The row of a 6's loop's top, the loop's height and the neck's above it."""
    rows = strokes[0][:, 0]
    loop_top = float(rows[len(rows) * 6 // 10 :].min())  # of the last part, which closes the loop
    return loop_top, float(rows.max()) - loop_top, loop_top - float(rows.min())


def _head_of_nine(strokes: Strokes) -> Stroke | None:
    """A 9's loop, up to where the tail leaves it at the upper right."""
    stroke = resample(strokes[0], 60)
    leaves = int(np.flatnonzero(stroke[:, 0] <= stroke[:, 0].min() + 0.3 * np.ptp(stroke[:, 0])).max())
    head = stroke[: leaves + 1]
    low, high = stroke_bounds([head])
    around = path_length(head)[-1] / max(float((high - low).sum()), 1e-6)  # 1 for an open bow, 1.6 to 2 for an ellipse
    at_right = head[-1, 1] > low[1] + 0.65 * (high[1] - low[1])
    return head if len(strokes) == 1 and around > 1.35 and at_right else None
