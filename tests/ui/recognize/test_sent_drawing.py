from typing import Any

import numpy as np
import pytest

from mnist_app.errors import LinkError
from mnist_app.imaging.pen_drawing import PenDrawing, PenStroke, draw
from mnist_app.ui.recognize.canvas_report import CanvasReport
from mnist_app.ui.recognize.drawing import Drawing
from mnist_app.ui.recognize.sent_drawing import fit_sent_drawing, to_fabric, to_pen_strokes

ELBOW = {"path": [["M", 10, 20], ["Q", 10, 20, 12, 24], ["L", 30, 24]], "strokeWidth": 20}


def test_curve_goes_through_its_middle() -> None:
    (stroke,) = to_pen_strokes([ELBOW])
    assert stroke.points.tolist() == [[20, 10], [21, 10.5], [24, 12], [24, 30]]
    assert stroke.pen_width == 20


def test_strokes_come_back_from_the_canvas() -> None:
    points = np.array([[5, 6], [7, 8], [9, 60]], np.float32)
    (again,) = to_pen_strokes(to_fabric(PenDrawing((PenStroke(points, 12),), (280, 280), is_number=False)))
    assert again.points.tolist() == [points[0].tolist(), *points.tolist()]
    assert again.pen_width == 12


@pytest.mark.parametrize(
    "forged",
    [
        {},
        {"path": [], "strokeWidth": 20},
        {"path": 7, "strokeWidth": 20},
        {"path": [[]], "strokeWidth": 20},
        {"path": [["M"]], "strokeWidth": 20},
        {"path": [["M", 1]], "strokeWidth": 20},
        {"path": [["M", "x", 2]], "strokeWidth": 20},
        {"path": [["M", None, 2]], "strokeWidth": 20},
        {"path": [["M", float("inf"), 2]], "strokeWidth": 20},
        {"path": [["Q", 1, 2, 3, 4]], "strokeWidth": 20},
        {"path": [["M", 1, 2], ["Q", 1, 2]], "strokeWidth": 20},
        {"path": [["C", 1, 2, 3, 4, 5, 6]], "strokeWidth": 20},
        {"path": [["M", 1, 2]], "strokeWidth": 0},
        {"path": [["M", 1, 2]], "strokeWidth": float("inf")},
        {"path": [["M", 1, 2]], "strokeWidth": "thick"},
    ],
)
def test_forged_strokes_are_refused(forged: dict[str, Any]) -> None:
    with pytest.raises(LinkError):
        to_pen_strokes([forged])


def test_no_strokes_are_refused() -> None:
    with pytest.raises(LinkError):
        to_pen_strokes([])


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
