"""A disk of 2 MB that can be filled up, where a test may mount one; else files that may not grow any further."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SIZE = 2 * 2**20
FULL = r"(No space left on device|File too large|disk is full|disk I/O error)"


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A directory on a disk of its own; where nothing may be mounted, one on the disk that is there."""
    folder.mkdir()
    mounted = sys.platform == "linux" and _run("mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        if mounted:
            _run("umount", "--lazy", str(folder))  # an open file of a database would hold it


@contextlib.contextmanager
def filled_up(disk: Path, but: int = 8192) -> Iterator[None]:
    """No more than so many bytes can be written to a disk of `small_disk` until the block ends."""
    if os.path.ismount(disk):
        space = os.statvfs(disk)
        filler = disk / "filler"
        filler.write_bytes(bytes(space.f_bavail * space.f_frsize - but))
        yield
        filler.unlink()
        return
    resource = pytest.importorskip("resource", reason="Windows neither mounts a disk nor limits files")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (but, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@contextlib.contextmanager
def read_only(disk: Path) -> Iterator[None]:
    """Nothing can be written to a disk of `small_disk` until the block ends."""
    # Where nothing may be mounted it is a folder, and no mode of it keeps an administrator from writing into it.
    if not os.path.ismount(disk):
        pytest.skip("needs the right to mount a disk: for this user all folders can be written")
    assert _run("mount", "-o", "remount,ro", str(disk))
    yield
    assert _run("mount", "-o", "remount,rw", str(disk))


def _run(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:  # there is no such program
        return False
