"""Whatever a link holds: a drawing that can be drawn, or one sentence."""

import contextlib

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from builders.properties import THOROUGH, damaged
from mnist_app.errors import LinkError
from mnist_app.imaging.pen_drawing import PenDrawing, PenStroke, draw
from mnist_app.reading.drawing_link import LONGEST, decode, encode

POINTS = st.integers(1, 12).flatmap(
    lambda count: arrays(np.float32, (count, 2), elements=st.floats(-100, 380, width=32))
)
STROKES = st.builds(PenStroke, POINTS, st.integers(1, 100))
CANVASES = st.tuples(st.integers(1, 400), st.integers(1, 1000))
DRAWINGS = st.builds(
    PenDrawing, st.lists(STROKES, min_size=1, max_size=5).map(tuple), CANVASES, is_number=st.booleans()
)

# What no page draws, too: nothing, other canvases and pens, and strokes that repeat, which take few letters.
REPEATED = st.builds(
    lambda stroke, times: PenStroke(np.tile(stroke.points, (times, 1)), stroke.pen_width), STROKES, st.integers(1, 900)
)
ANY_STROKES = st.builds(PenStroke, POINTS, st.integers(-1, 200)) | REPEATED
ANY_DRAWINGS = st.builds(
    PenDrawing,
    st.lists(ANY_STROKES, max_size=3).map(tuple),
    CANVASES | st.tuples(st.integers(-1, 500), st.integers(-1, 1200)),
    is_number=st.booleans(),
)

CODES = DRAWINGS.map(lambda drawing: encode(drawing).encode())


@THOROUGH
@given(DRAWINGS | ANY_DRAWINGS)
def test_whatever_is_written_comes_back(drawing: PenDrawing) -> None:
    try:
        code = encode(drawing)
    except LinkError:
        return
    assert len(code) <= LONGEST
    again = decode(code)
    assert (again.canvas, again.is_number) == (drawing.canvas, drawing.is_number)
    assert [stroke.pen_width for stroke in again.strokes] == [stroke.pen_width for stroke in drawing.strokes]
    for there, back in zip(drawing.strokes, again.strokes, strict=True):
        ends = np.clip(there.points[[0, -1]], -100, np.array(drawing.canvas) + 100)
        np.testing.assert_allclose(back.points[[0, -1]], ends, atol=0.25)


@THOROUGH
@given(st.text(max_size=60) | damaged(CODES).map(lambda code: code.decode("latin-1")))
def test_a_link_is_a_drawing_or_one_sentence(code: str) -> None:
    with contextlib.suppress(LinkError):
        drawing = decode(code)
        assert draw(drawing).shape == (*drawing.canvas, 4)
