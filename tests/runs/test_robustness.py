"""What run.json says of corrupted digits is counted by thresholds, read as written, refused where impossible."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from builders.fake_run import make_evaluation, make_info
from mnist_app.metrics.calibration import Calibrated
from mnist_app.metrics.evaluation import evaluate
from mnist_app.runs.model_card import write_model_card
from mnist_app.runs.record_reading import FieldError
from mnist_app.runs.records import RunInfo
from mnist_app.runs.robustness import OnDigits, Robustness

TOO_MANY = "expected no more errors than digits"
FOUND = Robustness({"mnist": OnDigits(100, 1, 0, 0)}, {"fog": OnDigits(100, 10, 2, 3), "shear": OnDigits(100, 2, 0, 0)})


@pytest.fixture
def info(tmp_path: Path) -> RunInfo:
    (tmp_path / "model.keras").write_bytes(b"")
    return make_info("alpha", make_evaluation(), tmp_path / "model.keras")


def test_answers_are_counted_by_the_thresholds() -> None:
    digit_prob = np.array([1.0, 1.0, 0.6, 0.2], np.float32)
    answers = Calibrated(np.eye(10, dtype=np.float32)[[1, 2, 3, 4]], digit_prob, digit_prob)
    labels = np.array([1, 7, 7, 7], np.uint8)  # right, surely wrong, wrong but unsure, refused
    assert OnDigits.of(answers, labels, sure=0.9, digit=0.5) == OnDigits(4, 3, 1, 1)


def test_it_is_read_as_it_was_written(info: RunInfo) -> None:
    more = replace(info, metrics=replace(info.metrics, robustness=FOUND))
    assert RunInfo.from_json(json.loads(json.dumps(more.to_json()))) == more
    assert "robustness" not in info.to_json()["metrics"], "as in runs from before it was measured"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"corruptions": {}}, "“metrics.robustness.corruptions”: expected at least one"),
        (
            {"corruptions": {"fog": asdict(OnDigits(5, 6, 0, 0))}},
            f"corruptions.fog”: {TOO_MANY}",
        ),
        (
            {"corruptions": {"fog": asdict(OnDigits(5, 1, 0, 2))}},
            f"corruptions.fog”: {TOO_MANY}",
        ),
        ({"sources": {"mnist": asdict(OnDigits(5, 1, 6, 0))}}, f"sources.mnist”: {TOO_MANY}"),
        ({"sources": {"mnist": {"digits": 0}}}, "“metrics.robustness.sources.mnist.digits”: expected a whole number"),
        ({"sources": []}, "“metrics.robustness.sources”: expected an object"),
    ],
)
def test_what_no_measurement_gives_is_refused(info: RunInfo, change: dict[str, object], message: str) -> None:
    content = json.loads(json.dumps(replace(info, metrics=replace(info.metrics, robustness=FOUND)).to_json()))
    content["metrics"]["robustness"] |= change
    with pytest.raises(FieldError, match=message.replace(".", r"\.")):
        RunInfo.from_json(content)


def test_the_model_card_names_the_mean(info: RunInfo) -> None:
    evaluation = make_evaluation()
    test = evaluate(evaluation.probs, evaluation.labels)
    card = write_model_card(replace(info, metrics=replace(info.metrics, robustness=FOUND)), test)
    assert "corrupted in 2 ways | errors in the mean | 6.00% |" in card
    assert "corrupted" not in write_model_card(info, test)
