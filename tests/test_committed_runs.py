"""The runs that come with the app are whole, small, and as good as their papers say."""

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from mnist_app.data.mnist import load_mnist
from mnist_app.metrics.evaluation import evaluate
from mnist_app.recognizer import Recognizer
from mnist_app.runs.evaluation_arrays import read_evaluation
from mnist_app.runs.model_card import write_model_card
from mnist_app.runs.records import OnTest
from mnist_app.runs.runs import (
    DEFAULT_RUN,
    FINDER,
    list_runs,
    load_run,
    models_dir,
    verified_model_path,
    verified_twin_path,
)
from mnist_app.runs.table import format_comparison

MEGABYTE = 1e6


@pytest.fixture(autouse=True)
def _committed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MNIST_APP_MODELS", raising=False)


def size(path: Path) -> int:
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


def test_the_default_is_there_and_all_are_small() -> None:
    assert list_runs()[0] == DEFAULT_RUN
    runs = [models_dir() / name for name in list_runs()]
    assert sum(map(size, runs)) < 25 * MEGABYTE
    assert all((run / "evaluation.npz").stat().st_size < 3 * MEGABYTE for run in runs)
    assert size(models_dir() / FINDER) <= 6 * MEGABYTE


def test_the_default_keeps_its_limits() -> None:
    run = load_run()
    assert run.info.parameters <= 1_000_000
    assert verified_model_path(run).stat().st_size < 5 * MEGABYTE
    assert verified_twin_path(run).stat().st_size <= 2.5 * MEGABYTE
    assert run.info.metrics.test.accuracy >= 0.997
    assert run.info.metrics.test.calibration_error <= 0.003


@pytest.mark.parametrize("name", list_runs())
def test_papers_agree_with_evidence(name: str) -> None:
    run = load_run(name)
    stored = read_evaluation(run)
    result = evaluate(stored.probs, stored.labels)
    assert asdict(run.info.metrics.test) == pytest.approx(asdict(OnTest.of(result)))
    assert stored.class_counts.sum(axis=1).tolist() == [55_000, 5_000, 10_000]
    assert set(np.flatnonzero(stored.probs.argmax(axis=1) != stored.labels)) <= set(stored.sample_index)
    assert verified_model_path(run).is_file()
    assert verified_twin_path(run).is_file()
    assert len(run.history["loss"]) == run.info.epochs >= run.info.best_epoch
    assert (run.path / "model_card.md").read_text() == write_model_card(run.info, result)


def test_the_table_is_up_to_date() -> None:
    table = format_comparison([load_run(name) for name in list_runs()])
    assert (models_dir() / "README.md").read_text() == table, "run: python -m mnist_app compare"


@pytest.mark.mnist
@pytest.mark.parametrize("name", list_runs())
def test_the_network_gives_the_stored_probabilities(name: str) -> None:
    test = load_mnist().test
    stored = read_evaluation(load_run(name))
    np.testing.assert_array_equal(test.labels, stored.labels)
    np.testing.assert_array_equal(test.images[stored.sample_index], stored.sample_images)
    some = slice(None, None, 1 if name == DEFAULT_RUN else 10)
    probs = Recognizer.load(name).predict_probs(test.images[some])
    np.testing.assert_allclose(probs, stored.probs[some], atol=1e-4)
