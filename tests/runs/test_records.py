"""What run.json and history.json say is read as it was written, and is refused where it cannot be."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from builders.fake_run import make_evaluation, make_info
from mnist_app.data.mnist import MNIST_SHA256
from mnist_app.metrics.detection import Detection
from mnist_app.runs.record_reading import FieldError
from mnist_app.runs.records import Calibration, OnNonDigits, RunInfo, Settings, read_history
from mnist_app.runs.run_writing import write_info


@pytest.fixture
def info(tmp_path: Path) -> RunInfo:
    (tmp_path / "model.keras").write_bytes(b"")
    return make_info("alpha", make_evaluation(), tmp_path / "model.keras")


def with_field(info: RunInfo, path: str, value: object) -> dict[str, Any]:
    """What run.json holds, with another value at a dotted path; without one if it is `...`."""
    content = json.loads(json.dumps(info.to_json()))
    *parents, last = path.split(".")
    place = content
    for key in parents:
        place = place[int(key) if key.isdigit() else key]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return content


def test_what_is_written_is_read(info: RunInfo, tmp_path: Path) -> None:
    write_info(tmp_path / "run.json", info)
    assert RunInfo.from_json(json.loads((tmp_path / "run.json").read_text())) == info


def test_what_is_known_of_non_digits_is_read_as_it_was_written(info: RunInfo, tmp_path: Path) -> None:
    on = OnNonDigits(pictures=3, refused=0.5, sure=0.25, auroc=0.9, false_positives=(0.1, 0.2))
    detectors = {"energy": {"drawers": Detection(0.9, (0.1, 0.2))}}
    metrics = replace(info.metrics, non_digits={"drawers": on}, detectors=detectors)
    more = replace(
        info,
        sha256=replace(info.sha256, drawn_characters="1" * 64),
        metrics=replace(metrics, val=replace(metrics.val, non_digits=on)),
        calibration=Calibration(0.6, 0.9),
    )
    write_info(tmp_path / "run.json", more)
    assert RunInfo.from_json(json.loads((tmp_path / "run.json").read_text())) == more


@pytest.mark.parametrize("path", sorted((Path(__file__).parents[2] / "models").glob("*/run.json")), ids=str)
def test_the_runs_that_come_with_the_app_keep_their_keys_and_values(path: Path) -> None:
    content = json.loads(path.read_text())
    again = json.loads(json.dumps(RunInfo.from_json(content).to_json()))
    assert again == content
    assert list(again) == list(content)


def test_what_could_not_be_read_is_not_written(info: RunInfo, tmp_path: Path) -> None:
    with pytest.raises(FieldError, match=r"“thresholds\.sure”: expected a number from 0, received -1\.0"):
        write_info(tmp_path / "run.json", replace(info, thresholds=replace(info.thresholds, sure=-1.0)))
    assert not (tmp_path / "run.json").exists()


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("name", ..., "“name”: expected text, received nothing"),
        ("name", 3, "“name”: expected text, received 3"),
        ("created", "yesterday", "“created”: expected a time in ISO 8601, received 'yesterday'"),
        ("created", 2026, "“created”: expected a time in ISO 8601, received 2026"),
        ("config", [], r"“config”: expected an object, received \[\]"),
        ("config", {"widths": [1, float("nan")]}, "“config.widths”: expected finite numbers only"),
        ("config", {"augmentation": "much"}, "“config.augmentation”: expected a number from 0, received 'much'"),
        ("parameters", -1, "“parameters”: expected a whole number from 0, received -1"),
        ("parameters", 1.5, "“parameters”: expected a whole number from 0, received 1.5"),
        ("parameters", True, "“parameters”: expected a whole number from 0, received True"),
        ("parameters", 2**53 + 1, "“parameters”: expected a whole number from 0, received 9007199254740993"),
        ("epochs", 0, "“epochs”: expected a whole number from 1, received 0"),
        ("best_epoch", 4, "“best_epoch”: expected at most 3, the number of epochs, received 4"),
        ("layers", {}, r"“layers”: expected a list, received {}"),
        ("layers", ["probs"], r"“layers\[0\]”: expected an object, received 'probs'"),
        ("layers.0.type", ..., r"“layers\[0\]\.type”: expected text, received nothing"),
        ("layers.0.output_shape", [None], r"“layers\[0\]\.output_shape\[0\]”: expected a whole number from 0"),
        ("versions", {"keras": 3}, "“versions.keras”: expected text, received 3"),
        ("sha256.mnist", "0" * 63, "“sha256.mnist”: expected 64 hexadecimal digits, received '00000"),
        ("sha256.pen_strokes", "none", "“sha256.pen_strokes”: expected 64 hexadecimal digits"),
        ("wall_time_s", float("inf"), "“wall_time_s”: expected a number from 0, received inf"),
        ("metrics.test", 1, "“metrics.test”: expected an object, received 1"),
        ("metrics.test.accuracy", 1.01, "“metrics.test.accuracy”: expected a number from 0 to 1, received 1.01"),
        ("metrics.val.loss", float("nan"), "“metrics.val.loss”: expected a number from 0, received nan"),
        ("calibration.temperature", 0, "“calibration.temperature”: expected a number above 0, received 0"),
        ("calibration.temperature", 10**400, "“calibration.temperature”: expected a number above 0, received 1000"),
        ("thresholds", None, "“thresholds”: expected an object, received None"),
        ("thresholds.digit", ..., "“thresholds.digit”: expected a number from 0 to 1, received nothing"),
    ],
)
def test_what_cannot_be(info: RunInfo, path: str, value: object, message: str) -> None:
    with pytest.raises(FieldError, match=f"^{message}") as caught:
        RunInfo.from_json(with_field(info, path, value))
    assert len(str(caught.value)) < 150


def test_what_may_be_missing(info: RunInfo) -> None:
    for path in ("sha256.pen_strokes", "metrics.val.mnist_accuracy", "metrics.val.pen_strokes_accuracy"):
        absent = RunInfo.from_json(with_field(info, path, ...))
        assert absent == RunInfo.from_json(with_field(info, path, None)), path


def test_a_network_that_this_version_does_not_know(info: RunInfo) -> None:
    content = with_field(info, "config", {"augmentation": 2, "widths": [8, 16], "pooling": {"kind": "max"}})
    foreign = RunInfo.from_json(content | {"architecture": "forgotten", "comment": "by hand"})
    assert foreign.config["pooling"] == {"kind": "max"}
    assert foreign.settings == Settings(augmentation=2.0)


def test_whether_it_is_mnist(info: RunInfo) -> None:
    assert not info.is_mnist
    assert replace(info, sha256=replace(info.sha256, mnist=MNIST_SHA256)).is_mnist


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({}, "expected as many values under each key, at least one, received {}"),
        ({"loss": []}, "received {'loss': 0}"),
        ({"loss": [1], "accuracy": []}, "received {'loss': 1, 'accuracy': 0}"),
        ({"loss": 3}, "“loss”: expected a list, received 3"),
        ({"loss": ["a"]}, r"“loss\[0\]”: expected a finite number, received 'a'"),
        ({"loss": [True]}, r"“loss\[0\]”: expected a finite number, received True"),
        ({"loss": [1, float("nan")]}, r"“loss\[1\]”: expected a finite number, received nan"),
    ],
)
def test_a_history_that_cannot_be(content: dict[str, Any], message: str) -> None:
    with pytest.raises(FieldError, match=message):
        read_history(content)


def test_a_history() -> None:
    assert read_history({"loss": [1, 0.5], "val_loss": [2, 1.5]}) == {"loss": [1.0, 0.5], "val_loss": [2.0, 1.5]}
