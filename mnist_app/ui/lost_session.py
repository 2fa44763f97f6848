"""A visitor whose session is gone, because its process ended or another one has taken over, is told what that means.

The browser then goes on by itself: it opens a new session with the page's link, what is drawn and what is chosen. It
names the session that it had in the third of the websocket's protocols, as Streamlit's own server reads them.

It runs the page at once only if something on it runs by itself. Else it waits for the visitor, and what they do in a
fragment is lost, for the new session has none yet.
"""

from datetime import timedelta

import streamlit as st

from mnist_app.text import recognizing as words
from mnist_app.ui.state import CONTINUES_LOST, HAS_BEGUN, IS_LOSS_UNTOLD

PROTOCOLS = "Sec-WebSocket-Protocol"
SESSION = 2  # streamlit, a token, the session
A_DAY = timedelta(days=1)  # any time that is long and below the 24.8 days that a browser's timer can wait


@st.fragment(run_every=A_DAY)
def go_on_by_itself() -> None:
    """Have the browser run the page anew as soon as it has another connection; shows nothing."""


def say_what_was_lost() -> None:
    """Say so at the beginning of a session that replaces another one, until the visitor closes it.

    It is said in every run until one is not cut short: what such a run shows may be dropped before it is sent. A note
    that is there already is not shown twice.
    """
    if not HAS_BEGUN.get():
        HAS_BEGUN.set(True)
        if _replaced_session(st.context.headers.get(PROTOCOLS, "")):
            CONTINUES_LOST.set(True)
            IS_LOSS_UNTOLD.set(True)
    if IS_LOSS_UNTOLD.get():
        st.toast(words.BEGUN_ANEW, icon=":material/sync_problem:", duration="infinite")


def note_as_told() -> None:
    """Take note that a run has come to its end, and what it shows to the visitor."""
    IS_LOSS_UNTOLD.set(False)


def _replaced_session(protocols: str) -> bool:
    """Whether the browser has asked for a session that it had before."""
    return any(protocol.strip() for protocol in protocols.split(",")[SESSION:])
