"""A test digit that the explore page sends over, read like a drawing."""

import numpy as np
import streamlit as st

from mnist_app.imaging.display import enlarge
from mnist_app.runs.runs import DEFAULT_RUN
from mnist_app.text import reading as wording
from mnist_app.text import recognizing as words
from mnist_app.ui.navigation import EXPLORE_PAGE
from mnist_app.ui.recognize.own_hand import read_by_hand
from mnist_app.ui.recognize.read_inputs import read_drawing
from mnist_app.ui.recognize.reading_view import show_answer, show_digit
from mnist_app.ui.recognize.run_chooser import run_to_read_with
from mnist_app.ui.recognize.waiting import ready_recognizer
from mnist_app.ui.recognize.why_panel import show_why
from mnist_app.ui.state import CHOSEN_TRIED_DIGIT, FEEDBACK, HAS_LEFT_TRIED, INPUT, RUN, TRIED_DIGIT

ENLARGE = 10  # to the canvas's size; MNIST images come out of the normalization as they were


def tried_title() -> str | None:
    """The title of the digit that was sent over, if any; a new one becomes the chosen input."""
    tried = TRIED_DIGIT.get()
    if tried is None:
        return None
    if CHOSEN_TRIED_DIGIT.get() is not tried:
        CHOSEN_TRIED_DIGIT.set(tried)
        INPUT.set(tried.title)
    elif HAS_LEFT_TRIED.get():  # who comes back from the explore page draws
        INPUT.set(words.DRAW)
    HAS_LEFT_TRIED.set(False)
    return tried.title


def read_tried_image() -> None:
    """Read the digit that was sent over."""
    tried = TRIED_DIGIT.get()
    if tried is None:
        return
    large = enlarge(tried.image, ENLARGE)
    rgba = np.dstack([large, large, large, np.full_like(large, 255)])
    picture_side, result_side = st.columns([2, 3], gap="medium")
    with picture_side:
        st.image(large, tried.title, width="content", alt=tried.title)
        label = words.back_to(tried.title)
        # No page link: in a browser it opens the page without the parameters.
        if st.button(label, key="back_to_explore", icon=":material/arrow_back:", type="tertiary"):
            HAS_LEFT_TRIED.set(True)
            st.switch_page(EXPLORE_PAGE, query_params=tried.link)
        (there,), here = tried.link.get(RUN.key, [DEFAULT_RUN]), run_to_read_with()
        if there != here:
            st.caption(words.read_by_another(here, there))
    with result_side:
        with st.container(key="answer", gap="xsmall"):
            recognizer = ready_recognizer(words.LOADING_TO_READ_HINT)
            if recognizer is None:
                return
            picture = read_drawing(recognizer, tried.title, rgba, single=True)
            picture = picture.corrected(FEEDBACK.get().truths, read_by_hand(recognizer, picture.reading))
            show_answer(picture.reading, wording.NOTHING_FOUND, words.NO_INK)
        for digit in picture.reading.digits:
            show_digit(picture, digit, is_removable=False)
            show_why(digit)
