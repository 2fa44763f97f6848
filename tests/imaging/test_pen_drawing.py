"""Strokes become pixels where their points say: rows first, then columns."""

import numpy as np

from mnist_app.imaging.bbox import ink_bbox
from mnist_app.imaging.pen_drawing import PenDrawing, PenStroke, draw, find_untouched, fit

CANVAS = (60, 100)


def line(*points: tuple[int, int], pen_width: int = 6) -> PenStroke:
    return PenStroke(np.array(points, np.float32), pen_width)


def drawing(*strokes: PenStroke) -> PenDrawing:
    return PenDrawing(strokes, CANVAS, is_number=True)


def test_a_line_lies_in_its_row_from_column_to_column() -> None:
    ink = draw(drawing(line((20, 30), (20, 80))))[..., 0]
    min_row, min_col, max_row, max_col = ink_bbox(np.where(ink > 127, ink, 0).astype(np.uint8))
    np.testing.assert_allclose((min_row, min_col, max_row, max_col), (17, 27, 24, 84), atol=1)


def test_an_eraser_touches_what_it_crosses_only() -> None:
    level, upright = line((20, 30), (20, 80)), line((10, 90), (50, 90))
    eraser = line((10, 50), (30, 50))
    assert find_untouched([level, upright, eraser], [False, False, True], CANVAS).tolist() == [False, True, False]


def test_what_fits_lies_in_the_middle_of_the_height() -> None:
    small = fit(drawing(line((0, 0), (60, 100))), 50)
    assert small.canvas == (60, 50)
    assert small.strokes[0].points.tolist() == [[15, 0], [45, 50]]
    assert small.strokes[0].pen_width == 3
