"""Scrolls to a section that a click has changed and that begins above or below the screen, as on a phone.

Streamlit scrolls to nothing but a link's target, and a click that only changes what is not seen looks like a dead one.
"""

import streamlit as st

# The section remembers the number for which it was last shown; the page's header covers the uppermost 4 rem.
_JS = """
export default function ({ data, parentElement }) {
  const section = parentElement.closest(".st-key-" + data.section);
  const before = section.dataset.shownFor;
  section.dataset.shownFor = data.request;
  if (before === undefined || data.request === null || before === String(data.request)) return;
  const { top } = section.getBoundingClientRect();
  if (0 <= top && top < 0.75 * window.innerHeight) return;
  const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  section.style.scrollMarginTop = "4rem";
  section.scrollIntoView({ behavior: isCalm ? "auto" : "smooth" });
}
"""

_BRING_INTO_VIEW = st.components.v2.component("bring_into_view", js=_JS, isolate_styles=False)


def bring_into_view(section: str, request: int | None) -> None:
    """Scroll to the container with this key, in which this is called, when `request` is another number than before.

    There is nothing to scroll to where it is None.
    """
    _BRING_INTO_VIEW(key=f"bring_{section}_into_view", data={"section": section, "request": request}, height="content")
