"""Taking turns: only so many visitors do at once what takes a second of a core and hundreds of megabytes."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

POLL_SECONDS = 0.2  # a guess: how soon a visitor who waits no longer wants to is noticed


class Turns:
    """Lets so many at once; safe to share between threads."""

    def __init__(self, at_once: int) -> None:
        self._free = threading.BoundedSemaphore(at_once)

    @contextmanager
    def take(self, while_waiting: Callable[[], None]) -> Iterator[None]:
        """Wait for a turn and have it for the `with` block, however that ends.

        Parameters
        ----------
        while_waiting : called again and again until it is one's turn; if it raises, one waits no longer
        """
        is_mine = self._free.acquire(blocking=False)
        while not is_mine:
            while_waiting()
            is_mine = self._free.acquire(timeout=POLL_SECONDS)
        try:
            yield
        finally:
            self._free.release()
