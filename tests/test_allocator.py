"""What is freed is given back to the system, or kept, where the allocator can be asked to."""

import platform
import re
import subprocess
import sys

import pytest

from mnist_app import allocator
from mnist_app.allocator import ARENAS, keep_freed_memory, return_freed_memory, share_arenas

# 100 MB in pieces that glibc takes from its heap, of which the last one is kept: what lies below it stays resident.
LEAVES_HOLES = """
import os
from benchmarks.process import resident_mb
from mnist_app.allocator import return_freed_memory

pieces = [b"x" * 50_000 for _ in range(2_000)]
del pieces[:-1]
before = resident_mb(os.getpid())
return_freed_memory()
print(before - resident_mb(os.getpid()))
"""

# What glibc says of its arenas, after twelve threads have allocated at once.
USES_ARENAS = """
import ctypes
from threading import Barrier, Thread
from mnist_app.allocator import share_arenas

share_arenas()
met = Barrier(12)
def allocate():
    met.wait()
    pieces = [b"x" * number for number in range(600, 1_000)]
    met.wait()
threads = [Thread(target=allocate) for _ in range(12)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
libc = ctypes.CDLL(None)
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
"""

# What glibc says of its arenas with 8 MB in use, after 16 MB have been freed, up to which it would then use them.
USES_LARGE_PIECES = """
import ctypes
from mnist_app.allocator import share_arenas

share_arenas()
freed = b"x" * 2**24
del freed
used = b"x" * 2**23
libc = ctypes.CDLL(None)
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
"""


# How much the system has to clear for ten pieces of 40 MB, each freed before the next, in such pieces.
TAKES_LARGE_PIECES = """
import resource
from mnist_app.allocator import keep_freed_memory

def cleared():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt * resource.getpagesize() / 40e6

{}
b"x" * 40_000_000
before = cleared()
for _ in range(10):
    b"x" * 40_000_000
print(cleared() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be asked to")
@pytest.mark.parametrize(("call", "least", "most"), [("keep_freed_memory()", 0, 0.5), ("", 9, 11)])
def test_what_is_freed_is_used_again(call: str, least: float, most: float) -> None:
    code = TAKES_LARGE_PIECES.format(call)
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert least <= float(result.stdout) <= most


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be asked to")
def test_what_lies_below_what_is_in_use_is_given_back() -> None:
    result = subprocess.run([sys.executable, "-c", LEAVES_HOLES], capture_output=True, text=True, check=True)
    assert float(result.stdout) > 80


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be asked to")
def test_threads_share_arenas() -> None:
    result = subprocess.run([sys.executable, "-c", USES_ARENAS], capture_output=True, text=True, check=True)
    assert 1 <= result.stdout.count("<heap nr=") <= ARENAS


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be asked to")
def test_large_pieces_lie_beyond_the_arenas() -> None:
    result = subprocess.run([sys.executable, "-c", USES_LARGE_PIECES], capture_output=True, text=True, check=True)
    sizes = [int(size) for size in re.findall(r'<total type="mmap" count="\d+" size="(\d+)"/>', result.stdout)]
    assert max(sizes) >= 2**23


def test_nothing_happens_where_the_allocator_cannot_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    allocator._of_glibc.cache_clear()
    share_arenas.cache_clear()
    monkeypatch.setattr(sys, "platform", "darwin")
    share_arenas()
    keep_freed_memory()
    return_freed_memory()
    assert allocator._of_glibc("malloc_trim") is None
    allocator._of_glibc.cache_clear()
    share_arenas.cache_clear()
