"""Drawing a digit and reading it: the canvas on one side, the result on the other."""

import streamlit as st

from mnist_app.errors import RunError
from mnist_app.recognizer import Reading
from mnist_app.ui.cache import BackgroundRecognizer
from mnist_app.ui.canvas import Drawing
from mnist_app.ui.reading_view import show_answer, show_message, show_probabilities, show_what_network_saw

CANVAS_SIDE = 280  # CSS pixels; fits a phone 320 wide
PEN_WIDTHS = (8, 36, 20)  # canvas pixels: thinnest, thickest, default


def draw_and_read(loader: BackgroundRecognizer) -> None:
    """Show the canvas and what is read on it. The body of a fragment: a stroke reruns nothing else."""
    drawing: Drawing = st.session_state.setdefault("drawing", Drawing())
    canvas_side, result_side = st.columns([2, 3], gap="medium")
    with canvas_side:
        _show_canvas(drawing)
    with result_side:
        answer = st.container(key="answer", gap="xsmall")
        reading = _read(drawing, loader, answer)
        if reading and reading.digits and drawing.rgba is not None:
            show_probabilities(reading.digits[0])
            show_what_network_saw(drawing.rgba, reading.digits[0])


def _show_canvas(drawing: Drawing) -> None:
    thinnest, thickest, default = PEN_WIDTHS
    st.session_state.setdefault("pen_width", default)
    drawing.mount("canvas", CANVAS_SIDE, CANVAS_SIDE, st.session_state["pen_width"])
    with st.container(horizontal=True, width=CANVAS_SIDE):
        st.button("Undo", key="undo", icon=":material/undo:", on_click=drawing.undo, width="stretch")
        st.button("Clear", key="clear", icon=":material/delete:", on_click=drawing.clear, width="stretch")
    st.slider("Pen width", thinnest, thickest, key="pen_width", persist_state="session", width=CANVAS_SIDE)


def _read(
    drawing: Drawing, loader: BackgroundRecognizer, answer: "st.delta_generator.DeltaGenerator"
) -> Reading | None:
    """Show the answer to a drawing, or why there is none yet; nothing is returned in that case."""
    with answer:
        try:
            recognizer = loader.get()
        except RunError as error:
            show_message("No network to read with", str(error))
            return None
        if recognizer is None:
            show_message("One moment", "The network is loading. You can draw already; the answer appears by itself.")
            return None
        reading = Reading() if drawing.rgba is None else recognizer.read_drawing(drawing.rgba, True, polarity="light")
        show_answer(reading)
        return reading
