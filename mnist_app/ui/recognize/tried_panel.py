"""A test digit that the explore page sends over, read like a drawing.

It lies in the session under "tried_image": {"image": uint8 (28, 28), "title": "Test digit 2130"}.
"""

from typing import Any

import numpy as np
import streamlit as st

from mnist_app.imaging.display import enlarge
from mnist_app.text import reading as wording
from mnist_app.text.read_picture import read_drawing
from mnist_app.ui.recognize.reading_view import show_answer, show_digit
from mnist_app.ui.recognize.waiting import ready_recognizer

ENLARGE = 10  # to the canvas's size; MNIST images come out of the normalization as they were


def tried_title() -> str | None:
    """The title of the digit that was sent over, if any; a new one becomes the chosen input."""
    tried: Any = st.session_state.get("tried_image")
    if tried is None:
        return None
    if st.session_state.get("chosen_tried_image") is not tried:
        st.session_state["chosen_tried_image"] = tried
        st.session_state["input"] = tried["title"]
    return str(tried["title"])


def read_tried_image() -> None:
    """Read the digit that was sent over."""
    tried: Any = st.session_state["tried_image"]
    large = enlarge(tried["image"], ENLARGE)
    rgba = np.dstack([large, large, large, np.full_like(large, 255)])
    picture_side, result_side = st.columns([2, 3], gap="medium")
    with picture_side:
        st.image(large, tried["title"], width="content", alt=tried["title"])
    with result_side:
        with st.container(key="answer", gap="xsmall"):
            recognizer = ready_recognizer()
            if recognizer is None:
                return
            picture = read_drawing(recognizer, tried["title"], rgba, single=True)
            show_answer(picture.reading, wording.NOTHING_FOUND, "This image has no ink.")
        for digit in picture.reading.digits:
            show_digit(picture, digit)
