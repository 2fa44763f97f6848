import errno
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from builders.fake_run import write_fake_run
from mnist_app.errors import RunError
from mnist_app.runs import run_lock
from mnist_app.runs.run_writing import copy_files, new_run, write_json
from mnist_app.runs.runs import list_runs, load_run

pytestmark = pytest.mark.usefixtures("models")


def test_a_name_that_is_no_directory_name(models: Path) -> None:
    with pytest.raises(RunError, match="cannot be the name of a run"), new_run("../escape"):
        pass
    assert not models.exists()


def test_a_failed_run_leaves_nothing(models: Path) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"), new_run("alpha") as run_dir:
        write_json(run_dir / "run.json", {"loss": float("nan")})
    assert list(models.iterdir()) == []


def test_a_failed_run_keeps_the_one_before(models: Path) -> None:
    write_fake_run("alpha", epochs=1)
    with pytest.raises(KeyboardInterrupt), new_run("alpha"):
        raise KeyboardInterrupt
    assert len(load_run("alpha").history["loss"]) == 1
    assert [path.name for path in models.iterdir()] == ["alpha"]


def test_a_new_run_replaces_the_one_before(models: Path) -> None:
    write_fake_run("alpha", epochs=1)
    (models / "alpha" / "extra.txt").write_text("of the old run")
    write_fake_run("alpha", epochs=2)
    assert len(load_run("alpha").history["loss"]) == 2
    assert not (models / "alpha" / "extra.txt").exists()
    assert [path.name for path in models.iterdir()] == ["alpha"]


