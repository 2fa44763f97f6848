"""What a command says where requirements-dev.txt is not installed: modules are hidden for it."""

import sys
from pathlib import Path

import pytest

from builders.tiny_training import Trained
from mnist_app.__main__ import main
from mnist_app.commands.dev_packages import check_installed
from mnist_app.errors import ConfigError

TUNE = ["tune", "--architecture", "two_conv", "--study", "s"]
TRAIN = ["train", "--run", "new"]


@pytest.mark.parametrize(
    ("hidden", "arguments", "sentence"),
    [
        ("optuna", TUNE, "`tune` needs optuna, "),
        ("sqlalchemy", TUNE, "`tune` needs sqlalchemy, "),
        ("optuna", [*TRAIN, "--from-study", "s"], "`train --from-study` needs optuna, "),
        (
            "tensorboard",
            [*TRAIN, "--architecture", "two_conv", "--tensorboard", "x"],
            "`train --tensorboard` needs tens",
        ),
        ("onnxruntime", ["export", "--run", "bars", "--format", "onnx"], "`export --format onnx` needs onnxruntime, "),
        ("tf2onnx", ["export", "--run", "bars", "--format", "onnx"], "`export --format onnx` needs tf2onnx, "),
    ],
)
def test_names_the_file_to_install(
    hidden: str,
    arguments: list[str],
    sentence: str,
    trained: Trained,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, hidden, None)
    assert main(arguments) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(sentence)
    assert "pip install -r requirements-dev.txt" in printed.err
    assert len(printed.err.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_what_is_not_needed_may_be_missing(trained: Trained, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert main(["export", "--run", "bars", "--format", "litert", "--to", str(tmp_path / "a.tflite")]) == 0


def test_a_folder_is_no_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "board_of_logs").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ConfigError, match="Logging needs board_of_logs and missing_too, which"):
        check_installed("Logging", ("board_of_logs", "missing_too"))
