"""What all visitors share: the recognizer, loaded once and in the background.

Loading takes seconds (TensorFlow alone does), so no page waits for it: a page asks, says "loading" and asks again. A
failure is not kept for ever either: it is tried again every few seconds, so that a model that has just been trained is
found without restarting the app. So is a run that is trained again under its name, the finder's, too: what was loaded
goes on answering until its successor can.

A process that is asked to end waits the seconds for these threads, for they are no daemons: one that is cut off within
TensorFlow or ONNX Runtime aborts the process.
"""

import contextlib
import gc
import importlib
import logging
import threading
import time
from collections.abc import Callable
from functools import partial

import streamlit as st

from mnist_app.allocator import return_freed_memory
from mnist_app.errors import ConfigError, RunError
from mnist_app.reading.engine_choice import engine_file, prepare_engine
from mnist_app.recognizer import Recognizer
from mnist_app.runs.finder_run import finder_stamp
from mnist_app.runs.runs import DEFAULT_RUN, load_run, run_stamp
from mnist_app.text.recognizing import will_try_again

RETRY_SECONDS = 3.0  # a guess: soon enough for someone who waits, rare enough not to matter


class BackgroundRecognizer:
    """Loads a recognizer in a thread and keeps it as long as it is of today; safe to share between sessions.

    Parameters
    ----------
    load : makes one
    stamp : another number once what it is made of is replaced, or 0 while that is not there; asked often
    """

    def __init__(self, load: Callable[[], Recognizer], stamp: Callable[[], int] = lambda: 0) -> None:
        self._load = load
        self._stamp = stamp
        self._loaded_stamp = 0
        self._lock = threading.Lock()
        self._recognizer: Recognizer | None = None
        self._error: RunError | None = None
        self.is_loading = False
        self._failed_at = 0.0

    def start(self) -> None:
        """Begin to load, unless what is there is loaded or under way, or failed a moment ago."""
        with self._lock:
            failed_lately = self._error is not None and time.monotonic() - self._failed_at < RETRY_SECONDS
            is_done = self._recognizer is not None and self._stamp() in (0, self._loaded_stamp)
            if is_done or self.is_loading or failed_lately:
                return
            self.is_loading = True
        threading.Thread(target=self._run, name="load-recognizer", daemon=False).start()

    @property
    def is_ready(self) -> bool:
        """Whether the recognizer is loaded."""
        return self._recognizer is not None

    def get(self) -> Recognizer | None:
        """The recognizer, or None while the first attempt to load it is under way or not begun.

        One whose run was replaced is given until its successor is loaded, which this begins.

        Raises
        ------
        RunError
            if the last attempt failed and none before it did not; a later one may succeed
        """
        if self._recognizer is None and self._error is not None:
            raise self._error
        if self._recognizer is not None:
            self.start()
        return self._recognizer

    def _run(self) -> None:
        recognizer, error, stamp = None, None, self._stamp()  # before it is read: it may be replaced meanwhile
        try:
            recognizer = self._load()
        except RunError as exception:  # handed to whoever asks
            error = exception
        except ConfigError as exception:
            error = RunError(str(exception))
        except Exception as exception:
            logging.getLogger(__name__).exception("the network could not be loaded")
            error = RunError(will_try_again(type(exception).__name__))
        with self._lock:
            if recognizer is not None:
                is_successor = self._recognizer is not None
                self._recognizer, self._loaded_stamp = recognizer, stamp
                _keep_from_collection(is_successor)
            self._error = error
            self._failed_at = time.monotonic()
            if error is not None and self._recognizer is not None:
                logging.getLogger(__name__).warning("the network loaded before goes on answering: %s", error)
            self.is_loading = False  # last: whoever waits for it finds all of the above


@st.cache_resource(show_spinner=False, max_entries=4)
def background_recognizer(models_dir: str, run: str = DEFAULT_RUN) -> BackgroundRecognizer:
    """The one loader of a run in a models directory, for all sessions."""
    return BackgroundRecognizer(partial(_load, run), partial(_stamp, run))


def _stamp(run: str) -> int:
    """Another number once the run, or the finder's, is replaced; 0 while the run is not there."""
    stamp = run_stamp(run)
    return stamp and stamp + finder_stamp()


def _load(run: str) -> Recognizer:
    """Load what the first answer needs: its chart, too, because threads that import at once can trip each other up."""
    engine_file(load_run(run))  # fails within a moment what would fail after seconds
    importlib.import_module("mnist_app.text.probability_chart")
    prepare_engine()
    recognizer = Recognizer.load(run)
    # Nobody waits for this: without it, the first photo and the first explanations take a little longer.
    threading.Thread(target=_prepare, args=(recognizer,), name="prepare", daemon=False).start()
    return recognizer


def _keep_from_collection(is_successor: bool) -> None:
    """Have the garbage collector pass over what is loaded, but for what a successor replaces, which goes now.

    It takes 0.3 s to walk through these half a million objects, and stops every visitor's run meanwhile.
    """
    if is_successor:
        gc.unfreeze()
        gc.collect()
    gc.freeze()


def _prepare(recognizer: Recognizer) -> None:
    with contextlib.suppress(RunError):  # explanations then do without the training digits
        recognizer.prepare()
    return_freed_memory()  # of what was needed only to load
