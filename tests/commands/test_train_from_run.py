"""`train --from-run` learns a visitor's drawings on top of a run, says what has changed, and writes all or nothing."""

import zipfile
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pytest

from builders.digits import make_digit
from builders.tiny_mnist import bars
from builders.tiny_training import Trained
from mnist_app.__main__ import main
from mnist_app.reading.feedback import Feedback
from mnist_app.runs.runs import list_own_runs, load_run, verified_model_path
from mnist_app.training.networks import build_model


def half_bars(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Bars of which only the upper half is drawn, thinner than those that the network knows."""
    images, labels = bars(count, 5)
    images[:, 12:] = 0
    images[:, :, 1::2] = 0
    return images, labels


@pytest.fixture
def drawings(tmp_path: Path) -> Path:
    feedback = Feedback()
    for number, (image, label) in enumerate(zip(*half_bars(60), strict=True)):
        feedback.add(replace(make_digit(0, bbox=(number, 0, number + 20, 20)), image=image), str(label))
    path = tmp_path / "my_digits.zip"
    path.write_bytes(feedback.to_zip())
    return path


@pytest.mark.usefixtures("without_figures")
def test_a_run_of_ones_own(trained: Trained, drawings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    flags = ["--from-run", "bars", "--drawings", str(drawings), "--data", str(trained.data), "--run", "mine", "--quiet"]
    assert main(["train", *flags]) == 0
    own, mnist, _ = capsys.readouterr().out.splitlines()[-3:]
    assert own.startswith("your drawings, held out")
    assert "of 15 right before" in own
    assert mnist.startswith("MNIST, validation")
    assert "of 20 right before" in mnist
    assert "mine" in list_own_runs()
    before, after = load_run("bars"), load_run("mine")
    assert (after.info.settings.from_run, after.info.epochs) == ("bars", 1)
    assert after.info.sha256.drawings is not None
    assert after.info.thresholds.sure >= before.info.thresholds.sure
    card = (after.path / "model_card.md").read_text()
    assert "A person's own drawings" in card
    assert "train --from-run bars --drawings FILE.zip --run mine" in card
    models = [keras.saving.load_model(verified_model_path(run), compile=False) for run in (before, after)]
    changed = [
        layer.name
        for layer, other in zip(models[0].layers, models[1].layers, strict=True)
        if any(not np.array_equal(a, b) for a, b in zip(layer.get_weights(), other.get_weights(), strict=True))
    ]
    assert changed == ["probs"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "--from-run needs the zip of --drawings"),
        (["--drawings", "nowhere.zip"], "no file nowhere.zip"),
        (["--drawings", "{other}"], "holds 'escape.txt'"),
        (["--drawings", "{zip}", "--from-run", "nobody"], "no trained run “nobody”"),
        (["--drawings", "{zip}", "--run", "../escape"], "cannot be the name of a run"),
        (["--drawings", "{zip}", "--epochs", "2"], "of the settings it takes --seed alone"),
        (["--drawings", "{zip}", "--csv-log", "log.csv"], "neither a log nor a strategy"),
        (["--drawings", "{zip}", "--strategy", "mirrored"], "neither a log nor a strategy"),
    ],
)
def test_one_sentence_and_nothing_written(
    trained: Trained, drawings: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    other = drawings.with_name("other.zip")
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("escape.txt", "7")
    given = [argument.format(zip=drawings, other=other) for argument in arguments]
    runs = sorted(trained.models.iterdir())
    assert main(["train", "--from-run", "bars", "--data", str(trained.data), "--run", "bad", *given]) == 1
    complaint = capsys.readouterr().err
    assert sentence in complaint
    assert complaint.count("\n") == 1
    assert sorted(trained.models.iterdir()) == runs


def test_drawings_need_a_run_to_go_on_from(
    trained: Trained, drawings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flags = ["--architecture", "two_conv", "--drawings", str(drawings), "--data", str(trained.data), "--run", "bad"]
    assert main(["train", *flags]) == 1
    assert "--drawings a run to go on from" in capsys.readouterr().err


def test_a_network_of_other_layers_is_refused(
    trained: Trained, drawings: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mnist_app.training.going_on.keras.saving.load_model", lambda *_, **__: build_model("two_conv"))
    flags = ["--from-run", "bars", "--drawings", str(drawings), "--data", str(trained.data), "--run", "bad"]
    assert main(["train", *flags]) == 1
    assert "has other layers" in capsys.readouterr().err
