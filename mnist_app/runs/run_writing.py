"""Writing a run directory (runs.py says what is in it): as a whole or not at all.

A run is written under another name and renamed when it is complete, so one that was cut off is never half there, and
one that it replaces stays until then. One process at a time writes a run; what a killed one left is mended by the next
(run_lock.py).
"""

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mnist_app.errors import RunError
from mnist_app.runs.records import RunInfo
from mnist_app.runs.run_lock import BEFORE, UNFINISHED, beside, lock_run, mend_run
from mnist_app.runs.runs import Run, check_name, load_run, models_dir


@contextlib.contextmanager
def new_run(name: str, leftover: Path | None = None, replaced: Run | None = None) -> Iterator[Path]:
    """Give a directory to write a run into; it gets its name when the block ends, and vanishes if the block fails.

    An existing run of that name stays until then, and is replaced as a whole.

    Parameters
    ----------
    leftover : a directory, such as a training's checkpoint, that is removed once the run is in its place and while no
        other process may write that run; it stays if the block fails
    replaced : the run as it was read, if what is written builds on it

    Raises
    ------
    RunError
        if the name is not allowed, another process writes this run or has replaced it since it was read, or the
        directory cannot be written (read-only, disk full)
    """
    check_name(name)
    target = models_dir() / name
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with lock_run(target):
            mend_run(target)
            if replaced and load_run(name).info != replaced.info:
                raise RunError(f"{name} was replaced by another process meanwhile; it is as that left it. Try again.")
            with _unfinished(target) as unfinished:
                yield unfinished
                _replace(target, unfinished)
                if leftover:
                    shutil.rmtree(leftover, ignore_errors=True)
    except BrokenPipeError:  # of the output, which whoever reads it has closed
        raise
    except OSError as error:
        raise _unwritable(target, error) from error


def copy_files(source: Path, target: Path) -> None:
    """Copy all that is in a directory into another one, until the first that cannot be written.

    Raises
    ------
    OSError
        of that file; shutil.copytree would go on and then list every file that failed
    """
    for path in sorted(source.rglob("*")):
        place = target / path.relative_to(source)
        if path.is_dir():
            place.mkdir(exist_ok=True)
        else:
            shutil.copyfile(path, place)


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write JSON as it is committed: indented, UTF-8, with a newline at the end; NaN is refused."""
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")


def write_info(path: Path, info: RunInfo) -> None:
    """Write run.json.

    Raises
    ------
    ValueError
        if a value is none that can be read again, such as a temperature that is not above 0
    """
    RunInfo.from_json(json.loads(json.dumps(info.to_json())))
    write_json(path, info.to_json())


def replace_text(path: Path, text: str) -> None:
    """Write a text file, UTF-8, beside the one that is there, then put it in its place: one of the two stays whole.

    Raises
    ------
    OSError
        if it cannot be written; what was there is left as it was
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_text(text, encoding="utf-8")
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


@contextlib.contextmanager
def _unfinished(target: Path) -> Iterator[Path]:
    """Make the directory to write into; what still has its name when the block ends has failed, and is removed."""
    unfinished = beside(target, UNFINISHED)
    unfinished.mkdir()
    try:
        yield unfinished
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _replace(target: Path, unfinished: Path) -> None:
    """Rename the finished run to its place; the run that was there is removed only after that."""
    if not target.exists():
        unfinished.rename(target)
        return
    old = target.rename(beside(target, BEFORE))
    try:
        unfinished.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _unwritable(target: Path, error: OSError) -> RunError:
    return RunError(
        f"The run cannot be written to {target}: {error.strerror or error}. Make room there and see that it may be "
        "written, or name another directory in the environment variable MNIST_APP_MODELS."
    )
