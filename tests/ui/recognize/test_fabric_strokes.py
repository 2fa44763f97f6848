from typing import Any

import numpy as np
import pytest

from mnist_app.errors import LinkError
from mnist_app.imaging.pen_drawing import PenDrawing, PenStroke
from mnist_app.ui.recognize.fabric_strokes import ERASER, INK, to_fabric, to_pen_strokes, wipe

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


def path(*points: tuple[float, float], width: int = 10, color: str = INK) -> dict[str, Any]:
    """A path through points (x, y)."""
    return {"path": [["M", *points[0]], *(["L", *point] for point in points)], "strokeWidth": width, "stroke": color}


LINE = path((10, 50), (90, 50))


@pytest.mark.parametrize(
    ("eraser", "touches"),
    [
        (path((50, 10), (50, 90), color=ERASER), True),  # crosses between the points of either
        (path((50, 58), (50, 90), color=ERASER), True),  # 8 pixels away, and both are 5 wide on that side
        (path((50, 62), (50, 90), color=ERASER), False),
        (path((50, 62), (50, 90), width=20, color=ERASER), True),
        (path((50, 50), color=ERASER), True),  # a tap
        (path((50, 80), color=ERASER), False),
        (path((-(2.0**53), 50), (2.0**53, 50), color=ERASER), True),
        (path((50, 200), (90, 200), width=2**31, color=ERASER), True),
        (path((150, 10), (150, 90), color=ERASER), False),  # beyond the canvas
    ],
)
def test_a_line_is_wiped_away_where_the_eraser_touches_it(eraser: dict[str, Any], touches: bool) -> None:
    assert wipe([LINE, eraser], (100, 100)) == ([] if touches else [LINE])


def test_what_was_drawn_over_the_erasers_path_stays() -> None:
    eraser = path((50, 10), (50, 90), color=ERASER)
    assert wipe([LINE, eraser, ELBOW, LINE], (100, 100)) == [ELBOW, LINE]


def test_each_path_of_the_eraser_wipes() -> None:
    low = path((10, 80), (90, 80))
    erasers = [path((50, row - 2), (50, row + 2), color=ERASER) for row in (50, 80)]
    assert wipe([LINE, low, *erasers], (100, 100)) == []
    assert wipe([LINE, erasers[0], low, erasers[0]], (100, 100)) == [low]


@pytest.mark.parametrize("forged", [{"path": 7}, {}, {"path": [["M", 1, 2]], "strokeWidth": 0}])
def test_of_what_is_no_line_only_the_erasers_paths_are_left_out(forged: dict[str, Any]) -> None:
    eraser = path((50, 10), (50, 90), color=ERASER)
    assert wipe([LINE, forged, eraser, forged | {"stroke": ERASER}], (100, 100)) == [LINE, forged]
