"""Shapes and signs as strokes: what people draw on a canvas besides digits, and lines without a plan.

Each function draws one kind from `rng` and returns its strokes, (row, col) points in any unit; stroke_drawing.py gives
them a pen and a hand. Whatever people write for a digit must not be among them: no upright bar, no plain ring.
"""

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]

# Drawings by their corners: strokes are separated by ";", points are row,col in a unit square, "~" starts a smooth
# stroke and "?" one that is drawn in half of all cases.
DRAWINGS = {
    "arrow": "0,0 0,1; -.28,.7 0,1 .28,.7",
    "bolted_box": "0,0 0,1 1,1 1,0 0,0; 0,0 1,1; ?0,1 1,0",
    "cat": "~.3,.1 .7,0 1,.5 .7,1 .3,.9 .3,.1; .3,.1 0,.1 .25,.4; .25,.6 0,.9 .3,.9; .5,.3 .55,.3; .5,.7 .55,.7; "
    "?.7,-.1 .75,.3; ?.75,.7 .7,1.1",
    "crown": "1,0 0,0 .5,.25 0,.5 .5,.75 0,1 1,1 1,0",
    "cube": ".3,0 1,0 1,.7 .3,.7 .3,0; .3,0 0,.3 0,1 .3,.7; 0,1 .7,1 1,.7",
    "cup": "0,0 1,.15 1,.7 0,.85 0,0; ~.2,.85 .2,1.1 .6,1.1 .7,.75",
    "divide": ".5,0 .5,1; .1,.5 .12,.5; .9,.5 .88,.5",
    "double_arrow": "0,0 0,1; -.2,.2 0,0 .2,.2; -.2,.8 0,1 .2,.8",
    "envelope": "0,0 0,1.4 1,1.4 1,0 0,0; 0,0 .55,.7 0,1.4",
    "equals": "0,0 0,1; .4,0 .4,1",
    "face": ".2,.25 .25,.25; .2,.75 .25,.75; ~.6,.05 .85,.25 .95,.5 .85,.75 .6,.95; ?.35,.5 .55,.45",
    "fish": "~.5,0 .15,.3 .25,.7 .5,1 .75,1.2; ~.5,0 .85,.3 .75,.7 .5,1 .25,1.2; .25,1.2 .75,1.2; ?.4,.2 .42,.2",
    "flag": "1,0 0,0 .1,.8 .45,.8 .5,0",
    "flower": "~.3,.5 0,.35 0,.65 .3,.5 .2,.85 .45,.9 .3,.5 .6,.75 .65,.4 .3,.5 .5,.1 .25,.05 .3,.5; 1.1,.5 .5,.5",
    "greater": "0,0 .4,1 .8,0",
    "hash": ".3,0 .3,1; .7,0 .7,1; 0,.3 1,.3; 0,.7 1,.7",
    "heart": "~1,.5 .6,.08 .25,0 .05,.2 .1,.4 .3,.5; ~.3,.5 .1,.6 .05,.8 .25,1 .6,.92 1,.5",
    "house": "1,0 .4,0 0,.5 .4,1 1,1 1,0; ?.4,0 .4,1; ?1,.4 .65,.4 .65,.65 1,.65; ?.5,.2 .7,.2 .7,.35 .5,.35 .5,.2",
    "kite": "0,.5 .4,0 1,.5 .4,1 0,.5; 0,.5 1,.5; .4,0 .4,1",
    "leaf": "~0,0 .1,.6 .5,.95 1,1 .9,.4 .5,.05 0,0; 0,0 1.2,1.2",
    "less": "0,1 .4,0 .8,1",
    "loops": "~.8,0 .3,.3 0,.2 .3,.1 .8,.35 .3,.65 0,.55 .3,.45 .8,.7 .3,1 0,.9 .3,.8 .8,1.1",
    "music": "~.8,.2 .7,.05 .9,0 1,.15 .8,.25; .85,.25 0,.25 .15,.7; ?.15,.25 .3,.7",
    "not_equal": ".3,0 .3,1; .7,0 .7,1; 0,.75 1,.25",
    "peace": "~0,.5 .15,.15 .5,0 .85,.15 1,.5 .85,.85 .5,1 .15,.85 0,.5; 0,.5 1,.5; .5,.5 .85,.15; .5,.5 .85,.85",
    "percent": "~.05,.2 .2,.05 .35,.2 .2,.35 .05,.2; ~.65,.8 .8,.65 .95,.8 .8,.95 .65,.8; 0,.9 1,.1",
    "pi": "0,0 0,1; 0,.25 1,.2; 0,.75 1,.8",
    "plus": ".5,0 .5,1; 0,.5 1,.5",
    "question": "~.2,0 .03,.25 .03,.6 .2,.75 .4,.5 .55,.35 .7,.35; .95,.35 .97,.35",
    "root": ".6,0 .55,.15 1,.3 0,.5 0,1.2",
    "sigma": "0,1 0,0 .5,.5 1,0 1,1",
    "smiley": "~0,.5 .15,.15 .5,0 .85,.15 1,.5 .85,.85 .5,1 .15,.85 0,.5; .33,.33 .38,.33; .33,.67 .38,.67; "
    "~.6,.25 .75,.4 .78,.5 .75,.6 .6,.75; ?.45,.5 .55,.48",
    "snail": "~.9,1.4 .95,.6 .7,.05 .3,.1 .2,.5 .5,.8 .7,.5 .5,.35 .45,.5; ?.9,1.4 .5,1.5",
    "star": "0,.5 1,.8 .38,0 .38,1 1,.2 0,.5",
    "star_outline": "0,.5 .35,.62 .38,1 .6,.7 1,.8 .78,.5 1,.2 .6,.3 .38,0 .35,.38 0,.5",
    "stick_figure": "~0,.5 .12,.38 .25,.5 .12,.62 0,.5; .25,.5 .65,.5; .4,.2 .4,.8; 1,.25 .65,.5 1,.75",
    "sun": "~.3,.5 .36,.36 .5,.3 .64,.36 .7,.5 .64,.64 .5,.7 .36,.64 .3,.5; .2,.5 0,.5; .8,.5 1,.5; .5,.2 .5,0; "
    ".5,.8 .5,1; ?.3,.3 .15,.15; ?.7,.7 .85,.85; ?.3,.7 .15,.85; ?.7,.3 .85,.15",
    "tent": "1,0 0,.6 1,1.2 1,0; 1,.45 .5,.6 1,.75",
    "tick": ".5,0 1,.3 0,1.1",
    "times": "0,0 1,1; 0,1 1,0",
    "tree": "0,.5 .35,.2 .35,.8 0,.5; .35,.5 .25,.5; .35,.5 .75,.05 .75,.95 .35,.5; .75,.5 1,.5",
    "triangle": "0,.5 1,0 1,1 0,.5",
    "waves": "~.2,0 0,.15 .2,.3 0,.45 .2,.6 0,.75 .2,.9; ?~.6,0 .4,.15 .6,.3 .4,.45 .6,.6 .4,.75 .6,.9",
}
JITTER = 0.035  # of a drawing's points, in units of its side: a guess that leaves it recognizable

