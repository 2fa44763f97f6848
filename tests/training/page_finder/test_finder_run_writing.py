"""A finder's training as a whole: its run is written, read again, and the same in both engines."""

import json
import shutil
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
from mnist_app.runs.finder_run import FinderRun
from mnist_app.runs.runs import FINDER
from mnist_app.training.page_finder import fit, run
from mnist_app.training.page_finder.fit import FinderConfig, fit_finder
from mnist_app.training.page_finder.network import build_page_net
from mnist_app.training.page_finder.run import train_finder
from mnist_app.training.sources import TrainingData

TINY = FinderConfig(pages=4, epochs=1, steps=1, batch_size=2, validation_pages=2)


def make_data() -> TrainingData:
    """What few pages are made of."""
    hands = make_hands()
    strokes = PenStrokes(tuple(hands.pen_digits), tuple(hands.pen_digits), "0" * 64)
    characters = DrawnCharacters(tuple(hands.characters), tuple(hands.characters), (), (), "1" * 64)
    nowhere = np.zeros(0, np.int32)
    mnist = Mnist(hands.digits, hands.digits, hands.digits, nowhere, nowhere, "2" * 64)
    return TrainingData(mnist, strokes, characters)


def train_into(
    models: Path, patch: pytest.MonkeyPatch, config: FinderConfig, checkpoint: Path | None = None
) -> FinderRun:
    """Train a finder, which is measured on even fewer pages."""
    pytest.importorskip("onnxruntime", reason="the twin is written where ONNX Runtime is installed")
    patch.setenv("MNIST_APP_MODELS", str(models))
    patch.setattr(run, "MEASURED_PAGES", 1)
    patch.setattr("mnist_app.training.page_finder.finder_evidence.RECIPES", {"plain": RECIPES["plain"]})
    return train_finder(config, make_data(), checkpoint, verbose=0)


@pytest.fixture(scope="module")
def trained(shallow: None, tmp_path_factory: pytest.TempPathFactory) -> FinderRun:
    with pytest.MonkeyPatch.context() as patch:
        return train_into(tmp_path_factory.mktemp("trained"), patch, TINY)


@pytest.fixture
def going_on(trained: FinderRun, models: Path) -> FinderConfig:
    """How a finder learns on from the trained one, which is among the test's own runs."""
    shutil.copytree(trained.path, models / FINDER)
    return replace(TINY, begun_from=trained.info.sha256.model)


def test_a_trained_finder_is_written_and_loaded(tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trained = train_into(models, monkeypatch, TINY, tmp_path / ".checkpoint")
    assert trained.path == models / FINDER
    assert not (tmp_path / ".checkpoint").exists()
    assert set(trained.info.kinds) == {"plain", "mixed"}
    assert trained.info.config["pages"] == 4
    assert trained.info.parameters == build_page_net().count_params()
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
def test_a_trained_finder_learns_on(
    trained: FinderRun, going_on: FinderConfig, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = train_into(models, monkeypatch, going_on)
    assert again.info.config["begun_from"] == trained.info.sha256.model != again.info.sha256.model
    card = (again.path / "model_card.md").read_text(encoding="utf-8")
    assert f"an earlier page_net (SHA-256 {trained.info.sha256.model[:12]}...)" in card
    assert "--run page_net --go-on --pages 4 --epochs 1" in card
    with pytest.raises(ConfigError, match="is no longer in"):  # for now another one is there
        train_into(models, monkeypatch, going_on)


@pytest.mark.usefixtures("shallow")
@pytest.mark.parametrize(("kept", "is_as_before"), [(1.0, True), (0.5, False)])
def test_a_finder_that_learns_on_keeps_a_share_of_its_weights(
    trained: FinderRun, going_on: FinderConfig, monkeypatch: pytest.MonkeyPatch, kept: float, is_as_before: bool
) -> None:
    monkeypatch.setattr(fit, "KEPT", kept)
    before = keras.saving.load_model(trained.path / "model.keras", compile=False).get_weights()
    after = fit_finder(going_on, make_hands(), make_hands(), {}, verbose=0).model.get_weights()
    assert all(np.allclose(a, b) for a, b in zip(before, after, strict=True)) == is_as_before
