from typing import Any

import numpy as np

from mnist_app.ui.recognize.canvas_report import CanvasReport
from mnist_app.ui.recognize.drawing import Drawing

PIXELS = np.zeros((1, 1, 4), np.uint8)
OLD, NEW = {"stroke": 1}, {"stroke": 2}


def draw(drawing: Drawing, *strokes: dict[str, Any]) -> None:
    drawing.take_over(CanvasReport(list(strokes), str(strokes)), PIXELS)


def test_undo_of_nothing() -> None:
    drawing = Drawing()
    drawing.undo()
    assert (drawing.strokes, drawing.initial) == ([], None)


def test_undo_goes_back_step_by_step_over_a_clearing() -> None:
    drawing = Drawing()
    draw(drawing, OLD)
    drawing.clear()
    drawing.clear()  # of what is empty: nothing is lost
    draw(drawing, NEW)
    drawing.remount()
    drawing.undo()
    assert (drawing.strokes, drawing.rgba) == ([], None)
    drawing.undo()
    assert drawing.strokes == [OLD]
    draw(drawing, OLD)
    drawing.undo()
    drawing.undo()
    assert drawing.strokes == []
