"""What becomes of memory that is freed: a server gives it back to the system, a training keeps it for its next step.

glibc keeps what is freed, in an arena for each thread, unless it lies at an arena's end or is very large. Photos are
read in many threads and leave holes in all of them: without this a server holds 30 to 80 MB that nobody uses, about
70 MB more where each thread has an arena of its own, and more again where arrays of a megabyte lie in arenas.
The training of a finder takes the same large arrays again at each step; where the system has to clear them anew, that
is two fifths of its time (of 26.6 s of two processors 10.7, and 0.5 of 27.7 without). Smaller networks gain nothing.
"""

import ctypes
import functools
import sys
from collections.abc import Callable

# glibc's numbers for them, of malloc.h
M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_THRESHOLD, M_MMAP_MAX, M_ARENA_MAX = -1, -2, -3, -4, -8
ARENAS = 1  # a guess: large pieces are taken past them, and for most small ones threads wait for each other in Python
GROWTH = 2**26  # bytes by which the heap grows; a guess
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


def keep_freed_memory() -> None:
    """Have the allocator keep all that is freed from now on, whatever its size, for what is asked for next.

    Where the allocator cannot be asked, nothing happens. Source: mallopt(3).
    """
    if mallopt := _of_glibc("mallopt"):
        mallopt(M_MMAP_MAX, 0)
        mallopt(M_TRIM_THRESHOLD, 2**31 - 1)
        mallopt(M_TOP_PAD, GROWTH)


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