ARCHES = (0.3, 1.0)  # their height; this and the next look like round scripts
LOOPS = (0.0, 1.1)  # how far they swing back


def drawing(rng: np.random.Generator) -> list[Points]:
    """One of `DRAWINGS` by an unsteady hand; an arrow points anywhere but up, where it is a 1."""
    name = rng.choice(list(DRAWINGS))
    strokes = [stroke for text in DRAWINGS[name].split(";") for stroke in _parse_stroke(text.strip(), rng)]
    proportions = np.exp(rng.uniform(-0.2, 0.2, 2))
    strokes = [stroke * proportions for stroke in strokes]
    if name == "arrow":
        turn = rng.uniform(-0.8, 0.8) + math.pi * rng.integers(0, 2)
        return [_turn(stroke, turn) for stroke in strokes]
    return strokes


def scribble(rng: np.random.Generator) -> list[Points]:
    """A line that goes back and forth without a plan."""
    return [_smooth(rng.uniform(0, 1, (rng.integers(9, 18), 2)))]


def cursive(rng: np.random.Generator) -> list[Points]:
    """A line that goes up and down while it moves on, as in a signature."""
    count = int(rng.integers(7, 15))
    knots = np.column_stack([np.arange(count) % 2 * rng.uniform(0.3, 1, count), np.arange(count) * 0.22])
    return [_smooth(knots + rng.normal(0, 0.12, knots.shape))]


