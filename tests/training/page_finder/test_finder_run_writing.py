"""A finder's training as a whole: its run is written, read again, and the same in both engines."""

import json
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pytest

from builders.page_hands import make_hands
from mnist_app.data.drawn_characters import DrawnCharacters
from mnist_app.data.mnist import Mnist
from mnist_app.data.pages.recipes import RECIPES
from mnist_app.data.pen_strokes import PenStrokes
from mnist_app.errors import ConfigError
from mnist_app.reading.finder import load_finder
from mnist_app.runs.runs import FINDER
from mnist_app.training.page_finder import fit, run
from mnist_app.training.page_finder.fit import FinderConfig
from mnist_app.training.page_finder.run import train_finder
from mnist_app.training.sources import TrainingData

TINY = FinderConfig(pages=4, epochs=1, steps=1, batch_size=2, validation_pages=2)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TrainingData:
    """What few pages are made of, which are measured on even fewer."""
    pytest.importorskip("onnxruntime", reason="the twin is written where ONNX Runtime is installed")
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path))
    monkeypatch.setattr(run, "MEASURED_PAGES", 1)
    monkeypatch.setattr("mnist_app.training.page_finder.finder_evidence.RECIPES", {"plain": RECIPES["plain"]})
    hands = make_hands()
    strokes = PenStrokes(tuple(hands.pen_digits), tuple(hands.pen_digits), "0" * 64)
    characters = DrawnCharacters(tuple(hands.characters), tuple(hands.characters), (), (), "1" * 64)
    nowhere = np.zeros(0, np.int32)
    mnist = Mnist(hands.digits, hands.digits, hands.digits, nowhere, nowhere, "2" * 64)
    return TrainingData(mnist, strokes, characters)


def test_a_trained_finder_is_written_and_loaded(
    data: TrainingData, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained = train_finder(TINY, data, tmp_path / ".checkpoint", verbose=0)
    assert trained.path == tmp_path / FINDER
    assert not (tmp_path / ".checkpoint").exists()
    assert set(trained.info.kinds) == {"plain", "mixed"}
    assert trained.info.config["pages"] == 4
    written = {"model.keras", "model.onnx", "finder.json", "history.json", "figures", "model_card.md"}
    assert {path.name for path in trained.path.iterdir()} == written
    assert "| plain |" in (trained.path / "model_card.md").read_text(encoding="utf-8")
    assert len(json.loads((trained.path / "history.json").read_text(encoding="utf-8"))["val_loss"]) == 1
    page = np.random.default_rng(0).integers(0, 256, (90, 130, 3), np.uint8)
    answers = []
    for engine in ("keras", "onnx"):
        monkeypatch.setenv("MNIST_APP_ENGINE", engine)
        finder = load_finder()
        assert finder is not None
        answers.append(finder.find(page).digits)
    assert np.abs(answers[0] - answers[1]).max() < 1e-4


@pytest.mark.usefixtures("shallow")
def test_a_trained_finder_learns_on(data: TrainingData) -> None:
    trained = train_finder(TINY, data, verbose=0)
    going_on = replace(TINY, begun_from=trained.info.sha256.model)
    again = train_finder(going_on, data, verbose=0)
    assert again.info.config["begun_from"] == trained.info.sha256.model != again.info.sha256.model
    card = (again.path / "model_card.md").read_text(encoding="utf-8")
    assert f"an earlier page_net (SHA-256 {trained.info.sha256.model[:12]}...)" in card
    assert "--run page_net --go-on --pages 4 --epochs 1" in card
    with pytest.raises(ConfigError, match="is no longer in"):  # for now another one is there
        train_finder(going_on, data, verbose=0)


@pytest.mark.usefixtures("shallow")
@pytest.mark.parametrize(("kept", "is_as_before"), [(1.0, True), (0.5, False)])
def test_a_finder_that_learns_on_keeps_a_share_of_its_weights(
    data: TrainingData, monkeypatch: pytest.MonkeyPatch, kept: float, is_as_before: bool
) -> None:
    monkeypatch.setattr(fit, "KEPT", kept)
    before = train_finder(TINY, data, verbose=0)
    weights = [keras.saving.load_model(before.path / "model.keras", compile=False).get_weights()]
    after = train_finder(replace(TINY, begun_from=before.info.sha256.model), data, verbose=0)
    weights.append(keras.saving.load_model(after.path / "model.keras", compile=False).get_weights())
    assert all(np.allclose(a, b) for a, b in zip(*weights, strict=True)) == is_as_before
