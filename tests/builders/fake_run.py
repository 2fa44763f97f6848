"""A small run directory with made-up evidence, for tests of whatever reads one. Its model file is no network."""

import json
from pathlib import Path

import numpy as np

from mnist_app.metrics.evaluation import evaluate
from mnist_app.runs.evaluation_arrays import RunEvaluation, write_evaluation
from mnist_app.runs.records import (
    Calibration,
    Checksums,
    Layer,
    Metrics,
    OnTest,
    OnValidation,
    RunInfo,
    Thresholds,
)
from mnist_app.runs.run_writing import new_run, write_info, write_json
from mnist_app.runs.runs import file_sha256

EXEMPLARS_PER_CLASS = 6


def make_evaluation(digits: int = 200, errors: int = 12, seed: int = 0) -> RunEvaluation:
    """Made-up answers to `digits` test digits, of which the first `errors` are wrong."""
    rng = np.random.default_rng(seed)
    labels = (np.arange(digits) % 10).astype(np.uint8)
    y_pred = labels.copy()
    y_pred[:errors] = (labels[:errors] + 5) % 10
    probs = rng.dirichlet(np.full(10, 0.3), digits).astype(np.float32)
    likeliest = probs.argmax(axis=1)
    rows = np.arange(digits)
    probs[rows, likeliest], probs[rows, y_pred] = probs[rows, y_pred].copy(), probs[rows, likeliest].copy()
    sample_index = np.arange(min(digits, errors + 30), dtype=np.int32)
    exemplar_labels = np.repeat(np.arange(10, dtype=np.uint8), EXEMPLARS_PER_CLASS)
    nearest = np.arange(5)
    similarity = np.linspace(0.99, 0.9, 5, dtype=np.float16)
    return RunEvaluation(
        probs=probs,
        labels=labels,
        sample_index=sample_index,
        sample_images=rng.integers(0, 256, (len(sample_index), 28, 28), np.uint8),
        exemplar_images=rng.integers(0, 256, (len(exemplar_labels), 28, 28), np.uint8),
        exemplar_labels=exemplar_labels,
        exemplar_index=np.arange(len(exemplar_labels), dtype=np.int32),
        neighbors_true=(labels[:, None] * EXEMPLARS_PER_CLASS + nearest).astype(np.uint16),
        neighbors_pred=(y_pred[:, None] * EXEMPLARS_PER_CLASS + nearest).astype(np.uint16),
        neighbors_true_similarity=np.tile(similarity, (digits, 1)),
        neighbors_pred_similarity=np.tile(similarity, (digits, 1)),
        class_counts=np.tile(np.array([[5500], [500], [digits // 10]], np.int32), 10),
        mean_digits=rng.integers(0, 256, (10, 28, 28), np.uint8),
    )


def make_info(
    name: str, evaluation: RunEvaluation, model: Path, epochs: int = 3, mnist_sha256: str = "0" * 64
) -> RunInfo:
    """What run.json says, in agreement with `evaluation` and the model file."""
    test = evaluate(evaluation.probs, evaluation.labels)
    return RunInfo(
        name=name,
        created="2026-11-21T02:00:00+00:00",
        architecture="two_conv",
        config={"architecture": "two_conv", "epochs": epochs},
        parameters=121930,
        epochs=epochs,
        best_epoch=epochs,
        layers=(Layer("probs", "Dense", (10,), 650),),
        versions={"python": "3.11", "tensorflow": "2.21.0", "keras": "3.15.1", "numpy": "2.4.6"},
        sha256=Checksums(model=file_sha256(model), mnist=mnist_sha256),
        seed=0,
        wall_time_s=12.5,
        hardware="a test",
        metrics=Metrics(OnTest.of(test), OnValidation(0.9, 0.3, mnist_accuracy=0.9)),
        calibration=Calibration(temperature=1.0),
        thresholds=Thresholds(sure=0.9, digit=0.0),
    )


def edit_json(path: Path, **changes: object) -> None:
    """Write other values for some keys of a JSON file."""
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def write_run(name: str, evaluation: RunEvaluation, epochs: int = 3, mnist_sha256: str = "0" * 64) -> None:
    """Write a run with this evidence into `models_dir()`; point MNIST_APP_MODELS at a temporary directory first."""
    falling = [1 / (epoch + 1) for epoch in range(epochs)]
    history = {"loss": falling, "accuracy": [1 - loss / 2 for loss in falling]}
    history |= {f"val_{key}": [value * 0.95 for value in values] for key, values in history.items()}
    with new_run(name) as run_dir:
        (run_dir / "model.keras").write_bytes(b"not a network")
        write_info(run_dir / "run.json", make_info(name, evaluation, run_dir / "model.keras", epochs, mnist_sha256))
        write_json(run_dir / "history.json", history)
        write_evaluation(run_dir / "evaluation.npz", evaluation)


def write_fake_run(
    name: str,
    *,
    epochs: int = 3,
    digits: int = 200,
    errors: int = 12,
    seed: int = 0,
    mnist_sha256: str = "0" * 64,
) -> None:
    """Write a run with made-up evidence, as `write_run` does."""
    write_run(name, make_evaluation(digits, errors, seed), epochs, mnist_sha256)
