"""The drawing canvas: the only file that imports streamlit_drawable_canvas, and knows its ways.

The component draws in the browser and reports after each stroke: its strokes as JSON and its pixels as PNG.
"""

import logging
from typing import Any

import numpy as np
import streamlit as st
from streamlit_drawable_canvas import st_canvas

from mnist_app.ui.recognize.drawing import Drawing
from mnist_app.ui.state import WINDOW_WIDTH, Widget

PAPER = "#000000"  # black with white ink whatever the theme: what MNIST looks like
INK = "#ffffff"

# On touch screens the component's own toolbar is invisible and yet takes the touches over the canvas's top right
# corner: a stroke that begins there is lost, and a tap can wipe the drawing. We have buttons of our own, so it is
# hidden, which takes registering the component once more, with one more rule in its markup.
_COMPONENT = "streamlit-drawable-canvas.streamlit_drawable_canvas"
_MARKUP = "<style>.dc-toolbar { display: none !important; }</style><div class='canvas-root'></div>"


def _register_without_toolbar() -> None:
    registry_log = logging.getLogger("streamlit.components.v2.component_registry")
    registry_log.disabled = True  # it warns of a second registration, which is what we want here
    st.components.v2.component(_COMPONENT, html=_MARKUP, js="index-*.js", css="index-*.css")
    registry_log.disabled = False


_register_without_toolbar()

# Streamlit does not tell Python how wide the window is.
_window = st.components.v2.component(
    "window_width",
    js="""export default ({data, setStateValue}) => {
        if (data.width !== window.innerWidth) setStateValue("width", window.innerWidth);
    }""",
)


def window_width(default: int) -> int:
    """The width of the visitor's window in CSS pixels; the default until the browser has told."""
    known = WINDOW_WIDTH.get() or default
    told = _window(key="window", data={"width": known}, default={"width": known}, on_width_change=lambda: None).width
    WINDOW_WIDTH.set(int(told))
    return int(told)


def show_canvas(drawing: Drawing, key: str, width: int, height: int, pen_width: int) -> None:
    """Show a canvas of this size, in CSS pixels, with a drawing on it, and take over what it reports."""
    if not Widget[Any](key).has_value:
        drawing.remount()
    report = st_canvas(
        stroke_width=pen_width,
        stroke_color=INK,
        background_color=PAPER,
        width=width,
        height=height,
        initial_drawing=drawing.initial,
        return_image_data=True,
        key=key,
    )
    if report.image_bytes is not None and not drawing.is_outdated(report.json_data):
        drawing.take_over(report.json_data, np.asarray(report.image_data, np.uint8))
