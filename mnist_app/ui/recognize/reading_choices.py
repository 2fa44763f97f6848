"""What a visitor chooses about how pictures are read."""

import streamlit as st

from mnist_app.imaging.options import ReadOptions
from mnist_app.text import recognizing as words
from mnist_app.ui.state import polarity_of, sensitivity_of

SENSITIVITIES = dict(zip(words.SENSITIVITIES, (0.5, 0.7, 1.0, 1.4, 2.0), strict=True))
NORMAL = words.SENSITIVITIES[2]


def is_one_digit(digest: str | None = None) -> bool:
    """Ask whether the picture of this digest shows a single digit; None: whether each of several does."""
    shown = st.segmented_control(
        words.WHAT_EACH_SHOWS if digest is None else words.WHAT_IT_SHOWS,
        [words.A_PAGE, words.ONE_DIGIT],
        default=words.A_PAGE,
        required=True,
        key=f"what_it_shows_{digest or 'each'}",
        persist_state="session",
        help=words.WHAT_IT_SHOWS_HELP,
    )
    return shown == words.ONE_DIGIT


def choose_options(digest: str) -> None:
    """The two controls of a picture, which is known by its digest; what is chosen holds for it alone."""
    st.segmented_control(
        words.INK,
        list(words.POLARITIES),
        default="auto",
        required=True,
        format_func=words.POLARITIES.__getitem__,
        key=polarity_of(digest).key,
        persist_state="session",
    )
    st.select_slider(
        words.SENSITIVITY,
        list(SENSITIVITIES),
        value=NORMAL,
        key=sensitivity_of(digest).key,
        persist_state="session",
        help=words.SENSITIVITY_HELP,
    )


def chosen_options(digest: str) -> ReadOptions:
    """How a picture is to be read; as usual, if its controls were never shown."""
    polarity, sensitivity = polarity_of(digest), sensitivity_of(digest)
    return ReadOptions(
        polarity=polarity.value if polarity.has_value else "auto",
        sensitivity=SENSITIVITIES[sensitivity.value if sensitivity.has_value else NORMAL],
    )