def loops_and_arches(rng: np.random.Generator) -> list[Points]:
    """A line of loops and arches, as round scripts have them: a trochoid whose size and loops change on the way."""
    turns = rng.uniform(1.8, 3.4)
    angle = np.linspace(0, 2 * math.pi * turns, int(30 * turns))
    places = np.linspace(0, angle[-1], 5)
    height, loop = (np.interp(angle, places, rng.uniform(low, high, 5)) for low, high in (ARCHES, LOOPS))
    rows, cols = height * np.cos(angle), 0.28 * angle - loop * np.sin(angle)
    line = np.column_stack([rows * rng.choice([-1, 1]), cols * rng.uniform(0.6, 1.1)])
    return [line, *_marks(line, rng)]


def curls(rng: np.random.Generator) -> list[Points]:
    """Two or three lines that curl one way and the other without a plan, one beside the other."""
    strokes = [_curl(rng) for _ in range(rng.integers(2, 4))]
    return [stroke + np.array([rng.uniform(-0.4, 0.4), 0.6 * place]) for place, stroke in enumerate(strokes)]


def zigzag(rng: np.random.Generator) -> list[Points]:
    """A hatching: up and down, moving on, at any angle."""
    turns = rng.integers(6, 14)
    places = np.column_stack([np.arange(turns) % 2, np.linspace(0, rng.uniform(0.5, 2), turns)])
    return [_turn(places + rng.normal(0, 0.06, places.shape), rng.uniform(0, math.pi))]


def spiral(rng: np.random.Generator) -> list[Points]:
    """Two to four turns outward."""
    angle = np.linspace(0, 2 * math.pi * rng.uniform(2, 4) * rng.choice([-1, 1]), 90)
    radius = np.linspace(0.05, 1, 90)
    return [np.column_stack([radius * np.sin(angle), radius * np.cos(angle)])]


def dashes(rng: np.random.Generator) -> list[Points]:
    """One to five parallel lines that lie rather than stand: a dash, an equals sign, ruled paper."""
    count = rng.integers(1, 6)
    slope = rng.uniform(-0.5, 0.5)
    rows = np.linspace(0, rng.uniform(0.3, 1.2), count)
    return [np.array([[row, 0], [row + slope, 1 + rng.uniform(-0.2, 0.2)]]) for row in rows]


def grid(rng: np.random.Generator) -> list[Points]:
    """A piece of squared paper, a hash, a plus: lines that cross at right angles."""
    across, down = rng.integers(1, 5, 2)
    lines = [np.array([[row, 0], [row, 1]]) for row in (np.arange(down) + 0.5) / down]
    lines += [np.array([[0, col], [1, col]]) for col in (np.arange(across) + 0.5) / across]
    turn = rng.uniform(-0.3, 0.3) + (math.pi / 4 if across == down == 1 else 0)
    return [_turn(line, turn) for line in lines]


def rays(rng: np.random.Generator) -> list[Points]:
    """Lines through one point: a cross, an asterisk."""
    arms = rng.integers(2, 6)
    angles = rng.uniform(0, math.pi) + np.arange(arms) * math.pi / arms + rng.normal(0, 0.1, arms)
    ends = np.column_stack([np.sin(angles), np.cos(angles)]) * rng.uniform(0.6, 1, (arms, 1))
    return [np.array([-end, end]) for end in ends]


