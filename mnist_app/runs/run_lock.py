"""One writer at a time for a run, and what a writer that was killed has left behind.

The lock is the operating system's on an open file, so that it ends with the process that holds it, however that ends:
no lock of a dead process has to be told from that of a living one. Beside a run `alpha` may lie, in the same folder:

    .alpha.lock         held by whoever writes the run
    .alpha.unfinished   what is being written
    .alpha.before       the run that was there, for the moment between the two renames that replace it
"""

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from mnist_app.errors import RunError

LOCK, UNFINISHED, BEFORE = "lock", "unfinished", "before"

if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    HELD: tuple[type[OSError], ...] = (PermissionError,)  # what is raised where another has the lock
else:
    import fcntl

    def _try_lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    HELD = (BlockingIOError,)


def beside(target: Path, what: str) -> Path:
    """Where what belongs to a run while it is written lies: no two runs share a place, whatever their names."""
    return target.with_name(f".{target.name}.{what}")


@contextlib.contextmanager
def lock_run(target: Path) -> Iterator[None]:
    """Hold a run against other writers, in this process and in others, until the block ends.

    Parameters
    ----------
    target : the run's directory, which need not be there; its parent must

    Raises
    ------
    RunError
        if another writer holds it
    OSError
        if the lock cannot be written
    """
    path = beside(target, LOCK)
    file = _lock(path)
    if file is None:
        raise RunError(
            f"Another process is training or writing the run “{target.name}”. Wait until it has ended, or name "
            "another run."
        )
    try:
        yield
    finally:
        if sys.platform == "win32":  # where an open file cannot be removed
            file.close()
        with contextlib.suppress(OSError):
            path.unlink()
        file.close()


def mend_run(target: Path) -> None:
    """Put a run in its place whose writer was killed between the two renames, and remove what a killed writer left.

    A run is moved away only once its successor is complete, so it is the successor that gets the place. The caller
    holds the lock.

    Raises
    ------
    OSError
        if nothing can be renamed there
    """
    before, unfinished = beside(target, BEFORE), beside(target, UNFINISHED)
    if before.is_dir() and not target.exists():
        (unfinished if unfinished.is_dir() else before).rename(target)
    for path in (before, unfinished):
        shutil.rmtree(path, ignore_errors=True)


def mend_all(folder: Path) -> None:
    """Put those runs of a folder in their place that lie under another name only, as far as may be written there."""
    for before in folder.glob(f".*.{BEFORE}"):
        target = before.with_name(before.name.removeprefix(".").removesuffix(f".{BEFORE}"))
        if not target.exists():
            # Who holds the lock is between the two renames just now, and needs no help.
            with contextlib.suppress(OSError, RunError), lock_run(target):
                mend_run(target)


def _lock(path: Path) -> BinaryIO | None:
    """Open and lock a file; None if another has the lock."""
    while True:
        file = path.open("ab")
        try:
            _try_lock(file)
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        except FileNotFoundError:  # the last holder has removed it meanwhile: it locks nobody out
            pass
        except HELD:
            file.close()
            return None
        except OSError:
            file.close()
            raise
        file.close()
