import gc
import os
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.runtime.scriptrunner import script_runner

from mnist_app.errors import RunError
from mnist_app.recognizer import Recognizer
from mnist_app.runs.records import Calibration, Thresholds
from mnist_app.ui import loading as cache
from mnist_app.ui.loading import BackgroundRecognizer, background_recognizer

RECOGNIZER = Recognizer(lambda x: x, Calibration(1.0), Thresholds(0.9, 0.5))
SECONDS = 10


def wait_until_loaded(loader: BackgroundRecognizer) -> None:
    deadline = time.monotonic() + SECONDS
    while loader.is_loading and time.monotonic() < deadline:
        time.sleep(0.005)


def test_nothing_before_the_start() -> None:
    loader = BackgroundRecognizer(lambda: RECOGNIZER)
    assert loader.get() is None
    assert not loader.is_ready


def test_loads_once_and_without_blocking() -> None:
    go, loads = threading.Event(), []

    def load() -> Recognizer:
        loads.append(go.wait(SECONDS))
        return RECOGNIZER

    loader = BackgroundRecognizer(load)
    loader.start()
    loader.start()
    assert loader.get() is None
    go.set()
    wait_until_loaded(loader)
    loader.start()
    assert loader.get() is RECOGNIZER
    assert loads == [True]


def test_failure_is_raised_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    results: list[RunError | Recognizer] = [RunError("no such run"), RECOGNIZER]

    def load() -> Recognizer:
        result = results.pop(0)
        if isinstance(result, RunError):
            raise result
        return result

    loader = BackgroundRecognizer(load)
    loader.start()
    wait_until_loaded(loader)
    loader.start()  # too soon for another attempt
    wait_until_loaded(loader)
    with pytest.raises(RunError, match="no such run"):
        loader.get()
    monkeypatch.setattr(cache, "RETRY_SECONDS", 0.0)
    loader.start()
    wait_until_loaded(loader)
    assert loader.get() is RECOGNIZER


def test_an_unforeseen_failure_is_one_sentence_too(caplog: pytest.LogCaptureFixture) -> None:
    def load() -> Recognizer:
        raise SystemError("two imports in each other's way")

    loader = BackgroundRecognizer(load)
    loader.start()
    wait_until_loaded(loader)
    with pytest.raises(RunError, match=r"could not be loaded \(SystemError\)"):
        loader.get()
    assert "two imports in each other's way" in caplog.text


def wait_until_asked_again(loader: BackgroundRecognizer) -> Recognizer | None:
    loader.get()
    wait_until_loaded(loader)
    return loader.get()


def test_what_is_replaced_answers_until_its_successor_is_loaded() -> None:
    stamps, go, successor = [1], threading.Event(), Recognizer(lambda x: x, Calibration(1.0), Thresholds(0.9, 0.5))
    go.set()

    def load() -> Recognizer:
        go.wait(SECONDS)
        return RECOGNIZER if stamps[-1] == 1 else successor

    loader = BackgroundRecognizer(load, lambda: stamps[-1])
    loader.start()
    wait_until_loaded(loader)
    assert wait_until_asked_again(loader) is RECOGNIZER
    go.clear()
    stamps.append(2)
    assert loader.get() is RECOGNIZER
    assert loader.is_loading
    assert loader.get() is RECOGNIZER
    go.set()
    wait_until_loaded(loader)
    assert loader.get() is successor
    assert not loader.is_loading, "nothing has changed since"


def test_what_is_not_there_or_cannot_be_loaded_for_a_moment_goes_on_answering(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(cache, "RETRY_SECONDS", 0.0)
    stamps, loads = [1], [RECOGNIZER]

    def load() -> Recognizer:
        if not loads:
            raise RunError("half of it is there")
        return loads.pop()

    loader = BackgroundRecognizer(load, lambda: stamps[-1])
    loader.start()
    wait_until_loaded(loader)
    stamps.append(0)  # between two renames
    assert wait_until_asked_again(loader) is RECOGNIZER
    assert not caplog.text, "nothing was tried"
    stamps.append(2)
    assert wait_until_asked_again(loader) is RECOGNIZER
    assert "half of it is there" in caplog.text
    loads.append(Recognizer(lambda x: x, Calibration(1.0), Thresholds(0.9, 0.5)))
    assert wait_until_asked_again(loader) is not RECOGNIZER


def test_a_process_that_ends_waits_for_what_is_being_loaded() -> None:
    """Also where a thread of Streamlit's begins it, that is not waited for."""
    waited_for: list[bool] = []

    def load() -> Recognizer:
        waited_for.append(not threading.current_thread().daemon)
        return RECOGNIZER

    loader = BackgroundRecognizer(load)
    run = threading.Thread(target=loader.start, daemon=True)
    run.start()
    run.join()
    wait_until_loaded(loader)
    assert waited_for == [True]


@pytest.fixture
def cleared(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """Whether Keras's session has been cleared since the app's own loader has loaded; afterwards all is as before."""
    calls: list[bool] = []
    monkeypatch.setattr("keras.backend.clear_session", lambda: calls.append(True))
    monkeypatch.setattr(Recognizer, "load", lambda run: RECOGNIZER)
    gc.unfreeze()
    loader = background_recognizer("any")
    loader.start()
    wait_until_loaded(loader)
    assert loader.get() is RECOGNIZER
    yield calls
    gc.unfreeze()
    background_recognizer.clear()


def test_a_finder_that_is_replaced_is_loaded_with_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path))
    successor = Recognizer(lambda x: x, Calibration(1.0), Thresholds(0.9, 0.5))
    made = [successor, RECOGNIZER]
    monkeypatch.setattr(cache, "_load", lambda run: made.pop())
    for file in (tmp_path / "digit_net" / "run.json", tmp_path / "page_net" / "finder.json"):
        file.parent.mkdir()
        file.touch()
    loader = background_recognizer(str(tmp_path))
    loader.start()
    wait_until_loaded(loader)
    assert wait_until_asked_again(loader) is RECOGNIZER
    assert wait_until_asked_again(loader) is RECOGNIZER, "nothing has changed"
    os.utime(file, ns=(0, 0))
    assert wait_until_asked_again(loader) is successor


def test_what_a_successor_replaces_is_freed() -> None:
    class Kept:
        def __init__(self) -> None:
            self.itself = self

    recognizers = [Recognizer(lambda x: x, Calibration(1.0), Thresholds(0.9, 0.5)) for _ in range(2)]
    kept = Kept()
    recognizers[-1].kept = kept  # type: ignore[attr-defined]
    freed, stamps = weakref.ref(kept), [1]
    del kept
    loader = BackgroundRecognizer(recognizers.pop, lambda: stamps[-1])
    loader.start()
    wait_until_loaded(loader)
    assert freed() is not None
    stamps.append(2)
    wait_until_asked_again(loader)
    assert freed() is None


@pytest.mark.usefixtures("cleared")
def test_what_is_loaded_is_no_work_for_the_garbage_collector() -> None:
    assert gc.get_freeze_count() > 0


def test_streamlit_does_not_throw_away_what_is_compiled(cleared: list[bool]) -> None:
    script_runner._clean_problem_modules()  # what it calls after each run of a script
    assert not cleared
