"""What a process holds is counted as Linux tells it."""

import os
import threading
from pathlib import Path

import pytest

from benchmarks.process import held_by, resident_mb

# The benchmarks that ask this run on Linux only, and so does what they ask.
pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux alone tells it in /proc")


def test_this_process_is_resident() -> None:
    megabytes = bytearray(b"x" * 50_000_000)
    held = resident_mb(os.getpid())
    assert 50 < held < 10_000
    assert len(megabytes) == 50_000_000


def test_handles_threads_and_files_are_counted(tmp_path: Path) -> None:
    before = held_by(os.getpid(), tmp_path)
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    (tmp_path / "folder").mkdir()
    with (tmp_path / "folder/left").open("w"):
        after = held_by(os.getpid(), tmp_path)
    end.set()
    thread.join()
    assert (after.threads, after.handles, after.files) == (before.threads + 1, before.handles + 1, before.files + 1)
    assert before.files == 0
