"""Giving the memory that a picture has taken back to the system.

glibc keeps what is freed, in an arena for each thread, unless it lies at an arena's end or is very large. Photos are
read in many threads and leave holes in all of them: without this a process holds 30 to 80 MB that nobody uses, about
70 MB more where each thread has an arena of its own, and more again where arrays of a megabyte lie in arenas.
"""

import ctypes
import functools
import sys
from collections.abc import Callable

M_ARENA_MAX, M_MMAP_THRESHOLD = -8, -3  # glibc's numbers for them, of malloc.h
ARENAS = 1  # a guess: large pieces are taken past them, and for most small ones threads wait for each other in Python
LARGE = 128 * 1024  # bytes: where glibc begins, too; but for what is freed it lets the bound grow, up to 32 MB


@functools.cache
def share_arenas() -> None:
    """Have threads share few of the allocator's arenas from now on, and large pieces lie beyond them.

    Those go back to the system as soon as they are freed. It has to be called before there are many threads, and leaves
    the arenas that there are; where the allocator cannot be asked, nothing happens. Source: mallopt(3).
    """
    if mallopt := _of_glibc("mallopt"):
        mallopt(M_ARENA_MAX, ARENAS)
        mallopt(M_MMAP_THRESHOLD, LARGE)


def return_freed_memory() -> None:
    """Have the allocator give back what is free, in all its arenas; where it cannot be asked, nothing happens.

    It takes 2 to 20 ms, in which other threads may run. Source: malloc_trim(3).
    """
    if trim := _of_glibc("malloc_trim"):
        trim(0)


@functools.cache
def _of_glibc(name: str) -> Callable[..., int] | None:
    """A function of glibc's allocator; other systems, and Alpine's musl, have none."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