def test_what_is_left_of_a_training_goes_while_the_run_is_still_locked(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Removed after that, it could be the checkpoint of the next training of this run."""
    leftover = models / "checkpoint"
    leftover.mkdir(parents=True)
    remove, refused = shutil.rmtree, []

    def look_and_remove(path: Path, ignore_errors: bool) -> None:
        if path == leftover:
            with pytest.raises(RunError, match="Another process"), new_run("alpha"):
                pass
            refused.append((models / "alpha").is_dir())
        remove(path, ignore_errors)

    monkeypatch.setattr(shutil, "rmtree", look_and_remove)
    with new_run("alpha", leftover=leftover):
        pass
    assert refused == [True]
    assert [path.name for path in models.iterdir()] == ["alpha"]


def test_what_is_left_of_a_failed_training_stays(models: Path) -> None:
    leftover = models / "checkpoint"
    leftover.mkdir(parents=True)
    with pytest.raises(KeyboardInterrupt), new_run("alpha", leftover=leftover):
        raise KeyboardInterrupt
    assert leftover.is_dir()


def test_a_run_that_cannot_be_put_in_place_restores_the_one_before(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_fake_run("alpha", epochs=1)
    rename = Path.rename

    def refuse_the_new_one(self: Path, target: Path) -> Path:
        if self == models / ".alpha.unfinished":
            raise OSError(errno.EIO, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse_the_new_one)
    with pytest.raises(RunError, match="Input/output error"):
        write_fake_run("alpha", epochs=2)
    assert len(load_run("alpha").history["loss"]) == 1
    assert [path.name for path in models.iterdir()] == ["alpha"]


def test_disk_full(models: Path) -> None:
    with (
        pytest.raises(RunError, match=r"cannot be written to .*alpha: No space left on device\. Make room"),
        new_run("alpha"),
    ):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert list(models.iterdir()) == []


def test_models_directory_that_cannot_be_made(models: Path) -> None:
    models.write_text("a file where the directory should be")
    with pytest.raises(RunError, match="cannot be written"), new_run("alpha"):
        pass
    assert list_runs() == []


def test_a_written_run_can_be_read_by_others(models: Path) -> None:
    write_fake_run("alpha")
    assert (models / "alpha").stat().st_mode & 0o555 == 0o555


# What a process that is killed does: it ends at once, and no block is left in order.
KILLED_WHILE_WRITING = """
import os
from mnist_app.runs.run_writing import new_run
with new_run("alpha") as run_dir:
    (run_dir / "model.keras").write_bytes(b"half")
    os._exit(9)
"""
KILLED_BETWEEN_THE_RENAMES = """
import os, shutil
from pathlib import Path
from mnist_app.runs.runs import models_dir
from mnist_app.runs.run_writing import new_run
rename = Path.rename
def be_killed(self, target):
    if self.name != "alpha":
        os._exit(9)
    return rename(self, target)
Path.rename = be_killed
with new_run("alpha") as run_dir:
    shutil.copytree(models_dir() / "successor", run_dir, dirs_exist_ok=True)
"""


def be_killed(script: str) -> None:
    done = subprocess.run([sys.executable, "-c", script], check=False, timeout=120)
    assert done.returncode == 9


def test_what_a_killed_writer_left_is_removed_by_the_next(models: Path) -> None:
    be_killed(KILLED_WHILE_WRITING)
    assert list(models.iterdir()) != []
    assert list_runs() == []
    write_fake_run("alpha")
    assert [path.name for path in models.iterdir()] == ["alpha"]


@pytest.mark.parametrize("look", [lambda: load_run("alpha"), list_runs, lambda: write_fake_run("alpha", epochs=2)])
def test_a_writer_killed_between_the_renames_loses_no_run(models: Path, look: Callable[[], object]) -> None:
    write_fake_run("alpha", epochs=1)
    write_fake_run("successor", epochs=2)
    be_killed(KILLED_BETWEEN_THE_RENAMES)
    assert not (models / "alpha").exists()
    look()
    assert len(load_run("alpha").history["loss"]) == 2
    assert not [path.name for path in models.iterdir() if path.name.startswith(".")]


def test_the_run_before_comes_back_where_its_successor_is_gone(models: Path) -> None:
    write_fake_run("alpha", epochs=1)
    (models / "alpha").rename(models / ".alpha.before")
    assert list_runs() == ["alpha"]
    assert [path.name for path in models.iterdir()] == ["alpha"]


def test_a_run_that_is_being_written_is_refused_to_others(models: Path) -> None:
    with new_run("alpha") as run_dir:
        for _ in range(2):
            with (
                pytest.raises(RunError, match=r"Another process is .* the run “alpha”\. Wait until it has ended"),
                new_run("alpha"),
            ):
                pass
        with new_run("alpha.before"), new_run("beta"):  # other runs are not held up
            pass
        assert run_dir.is_dir()


def test_a_run_that_was_replaced_since_it_was_read_is_left_alone(models: Path) -> None:
    write_fake_run("alpha", epochs=1)
    before = load_run("alpha")
    with new_run("alpha", replaced=before) as run_dir:
        copy_files(before.path, run_dir)
    write_fake_run("alpha", epochs=2)
    with pytest.raises(RunError, match="alpha was replaced by another process"), new_run("alpha", replaced=before):
        pass
    assert len(load_run("alpha").history["loss"]) == 2


def test_output_that_nobody_reads_is_not_said_to_be_a_full_disk(models: Path) -> None:
    with pytest.raises(BrokenPipeError), new_run("alpha"):
        raise BrokenPipeError
    assert list(models.iterdir()) == []


def test_who_looks_while_a_run_is_replaced_disturbs_nothing(models: Path) -> None:
    write_fake_run("alpha")
    with new_run("alpha") as run_dir:
        (models / "alpha").rename(models / ".alpha.before")
        assert list_runs() == []
        assert run_dir.is_dir()
        (models / ".alpha.before").rename(models / "alpha")


def test_a_lock_that_was_removed_while_another_waited_for_it_locks_nobody_out(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models.mkdir()
    try_lock = run_lock._try_lock
    calls: list[BinaryIO] = []

    def lose_the_file_once(file: BinaryIO) -> None:
        try_lock(file)
        if not calls:
            (models / ".alpha.lock").unlink()
        calls.append(file)

    monkeypatch.setattr(run_lock, "_try_lock", lose_the_file_once)
    write_fake_run("alpha")
    assert len(calls) == 2
    assert [path.name for path in models.iterdir()] == ["alpha"]


def test_a_file_system_without_locks(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(file: BinaryIO) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(run_lock, "_try_lock", refuse)
    with pytest.raises(RunError, match="No locks available"), new_run("alpha"):
        pass
