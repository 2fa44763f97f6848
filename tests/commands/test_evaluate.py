import numpy as np
import pytest
from conftest import Trained

from mnist_app.__main__ import main
from mnist_app.runs.runs import load_run


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


def test_unknown_run(trained: Trained, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--run", "nobody"]) == 1
    assert "There is no trained run “nobody”" in capsys.readouterr().err
