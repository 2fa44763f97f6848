"""What is freed is given back to the system, where the allocator can be asked to."""

import platform
import subprocess
import sys

import pytest

from mnist_app.ui import freed_memory
from mnist_app.ui.freed_memory import return_freed_memory

# 100 MB in pieces that glibc takes from its heap, of which the last one is kept: what lies below it stays resident.
LEAVES_HOLES = """
import os
from benchmarks.process import resident_mb
from mnist_app.ui.freed_memory import return_freed_memory

pieces = [b"x" * 50_000 for _ in range(2_000)]
del pieces[:-1]
before = resident_mb(os.getpid())
return_freed_memory()
print(before - resident_mb(os.getpid()))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be asked to")
def test_what_lies_below_what_is_in_use_is_given_back() -> None:
    result = subprocess.run([sys.executable, "-c", LEAVES_HOLES], capture_output=True, text=True, check=True)
    assert float(result.stdout) > 80


def test_nothing_happens_where_the_allocator_cannot_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    freed_memory._malloc_trim.cache_clear()
    monkeypatch.setattr(sys, "platform", "darwin")
    return_freed_memory()
    assert freed_memory._malloc_trim() is None
    freed_memory._malloc_trim.cache_clear()
