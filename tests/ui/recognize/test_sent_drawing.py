from typing import Any

import numpy as np
import pytest

from mnist_app.errors import LinkError
from mnist_app.imaging.pen_drawing import PenDrawing, PenStroke
from mnist_app.ui.recognize.sent_drawing import to_fabric, to_pen_strokes

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
