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


def test_redo_goes_forward_again_over_a_clearing() -> None:
    drawing = Drawing()
    draw(drawing, OLD)
    draw(drawing, OLD, NEW)
    drawing.clear()
    steps: list[list[dict[str, Any]]] = [[], [OLD, NEW], [OLD], []]
    for strokes in steps[1:]:
        drawing.undo()
        assert drawing.strokes == strokes
    for strokes in steps[-2::-1]:
        drawing.redo()
        draw(drawing, *drawing.strokes)  # the canvas reports what it was given
        assert drawing.strokes == strokes
    drawing.redo()  # there is nothing left
    assert drawing.strokes == []
    drawing.undo()
    assert drawing.strokes == [OLD, NEW]


def test_nothing_is_redone_over_what_was_drawn_since() -> None:
    drawing = Drawing()
    draw(drawing, OLD)
    drawing.undo()
    draw(drawing, NEW)
    drawing.redo()
    assert drawing.strokes == [NEW]


def test_nothing_is_redone_after_clearing() -> None:
    drawing = Drawing()
    draw(drawing, OLD)
    draw(drawing, OLD, NEW)
    drawing.undo()
    drawing.clear()
    drawing.redo()
    assert drawing.strokes == []


def test_nothing_is_redone_over_an_opened_drawing() -> None:
    drawing = Drawing()
    draw(drawing, OLD)
    drawing.undo()
    drawing.open([NEW], PIXELS)
    drawing.redo()
    assert drawing.strokes == [NEW]


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
