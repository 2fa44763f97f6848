import errno
from pathlib import Path

import pytest

from builders.fake_run import write_fake_run
from mnist_app.errors import RunError
from mnist_app.runs.run_writing import new_run, write_json
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


def test_a_run_that_cannot_be_put_in_place_restores_the_one_before(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_fake_run("alpha", epochs=1)
    rename = Path.rename

    def refuse_the_new_one(self: Path, target: Path) -> Path:
        if self.parent == models and self.name.startswith(".alpha."):
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
