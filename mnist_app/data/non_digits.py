"""Pictures of things that are no digits, so that the network learns to give them a flat answer.

A network that has only ever seen digits calls a scribble "4, 100 %". A small share of its training images are
therefore drawn here, with the uniform distribution as their target: outlier exposure (Hendrycks, Mazeika, Dietterich
2019, https://arxiv.org/abs/1812.04606). Whatever people write for a digit must not be among them: no upright bar, no
ring, no letter such as S or Z.
"""

import math
from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.data.mnist import CLASSES, Digits
from mnist_app.imaging.normalize import IMAGE_SIZE, ink_to_image

SIDE = 112  # of the canvas, pixels: large enough for smooth strokes at 28 x 28
LETTERS = "ACEFHKMNPRVWXacdefhkmnpvwx#%@*<+="  # those that no digit resembles
FONTS = (
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_SCRIPT_SIMPLEX,
    cv2.FONT_HERSHEY_SCRIPT_COMPLEX,
)

Canvas = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float64]


def draw_non_digits(count: int, seed: int, digits: Digits) -> npt.NDArray[np.uint8]:
    """Draw pictures that are no digits: each kind equally often, in random order.

    Parameters
    ----------
    count : how many
    seed : of everything that is random
    digits : from which pictures of several digits at once are put together

    Returns
    -------
    uint8 (count, 28, 28), normalized like every drawing
    """
    rng = np.random.default_rng(seed)
    images = np.zeros((count, IMAGE_SIZE, IMAGE_SIZE), np.uint8)
    for number in range(count):
        kind = number % (len(KINDS) + 1)
        canvas = KINDS[kind](rng) if kind < len(KINDS) else _several_digits(rng, digits)
        images[number] = ink_to_image(canvas.astype(np.float32) / np.float32(255))
    return rng.permutation(images)


def uniform_targets(count: int) -> npt.NDArray[np.float32]:
    """The target of what is no digit, float32 (count, 10): every digit is equally likely."""
    return np.full((count, CLASSES), 1 / CLASSES, np.float32)


def scribble(rng: np.random.Generator) -> Canvas:
    """A line that goes back and forth without a plan."""
    knots = rng.uniform(0, 1, (rng.integers(9, 18), 2))
    return _draw([_smooth(knots)], rng)


def zigzag(rng: np.random.Generator) -> Canvas:
    """A hatching: up and down, moving on, at any angle."""
    turns = rng.integers(6, 14)
    places = np.column_stack([np.arange(turns) % 2, np.linspace(0, rng.uniform(0.5, 2), turns)])
    return _draw([_turn(places + rng.normal(0, 0.06, places.shape), rng.uniform(0, math.pi))], rng)


def spiral(rng: np.random.Generator) -> Canvas:
    """Two to four turns outward."""
    angle = np.linspace(0, 2 * math.pi * rng.uniform(2, 4) * rng.choice([-1, 1]), 90)
    radius = np.linspace(0.05, 1, 90)
    return _draw([np.column_stack([radius * np.sin(angle), radius * np.cos(angle)])], rng, (0.03, 0.09))


def dots(rng: np.random.Generator) -> Canvas:
    """One to six dots."""
    canvas = np.zeros((SIDE, SIDE), np.uint8)
    for row, col in rng.uniform(20, SIDE - 20, (rng.integers(1, 7), 2)):
        radius = int(rng.integers(3, 13))
        cv2.circle(canvas, (round(col), round(row)), radius, 255, -1, cv2.LINE_AA)
    return canvas


def dashes(rng: np.random.Generator) -> Canvas:
    """One to five parallel lines that lie rather than stand: a dash, an equals sign, ruled paper."""
    count = rng.integers(1, 6)
    slope = rng.uniform(-0.5, 0.5)
    rows = np.linspace(0, rng.uniform(0.3, 1.2), count)
    lines = [np.array([[row, 0], [row + slope, 1 + rng.uniform(-0.2, 0.2)]]) for row in rows]
    return _draw(lines, rng)


def grid(rng: np.random.Generator) -> Canvas:
    """A piece of squared paper, a hash, a plus: lines that cross at right angles."""
    across, down = rng.integers(1, 5, 2)
    lines = [np.array([[row, 0], [row, 1]]) for row in (np.arange(down) + 0.5) / down]
    lines += [np.array([[0, col], [1, col]]) for col in (np.arange(across) + 0.5) / across]
    turn = rng.uniform(-0.3, 0.3) + (math.pi / 4 if across == down == 1 else 0)
    return _draw([_turn(line, turn) for line in lines], rng, (0.03, 0.12))


def star(rng: np.random.Generator) -> Canvas:
    """Lines through one point: a cross, an asterisk."""
    arms = rng.integers(2, 6)
    angles = rng.uniform(0, math.pi) + np.arange(arms) * math.pi / arms + rng.normal(0, 0.1, arms)
    ends = np.column_stack([np.sin(angles), np.cos(angles)]) * rng.uniform(0.6, 1, (arms, 1))
    return _draw([np.array([-end, end]) for end in ends], rng)


