"""Digits drawn with strokes: what tests draw on canvases, in the browser and in arrays.

Each digit is one or more strokes, each a list of (row, col) points in a unit square, rows downwards, as someone draws
them with a pen. Several digits have a second form that people use: a European 1 and 7, an open 4.
"""

from io import BytesIO

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

Point = tuple[float, float]
Stroke = list[Point]


def arc(center: Point, radii: Point, start: float, end: float, points: int = 24) -> Stroke:
    """Points on an ellipse from angle `start` to `end`, degrees, 0 = right, growing clockwise (rows downwards)."""
    angles = np.radians(np.linspace(start, end, points))
    return [(center[0] + radii[0] * float(np.sin(a)), center[1] + radii[1] * float(np.cos(a))) for a in angles]


STROKES: dict[str, list[Stroke]] = {
    "0": [arc((0.5, 0.5), (0.5, 0.34), -90, 270)],
    "1": [[(0.0, 0.5), (1.0, 0.5)]],
    "1 with a flag": [[(0.32, 0.25), (0.0, 0.56), (1.0, 0.56)]],
    "2": [[*arc((0.27, 0.5), (0.27, 0.32), 200, 390), (1.0, 0.15), (1.0, 0.85)]],
    "3": [[*arc((0.26, 0.45), (0.26, 0.32), 210, 450), *arc((0.75, 0.45), (0.25, 0.37), 270, 510)]],
    "4": [[(0.0, 0.55), (0.66, 0.12), (0.66, 0.88)], [(0.35, 0.62), (1.0, 0.62)]],
    "5": [[(0.0, 0.25), (0.42, 0.22), *arc((0.68, 0.42), (0.32, 0.38), -120, 140)], [(0.0, 0.25), (0.0, 0.8)]],
    "6": [[(0.0, 0.65), (0.3, 0.32), *arc((0.72, 0.5), (0.28, 0.3), 200, 560)]],
    "7": [[(0.0, 0.15), (0.0, 0.85), (1.0, 0.4)]],
    "7 with a bar": [[(0.0, 0.15), (0.0, 0.85), (1.0, 0.4)], [(0.5, 0.35), (0.5, 0.8)]],
    "8": [[*arc((0.25, 0.5), (0.25, 0.26), 90, -270), *arc((0.75, 0.5), (0.25, 0.32), -90, 270)]],
    "9": [[*arc((0.28, 0.46), (0.28, 0.3), -20, -380), (0.3, 0.76), (1.0, 0.66)]],
}


def strokes_of(form: str, box: tuple[float, float, float, float]) -> list[Stroke]:
    """The strokes of a form of `STROKES`, in the box (min_row, min_col, max_row, max_col) of a canvas."""
    min_row, min_col, max_row, max_col = box
    height, width = max_row - min_row, max_col - min_col
    return [[(min_row + row * height, min_col + col * width) for row, col in stroke] for stroke in STROKES[form]]


def draw_strokes(
    strokes: list[Stroke], shape: tuple[int, int] = (280, 280), pen_width: int = 20
) -> npt.NDArray[np.uint8]:
    """Draw strokes in white on black as the canvas does: uint8 (height, width, 4)."""
    gray = np.zeros(shape, np.uint8)
    for stroke in strokes:
        corners = np.rint([(col * 16, row * 16) for row, col in stroke]).astype(np.int32)
        cv2.polylines(gray, [corners], False, 255, pen_width, cv2.LINE_AA, shift=4)
    return opaque(gray)


def opaque(gray: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """A canvas of these gray levels (height, width): uint8 (height, width, 4)."""
    return np.dstack([gray, gray, gray, np.full_like(gray, 255)])


def draw_digit(form: str, pen_width: int = 20) -> npt.NDArray[np.uint8]:
    """Draw one form in the middle of an empty canvas: uint8 (280, 280, 4)."""
    return draw_strokes(strokes_of(form, (50, 60, 230, 220)), pen_width=pen_width)


def to_png(pixels: npt.NDArray[np.uint8]) -> bytes:
    """Encode pixels as PNG, as the canvas reports them and as people save them."""
    buffer = BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()
