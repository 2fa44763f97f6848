import numpy as np
import pytest

from mnist_app.imaging.pen_drawing import PenDrawing, PenStroke, draw
from mnist_app.ui.recognize.canvas_report import CanvasReport
from mnist_app.ui.recognize.drawing import Drawing
from mnist_app.ui.recognize.fabric_strokes import ERASER, to_fabric, to_pen_strokes
from mnist_app.ui.recognize.sent_drawing import fit_sent_drawing

ELBOW = {"path": [["M", 10, 20], ["Q", 10, 20, 12, 24], ["L", 30, 24]], "strokeWidth": 20}


def sent(width: int) -> Drawing:
    """A line that crosses a canvas of this width, from a link."""
    line = PenDrawing((PenStroke(np.array([[140, 0], [140, width]], np.float32), 20),), (280, width), is_number=True)
    drawing = Drawing()
    drawing.open(to_fabric(line), draw(line))
    return drawing


def test_link_of_a_wide_canvas_fits_a_narrow_one() -> None:
    drawing = sent(800)
    fit_sent_drawing(drawing, 280, 400)
    (line,) = to_pen_strokes(drawing.strokes)
    assert line.points[-1].tolist() == [140, 400]
    assert line.pen_width == 10
    assert drawing.rgba is not None
    assert drawing.rgba.shape == (280, 400, 4)


@pytest.mark.parametrize("width", [800, 828])
def test_link_that_fits_stays_as_it_is(width: int) -> None:
    drawing = sent(800)
    before = drawing.strokes
    fit_sent_drawing(drawing, 280, width)
    assert drawing.strokes is before


def test_what_was_drawn_since_stays_as_it_is() -> None:
    drawing = sent(800)
    drawing.take_over(CanvasReport([*drawing.strokes, ELBOW], "pixels"), np.zeros((280, 400, 4), np.uint8))
    fit_sent_drawing(drawing, 280, 400)
    assert drawing.strokes[1] == ELBOW


def test_what_was_erased_of_a_link_comes_back_in_a_narrower_window() -> None:
    drawing, pixels = sent(800), np.zeros((280, 800, 4), np.uint8)
    low = {"path": [["M", 400, 240]], "strokeWidth": 20}
    both = [*drawing.strokes, low]
    drawing.open(both, pixels)
    eraser = {"path": [["M", 400, 140]], "strokeWidth": 20, "stroke": ERASER}
    drawing.take_over(CanvasReport([*both, eraser], "with the eraser's path"), pixels)
    fit_sent_drawing(drawing, 280, 400)
    assert drawing.strokes == [low]
    drawing.undo()
    assert drawing.strokes == both


def test_cleared_link_stays_cleared() -> None:
    drawing = sent(800)
    drawing.clear()
    fit_sent_drawing(drawing, 280, 400)
    assert drawing.strokes == []


def test_forged_strokes_in_place_of_a_link_are_left_alone() -> None:
    drawing = sent(800)
    forged = {"path": 7}
    drawing.take_over(CanvasReport([forged], "pixels"), np.zeros((280, 400, 4), np.uint8))
    fit_sent_drawing(drawing, 280, 400)
    assert drawing.strokes == [forged]
