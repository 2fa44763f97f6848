"""A square on the map: put where a finger taps or a mouse clicks, or moved by the keyboard; it reports its area.

What Vega draws rectangles by needs a mouse: a finger that moves over the map scrolls the page. The square lies over the
chart, lets what is meant for it through, and shows an area that a link names, too.
"""

from collections.abc import Callable

import streamlit as st

from mnist_app.exploring.neighborhoods import AROUND, Area
from mnist_app.runs.evaluation_arrays import MAP_SIDE
from mnist_app.text.map_chart import MARGIN, PADDING, SQUARE_BY_KEYS
from mnist_app.ui.state import MAP_SQUARE

_HTML = """<div class="map-frame" role="application" tabindex="0"><div class="map-square" hidden></div></div>"""

_CSS = """
.map-frame { position: absolute; pointer-events: none; border-radius: var(--st-base-radius); }
.map-frame:focus-visible { outline: 2px solid var(--st-primary-color); }
.map-square { position: absolute; box-sizing: border-box; border: 2px solid var(--st-text-color);
              background: rgba(128, 128, 128, 0.2); }
"""

# Areas are [left, low, right, high] in the map's units; the frame covers what the chart draws its points on. The
# browser itself tells a tap from the beginning of a scroll: only the tap ends as a click.
_JS = """
export default function ({ data, parentElement, setTriggerValue }) {
  const map = parentElement.closest(`.st-key-${data.section}`);
  const frame = parentElement.querySelector(".map-frame"), square = frame.querySelector(".map-square");
  const span = data.side + 2 * data.margin, limit = (value) => Math.max(0, Math.min(data.side, Math.round(value)));
  frame.setAttribute("aria-label", data.label);
  const fit = () => {
    const canvas = map.querySelector("canvas");
    if (!canvas || !frame.offsetParent) return;
    const inner = canvas.getBoundingClientRect(), outer = frame.offsetParent.getBoundingClientRect();
    frame.style.left = `${inner.left - outer.left + data.padding}px`;
    frame.style.top = `${inner.top - outer.top + data.padding}px`;
    frame.style.width = `${inner.width - 2 * data.padding}px`;
    frame.style.height = `${inner.height - 2 * data.padding}px`;
  };
  fit();
  const observers = [new ResizeObserver(fit), new MutationObserver(fit)];
  observers[0].observe(map);
  observers[1].observe(map, { childList: true, subtree: true });
  const show = (area) => {
    frame.area = area;
    square.hidden = !area;
    if (!area) return;
    const [left, low, right, high] = area.map((end) => 100 * (end + data.margin) / span);
    square.style.left = `${left}%`;
    square.style.bottom = `${low}%`;
    square.style.width = `${right - left}%`;
    square.style.height = `${high - low}%`;
  };
  const around = (x, y) => [x - data.around, y - data.around, x + data.around, y + data.around].map(limit);
  const pick = (area) => { show(area); setTriggerValue("area", area.join("-")); };
  show(data.area);

  let pressed = null;
  map.onpointerdown = (event) => { pressed = [event.clientX, event.clientY]; };
  map.onclick = (event) => {
    if (event.target.tagName !== "CANVAS" || !pressed) return;
    if (Math.hypot(event.clientX - pressed[0], event.clientY - pressed[1]) > 4) return;  // a rectangle was drawn
    const { left, top, width, height } = frame.getBoundingClientRect();
    const x = (event.clientX - left) / width * span - data.margin;
    const y = span - (event.clientY - top) / height * span - data.margin;
    if (x < -data.margin || y < -data.margin || x > data.side + data.margin || y > data.side + data.margin) return;
    pick(around(limit(x), limit(y)));
  };

  const steps = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const middle = () => around(data.side / 2, data.side / 2);
  frame.onfocus = () => { if (!frame.area) show(middle()); };
  frame.onblur = () => show(data.area);
  frame.onkeydown = (event) => {
    const [left, low, right, high] = frame.area ?? middle();
    if (event.key === "Enter") pick([left, low, right, high]);
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const [over, up] = step.map((way) => way * data.around / 2);
    if (event.shiftKey) {
      show([left, low, Math.max(left + 1, limit(right + over)), Math.max(low + 1, limit(high + up))]);
    } else {
      const x = Math.max(-left, Math.min(data.side - right, over)), y = Math.max(-low, Math.min(data.side - high, up));
      show([left + x, low + y, right + x, high + y]);
    }
  };
  return () => observers.forEach((observer) => observer.disconnect());
}
"""

_SQUARE = st.components.v2.component("map_square", html=_HTML, css=_CSS, js=_JS, isolate_styles=False)


def map_square(section: str, area: Area | None, on_pick: Callable[[], None]) -> None:
    """Let an area of the map be picked, in the container with the key `section` that holds the chart.

    Parameters
    ----------
    area : what is shown as picked; None where nothing is, or where the chart itself shows it
    on_pick : called when another is picked: `MAP_SQUARE.value.area` says which, as it stands in a link
    """
    data = {
        "section": section,
        "area": area and [area.left, area.low, area.right, area.high],
        "label": SQUARE_BY_KEYS,
        "side": MAP_SIDE,
        "margin": MARGIN,
        "padding": PADDING,
        "around": AROUND,
    }
    _SQUARE(key=MAP_SQUARE.key, data=data, on_area_change=on_pick, height="content")
