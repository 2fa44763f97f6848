"""A mark as one stroke: how it leans, bends and how even it is."""

import numpy as np
import pytest

from builders.ink import draw_arc
from mnist_app.imaging.arc import Arc, fit_arc


@pytest.mark.parametrize("lean", [-0.5, 0.0, 0.4])
@pytest.mark.parametrize("bend", [-4.0, 0.0, 3.0])
@pytest.mark.parametrize("rows", [range(4, 24), range(9, 18)])
def test_lean_and_bend_are_measured(lean: float, bend: float, rows: range) -> None:
    arc = fit_arc(draw_arc(lean, bend, rows))
    assert arc.lean == pytest.approx(lean, abs=0.1)
    assert arc.bend == pytest.approx(abs(bend), abs=0.4)
    assert arc.roughness < 0.4


def test_a_flag_and_a_foot_are_rough() -> None:
    image = draw_arc(0.0, 0.0)
    image[4:8, 8:14] = 255
    image[21:24, 9:20] = 255
    assert fit_arc(image).roughness > 0.4


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_few_rows_are_no_stroke(rows: int) -> None:
    image = np.zeros((28, 28), np.uint8)
    image[10 : 10 + rows, 5:20] = 255
    assert fit_arc(image) == Arc(0.0, 0.0, 0.0)
