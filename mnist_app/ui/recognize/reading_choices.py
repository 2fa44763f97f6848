"""What a visitor chooses about how pictures are read."""

import streamlit as st

from mnist_app.imaging.options import ReadOptions
from mnist_app.text import recognizing as words

SENSITIVITIES = dict(zip(words.SENSITIVITIES, (0.5, 0.7, 1.0, 1.4, 2.0), strict=True))


def is_one_digit() -> bool:
    """Ask whether a picture shows a single digit."""
    shown = st.segmented_control(
        words.WHAT_IT_SHOWS,
        [words.A_PAGE, words.ONE_DIGIT],
        default=words.A_PAGE,
        required=True,
        key="what_it_shows",
        persist_state="session",
        help=words.WHAT_IT_SHOWS_HELP,
    )
    return shown == words.ONE_DIGIT


def choose_options() -> ReadOptions:
    """The two controls of a photo."""
    polarity = st.segmented_control(
        words.INK,
        list(words.POLARITIES),
        default="auto",
        required=True,
        format_func=words.POLARITIES.__getitem__,
        key="polarity",
        persist_state="session",
    )
    sensitivity = st.select_slider(
        words.SENSITIVITY,
        list(SENSITIVITIES),
        value=words.SENSITIVITIES[2],
        key="sensitivity",
        persist_state="session",
        help=words.SENSITIVITY_HELP,
    )
    return ReadOptions(polarity=polarity, sensitivity=SENSITIVITIES[sensitivity])
