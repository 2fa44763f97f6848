"""A picture on which a visitor draws a box: with a mouse or a finger, by a tap on what is meant, or with the keyboard.

Streamlit has none. The box is drawn in the browser and reported when it is finished.
"""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from mnist_app.imaging.bbox import Bbox
from mnist_app.ui.state import Widget

_HTML = """<div class="frame" role="application" tabindex="0">
<img draggable="false" alt=""><div class="box" hidden></div>
</div>"""

# No finger scrolls the page from here, as it draws. The box is seen on dark and on light pictures.
_CSS = """
.frame { position: relative; touch-action: none; cursor: crosshair; user-select: none; line-height: 0;
         border-radius: var(--st-base-radius); outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
.frame:focus-visible { outline-width: 4px; }
.frame img { width: 100%; border-radius: var(--st-base-radius); pointer-events: none; }
.box { position: absolute; box-sizing: border-box; border: 2px dashed #fff; outline: 2px solid #000; }
"""

# All lengths are shares of the picture: [top, left, bottom, right].
_JS = """
export default function ({ data, parentElement, setStateValue }) {
  const frame = parentElement.querySelector(".frame"), image = frame.querySelector("img");
  const shown = frame.querySelector(".box");
  if (image.src !== data.url) image.src = data.url;
  frame.setAttribute("aria-label", data.label);
  const limit = (value) => Math.min(1, Math.max(0, value));
  const show = (box) => {
    frame.drawn = box;
    shown.hidden = false;
    const [top, left, bottom, right] = box.map((share) => 100 * share);
    shown.style.cssText = `top: ${top}%; left: ${left}%; height: ${bottom - top}%; width: ${right - left}%`;
  };
  const around = ([row, col]) => {
    const [height, width] = data.size, top = Math.max(0, Math.min(1 - height, row - height / 2));
    const left = Math.max(0, Math.min(1 - width, col - width / 2));
    return [top, left, top + height, left + width];
  };
  const place = (event) => {
    const { top, left, height, width } = frame.getBoundingClientRect();
    return [limit((event.clientY - top) / height), limit((event.clientX - left) / width)];
  };
  const between = ([r, c], [row, col]) => [Math.min(r, row), Math.min(c, col), Math.max(r, row), Math.max(c, col)];
  let start = null;
  frame.onpointerdown = (event) => {
    if (!event.isPrimary) return;
    start = place(event);
    frame.setPointerCapture(event.pointerId);
  };
  frame.onpointermove = (event) => { if (start && event.isPrimary) show(between(start, place(event))); };
  frame.onpointercancel = () => { start = null; };
  frame.onpointerup = (event) => {
    if (!start || !event.isPrimary) return;
    const end = place(event), { height, width } = frame.getBoundingClientRect();
    const isTap = Math.max(Math.abs(end[0] - start[0]) * height, Math.abs(end[1] - start[1]) * width) < 8;
    show(isTap ? around(start) : between(start, end));
    start = null;
    setStateValue("box", frame.drawn);
  };
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  frame.onkeydown = (event) => {
    if (!frame.drawn) show(around([0.5, 0.5]));
    if (event.key === "Enter") setStateValue("box", frame.drawn);
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const [top, left, bottom, right] = frame.drawn, [rows, cols] = step.map((share) => 0.02 * share);
    if (event.shiftKey) {
      show([top, left, Math.max(top + 0.02, limit(bottom + rows)), Math.max(left + 0.02, limit(right + cols))]);
    } else {
      const down = Math.max(-top, Math.min(1 - bottom, rows)), over = Math.max(-left, Math.min(1 - right, cols));
      show([top + down, left + over, bottom + down, right + over]);
    }
  };
}
"""

_picker = st.components.v2.component("box_picker", html=_HTML, css=_CSS, js=_JS)


def pick_box(url: str, label: str, size: tuple[float, float], shape: tuple[int, int], key: str) -> Bbox | None:
    """Show a picture to draw a box on; returns the box that was drawn last.

    Parameters
    ----------
    url : the picture, as a data URL
    label : what is to be done, for those who do not see it
    size : (height, width) of the box that a tap puts on the picture, as shares of the picture's
    shape : (height, width) of the picture in whose pixels the box is asked for
    key : of the component

    Returns
    -------
    None as long as none is drawn
    """
    data = {"url": url, "label": label, "size": list(size)}
    _picker(key=key, data=data, on_box_change=lambda: None)
    widget = Widget[Any](key)
    reported = widget.value if widget.has_value else None
    return read_box(reported.get("box") if isinstance(reported, dict) else None, shape)


def read_box(shares: Any, shape: tuple[int, int]) -> Bbox | None:
    """Check what a browser says of a box, in whose place anyone can send anything: None for what is no box.

    Examples
    --------
    >>> read_box([0.1, 0.25, 0.5, 0.5], (100, 200))
    (10, 50, 50, 100)
    >>> read_box([0.5, 0.25, 0.1, 0.5], (100, 200)), read_box("7", (100, 200))
    (None, None)
    """
    if not isinstance(shares, Sequence) or len(shares) != 4:
        return None
    if not all(isinstance(share, int | float) and 0 <= share <= 1 for share in shares):  # NaN is neither
        return None
    top, left, bottom, right = (round(share * shape[axis % 2]) for axis, share in enumerate(shares))
    return (top, left, bottom, right) if top < bottom and left < right else None
