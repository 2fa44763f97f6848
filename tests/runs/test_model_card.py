from dataclasses import replace
from pathlib import Path

import pytest

from builders.fake_run import make_evaluation, make_info
from mnist_app.data.mnist import MNIST_SHA256
from mnist_app.metrics.evaluation import evaluate
from mnist_app.runs.model_card import write_model_card
from mnist_app.runs.records import RunInfo


@pytest.fixture
def info(tmp_path: Path) -> RunInfo:
    (tmp_path / "model.keras").write_bytes(b"")
    return make_info("alpha", make_evaluation(), tmp_path / "model.keras", mnist_sha256=MNIST_SHA256)


def card(info: RunInfo) -> str:
    evaluation = make_evaluation()
    return write_model_card(info, evaluate(evaluation.probs, evaluation.labels))


def test_names_what_was_measured(info: RunInfo) -> None:
    text = card(info)
    assert text.startswith("# alpha\n")
    assert "| MNIST test | accuracy | 94.00% (95 % interval" in text
    assert "12 of 200" in text
    assert "60,000 training digits" in text
    assert "CC BY-SA 3.0" in text
    assert "| validation | MNIST accuracy | 90.00% |" in text
    assert "US Census Bureau" in text


def test_claims_nothing_of_mnist_for_other_digits(info: RunInfo) -> None:
    text = card(replace(info, sha256=replace(info.sha256, mnist="5" * 64)))
    assert f"not MNIST's (SHA-256 of their pixels and labels: {'5' * 64})" in text
    assert "200 test digits" in text
    assert "| test | accuracy | 94.00% (95 % interval" in text
    assert "| validation | accuracy on these digits | 90.00% |" in text
    for claim in ("60,000", "CC BY-SA", "US Census Bureau", "MNIST test", "MNIST accuracy"):
        assert claim not in text


def test_leaves_out_what_was_not_measured(info: RunInfo) -> None:
    val = replace(info.metrics.val, mnist_accuracy=None)
    text = card(replace(info, metrics=replace(info.metrics, val=val)))
    assert "| validation | accuracy | 90.00% |" in text
    assert "MNIST accuracy" not in text
    assert "None" not in text


def test_says_from_when_on_it_is_sure(info: RunInfo) -> None:
    sometimes = card(replace(info, thresholds=replace(info.thresholds, sure=0.93)))
    assert "called sure from a certainty of 0.930 on" in sometimes
    assert "at most 1 in 400 is wrong, by the upper bound of a 95 % interval" in sometimes
    never = card(replace(info, thresholds=replace(info.thresholds, sure=1.01)))
    assert "It calls no answer sure" in never
    assert "1.01" not in never


def test_says_that_it_looks_three_times(info: RunInfo) -> None:
    assert "three times" not in card(info)
    assert "turned by 10 degrees either way" in card(replace(info, config=info.config | {"tta_degrees": 10.0}))


def test_says_what_it_was_trained_on(info: RunInfo) -> None:
    assert "Pen-Based" not in card(info)
    assert "Omniglot" not in card(info)
    assert "It knows digits only" in card(info)
    more = replace(
        info,
        sha256=replace(info.sha256, pen_strokes="0" * 64, drawn_characters="1" * 64),
        metrics=replace(info.metrics, val=replace(info.metrics.val, pen_strokes_accuracy=0.9912)),
        thresholds=replace(info.thresholds, digit=0.5),
    )
    text = card(more)
    assert "Pen-Based Recognition of Handwritten Digits" in text
    assert "Omniglot (Lake, Salakhutdinov, Tenenbaum), MIT License" in text
    assert "| | pen strokes accuracy, writers not trained on | 99.12% |" in text
    assert "with a probability of less than 0.500 is called none" in text
