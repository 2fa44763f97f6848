"""`train` writes a whole run or none; what it cannot do it says in one sentence."""

import shutil
from dataclasses import fields
from pathlib import Path

import keras
import numpy as np
import pytest

from builders.tiny_mnist import bars
from builders.tiny_training import TINY_ARGUMENTS, Trained
from mnist_app.__main__ import main
from mnist_app.commands.train import ONLY_FINDER_SETTINGS, SETTINGS
from mnist_app.metrics.evaluation import evaluate
from mnist_app.recognizer import Recognizer
from mnist_app.runs.evaluation_arrays import read_evaluation
from mnist_app.runs.records import Layer, OnTest
from mnist_app.runs.runs import load_run, verified_model_path
from mnist_app.training.config import TrainConfig


def test_every_setting_can_be_given() -> None:
    assert {"architecture", "from_run", *SETTINGS} - set(ONLY_FINDER_SETTINGS) == {
        field.name for field in fields(TrainConfig)
    }


def test_run_json_says_what_was_trained(trained: Trained) -> None:
    info = load_run("bars").info
    assert (info.name, info.architecture, info.epochs, info.seed) == ("bars", "mnist_convnet", 6, 0)
    assert info.config["width"] == 0.125
    assert info.versions["keras"] == keras.__version__
    assert info.wall_time_s > 0
    model = keras.saving.load_model(verified_model_path(load_run("bars")))
    assert info.parameters == model.count_params() == sum(layer.parameters for layer in info.layers)
    assert info.layers[-1] == Layer("probs", "Dense", (10,), 2010)


def test_figures_are_those_of_the_evaluation(trained: Trained) -> None:
    run = load_run("bars")
    stored = read_evaluation(run)
    result = evaluate(stored.probs, stored.labels)
    assert run.info.metrics.test == OnTest(result.accuracy, result.errors, result.loss, result.calibration_error)
    assert result.accuracy > 0.9


def test_the_recognizer_gives_the_stored_probabilities(trained: Trained) -> None:
    stored = read_evaluation(load_run("bars"))
    images, labels = bars(60, 1)
    np.testing.assert_array_equal(stored.labels, labels)
    np.testing.assert_allclose(Recognizer.load("bars").predict_probs(images), stored.probs, atol=1e-5)


def test_exemplars_are_training_digits(trained: Trained) -> None:
    stored = read_evaluation(load_run("bars"))
    images, labels = bars(240, 0)
    np.testing.assert_array_equal(images[stored.exemplar_index], stored.exemplar_images)
    np.testing.assert_array_equal(labels[stored.exemplar_index], stored.exemplar_labels)
    np.testing.assert_array_equal(stored.exemplar_labels[stored.neighbors_true], stored.labels[:, None].repeat(5, 1))


def test_figures_and_card_are_there(trained: Trained) -> None:
    path = trained.models / "bars"
    names = {"confusion", "history", "mean_digits", "reliability", "sample_digits", "samples_right", "samples_wrong"}
    assert {figure.stem for figure in (path / "figures").iterdir()} == names | {"augmented_digits"}
    assert (path / "model_card.md").read_text().startswith("# bars\n")


@pytest.mark.usefixtures("without_figures")
def test_training_again_replaces_the_run(trained: Trained, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MNIST_APP_MODELS", str(shutil.copytree(trained.models, tmp_path / "models")))
    before = load_run("bars").info
    flags = ["--data", str(trained.data), "--run", "bars", "--epochs", "1", "--quiet"]
    assert main(["train", *TINY_ARGUMENTS, *flags]) == 0
    assert load_run("bars").info.epochs == 1 < before.epochs
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["bars"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--architecture", "perceptron"], "no network called 'perceptron'"),
        (["--epochs", "0"], "epochs must be at least 1; received 0"),
        (["--optimizer", "luck"], "optimizer must be one of adam"),
        (["--batch-size", "5000"], "batch_size must be at most 220"),
        (["--run", "../escape"], "cannot be the name of a run"),
        (["--data", "nowhere.npz"], "no file nowhere.npz"),
    ],
)
def test_one_sentence_and_nothing_written(
    trained: Trained,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    sentence: str,
) -> None:
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path / "models"))
    assert main(["train", *TINY_ARGUMENTS, "--data", str(trained.data), "--run", "bad", *arguments]) == 1
    complaint = capsys.readouterr().err
    assert sentence in complaint
    assert complaint.count("\n") == 1
    assert not list((tmp_path / "models").glob("*"))


@pytest.mark.parametrize(
    "arguments", [[], ["train"], ["train", "--run", "x"], ["nonsense"], ["train", "--epochs", "x"]]
)
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert "usage:" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--run", "other"],
        ["--run", "page_net", "--dropout", "0.1"],
        ["--run", "page_net", "--strategy", "mirrored"],
        ["--run", "page_net", "--csv-log", "log.csv"],
    ],
    ids=" ".join,
)
def test_the_finder_has_a_run_and_settings_of_its_own(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path))
    assert main(["train", "--architecture", "page_net", *arguments]) == 1
    assert "page_net is trained with `--run page_net`; of the settings, it takes --pages" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--architecture", "page_net", "--run", "page_net"], "There is no page_net in"),
        (["--architecture", "digit_net", "--run", "other"], "--go-on is for page_net"),
    ],
)
def test_only_a_finder_that_is_there_goes_on(
    arguments: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path))
    assert main(["train", "--go-on", *arguments]) == 1
    assert sentence in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_settings_of_the_finder_alone_are_refused_for_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path))
    assert main(["train", "--architecture", "digit_net", "--run", "other", "--pages", "9", "--steps", "3"]) == 1
    assert "Only page_net is trained with --pages and --steps." in capsys.readouterr().err


def test_a_storage_without_a_study_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "--architecture", "two_conv", "--run", "other", "--storage", "sqlite:///other.sqlite3"]) == 1
    assert "--storage is where a study lies, so it needs --from-study beside it." in capsys.readouterr().err


@pytest.mark.parametrize("what", [["--architecture", "two_conv"], ["--from-study", "mine"]], ids=lambda what: what[0])
def test_no_other_network_takes_the_finders_place(
    what: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path))
    assert main(["train", *what, "--run", "page_net"]) == 1
    assert "page_net is the name of the network that finds writing; choose another one" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
