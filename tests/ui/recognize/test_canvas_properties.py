"""Whatever a browser sends as a drawing: a drawing, or an empty one; its link is a link, or one sentence."""

import base64
import contextlib
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from builders.digit_strokes import draw_digit, to_png
from builders.properties import JSON_VALUES, NUMBERS, THOROUGH, damaged
from mnist_app.errors import LinkError
from mnist_app.imaging.pen_drawing import PenDrawing
from mnist_app.reading.drawing_link import encode
from mnist_app.ui.recognize.canvas_report import PNG_URL, CanvasReport, read_report, report_to_rgba
from mnist_app.ui.recognize.drawing import Drawing
from mnist_app.ui.recognize.fabric_strokes import ERASER, INK, is_erasers, to_fabric, to_pen_strokes

SEVEN = to_png(draw_digit("7"))
URLS = st.none() | damaged(st.just(SEVEN)).map(lambda png: PNG_URL + base64.b64encode(png).decode()) | st.text()
STEPS = st.tuples(st.sampled_from(["M", "L", "Q", "C", 3]) | st.text(max_size=2), st.lists(NUMBERS, max_size=5)).map(
    lambda step: [step[0], *step[1]]
)
FORGED_STROKES = st.fixed_dictionaries(
    {"path": st.lists(STEPS, max_size=6) | JSON_VALUES, "strokeWidth": NUMBERS | JSON_VALUES},
    optional={"type": JSON_VALUES, "stroke": st.sampled_from([INK, ERASER]) | JSON_VALUES},
)
STATES = st.fixed_dictionaries(
    {"raw": st.fixed_dictionaries({"objects": st.lists(FORGED_STROKES | JSON_VALUES, max_size=4)}), "data": URLS}
)


@THOROUGH
@given(STATES | JSON_VALUES)
def test_a_state_is_a_drawing_or_an_empty_one(state: Any) -> None:
    report = read_report(state)
    if report is None:
        return
    rgba = report_to_rgba(report, 280, 828)
    assert rgba is None or (rgba.dtype == np.uint8 and rgba.shape[::2] == (280, 4) and rgba.shape[1] <= 828)
    drawing = Drawing()
    drawing.take_over(report, rgba)
    assert not any(map(is_erasers, drawing.strokes))
    drawing.undo()
    drawing.redo()
    drawing.clear()
    assert drawing.rgba is None
    with contextlib.suppress(LinkError):
        encode(PenDrawing(to_pen_strokes(report.strokes), (280, 828), is_number=True))


@THOROUGH
@given(st.lists(FORGED_STROKES, max_size=3))
def test_strokes_become_a_pens_or_one_sentence(strokes: list[dict[str, Any]]) -> None:
    if read_report({"raw": {"objects": strokes}, "data": ""}) == CanvasReport([], ""):
        return  # what the page never sees
    with contextlib.suppress(LinkError):
        pens = to_pen_strokes(strokes)
        again = to_pen_strokes(to_fabric(PenDrawing(pens, (280, 280), is_number=False)))
        assert [pen.pen_width for pen in again] == [pen.pen_width for pen in pens]
        assert all(
            np.array_equal(one.points[[0, -1]], other.points[[0, -1]]) for one, other in zip(pens, again, strict=True)
        )
