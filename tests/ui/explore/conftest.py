"""A made-up run, on a machine without MNIST, for the views that have a test module of their own."""

import shutil
from pathlib import Path

import pytest

from builders.explored_run import write_explored_run


@pytest.fixture(scope="session")
def one_written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One run, written once."""
    models = tmp_path_factory.mktemp("one_run")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MNIST_APP_MODELS", str(models))
        write_explored_run("alpha")
    return models


@pytest.fixture
def one_run(one_written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Its directory of all runs, to be spoiled at will."""
    monkeypatch.setenv("MNIST_APP_MODELS", str(shutil.copytree(one_written, tmp_path / "one_run")))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.delenv("MNIST_NPZ", raising=False)
    return tmp_path / "one_run"
