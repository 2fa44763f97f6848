"""Which network reads: there is a choice once the visitor has trained one."""

import streamlit as st

from mnist_app.runs.runs import DEFAULT_RUN, list_own_runs
from mnist_app.text import recognizing as words
from mnist_app.ui.state import RUN_TO_READ_WITH

WIDTH = 220  # CSS pixels


def choose_run() -> None:
    """Offer the network that comes with the app and those that the visitor has trained, by name."""
    own = list_own_runs()
    runs = [DEFAULT_RUN, *own]
    if RUN_TO_READ_WITH.has_value and RUN_TO_READ_WITH.value not in runs:
        RUN_TO_READ_WITH.set(DEFAULT_RUN)  # it was deleted
    if own:
        st.selectbox(
            words.NETWORK,
            runs,
            format_func=lambda run: words.run_name(run, is_own=run in own),
            key=RUN_TO_READ_WITH.key,
            persist_state="session",
            label_visibility="collapsed",
            width=WIDTH,
        )


def run_to_read_with() -> str:
    """The run that the visitor has chosen, or the default one."""
    return RUN_TO_READ_WITH.value if RUN_TO_READ_WITH.has_value else DEFAULT_RUN
