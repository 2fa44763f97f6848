"""What a hand and its tool do to any stroke: a finger wobbles, a mouse draws corners, a fast pen leaves few points.

Strokes are float32 (P, 2), (row, col) with row pointing down, in any unit: all lengths are shares of the digit's longer
side. The ranges are guesses; pages of such digits were looked at, and all of them could be read.
"""

import math

import cv2
import numpy as np

from mnist_app.data.pen_strokes import Stroke
from mnist_app.data.stroke_geometry import Strokes, Variant, longer_side, path_length, resample

WOBBLE = (0.008, 0.03)  # how far a finger strays, slowly
WAVES = (1.5, 4.0)  # how often it does so along a stroke as long as the digit
JITTER = (0.0, 0.008)  # how far each point of a finger's stroke lies beside it
CORNER_ERROR = (0.02, 0.05)  # how far a mouse's straight pieces are from the stroke that was meant
FAST_POINTS = (5, 9)  # of a fast stroke; more where it winds
FAST_TURN = math.radians(50)  # a fast stroke has a point at least for each such turn, or a loop would be lost
OVERSHOOT = (0.04, 0.14)  # how far a stroke runs on

_POINTS = 40  # of a stroke that is bent evenly


def wobble(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """Let a finger draw: slow waves along each stroke, and a little noise."""
    side = longer_side(strokes)
    amplitude, noise = rng.uniform(*WOBBLE) * side, rng.uniform(*JITTER) * side

    def bend(stroke: Stroke) -> Stroke:
        points = resample(stroke, _POINTS) if len(stroke) > 1 else stroke
        along = path_length(points)[:, None] / side
        phase = 2 * math.pi * (rng.uniform(*WAVES, 2) * along + rng.uniform(0, 1, 2))
        return np.asarray(points + amplitude * np.sin(phase) + rng.normal(0, noise, points.shape), np.float32)

    return tuple(bend(stroke) for stroke in strokes)


def corners(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """Let a mouse draw: a few straight pieces."""
    error = float(rng.uniform(*CORNER_ERROR) * longer_side(strokes))
    return tuple(cv2.approxPolyDP(stroke[:, None], error, False)[:, 0].astype(np.float32) for stroke in strokes)


def few_points(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """Draw fast: a canvas then gets 5 to 9 points of a stroke, and more only where it winds."""

    def thin_out(stroke: Stroke) -> Stroke:
        least = 2 + math.ceil(_total_turn(stroke) / FAST_TURN)
        return resample(stroke, max(int(rng.integers(FAST_POINTS[0], FAST_POINTS[1] + 1)), least))

    return tuple(thin_out(stroke) if len(stroke) > 2 else stroke for stroke in strokes)


def overshoot(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """Let the last stroke run on in its direction."""
    last = resample(strokes[-1], _POINTS)
    way = last[-1] - last[-5]
    length = float(np.hypot(*way))
    if not length:
        return strokes
    end = last[-1] + way / length * rng.uniform(*OVERSHOOT) * longer_side(strokes)
    return (*strokes[:-1], np.vstack([strokes[-1], end]).astype(np.float32))


HANDS: tuple[Variant, ...] = (wobble, corners, few_points, overshoot)


def _total_turn(stroke: Stroke) -> float:
    """All turns of a stroke, left and right, in radians; a hand's trembling is left out by looking at 12 pieces."""
    pieces = np.diff(resample(stroke, 13), axis=0)
    angles = np.unwrap(np.arctan2(pieces[:, 0], pieces[:, 1]))
    return float(np.abs(np.diff(angles)).sum())
