"""A drawing on a canvas narrower than the one it was drawn on, as after a window was resized or a link sent."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.imaging.pen_drawing import PenDrawing, PenStroke, draw
from mnist_app.ui.recognize.canvas_report import CanvasReport
from mnist_app.ui.recognize.drawing import Drawing
from mnist_app.ui.recognize.fabric_strokes import ERASER, to_fabric, to_pen_strokes

FORGED = {"path": 7}


def pixels(width: int) -> npt.NDArray[np.uint8]:
    return np.zeros((280, width, 4), np.uint8)


def line(row: int, end: int) -> dict[str, Any]:
    """A line from the canvas's left side to a column."""
    return {"path": [["M", 0, row], ["L", end, row]], "strokeWidth": 20}


def drawn(*strokes: dict[str, Any], width: int = 800) -> Drawing:
    """Strokes that were drawn one after another on a canvas of this width."""
    drawing = Drawing()
    for count in range(1, len(strokes) + 1):
        drawing.take_over(CanvasReport(list(strokes[:count]), "pixels"), pixels(width))
    return drawing


def ends(drawing: Drawing) -> list[list[float]]:
    """Where the lines end: row and column."""
    return [pen.points[-1].tolist() for pen in to_pen_strokes(drawing.strokes)] if drawing.strokes else []


def test_a_line_across_a_wide_canvas_fits_a_narrow_one() -> None:
    drawing = drawn(line(140, 800))
    drawing.fit(400)
    assert ends(drawing) == [[140, 400]]
    assert to_pen_strokes(drawing.strokes)[0].pen_width == 10
    assert drawing.rgba is not None
    assert drawing.rgba.shape == (280, 400, 4)
    assert drawing.rgba[140, 350, :3].tolist() == [255, 255, 255]
    assert drawing.initial is not None
    assert drawing.initial["objects"] is drawing.strokes, "the canvas is to load them"


def test_a_link_of_a_wide_canvas_fits_a_narrow_one() -> None:
    sent = PenDrawing((PenStroke(np.array([[140, 0], [140, 800]], np.float32), 20),), (280, 800), is_number=True)
    drawing = Drawing()
    drawing.open(to_fabric(sent), draw(sent))
    drawing.fit(400)
    assert ends(drawing) == [[140, 400]]


@pytest.mark.parametrize(("end", "width"), [(800, 800), (800, 828), (380, 400)])
def test_what_is_seen_whole_stays_as_it_is(end: int, width: int) -> None:
    drawing = drawn(line(140, end - 10))
    before = drawing.strokes, drawing.initial
    drawing.fit(width)
    assert (drawing.strokes, drawing.initial) == before


def test_a_wider_window_shows_it_again_as_it_was() -> None:
    drawing = drawn(line(140, 800))
    strokes, rgba = drawing.strokes, drawing.rgba
    for width in (600, 400, 300):
        drawing.fit(width)
        assert ends(drawing)[0][1] == width
        drawing.take_over(CanvasReport(drawing.strokes, "fitted"), pixels(width))
    drawing.fit(828)
    assert drawing.strokes is strokes
    assert drawing.rgba is rgba
    drawing.fit(828)
    assert drawing.strokes is strokes


def test_what_was_drawn_on_it_since_stays_in_a_wider_window() -> None:
    drawing = drawn(line(140, 800))
    drawing.fit(400)
    drawing.take_over(CanvasReport([*drawing.strokes, line(20, 100)], "pixels"), pixels(400))
    drawing.fit(800)
    assert ends(drawing) == [[140, 400], [20, 100]]


def test_what_was_undone_since_stays_undone_in_a_wider_window() -> None:
    drawing = drawn(line(140, 800), line(20, 100))
    drawing.fit(400)
    drawing.undo()
    drawing.fit(800)
    assert ends(drawing) == [[140, 400]]


def test_what_is_brought_back_fits_too() -> None:
    drawing = drawn(line(140, 800), line(20, 700), line(200, 100))
    drawing.undo()
    drawing.undo()
    drawing.fit(400)
    drawing.redo()
    assert ends(drawing) == [[140, 400], [80, 350]]
    drawing.clear()
    drawing.fit(200)
    assert ends(drawing) == []
    drawing.undo()
    assert ends(drawing) == [[140, 200], [110, 175]]


def test_what_was_erased_comes_back_smaller() -> None:
    eraser = {"path": [["M", 400, 20]], "strokeWidth": 20, "stroke": ERASER}
    drawing = drawn(line(140, 100), line(20, 800), eraser)
    drawing.fit(400)
    assert ends(drawing) == [[140, 50]]
    drawing.undo()
    assert ends(drawing) == [[140, 50], [80, 400]]


def test_what_no_pen_draws_is_left_alone() -> None:
    drawing = drawn(FORGED)
    drawing.fit(400)
    assert drawing.strokes == [FORGED]


def test_an_empty_canvas_is_left_alone() -> None:
    drawing = Drawing()
    drawing.fit(400)
    assert (drawing.strokes, drawing.initial) == ([], None)
