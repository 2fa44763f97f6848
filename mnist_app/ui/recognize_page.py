"""The recognize page: draw a digit, see what the network reads and how sure it is."""

import streamlit as st

from mnist_app.learning.runs import models_dir
from mnist_app.ui.cache import background_recognizer
from mnist_app.ui.draw_panel import draw_and_read

PAGE_WIDTH = 860  # CSS pixels; wider lines are hard to read
POLL_SECONDS = 0.5  # how often the page asks whether the network is ready

loader = background_recognizer(str(models_dir()))
is_waiting = not loader.is_ready


@st.fragment(run_every=POLL_SECONDS if is_waiting else None)
def draw() -> None:
    """Canvas and result. While the network loads it runs by itself, and once more as soon as it is there."""
    if is_waiting and loader.is_ready:
        st.rerun()
    # Loading keeps Python busy; it begins at the second run, when the browser has painted the page.
    if st.session_state.setdefault("is_painted", False):
        loader.start()
    st.session_state["is_painted"] = True
    draw_and_read(loader)


with st.container(horizontal_alignment="center"), st.container(width=PAGE_WIDTH):
    st.title("Digit reader", anchor=False)
    st.caption("Draw a digit. A neural network says what it reads, and how sure it is.")
    draw()