def polygon(rng: np.random.Generator) -> list[Points]:
    """An outline with corners: a triangle, a square, often with a diagonal, a pentagon with one."""
    corners = int(rng.integers(3, 6))
    angles = rng.uniform(0, 2 * math.pi) + np.arange(corners) * 2 * math.pi / corners + rng.normal(0, 0.15, corners)
    outline = np.column_stack([np.sin(angles), np.cos(angles)]) * (1, rng.uniform(0.6, 1))
    lines = [np.vstack([outline, outline[:1]])]
    if corners == 5 or (corners == 4 and rng.random() < 0.4):  # a plain pentagon is a clumsy 0
        lines.append(outline[np.array([0, 2])])
    return lines


def crossed_ring(rng: np.random.Generator) -> list[Points]:
    """A ring with two to four lines through it, like a wheel; with a single one it would be a slashed 0."""
    angle = np.linspace(0, 2 * math.pi, 60)
    ring = np.column_stack([np.sin(angle), np.cos(angle) * rng.uniform(0.7, 1.2)])
    return [ring, *(line * rng.uniform(0.9, 1.3) + rng.uniform(-0.15, 0.15, 2) for line in rays(rng))]


SHAPES: tuple[Callable[[np.random.Generator], list[Points]], ...] = (
    drawing,
    scribble,
    cursive,
    loops_and_arches,
    curls,
    zigzag,
    spiral,
    dashes,
    grid,
    rays,
    polygon,
    crossed_ring,
)
BY_CHANCE = (loops_and_arches, curls)  # in which a single picture may happen to look like a digit
DENSE = (scribble, curls, spiral, grid, crossed_ring)  # that a thick pen would fill up


def _parse_stroke(text: str, rng: np.random.Generator) -> list[Points]:
    """No stroke or one, float64 (P, 2)."""
    if text.startswith("?") and rng.random() < 0.5:
        return []
    text = text.removeprefix("?")
    points = np.array([[float(number) for number in point.split(",")] for point in text.strip("~").split()])
    points += rng.normal(0, JITTER, points.shape)
    return [_smooth(points) if text.startswith("~") else points]


def _marks(line: Points, rng: np.random.Generator) -> list[Points]:
    """In half of all cases a dot or a bar above or below the line."""
    if rng.random() < 0.5:
        return []
    low, high = line.min(axis=0), line.max(axis=0)
    row = rng.choice([low[0] - 0.5, high[0] + 0.5])
    col, length = rng.uniform(low[1], high[1]), rng.uniform(0.05, 1)
    return [np.array([[row, col], [row + rng.uniform(-0.2, 0.2), col + length]])]


def _curl(rng: np.random.Generator) -> Points:
    """A line of length 1.8 whose curvature changes smoothly."""
    curvature = np.interp(np.arange(60), np.linspace(0, 60, 4), rng.uniform(-0.25, 0.25, 4))
    direction = rng.uniform(0, 2 * math.pi) + np.cumsum(curvature)
    return np.cumsum(np.column_stack([np.sin(direction), np.cos(direction)]) * 0.03, axis=0)


def _smooth(knots: Points) -> Points:
    """A Catmull-Rom spline through the knots, ten points a piece."""
    padded = np.vstack([knots[:1], knots, knots[-1:]])
    before, start, end, after = padded[:-3], padded[1:-2], padded[2:-1], padded[3:]
    t = np.linspace(0, 1, 10, endpoint=False)[:, np.newaxis, np.newaxis]
    pieces = 0.5 * (
        2 * start
        + (end - before) * t
        + (2 * before - 5 * start + 4 * end - after) * t**2
        + (3 * start - before - 3 * end + after) * t**3
    )
    return np.vstack([pieces.swapaxes(0, 1).reshape(-1, 2), knots[-1:]])


def _turn(points: Points, angle: float) -> Points:
    cos, sin = math.cos(angle), math.sin(angle)
    return np.asarray(points @ np.array([[cos, -sin], [sin, cos]]))
