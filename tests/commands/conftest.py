"""One network, trained in seconds by the command line itself, that the tests of the other commands share."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from tiny_mnist import write_tiny_mnist

from mnist_app.__main__ import main


@dataclass(frozen=True)
class Trained:
    """Where the network and its data lie; its run is called "bars"."""

    models: Path
    data: Path


TINY = ["--architecture", "mnist_convnet", "--width", "0.125", "--batch-size", "20", "--learning-rate", "0.01"]


@pytest.fixture(scope="session")
def trained_once(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    folder = tmp_path_factory.mktemp("trained")
    trained = Trained(folder / "models", write_tiny_mnist(folder / "mnist.npz"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MNIST_APP_MODELS", str(trained.models))
        more = ["--augmentation", "0.1", "--quiet"]
        assert main(["train", *TINY, "--run", "bars", "--data", str(trained.data), "--epochs", "6", *more]) == 0
    return trained


@pytest.fixture
def trained(trained_once: Trained, monkeypatch: pytest.MonkeyPatch) -> Trained:
    """The trained network, for tests that leave it as it is."""
    monkeypatch.setenv("MNIST_APP_MODELS", str(trained_once.models))
    return trained_once
