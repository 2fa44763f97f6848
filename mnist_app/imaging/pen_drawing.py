"""A drawing as the lines that a pen drew: made simpler, erased, and drawn as pixels again as the canvas does."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

TOLERANCE = 0.5  # pixels that a simplified line may lie beside the drawn one: far below the thinnest pen's 8
SUBPIXEL_BITS = 4  # OpenCV draws at sixteenths of a pixel
FAR = 10_000  # pixels: no canvas is so large, and OpenCV can draw it
SEEN = 128  # the gray of a pixel, one half of which is covered


@dataclass(frozen=True, eq=False)
class PenStroke:
    """One line of a pen.

    Attributes
    ----------
    points : float32 (n, 2), (row, col) in pixels of the canvas, joined by straight lines; n >= 1
    pen_width : in pixels
    """

    points: npt.NDArray[np.float32]
    pen_width: int


@dataclass(frozen=True, eq=False)
class PenDrawing:
    """What was drawn on a canvas.

    Attributes
    ----------
    strokes : oldest first
    canvas : (height, width) in pixels
    is_number : whether it is to be read as a number, or else as one digit
    """

    strokes: tuple[PenStroke, ...]
    canvas: tuple[int, int]
    is_number: bool


def simplify(stroke: PenStroke) -> PenStroke:
    """Leave out the points without which the line stays where it is, to half a pixel (Ramer, Douglas and Peucker).

    Examples
    --------
    >>> line = PenStroke(np.array([[10, 10], [10.2, 15], [10, 20], [30, 20]], np.float32), 20)
    >>> simplify(line).points.tolist()
    [[10.0, 10.0], [10.0, 20.0], [30.0, 20.0]]
    """
    points = cv2.approxPolyDP(stroke.points.reshape(-1, 1, 2), TOLERANCE, closed=False).reshape(-1, 2)
    if (points[-1] != stroke.points[-1]).any():  # OpenCV leaves out an end that lies on the beginning
        points = np.vstack([points, stroke.points[-1:]])
    return PenStroke(points.astype(np.float32), stroke.pen_width)


def fit(drawing: PenDrawing, width: int) -> PenDrawing:
    """Make a drawing smaller, pens and all, so that it fits a canvas of this width and the same height, in its middle.

    Examples
    --------
    >>> line = PenStroke(np.array([[50, 0], [50, 200]], np.float32), 20)
    >>> small = fit(PenDrawing((line,), (100, 200), is_number=True), 100)
    >>> small.canvas, small.strokes[0].points.tolist(), small.strokes[0].pen_width
    ((100, 100), [[50.0, 0.0], [50.0, 100.0]], 10)
    """
    height, scale = drawing.canvas[0], width / drawing.canvas[1]
    corner = np.array([(1 - scale) * height / 2, 0], np.float32)
    strokes = [
        PenStroke(scale * stroke.points + corner, max(1, round(scale * stroke.pen_width))) for stroke in drawing.strokes
    ]
    return PenDrawing(tuple(strokes), (height, width), drawing.is_number)


def draw(drawing: PenDrawing) -> npt.NDArray[np.uint8]:
    """Draw white lines with round ends on black, as the canvas does: uint8 (H, W, 4).

    Examples
    --------
    >>> dot = PenStroke(np.array([[5, 5]], np.float32), 4)
    >>> pixels = draw(PenDrawing((dot,), (10, 10), is_number=False))
    >>> pixels.shape, pixels[5, 5].tolist(), pixels[0, 0].tolist()
    ((10, 10, 4), [255, 255, 255, 255], [0, 0, 0, 255])
    """
    ink = np.zeros(drawing.canvas, np.uint8)
    for stroke in drawing.strokes:
        _draw_stroke(stroke, ink)
    return np.dstack([ink, ink, ink, np.full_like(ink, 255)])


def find_untouched(
    strokes: Sequence[PenStroke], are_erasers: Sequence[bool], canvas: tuple[int, int]
) -> npt.NDArray[np.bool_]:
    """Find what an eraser leaves: bool (n,), False for its own strokes and for older ones that it touches anywhere.

    Parameters
    ----------
    strokes : n, oldest first; what was drawn after the eraser's stroke lies on top of it and stays
    are_erasers : n, whether each is a stroke of the eraser
    canvas : its (height, width) in pixels, beyond which nothing is touched

    Examples
    --------
    >>> high, low, across = ([[row, 10], [row, 90]] for row in (20, 80, 70))
    >>> strokes = [PenStroke(np.array(points, np.float32), 12) for points in (high, low, across)]
    >>> find_untouched(strokes, [False, False, True], (100, 100)).tolist()
    [True, False, False]
    """
    erased = np.zeros(canvas, np.uint8)
    untouched = np.zeros(len(strokes), bool)
    for number in reversed(range(len(strokes))):
        if are_erasers[number]:
            _draw_stroke(strokes[number], erased)
        else:
            ink = np.zeros(canvas, np.uint8)
            _draw_stroke(strokes[number], ink)
            untouched[number] = np.minimum(ink, erased).max() < SEEN
    return untouched


def _draw_stroke(stroke: PenStroke, ink: npt.NDArray[np.uint8]) -> None:
    """Draw a stroke onto ink, uint8 (H, W)."""
    points = np.vstack([stroke.points[:1], stroke.points])  # OpenCV draws nothing where there is one point only
    places = np.clip(points[:, ::-1], -FAR, FAR)
    corners = np.rint(places * 2**SUBPIXEL_BITS).astype(np.int32).reshape(-1, 1, 2)
    cv2.polylines(ink, [corners], False, 255, min(stroke.pen_width, FAR), cv2.LINE_AA, SUBPIXEL_BITS)
