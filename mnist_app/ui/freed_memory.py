"""Giving the memory that a picture has taken back to the system.

glibc keeps what is freed, in an arena for each thread, unless it lies at an arena's end or is very large. Photos are
read in many threads and leave holes in all of them: without this a process holds 30 to 80 MB that nobody uses.
"""

import ctypes
import functools
import sys
from collections.abc import Callable


def return_freed_memory() -> None:
    """Have the allocator give back what is free, in all its arenas; where it cannot be asked, nothing happens.

    It takes 2 to 20 ms, in which other threads may run. Source: malloc_trim(3).
    """
    if trim := _malloc_trim():
        trim(0)


@functools.cache
def _malloc_trim() -> Callable[[int], int] | None:
    """The function of glibc's that does so; other systems, and Alpine's musl, have none."""
    return getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
