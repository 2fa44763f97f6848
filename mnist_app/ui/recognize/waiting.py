"""What a visitor waits for: the network, until it is loaded, well or badly, and a turn to have a picture read."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mnist_app.allocator import return_freed_memory
from mnist_app.errors import RunError
from mnist_app.recognizer import Recognizer
from mnist_app.runs.runs import models_dir
from mnist_app.text import recognizing as words
from mnist_app.ui.loading import BackgroundRecognizer, background_recognizer
from mnist_app.ui.recognize.reading_view import show_message
from mnist_app.ui.recognize.run_chooser import run_to_read_with
from mnist_app.ui.recognize.turns import Turns

# All visitors' picture files together; drawings cost little and never wait.
_READING_PICTURES = Turns(os.cpu_count() or 1)

# Streamlit does not tell Python what the browser shows. Canvases lie in the shadow roots of their components.
_is_painted = st.components.v2.component(
    "is_painted",
    js="""export default ({data, setStateValue}) => {
        const patience = performance.now() + 10000;
        const isThere = (selector) =>
            [...document.querySelectorAll("*")].some((element) => element.shadowRoot?.querySelector(selector));
        const look = () =>
            !data.awaited || isThere(data.awaited) || performance.now() > patience
                ? setStateValue("painted", true) : setTimeout(look, 50);
        look();
    }""",
)


def load_after_paint(awaited: str | None) -> None:
    """Begin to load the network, or try again, once the browser shows the page and the element `awaited` in it.

    Loading keeps Python busy for seconds, and so the server: what the browser had yet to fetch would come only then.
    What the browser has said counts at every run, not only when it changes: where it goes on with another process it
    may have said so before this one first ran, and then never says it again.

    Parameters
    ----------
    awaited : a CSS selector, or None
    """
    if _is_painted(key="is_painted", data={"awaited": awaited}, on_painted_change=lambda: None).painted:
        loader().start()


def loader() -> BackgroundRecognizer:
    """The loader, which all sessions share, of the run that is to read."""
    return background_recognizer(str(models_dir()), run_to_read_with())


def ready_recognizer(hint: str = words.LOADING_HINT) -> Recognizer | None:
    """The recognizer, or None after saying why there is none yet; `hint` stands beneath that it is loaded."""
    try:
        recognizer = loader().get()
    except RunError as error:
        show_message(words.NO_NETWORK, str(error))
        return None
    if recognizer is None:
        show_message(words.LOADING, hint)
    return recognizer


@contextmanager
def turn_to_read() -> Iterator[None]:
    """Wait until it is this visitor's turn to have a picture file read, and say so meanwhile.

    What is shown again and again is where Streamlit ends a run that the visitor has replaced by another.
    """
    note: DeltaGenerator | None = None

    def say_so() -> None:
        nonlocal note
        note = note or st.empty()
        note.caption(words.YOURS_IS_NEXT)

    with _READING_PICTURES.take(say_so):
        if note is not None:
            note.empty()
        try:
            yield
        finally:
            return_freed_memory()
