"""A search on bars: it goes on where it was, takes two processes, and its best settings can be trained by name."""

import json
import os
import subprocess
import sys
from pathlib import Path

import optuna
import pytest

from builders.tiny_mnist import write_tiny_mnist
from mnist_app.__main__ import main
from mnist_app.runs.runs import load_run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("MNIST_NPZ", str(write_tiny_mnist(tmp_path / "mnist.npz", train=120, test=20)))
    return tmp_path


SEARCH = ["tune", "--architecture", "mnist_convnet", "--study", "bars", "--max-epochs", "2"]


def load_study(folder: Path) -> optuna.Study:
    return optuna.load_study(study_name="bars", storage=f"sqlite:///{folder}/studies/bars.sqlite3")


@pytest.mark.usefixtures("without_figures")
def test_goes_on_and_its_best_is_trained(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for trials in (1, 2):
        assert main([*SEARCH, "--trials", str(trials)]) == 0
    study = load_study(folder)
    assert len(study.trials) == 3
    assert {p.name for p in (folder / "studies").glob("*.png")} == {"bars_history.png", "bars_importances.png"}
    assert "train --from-study bars --run bars" in capsys.readouterr().out
    best = json.loads(study.best_trial.user_attrs["config"])
    assert best["learning_rate"] == study.best_trial.params["learning_rate"]
    assert main(["train", "--from-study", "bars", "--run", "best", "--epochs", "1", "--quiet"]) == 0
    assert load_run("best").info.config == best | {"epochs": 1}


def test_two_processes_share_a_study(folder: Path) -> None:
    command = [sys.executable, "-m", "mnist_app", *SEARCH, "--max-epochs", "1", "--trials", "1"]
    environment = os.environ | {"MNIST_NPZ": str(folder / "mnist.npz")}
    searches = [subprocess.Popen(command, env=environment) for _ in range(2)]
    assert [search.wait(300) for search in searches] == [0, 0]
    assert sorted(trial.number for trial in load_study(folder).trials) == [0, 1]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--study", "a/b"], "cannot be the name of a study"),
        (["--architecture", "perceptron"], "no network called 'perceptron'"),
        (["--storage", "nonsense"], "storage cannot be used: Could not parse"),
        (["--storage", "sqlite:////nowhere/at/all.sqlite3"], "storage cannot be used"),
        (["--data", "gone.npz"], "no file gone.npz"),
    ],
)
def test_one_sentence(folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str) -> None:
    assert main([*SEARCH, *arguments]) == 1
    assert sentence in capsys.readouterr().err


def test_folder_that_cannot_be_made(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "studies").write_text("a file")
    assert main(SEARCH) == 1
    assert "studies cannot be made" in capsys.readouterr().err


def test_a_study_is_about_one_architecture(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SEARCH, "--trials", "1"]) == 0
    assert main([*SEARCH, "--architecture", "two_conv"]) == 1
    assert "is about mnist_convnet, not two_conv" in capsys.readouterr().err


@pytest.mark.parametrize("trials", ["0", "many"])
def test_wrong_usage(folder: Path, trials: str) -> None:
    with pytest.raises(SystemExit) as stop:
        main([*SEARCH, "--trials", trials])
    assert stop.value.code == 2


def test_train_from_a_study_that_is_not_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "studies").mkdir()
    before = sorted(folder.rglob("*"))
    for storage in ([], ["--storage", f"sqlite:///{folder}/other.sqlite3"]):
        assert main(["train", "--from-study", "nobody", "--run", "x", *storage]) == 1
        assert (
            "There is no study “nobody” there. Begin it: python -m mnist_app tune --architecture NAME --study nobody"
            in capsys.readouterr().err
        )
    assert sorted(folder.rglob("*")) == before


def test_train_from_a_study_outside_of_its_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "studies").mkdir()
    before = sorted(folder.rglob("*"))
    assert main(["train", "--from-study", "../x", "--run", "x"]) == 1
    assert "“../x” cannot be the name of a study" in capsys.readouterr().err
    assert sorted(folder.rglob("*")) == before


def test_train_from_a_study_without_a_finished_trial(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    storage = f"sqlite:///{folder}/begun.sqlite3"
    optuna.create_study(study_name="begun", storage=storage, direction="maximize")
    for study, sentence in (("begun", "No trial of the study"), ("other", "There is no study “other”")):
        assert main(["train", "--from-study", study, "--storage", storage, "--run", "x"]) == 1
        assert sentence in capsys.readouterr().err
