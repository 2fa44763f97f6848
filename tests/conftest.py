"""Fixtures for every test; what is marked `mnist` or `browser` is skipped, with a sentence, where either is missing."""

import os
import shutil
from pathlib import Path

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    has_mnist = Path(os.environ.get("MNIST_NPZ", "")).is_file()
    may_skip_browser = not os.environ.get("REQUIRE_BROWSER") and shutil.which("chromium") is None
    for item in items:
        if item.get_closest_marker("mnist") and not has_mnist:
            # MNIST does not come with the project, and no test may need the network.
            item.add_marker(pytest.mark.skip(reason="set MNIST_NPZ to an .npz with the real MNIST to run this test"))
        if item.get_closest_marker("browser") and may_skip_browser:
            # No browser comes with the project. Where REQUIRE_BROWSER is set, as in CI, these tests fail instead.
            item.add_marker(pytest.mark.skip(reason="install Chromium to run the browser tests"))


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where runs are read and written for the length of a test; nothing is there yet."""
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"
