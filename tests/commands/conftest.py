"""One network, trained in seconds by the command line itself, that the tests of the other commands share."""

import pytest

from builders.tiny_mnist import write_tiny_mnist
from builders.tiny_training import TINY_ARGUMENTS, Trained
from mnist_app.__main__ import main


@pytest.fixture(scope="session")
def trained_once(tensorflow: None, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    folder = tmp_path_factory.mktemp("trained")
    trained = Trained(folder / "models", write_tiny_mnist(folder / "mnist.npz"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MNIST_APP_MODELS", str(trained.models))
        flags = ["--run", "bars", "--data", str(trained.data), "--epochs", "6", "--augmentation", "0.1", "--quiet"]
        assert main(["train", *TINY_ARGUMENTS, *flags]) == 0
    return trained


@pytest.fixture
def without_figures(tensorflow: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trainings draw none of their figures, which takes longer than all else; those of `trained_once` are drawn."""
    monkeypatch.setattr("mnist_app.training.run.save_run_figures", lambda folder, *_: folder.mkdir())


@pytest.fixture
def trained(trained_once: Trained, monkeypatch: pytest.MonkeyPatch) -> Trained:
    """The trained network, for tests that leave it as it is."""
    monkeypatch.setenv("MNIST_APP_MODELS", str(trained_once.models))
    return trained_once
