"""On a disk that is full or read-only: one sentence that says what to do, nothing half there, and all can go on."""

import contextlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from builders.small_disk import FULL, filled_up, read_only, small_disk
from builders.tiny_training import TINY_ARGUMENTS, Trained
from mnist_app.__main__ import main
from mnist_app.runs.runs import load_run
from mnist_app.training import tuning

TRAIN = ["train", *TINY_ARGUMENTS, "--run", "new", "--epochs", "1", "--quiet"]
SEARCH = ["tune", "--architecture", "mnist_convnet", "--study", "s", "--trials", "1", "--max-epochs", "1"]


@pytest.fixture
def disk(trained_once: Trained, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A small disk with a trained run on it, in which the commands are called."""
    with small_disk(tmp_path / "disk") as folder:
        shutil.copytree(trained_once.models, folder / "models")
        shutil.rmtree(folder / "models" / "bars" / "figures")
        monkeypatch.setenv("MNIST_APP_MODELS", str(folder / "models"))
        monkeypatch.setenv("MNIST_NPZ", str(trained_once.data))
        monkeypatch.chdir(folder)
        yield folder
        monkeypatch.chdir(tmp_path)


def files_of(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


COMMANDS = [
    (TRAIN, r"cannot be written to .*\.new\.checkpoint: "),
    (["evaluate", "--run", "bars", "--write"], "cannot be written to .*models/bars: "),
    (["export", "--run", "bars", "--format", "litert"], "exports/bars.tflite cannot be written: "),
    (["export", "--run", "bars", "--format", "onnx"], "exports/bars.onnx cannot be written: "),
    (["export", "--run", "bars", "--format", "saved_model"], "exports/bars/1 cannot be written: "),
    (["export", "--run", "bars", "--format", "onnx", "--into-run"], "cannot be written to .*models/bars: "),
    ([*TRAIN, "--tensorboard", "logs"], "The log cannot be written to logs: "),
]


@pytest.mark.parametrize(("command", "sentence"), COMMANDS)
def test_full_disk(disk: Path, capsys: pytest.CaptureFixture[str], command: list[str], sentence: str) -> None:
    before = files_of(disk / "models" / "bars")
    with filled_up(disk):
        assert main(command) == 1
    complaint = capsys.readouterr().err.splitlines()[-1]
    assert re.search(rf"{sentence}{FULL}\. Make room there and see that it may be written", complaint)
    assert files_of(disk / "models" / "bars") == before
    assert not [path for path in disk.rglob("*") if re.search(r"export\.|unfinished|before|lock", path.name)]


READ_ONLY = "Read-only file system. Make room there and see that it may be written"


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (TRAIN, f"models/new: {READ_ONLY}"),
        (["export", "--run", "bars", "--format", "litert"], f"exports/bars.tflite cannot be written: {READ_ONLY}"),
        (["compare"], f"models/README.md cannot be written: {READ_ONLY}"),
        (SEARCH, "studies cannot be made: Read-only file system. See that it may be written."),
    ],
)
def test_read_only_disk(disk: Path, capsys: pytest.CaptureFixture[str], command: list[str], sentence: str) -> None:
    with read_only(disk):
        assert main(command) == 1
    assert sentence in capsys.readouterr().err.splitlines()[-1]


@pytest.mark.usefixtures("without_figures")
def test_a_log_on_a_full_disk_is_not_said_to_be_the_run(
    trained: Trained, disk: Path, models: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with filled_up(disk, but=0):
        assert main([*TRAIN, "--csv-log", str(disk / "log.csv")]) == 1
    assert re.search(rf"The log cannot be written to .*log\.csv: {FULL}\. Make room", capsys.readouterr().err)
    assert main([*TRAIN, "--csv-log", str(disk / "log.csv"), "--resume"]) == 0
    assert load_run("new").info.epochs == 1


def test_a_disk_that_fills_up_during_a_search(
    disk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with contextlib.ExitStack() as stack:

        def fit(*_: object) -> SimpleNamespace:
            stack.enter_context(filled_up(disk, but=0))
            return SimpleNamespace(history={"val_accuracy": [0.5]})

        monkeypatch.setattr(tuning, "fit", fit)
        assert main(SEARCH) == 1
    assert re.search(f"The study's storage cannot be used: .*{FULL}", capsys.readouterr().err.splitlines()[-1])
    monkeypatch.setattr(tuning, "fit", lambda *_: SimpleNamespace(history={"val_accuracy": [0.5]}))
    assert main(SEARCH) == 0


def test_figures_of_a_search_that_cannot_be_written(
    disk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (disk / "studies" / "s_history.png").mkdir(parents=True)
    monkeypatch.setattr(tuning, "fit", lambda *_: SimpleNamespace(history={"val_accuracy": [0.5]}))
    assert main(SEARCH) == 1
    complaint = capsys.readouterr().err.splitlines()[-1]
    assert "The search is done; its figures cannot be written to" in complaint
    assert "Is a directory. Make room there" in complaint
