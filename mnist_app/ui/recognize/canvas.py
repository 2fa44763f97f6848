"""The drawing canvas: the only file that imports streamlit_drawable_canvas, and knows its ways.

The component draws in the browser and reports after each stroke: its strokes as JSON and its pixels as PNG. What it
reports is kept in the session, because the component forgets its drawing whenever another page is shown.
"""

import logging
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import streamlit as st
from streamlit_drawable_canvas import st_canvas

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
    known = st.session_state.get("window_width", default)
    told = _window(key="window", data={"width": known}, default={"width": known}, on_width_change=lambda: None).width
    st.session_state["window_width"] = told
    return int(told)


@dataclass(eq=False)
class Drawing:
    """A visitor's drawing, kept in the session.

    Attributes
    ----------
    strokes : the strokes as the component describes them, oldest first
    rgba : uint8 (H, W, 4), the canvas's pixels at its last report; None before the first stroke
    """

    strokes: list[dict[str, Any]] = field(default_factory=list)
    rgba: npt.NDArray[np.uint8] | None = None
    _cleared: list[dict[str, Any]] = field(default_factory=list)
    _initial: dict[str, Any] | None = None
    _reported: dict[str, Any] | None = None
    _outdated: dict[str, Any] | None = None
    _edits: int = 0

    def undo(self) -> None:
        """Take back the last stroke, or the clearing if that came last."""
        if self.strokes or self._cleared:
            self._replace(self.strokes[:-1] or self._cleared)

    def clear(self) -> None:
        """Start with an empty canvas."""
        cleared = self.strokes
        self._replace([])
        self._cleared = cleared

    def remount(self) -> None:
        """Have a canvas that is about to be mounted anew show the strokes again."""
        if self.strokes:
            self._replace(self.strokes)

    def mount(self, key: str, width: int, height: int, pen_width: int) -> None:
        """Show the canvas and take over what it reports."""
        if key not in st.session_state:
            self.remount()
        report = st_canvas(
            stroke_width=pen_width,
            stroke_color=INK,
            background_color=PAPER,
            width=width,
            height=height,
            initial_drawing=self._initial,
            return_image_data=True,
            key=key,
        )
        # Until the component has carried out an undo or a clearing it goes on reporting what was there before.
        if report.image_bytes is not None and report.json_data != self._outdated:
            self._reported, self._outdated = report.json_data, None
            self.strokes = report.json_data["objects"]
            self.rgba = np.asarray(report.image_data, np.uint8)

    def _replace(self, strokes: list[dict[str, Any]]) -> None:
        # The component loads a drawing only if it differs from the last one that it was given: hence the number.
        self._edits += 1
        self._initial = {"objects": strokes, "edit": self._edits}
        self._outdated = self._reported
        self._cleared = []
        self.strokes = strokes
        if not strokes:
            self.rgba = None
