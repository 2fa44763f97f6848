"""Strokes as Fabric.js, which the canvas draws with, describes them: read, written, and wiped away by the eraser's.

The canvas knows no eraser: it draws the eraser's path like a pen's, in a color of its own.
"""

from typing import Any

import numpy as np

from mnist_app.errors import LinkError
from mnist_app.imaging.pen_drawing import PenDrawing, PenStroke, find_untouched
from mnist_app.text import recognizing as words

INK = "#ffffff"
ERASER = "#94a3b8"  # a gray that is told apart from ink and from the black canvas at a glance; a guess

FabricStroke = dict[str, Any]


def is_erasers(stroke: FabricStroke) -> bool:
    """Whether it is the path of the eraser and not of the pen."""
    return stroke.get("stroke") == ERASER


def wipe(strokes: list[FabricStroke], canvas: tuple[int, int]) -> list[FabricStroke]:
    """Leave out the eraser's strokes and those of the pen that it touched after they were drawn.

    Parameters
    ----------
    strokes : oldest first; where one is no line at all, the eraser's are left out, and no other
    canvas : its height and width, in pixels
    """
    try:
        pens = to_pen_strokes(strokes)
    except LinkError:
        return [stroke for stroke in strokes if not is_erasers(stroke)]
    untouched = find_untouched(pens, [is_erasers(stroke) for stroke in strokes], canvas)
    return [stroke for stroke, is_left in zip(strokes, untouched, strict=True) if is_left]


def to_pen_strokes(strokes: list[FabricStroke]) -> tuple[PenStroke, ...]:
    """Read the paths that Fabric.js describes; raises `LinkError` for what no pen of the canvas draws."""
    try:
        return tuple(_to_pen_stroke(stroke) for stroke in strokes)
    except (KeyError, TypeError, ValueError, IndexError, OverflowError) as error:
        raise LinkError(words.NO_LINK) from error


def to_fabric(drawing: PenDrawing) -> list[FabricStroke]:
    """Describe strokes as Fabric.js does, which puts a path without a place where its points are."""
    return [
        {
            "type": "Path",
            "path": [
                ["L" if number else "M", float(col), float(row)]
                for number, (row, col) in enumerate([stroke.points[0], *stroke.points])
            ],
            "fill": None,
            "stroke": INK,
            "strokeWidth": stroke.pen_width,
            "strokeLineCap": "round",
            "strokeLineJoin": "round",
        }
        for stroke in drawing.strokes
    ]


def _to_pen_stroke(stroke: FabricStroke) -> PenStroke:
    """A pen's path is lines and curves of one control point, the middle of each of which is on the line, too."""
    points: list[tuple[float, float]] = []
    for kind, *numbers in stroke["path"]:
        ends = list(zip(map(float, numbers[1::2]), map(float, numbers[::2]), strict=True))
        if kind == "Q":
            (row, col), (end_row, end_col) = ends
            start_row, start_col = points[-1]
            points.append((start_row / 4 + row / 2 + end_row / 4, start_col / 4 + col / 2 + end_col / 4))
        elif kind not in ("M", "L"):
            raise ValueError
        points.append(ends[-1])
    pen_width = round(stroke["strokeWidth"])
    places = np.array(points)
    if not points or pen_width < 1 or not np.isfinite(places).all():
        raise ValueError
    return PenStroke(places.astype(np.float32), pen_width)
