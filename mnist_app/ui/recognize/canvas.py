"""The drawing canvas: the only file that knows the component streamlit-drawable-canvas and its ways.

The component draws in the browser and reports after each stroke: its strokes as JSON and its pixels as PNG. Its own
Python function, `st_canvas`, would open these pixels as a picture of any kind and size, so it is mounted here. Between
its frontend and Streamlit stands `canvas.js`, which keeps the strokes that are drawn while an answer is under way.
"""

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from mnist_app.text import recognizing as words
from mnist_app.ui.recognize.canvas_report import read_report, report_to_rgba
from mnist_app.ui.recognize.drawing import Drawing
from mnist_app.ui.recognize.fabric_strokes import ERASER, INK
from mnist_app.ui.state import CONTINUES_LOST, WINDOW_WIDTH, Widget

PAPER = "#000000"  # black with white ink whatever the theme: what MNIST looks like
WIDEST_WINDOW = 100_000  # CSS pixels; a guess
PACKAGE = "streamlit_drawable_canvas"
FRONTEND = "index-*.js"  # in the folder from which Streamlit serves the component's files


@dataclass(frozen=True)
class Tool:
    """What the canvas draws with.

    Attributes
    ----------
    width : in pixels of the canvas
    color : as CSS writes it; that of the eraser makes its strokes the eraser's
    """

    width: int
    color: str = INK


THE_ERASER = Tool(20, ERASER)  # as wide as the pen is at first; a guess


def _frontend_name() -> str:
    """What the component's script is called in the version that is installed, which is not imported for it."""
    spec = importlib.util.find_spec(PACKAGE)
    folder = Path(spec.origin).parent if spec and spec.origin else Path()
    return next(path.name for path in folder.glob(f"frontend/build/{FRONTEND}"))


# On touch screens the component's own toolbar is invisible and yet takes the touches over the canvas's top right
# corner: a stroke that begins there is lost, and a tap can wipe the drawing. We have buttons of our own, so it is
# hidden, by one more rule in its markup.
_canvas = st.components.v2.component(
    "streamlit-drawable-canvas.streamlit_drawable_canvas",
    html=f"""<style>.dc-toolbar {{ display: none !important; }}</style>
    <div class="canvas-root" role="group" aria-label="{words.CANVAS}" data-module="{_frontend_name()}"></div>""",
    js=Path(__file__).with_suffix(".js").read_text("utf-8"),
    css="index-*.css",
)

# Streamlit does not tell Python how wide the window is, and calls no component when that changes.
_window = st.components.v2.component(
    "window_width",
    js="""export default ({data, setStateValue}) => {
        const tell = () => { if (data.width !== window.innerWidth) setStateValue("width", window.innerWidth); };
        let timer;
        const wait = () => { clearTimeout(timer); timer = setTimeout(tell, 200); };  // until it is no longer dragged
        window.addEventListener("resize", wait);
        tell();
        return () => { clearTimeout(timer); window.removeEventListener("resize", wait); };
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


def show_canvas(drawing: Drawing, key: str, width: int, height: int, tool: Tool, max_width: int) -> None:
    """Show a canvas of this size, in CSS pixels, with a drawing on it, and take over what it reports.

    What it shows may have been drawn on a canvas of another width, up to `max_width`, before the window was resized.
    """
    was_mounted = Widget[Any](key).has_value
    if was_mounted:  # taken over before, so that the canvas is at once given what the eraser has left
        take_over_reported(drawing, key, height, max_width)
    else:
        drawing.remount()
    reported = _mount(drawing.initial or {"objects": [], "edit": 0}, key, width, height, tool)
    if not was_mounted:
        _take_over(drawing, reported, height, max_width)


def take_over_reported(drawing: Drawing, key: str, height: int, max_width: int) -> None:
    """Take over what the canvas of this key has reported, if it is shown: before anything else changes the drawing."""
    if Widget[Any](key).has_value:
        _take_over(drawing, Widget[Any](key).value.get("drawing"), height, max_width)


def _take_over(drawing: Drawing, state: Any, height: int, max_width: int) -> None:
    report = read_report(state)
    if report is None:
        return
    if CONTINUES_LOST.get():
        drawing.go_on_from(report)
    if not drawing.is_known(report):
        drawing.take_over(report, report_to_rgba(report, height, max_width))
        if CONTINUES_LOST.get() and drawing.rgba is not None:
            # What the lost session last gave this canvas to load differs from what this run gives it, so the canvas
            # takes that for another drawing. The next run gives it its own back.
            drawing.open(drawing.strokes, drawing.rgba)


def _mount(initial: dict[str, Any], key: str, width: int, height: int, tool: Tool) -> Any:
    """Show the component as `st_canvas` does; returns what the browser says is drawn, whatever that may be."""
    initial = {**initial, "background": PAPER}
    data = {
        "fillColor": "#eee",
        "strokeWidth": tool.width,
        "strokeColor": tool.color,
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
