import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from builders.tiny_training import Trained
from mnist_app.__main__ import main
from mnist_app.runs.evaluation_arrays import read_evaluation
from mnist_app.runs.runs import load_run, verified_model_path, verified_twin_path
from mnist_app.training import exporting, twin
from mnist_app.training.export_formats import FORMATS


def test_the_answers_of_every_format_can_be_checked() -> None:
    assert tuple(exporting.PREDICTORS) == tuple(FORMATS)


@pytest.mark.parametrize(
    ("name", "path"), [("saved_model", "bars/1"), ("litert", "bars.tflite"), ("onnx", "bars.onnx")]
)
def test_agrees_with_keras(
    name: str,
    path: str,
    trained: Trained,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["export", "--run", "bars", "--format", name]) == 0
    assert (tmp_path / "exports" / path).exists()
    printed = capsys.readouterr().out
    assert printed.startswith(f"exports/{path}: agrees with Keras within")
    assert printed.endswith(" on 100 digits.\n")
    x = np.random.default_rng(0).random((3, 28, 28, 1), np.float32)
    probs = exporting.PREDICTORS[name](tmp_path / "exports" / path, x)
    assert probs.shape == (3, 10)
    np.testing.assert_allclose(probs.sum(axis=1), 1, atol=1e-5)
    assert not list((tmp_path / "exports").glob("**/.export*"))


def test_what_differs_is_not_kept(
    trained: Trained, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(exporting.PREDICTORS, "litert", lambda path, x: np.zeros((len(x), 10), np.float32))
    assert main(["export", "--run", "bars", "--format", "litert", "--to", str(tmp_path / "out.tflite")]) == 1
    assert "differs from Keras by" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_nothing_is_overwritten(trained: Trained, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out.onnx").write_text("mine")
    assert main(["export", "--run", "bars", "--format", "onnx", "--to", str(tmp_path / "out.onnx")]) == 1
    assert "exists already" in capsys.readouterr().err
    assert (tmp_path / "out.onnx").read_text() == "mine"


def test_a_name_that_the_format_does_not_allow(
    trained: Trained, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "--run", "bars", "--format", "litert", "--to", str(tmp_path / "x")]) == 1
    assert f"A litert file ends in .tflite; received x. Name {tmp_path / 'x'}.tflite." in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_place_that_cannot_be_written(trained: Trained, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("no folder")
    assert main(["export", "--run", "bars", "--format", "litert", "--to", str(tmp_path / "file" / "a.tflite")]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_what_the_command_line_names_needs_no_tensorflow() -> None:
    code = "import sys; from mnist_app.__main__ import main; main(['export', '--help'])"
    watch = f"import atexit, sys; atexit.register(lambda: print('tensorflow' in sys.modules))\n{code}"
    shown = subprocess.run([sys.executable, "-c", watch], capture_output=True, text=True, check=True).stdout
    assert "saved_model: TensorFlow Serving; litert: phones" in " ".join(shown.split())
    assert shown.endswith("False\n")


@pytest.fixture
def without_twin(trained: Trained, models: Path) -> Path:
    """A copy of the trained run as training leaves it where ONNX's packages are missing."""
    run_dir = shutil.copytree(trained.models / "bars", models / "bars")
    (run_dir / "model.onnx").unlink()
    info = json.loads((run_dir / "run.json").read_text())
    del info["sha256"]["onnx"]
    (run_dir / "run.json").write_text(json.dumps(info))
    return run_dir


def test_training_leaves_a_twin(trained: Trained) -> None:
    assert verified_twin_path(load_run("bars")).is_file()


def test_twin_into_a_run(without_twin: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path.name for path in without_twin.iterdir()}
    assert main(["export", "--run", "bars", "--format", "onnx", "--into-run"]) == 0
    exemplars = len(read_evaluation(load_run("bars")).exemplar_labels)
    assert exemplars < twin.CHECKED_DIGITS, "so that those that are there are fewer than are looked at"
    printed = capsys.readouterr().out
    assert "model.onnx: agrees with Keras within" in printed
    assert printed.endswith(f" on {exemplars} digits.\n")
    assert {path.name for path in without_twin.iterdir()} == before | {"model.onnx"}
    assert verified_twin_path(load_run("bars")).parent == verified_model_path(load_run("bars")).parent == without_twin


def test_a_twin_that_differs_is_not_kept(
    without_twin: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(twin, "TOLERANCE", -1.0)
    assert main(["export", "--run", "bars", "--format", "onnx", "--into-run"]) == 1
    assert "differs from Keras by" in capsys.readouterr().err
    assert not (without_twin / "model.onnx").exists()
    assert load_run("bars").info.sha256.onnx is None


def test_only_onnx_goes_into_a_run(trained: Trained, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--run", "bars", "--format", "litert", "--into-run"]) == 1
    assert "needs --format onnx and not litert" in capsys.readouterr().err
