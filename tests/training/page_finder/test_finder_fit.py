"""Training a finder on few pages: it learns, it resumes to the same weights, its network keeps its bounds."""

import shutil
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from builders.page_hands import make_hands
from mnist_app.errors import ConfigError, DivergedError
from mnist_app.reading.finder import STRIDE
from mnist_app.training import callbacks
from mnist_app.training.page_finder import fit
from mnist_app.training.page_finder.fit import FinderConfig, InkOverlap, finder_loss, fit_finder
from mnist_app.training.page_finder.network import ANSWERS, build_page_net

MAX_PARAMETERS = 1_200_000
pytestmark = pytest.mark.usefixtures("shallow")
TINY = FinderConfig(pages=6, epochs=2, steps=2, batch_size=2, validation_pages=2)

SUMS = {"SHA-256 of the digits": "12ab"}


class Stopped(Exception):
    """Stands for a training that is cut off."""


@pytest.fixture(scope="module")
def cut_off(shallow: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkpoint of a training that was cut off after its first epoch."""
    save, hands, folder = callbacks.save_checkpoint, make_hands(), tmp_path_factory.mktemp("cut_off")

    def save_and_stop(*args: object) -> None:
        save(*args)  # type: ignore[arg-type]  # passed on as they came
        raise Stopped

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(callbacks, "save_checkpoint", save_and_stop)
        with pytest.raises(Stopped):
            fit_finder(TINY, hands, hands, SUMS, folder, verbose=0)
    return folder


def test_the_network_is_small_and_answers_for_any_page() -> None:
    network = build_page_net()
    assert network.count_params() <= MAX_PARAMETERS
    assert network(np.zeros((1, 64, 96, 3), np.float32)).shape == (1, 64 // STRIDE, 96 // STRIDE, ANSWERS)


def test_a_training_that_was_cut_off_ends_with_the_same_weights(cut_off: Path, tmp_path: Path) -> None:
    hands = make_hands()
    whole = fit_finder(TINY, hands, hands, SUMS, verbose=0)
    checkpoint = Path(shutil.copytree(cut_off, tmp_path / "checkpoint"))
    resumed = fit_finder(TINY, hands, hands, SUMS, checkpoint, resume=True, verbose=0)
    assert len(resumed.history["loss"]) == len(whole.history["val_digit_f1"]) == 2
    for ours, theirs in zip(resumed.model.weights, whole.model.weights, strict=True):
        np.testing.assert_allclose(ours.numpy(), theirs.numpy(), rtol=1e-4, atol=1e-5)
    finished = fit_finder(TINY, hands, hands, SUMS, checkpoint, resume=True, verbose=0)
    assert finished.history == resumed.history, "what is trained, and was not written, is written now"


def test_another_configuration_does_not_go_on(cut_off: Path, tmp_path: Path) -> None:
    hands, checkpoint = make_hands(), Path(shutil.copytree(cut_off, tmp_path / "checkpoint"))
    other = FinderConfig(**{**vars(TINY), "learning_rate": 0.1})
    with pytest.raises(ConfigError, match="learning_rate"):
        fit_finder(other, hands, hands, SUMS, checkpoint, resume=True, verbose=0)


def test_other_data_do_not_go_on(cut_off: Path, tmp_path: Path) -> None:
    hands, checkpoint = make_hands(), Path(shutil.copytree(cut_off, tmp_path / "checkpoint"))
    with pytest.raises(ConfigError, match="with SHA-256 of the digits 12ab instead of 34cd"):
        fit_finder(TINY, hands, hands, {"SHA-256 of the digits": "34cd"}, checkpoint, resume=True, verbose=0)


def test_a_finder_that_diverges_stops_at_once(shallow: None, monkeypatch: pytest.MonkeyPatch) -> None:
    hands = make_hands()
    monkeypatch.setattr(fit, "finder_loss", lambda targets, answers: finder_loss(targets, answers) * np.float32("nan"))
    with pytest.raises(DivergedError, match="diverged in epoch 1; choose a learning_rate below"):
        fit_finder(TINY, hands, hands, SUMS, verbose=0)


@pytest.mark.parametrize("seed", [-1, fit.VALIDATION_SEED, 2**32])
def test_seeds_are_those_whose_pages_no_other_has(seed: int) -> None:
    with pytest.raises(ConfigError, match=f"seed must be from 0 to 498; received {seed}"):
        FinderConfig(seed=seed)


def test_right_answers_cost_less_than_wrong_ones() -> None:
    targets = np.zeros((1, 4, 4, 4), np.float32)
    targets[0, :2, :, 0], targets[0, :2, :, 2:] = 1, (1, 2)
    right = np.zeros((1, 4, 4, ANSWERS), np.float32)
    right[..., :2] = 8 * (2 * targets[..., :2] - 1)
    right[..., 2], right[..., 5] = 1, 8
    least = float(finder_loss(tf.constant(targets), tf.constant(right)))
    for channel in (0, 1, 2, 5):
        wrong = right.copy()
        wrong[..., channel] *= -1
        assert float(finder_loss(tf.constant(targets), tf.constant(wrong))) > least + 0.05


def test_the_overlap_is_the_f1_score_of_one_kind_of_ink() -> None:
    metric = InkOverlap(1, "other_f1")
    truth = np.zeros((1, 2, 2, 4), np.float32)
    truth[0, 0, :, 1] = 1
    said = -np.ones((1, 2, 2, ANSWERS), np.float32)
    said[0, :, 0, 1] = 1
    metric.update_state(tf.constant(truth), tf.constant(said))
    assert float(keras.ops.convert_to_numpy(metric.result())) == pytest.approx(0.5)


@pytest.mark.parametrize(
    "setting", [{"epochs": 0}, {"batch_size": 0}, {"learning_rate": 0.0}, {"ema": 1.0}, {"seed": -1}], ids=str
)
def test_settings_out_of_range_are_refused_by_name(setting: dict[str, float]) -> None:
    with pytest.raises(ConfigError, match=next(iter(setting))):
        FinderConfig(**setting)  # type: ignore[arg-type]  # a dictionary of settings of several types
