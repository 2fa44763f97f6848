"""The drawing canvas: the only file that knows the component streamlit-drawable-canvas and its ways.

The component draws in the browser and reports after each stroke: its strokes as JSON and its pixels as PNG. Its own
Python function, `st_canvas`, would open these pixels as a picture of any kind and size, so it is mounted here.
"""

from typing import Any

import streamlit as st

from mnist_app.ui.recognize.canvas_report import read_report, report_to_rgba
from mnist_app.ui.recognize.drawing import Drawing
from mnist_app.ui.state import CONTINUES_LOST, WINDOW_WIDTH, Widget

PAPER = "#000000"  # black with white ink whatever the theme: what MNIST looks like
INK = "#ffffff"
WIDEST_WINDOW = 100_000  # CSS pixels; a guess

# On touch screens the component's own toolbar is invisible and yet takes the touches over the canvas's top right
# corner: a stroke that begins there is lost, and a tap can wipe the drawing. We have buttons of our own, so it is
# hidden, by one more rule in its markup.
_canvas = st.components.v2.component(
    "streamlit-drawable-canvas.streamlit_drawable_canvas",
    html="<style>.dc-toolbar { display: none !important; }</style><div class='canvas-root'></div>",
    js="index-*.js",
    css="index-*.css",
)

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
    if isinstance(told, int | float) and 0 < told <= WIDEST_WINDOW:
        known = int(told)
    WINDOW_WIDTH.set(known)
    return known


def show_canvas(drawing: Drawing, key: str, width: int, height: int, pen_width: int, max_width: int) -> None:
    """Show a canvas of this size, in CSS pixels, with a drawing on it, and take over what it reports.

    What it shows may have been drawn on a canvas of another width, up to `max_width`, before the window was resized.
    """
    if not Widget[Any](key).has_value:
        drawing.remount()
    report = read_report(_mount(drawing.initial or {"objects": []}, key, width, height, pen_width))
    if report is not None and not drawing.is_known(report):
        rgba = report_to_rgba(report, height, max_width)
        drawing.take_over(report, rgba)
        if CONTINUES_LOST.get() and rgba is not None:
            # What the lost session last gave this canvas to load differs from what this run gives it, so the canvas
            # takes that for another drawing. The next run gives it its own back.
            drawing.open(report.strokes, rgba)


def _mount(initial: dict[str, Any], key: str, width: int, height: int, pen_width: int) -> Any:
    """Show the component as `st_canvas` does; returns what the browser says is drawn, whatever that may be."""
    initial = {**initial, "background": PAPER}
    data = {
        "fillColor": "#eee",
        "strokeWidth": pen_width,
        "strokeColor": INK,
        "backgroundColor": PAPER,
        "backgroundImageURL": None,
        "realtimeUpdateStreamlit": True,
        "canvasWidth": width,
        "canvasHeight": height,
        "drawingMode": "freedraw",
        "initialDrawing": initial,
        "displayRadius": 3,
        "returnImageData": True,
        "disabled": False,
        "backgroundImageFit": "stretch",
        "maxDisplayHeight": None,
        "fontSize": 20,
        "label": "",
    }
    state = _canvas(
        key=key,
        data=data,
        default={"drawing": {"raw": initial, "data": None}, "backgroundFit": None},
        on_drawing_change=lambda: None,
        on_backgroundFit_change=lambda: None,
        width="content",
        height="content",
    )
    return state.get("drawing")
