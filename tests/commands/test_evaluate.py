import dataclasses
import errno
import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from builders.fake_run import edit_json
from builders.tiny_mnist import write_tiny_mnist
from builders.tiny_training import Trained
from mnist_app.__main__ import main
from mnist_app.runs import run_writing
from mnist_app.runs.evaluation_arrays import read_evaluation
from mnist_app.runs.robustness import OnDigits, Robustness
from mnist_app.runs.runs import load_run
from mnist_app.training import non_digit_evidence


@pytest.fixture
def copied(trained: Trained, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trained:
    """The trained network, for tests that change it."""
    shutil.copytree(trained.models, tmp_path / "models")
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path / "models"))
    return Trained(tmp_path / "models", trained.data)


def contents(run_dir: Path) -> dict[str, bytes]:
    return {str(path.relative_to(run_dir)): path.read_bytes() for path in run_dir.rglob("*") if path.is_file()}


def test_prints_what_training_measured(trained: Trained, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--run", "bars", "--data", str(trained.data)]) == 0
    printed = capsys.readouterr().out
    test = load_run("bars").info.metrics.test
    assert f"{test.accuracy:.2%}" in printed
    assert f"{test.errors} of 60" in printed


def test_corrupted_prints_each_and_the_mean(trained: Trained, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--run", "bars", "--data", str(trained.data), "--corrupted"]) == 0
    name, *lines, mean = capsys.readouterr().out.splitlines()
    assert name == "bars"
    assert len(lines) == 15
    errors = [float(line.split()[1].rstrip("%")) for line in lines]
    assert float(mean.split()[2].rstrip("%")) == pytest.approx(np.mean(errors), abs=0.01)


@pytest.fixture
def characters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Crosses of 20 drawers; few made-up pictures beside them."""
    monkeypatch.setattr(non_digit_evidence, "TEST_NON_DIGITS", 40)
    folder = tmp_path / "characters" / "Greek" / "character22"
    folder.mkdir(parents=True)
    cross = "START\n0,0,0\n100,-100,1\nBREAK\nSTART\n0,-100,2\n100,0,3\nBREAK\n"
    for drawer in range(1, 21):
        (folder / f"0022_{drawer:02}.txt").write_text(cross)
    return tmp_path / "characters"


def test_non_digits_are_measured_and_written_on_request(
    copied: Trained, characters: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(copied.models)
    command = ["evaluate", "--run", "bars", "--data", str(copied.data), "--non-digits"]
    command += ["--drawn-characters", str(characters)]
    assert main(command) == 0
    printed = capsys.readouterr().out
    assert f"| held-out drawers | {3 * 3} |" in printed
    assert "| made up | 40 |" in printed
    assert "| energy |" in printed
    assert contents(copied.models) == before
    assert main([*command, "--write"]) == 0
    assert "| held-out drawers | 9 |" in capsys.readouterr().out
    run = load_run("bars")
    assert run.info.metrics.non_digits is not None
    assert read_evaluation(run).non_digit_certainty is not None
    assert main(["evaluate", "--run", "bars", "--data", str(copied.data), "--write"]) == 0
    assert load_run("bars").info.metrics == run.info.metrics, "measured before, and kept"
    assert read_evaluation(load_run("bars")).non_digit_certainty is not None
    (run.path / "evaluation.npz").write_bytes(b"damaged")
    assert main(["evaluate", "--run", "bars", "--data", str(copied.data), "--write"]) == 0
    assert read_evaluation(load_run("bars")).non_digit_certainty is None, "lost, and all else is mended"


@pytest.fixture
def strokes(tmp_path: Path) -> Path:
    """A slanted line for each digit, by a writer to learn from and by one held out."""
    line = ".PEN_DOWN\n 10 400\n 60 0\n.PEN_UP\n"
    digits = [
        f'.SEGMENT DIGIT 0-1 ? "{label}"\n.COMMENT 1 {writer} 7\n{line}' for label in range(10) for writer in (1, 5)
    ]
    path = tmp_path / "pendigits-orig.tra"
    path.write_text("\n".join(digits))
    return path


def test_pages_are_read_with_digits_of_the_test_set(
    trained: Trained, characters: Path, strokes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["evaluate", "--run", "bars", "--data", str(trained.data), "--pages", "--count", "1", "--kinds"]
    command += ["small", "small"]  # read once
    assert main([*command, "--pen-strokes", str(strokes), "--drawn-characters", str(characters)]) == 0
    name, _, small, everything, *others = capsys.readouterr().out.splitlines()
    assert name == "bars"
    assert small.split()[:2] == ["small", "1"]
    assert everything.split()[1:] == small.split()[1:]
    assert others[-1].split()[:2] == ["all", "5"]


def test_pages_are_measured_alone(trained: Trained, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--run", "bars", "--data", str(trained.data), "--pages", "--non-digits"]) == 1
    assert "measure one after the other" in capsys.readouterr().err


@pytest.mark.parametrize("option", [["--count", "3"], ["--kinds", "small"]], ids=lambda option: option[0])
def test_kinds_and_numbers_of_pages_need_pages(
    option: list[str], trained: Trained, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "--run", "bars", "--data", str(trained.data), *option]) == 1
    assert "so they need --pages beside them" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--pen-strokes", "--drawn-characters"])
def test_data_that_nothing_would_read_are_refused(
    option: str, trained: Trained, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "--run", "bars", "--data", str(trained.data), option, str(tmp_path)]) == 1
    assert f"{option} is not read without " in capsys.readouterr().err


def test_fit_needs_write(trained: Trained, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--run", "bars", "--data", str(trained.data), "--fit"]) == 1
    assert "--fit changes the run's thresholds, so it needs --write" in capsys.readouterr().err


def test_fit_finds_what_training_found(copied: Trained) -> None:
    found = load_run("bars").info
    path = copied.models / "bars" / "run.json"
    edit_json(path, calibration={"temperature": 7.0}, thresholds={"sure": 0.5, "digit": 0.3})
    command = ["evaluate", "--run", "bars", "--data", str(copied.data), "--write"]
    assert main(command) == 0
    assert load_run("bars").info.thresholds.sure == 0.5
    assert main([*command, "--fit"]) == 0
    again = load_run("bars").info
    assert again.calibration.temperature == pytest.approx(found.calibration.temperature, rel=1e-3)
    assert again.thresholds.sure == pytest.approx(found.thresholds.sure, abs=1e-3)
    assert again.thresholds.digit == found.thresholds.digit == 0


def test_fit_measures_non_digits_again(copied: Trained, characters: Path) -> None:
    """By a network that knows digits only, and so was not trained on the characters that are measured."""
    command = ["evaluate", "--run", "bars", "--data", str(copied.data), "--write"]
    command += ["--fit", "--drawn-characters", str(characters)]
    assert main([*command, "--non-digits"]) == 0
    measured = load_run("bars").info
    path = copied.models / "bars" / "run.json"
    outdated = json.loads(path.read_text())["metrics"]
    outdated["non_digits"]["made up"]["pictures"] = 7
    edit_json(path, metrics=outdated)
    assert main(command) == 0
    assert load_run("bars").info.metrics == measured.metrics
    assert load_run("bars").info.sha256.drawn_characters is None


def test_unknown_run(trained: Trained, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--run", "nobody"]) == 1
    assert "There is no trained run “nobody”" in capsys.readouterr().err


def test_write_mends_the_evidence_and_keeps_the_rest(copied: Trained, capsys: pytest.CaptureFixture[str]) -> None:
    run_dir = copied.models / "bars"
    before, evaluation = contents(run_dir), read_evaluation(load_run("bars"))
    (run_dir / "evaluation.npz").write_bytes(b"damaged")
    (run_dir / "model_card.md").unlink()
    wrong = {"accuracy": 0.5, "errors": 30, "loss": 9.0, "calibration_error": 0.5}
    edit_json(run_dir / "run.json", metrics=json.loads(before["run.json"])["metrics"] | {"test": wrong})
    assert main(["evaluate", "--run", "bars", "--data", str(copied.data), "--write"]) == 0
    after = contents(run_dir)
    assert after.keys() == before.keys()
    assert {name for name in after if after[name] != before[name]} <= {"evaluation.npz", "run.json", "model_card.md"}
    written = load_run("bars").info
    assert written.metrics.test.loss == pytest.approx(json.loads(before["run.json"])["metrics"]["test"]["loss"])
    again = read_evaluation(load_run("bars"))
    for field in dataclasses.fields(again):
        expected = getattr(evaluation, field.name)
        if expected is not None:
            np.testing.assert_allclose(getattr(again, field.name), expected, atol=1e-3)
    printed = capsys.readouterr().out
    assert f"{written.metrics.test.errors} of 60" in printed
    assert "bars: evaluation.npz, model_card.md and the figures in run.json are written." in printed
    assert [path.name for path in copied.models.iterdir()] == ["bars"]


def test_write_measures_corrupted_digits_and_keeps_what_was_known_of_pen_strokes(copied: Trained) -> None:
    path = copied.models / "bars" / "run.json"
    before = load_run("bars").info.metrics
    assert before.robustness is not None, "measured when it was trained"
    strokes = OnDigits(7, 3, 2, 1)
    known = Robustness({"pen_strokes": strokes}, {"fog": strokes})
    metrics = json.loads(path.read_text())["metrics"] | {"robustness": dataclasses.asdict(known)}
    edit_json(path, metrics=metrics)
    command = ["evaluate", "--run", "bars", "--data", str(copied.data), "--write"]
    assert main(command) == 0
    again = load_run("bars").info.metrics.robustness
    assert again is not None
    assert again.corruptions == before.robustness.corruptions
    assert again.sources == before.robustness.sources | {"pen_strokes": strokes}
    assert main([*command, "--fit"]) == 0, "by new thresholds"
    assert load_run("bars").info.metrics.robustness == before.robustness


def test_without_write_nothing_changes(copied: Trained) -> None:
    before = contents(copied.models)
    assert main(["evaluate", "--run", "bars", "--data", str(copied.data)]) == 0
    assert contents(copied.models) == before


def test_write_refuses_other_digits(copied: Trained, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(copied.models)
    other = write_tiny_mnist(tmp_path / "other.npz")
    with np.load(other) as arrays:
        np.savez(other, **(dict(arrays) | {"y_test": (arrays["y_test"] + 1) % 10}))
    assert main(["evaluate", "--run", "bars", "--data", str(other), "--write"]) == 1
    assert "trained on other digits than these" in capsys.readouterr().err
    assert contents(copied.models) == before


def test_write_that_fails_leaves_the_run(
    copied: Trained, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*args: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = contents(copied.models)
    monkeypatch.setattr(run_writing, "write_json", fail)
    assert main(["evaluate", "--run", "bars", "--data", str(copied.data), "--write"]) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert contents(copied.models) == before


def test_corrupted_digits_are_not_written(trained: Trained, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["evaluate", "--run", "bars", "--corrupted", "--write"])
    assert "not allowed with argument" in capsys.readouterr().err