def polygon(rng: np.random.Generator) -> Canvas:
    """An outline with corners: a triangle, a square, often with a diagonal, a pentagon with one."""
    corners = int(rng.integers(3, 6))
    angles = rng.uniform(0, 2 * math.pi) + np.arange(corners) * 2 * math.pi / corners + rng.normal(0, 0.15, corners)
    outline = np.column_stack([np.sin(angles), np.cos(angles)]) * (1, rng.uniform(0.6, 1))
    lines = [np.vstack([outline, outline[:1]])]
    if corners == 5 or (corners == 4 and rng.random() < 0.4):  # a plain pentagon is a clumsy 0
        lines.append(outline[np.array([0, 2])])
    return _draw(lines, rng)


def crossed_ring(rng: np.random.Generator) -> Canvas:
    """A ring with chords or a face in it."""
    angle = np.linspace(0, 2 * math.pi, 60)
    ring = np.column_stack([np.sin(angle), np.cos(angle) * rng.uniform(0.7, 1.2)])
    chords = rng.uniform(-1.3, 1.3, (rng.integers(2, 5), 2, 2))
    return _draw([ring, *chords], rng, (0.03, 0.1))


def check_mark(rng: np.random.Generator) -> Canvas:
    """A check mark, or an arrow at any angle."""
    if rng.random() < 0.5:
        return _draw([np.array([[0.5, 0], [1, rng.uniform(0.25, 0.4)], [0, 1 + rng.uniform(0, 0.3)]])], rng)
    head = rng.uniform(0.2, 0.45)
    lines = [np.array([[0.0, 0], [0, 1]]), np.array([[-head, 1 - head], [0, 1], [head, 1 - head]])]
    turn = rng.uniform(-0.8, 0.8) + math.pi * rng.integers(0, 2)
    return _draw([_turn(line, turn) for line in lines], rng)


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


def letter(rng: np.random.Generator) -> Canvas:
    """A letter or sign, slanted and turned a little."""
    canvas = np.zeros((SIDE, SIDE), np.uint8)
    text = rng.choice(list(LETTERS))
    font = FONTS[rng.integers(len(FONTS))]
    cv2.putText(canvas, text, (25, 85), font, rng.uniform(2, 3), 255, int(rng.integers(2, 10)), cv2.LINE_AA)
    return _distort(canvas, rng)


def word(rng: np.random.Generator) -> Canvas:
    """Two to four letters side by side."""
    canvas = np.zeros((SIDE, SIDE), np.uint8)
    text = "".join(rng.choice(list(LETTERS), rng.integers(2, 5)))
    font = FONTS[rng.integers(len(FONTS))]
    cv2.putText(canvas, text, (4, 70), font, 4 / (1 + len(text)), 255, int(rng.integers(1, 6)), cv2.LINE_AA)
    return _distort(canvas, rng)


KINDS: tuple[Callable[[np.random.Generator], Canvas], ...] = (
    scribble,
    zigzag,
    spiral,
    dots,
    dashes,
    grid,
    star,
    polygon,
    crossed_ring,
    check_mark,
    filled_shape,
    noise,
    letter,
    word,
)


def _several_digits(rng: np.random.Generator, digits: Digits) -> Canvas:
    """Two or three digits side by side, one below the other, or one over the other."""
    chosen = digits.images[rng.integers(len(digits), size=rng.integers(2, 4))]
    arrangement = rng.integers(3)
    if arrangement == 0:
        overlap = int(rng.integers(0, 8))
        return np.asarray(np.concatenate([image[:, overlap : IMAGE_SIZE - overlap] for image in chosen], axis=1))
    if arrangement == 1:
        return np.concatenate(list(chosen[:2]), axis=0)
    moved = [np.roll(image, rng.integers(-6, 7, 2), (0, 1)) for image in chosen]
    return np.asarray(np.max(moved, axis=0), np.uint8)


def _draw(lines: list[Points], rng: np.random.Generator, relative_width: tuple[float, float] = (0.03, 0.16)) -> Canvas:
    """Draw lines of (row, col) points in any unit, with a pen whose width is a share of the picture's side."""
    points = np.concatenate(lines)
    low = points.min(axis=0)
    scale = SIDE * 0.7 / max(float((points.max(axis=0) - low).max()), 1e-6)
    width = max(2, round(SIDE * 0.7 * math.exp(rng.uniform(*np.log(relative_width)))))
    canvas = np.zeros((SIDE, SIDE), np.uint8)
    for line in lines:
        path = np.rint((line - low) * scale + SIDE * 0.15)[:, ::-1].astype(np.int32)
        cv2.polylines(canvas, [path], False, 255, width, cv2.LINE_AA)
    return canvas


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
    return np.asarray(pieces.swapaxes(0, 1).reshape(-1, 2))


def _turn(points: Points, angle: float) -> Points:
    cos, sin = math.cos(angle), math.sin(angle)
    return np.asarray(points @ np.array([[cos, -sin], [sin, cos]]))


def _distort(canvas: Canvas, rng: np.random.Generator) -> Canvas:
    """Slant and turn what is on the canvas about its center."""
    matrix = cv2.getRotationMatrix2D((SIDE / 2, SIDE / 2), rng.uniform(-12, 12), 0.9)
    matrix[0, 1] += rng.uniform(-0.2, 0.2)
    return np.asarray(cv2.warpAffine(canvas, matrix, (SIDE, SIDE)), np.uint8)
