import pytest
from conftest import Trained

from mnist_app.__main__ import main
from mnist_app.learning.runs import load_run


def test_prints_what_training_measured(trained: Trained, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--run", "bars", "--data", str(trained.data)]) == 0
    printed = capsys.readouterr().out
    test = load_run("bars").info["metrics"]["test"]
    assert f"{test['accuracy']:.2%}" in printed
    assert f"{test['errors']} of 60" in printed


def test_unknown_run(trained: Trained, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--run", "nobody"]) == 1
    assert "There is no trained run “nobody”" in capsys.readouterr().err
