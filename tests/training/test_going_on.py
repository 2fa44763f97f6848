"""A run's network that learns drawings: what changes, what stays, and what cannot be learned."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from builders.tiny_mnist import bars
from builders.tiny_training import TINY, tiny_mnist
from mnist_app.data.mnist import NO_DIGIT_LABEL, Digits
from mnist_app.errors import ConfigError
from mnist_app.reading.judged_zip import JudgedDrawings
from mnist_app.training import going_on, last_layer
from mnist_app.training.features import predict_with_features
from mnist_app.training.fit import FitOptions, fit
from mnist_app.training.going_on import Learner, begin, go_on
from mnist_app.training.sources import TrainingData

DATA = TrainingData(tiny_mnist())


CONFIG = TINY.going_on("bars", pen_strokes=False)


def half_bars(count: int) -> Digits:
    """Upper halves of bars, each where the network knows the bar of another digit."""
    images, labels = bars(count, 5)
    images[:, 12:] = 0
    images[:, :, 1::2] = 0
    return Digits(images, 9 - labels)


def judged(labels: list[int]) -> JudgedDrawings:
    digits = Digits(np.zeros((len(labels), 28, 28), np.uint8), np.array(labels, np.uint8))
    return JudgedDrawings(digits, digits.take(np.arange(0)), sha256="0")


def count_right(learner: Learner, digits: Digits) -> int:
    return int((predict_with_features(learner.network, digits.images)[0].argmax(axis=1) == digits.labels).sum())


@pytest.fixture(scope="module")
def model_file(tensorflow: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bars") / "model.keras"
    fit(TINY, DATA, FitOptions(verbose=0)).model.save(path)
    return path


@pytest.fixture
def bars_run(model_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run that a network goes on from."""
    monkeypatch.setattr(going_on, "load_run", lambda name: name)
    monkeypatch.setattr(going_on, "verified_model_path", lambda run: {"bars": model_file}[run])


@pytest.fixture
def learner(bars_run: None) -> Learner:
    return begin(CONFIG, DATA)


def test_drawings_are_learned_each_time_from_the_runs_own_last_layer(
    learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(last_layer, "MOST_LOST", 1.0)
    drawings = half_bars(40)
    features = predict_with_features(learner.network, drawings.images)[1]
    before = count_right(learner, drawings)
    learner.learn(drawings)
    after, weights = count_right(learner, drawings), learner.model.get_weights()
    assert after > before
    np.testing.assert_array_equal(predict_with_features(learner.network, drawings.images)[1], features)
    learner.learn(half_bars(12))
    learner.learn(drawings)
    for once, again in zip(weights, learner.model.get_weights(), strict=True):
        np.testing.assert_array_equal(once, again)


def test_a_network_that_looks_turned_goes_on_so(learner: Learner) -> None:
    turned = begin(replace(CONFIG, tta_degrees=20.0), DATA)
    np.testing.assert_array_equal(turned.begun_with, learner.begun_with)
    images = DATA.val.images
    (softmax, features), (once, expected) = (predict_with_features(each.network, images) for each in (turned, learner))
    assert np.abs(softmax - once).max() > 1e-3
    np.testing.assert_allclose(features, expected, atol=1e-5)


def test_what_is_known_is_a_part_of_the_training_digits(learner: Learner) -> None:
    known, units = learner.known, learner.begun_with.shape[0]
    assert known.features.shape == (len(DATA.mnist.train), units)
    assert (known.features[:, -1] == 1).all()
    np.testing.assert_array_equal(np.bincount(known.labels), np.bincount(DATA.mnist.train.labels))


@pytest.mark.usefixtures("bars_run")
def test_the_history_has_one_epoch() -> None:
    drawings = half_bars(40)
    result = go_on(CONFIG, TrainingData(DATA.mnist, drawings=JudgedDrawings(drawings, drawings, sha256="0")))
    assert set(result.history) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert {len(values) for values in result.history.values()} == {1}
    assert result.best_epoch == 1
    assert result.seconds > 0


@pytest.mark.usefixtures("bars_run")
@pytest.mark.parametrize(
    ("drawings", "sentence"), [(None, "name their zip with --drawings"), ([NO_DIGIT_LABEL], "None of the drawings")]
)
def test_drawings_that_cannot_be_learned(drawings: list[int] | None, sentence: str) -> None:
    data = TrainingData(DATA.mnist, drawings=judged(drawings) if drawings else None)
    with pytest.raises(ConfigError, match=sentence):
        go_on(CONFIG, data)
