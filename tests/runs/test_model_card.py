from dataclasses import replace
from pathlib import Path

import pytest
from fake_run import make_evaluation, make_info

from mnist_app.metrics.evaluation import evaluate
from mnist_app.runs.model_card import write_model_card
from mnist_app.runs.records import RunInfo


@pytest.fixture
def info(tmp_path: Path) -> RunInfo:
    (tmp_path / "model.keras").write_bytes(b"")
    return make_info("alpha", make_evaluation(), tmp_path / "model.keras")


def card(info: RunInfo) -> str:
    evaluation = make_evaluation()
    return write_model_card(info, evaluate(evaluation.probs, evaluation.labels))


def test_names_what_was_measured(info: RunInfo) -> None:
    text = card(info)
    assert text.startswith("# alpha\n")
    assert "| MNIST test | accuracy | 94.00% (95 % interval" in text
    assert "12 of 200" in text
    assert "CC BY-SA 3.0" in text


def test_says_what_it_was_trained_on(info: RunInfo) -> None:
    assert "Pen-Based" not in card(info)
    assert "It knows digits only" in card(info)
    more = replace(
        info,
        sha256=replace(info.sha256, pen_strokes="0" * 64),
        metrics=replace(info.metrics, val=replace(info.metrics.val, pen_strokes_accuracy=0.9912)),
        thresholds=replace(info.thresholds, digit=0.5),
    )
    text = card(more)
    assert "Pen-Based Recognition of Handwritten Digits" in text
    assert "| | pen strokes accuracy, writers not trained on | 99.12% |" in text
    assert "sum to less than 0.500" in text
