"""Only so many at once; who waits is told; a turn is given back however it ends."""

import contextlib
import threading

import pytest
from streamlit.testing.v1 import AppTest

from mnist_app.errors import ImageError
from mnist_app.text import recognizing as words
from mnist_app.ui.recognize import waiting
from mnist_app.ui.recognize.turns import Turns

PATIENCE = 30  # seconds, on a busy machine


class CancelledError(Exception):
    """What Streamlit raises, as it were, in a run that the visitor has replaced by another."""


def cancel() -> None:
    raise CancelledError


def test_a_free_turn_is_not_waited_for() -> None:
    turns = Turns(2)
    with turns.take(cancel), turns.take(cancel):
        pass


def test_one_more_waits_and_is_told() -> None:
    turns, told, had = Turns(1), threading.Event(), threading.Event()

    def wait_for_turn() -> None:
        with turns.take(told.set):
            had.set()

    waiter = threading.Thread(target=wait_for_turn, daemon=True)
    with turns.take(cancel):
        waiter.start()
        assert told.wait(PATIENCE)
        assert not had.is_set()
    assert had.wait(PATIENCE)
    waiter.join(PATIENCE)


def test_who_is_cancelled_while_waiting_takes_no_turn() -> None:
    turns = Turns(1)
    with turns.take(cancel), pytest.raises(CancelledError), turns.take(cancel):
        pass
    with turns.take(cancel):
        pass


def test_a_cancelled_run_gives_its_turn_back() -> None:
    turns = Turns(1)
    with pytest.raises(CancelledError), turns.take(cancel):
        cancel()
    with turns.take(cancel):
        pass


class CancelledWait:
    """Turns that nobody gets: who has been told to wait is cancelled."""

    def acquire(self, blocking: bool = True, timeout: float = 0) -> bool:
        if blocking:
            raise CancelledError
        return False


def test_the_page_says_that_one_is_next(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = Turns(1)
    monkeypatch.setattr(turns, "_free", CancelledWait())
    monkeypatch.setattr(waiting, "_READING_PICTURES", turns)

    def page() -> None:
        from mnist_app.ui.recognize.waiting import turn_to_read

        with turn_to_read():
            pass

    at = AppTest.from_function(page, default_timeout=PATIENCE).run()
    assert [caption.value for caption in at.caption] == [words.YOURS_IS_NEXT]


def test_the_page_says_nothing_to_who_need_not_wait() -> None:
    def page() -> None:
        from mnist_app.ui.recognize.waiting import turn_to_read

        with turn_to_read():
            pass

    at = AppTest.from_function(page, default_timeout=PATIENCE).run()
    assert not at.exception
    assert not at.caption


@pytest.mark.parametrize("fails", [False, True])
def test_what_a_picture_took_is_given_back_after_it(fails: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    given_back: list[bool] = []
    monkeypatch.setattr(waiting, "return_freed_memory", lambda: given_back.append(True))
    with contextlib.suppress(ImageError), waiting.turn_to_read():
        assert not given_back
        if fails:
            raise ImageError("no picture")
    assert given_back == [True]
