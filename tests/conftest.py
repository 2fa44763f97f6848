"""Fixtures for every test; a test that needs MNIST, a browser or a package that is missing is skipped, and says so."""

import importlib.util
import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from xdist.remote import Producer
    from xdist.scheduler import LoadFileScheduling

# What requirements-serve.txt leaves out and the tests of training and exporting need. An error for want of
# another package stays one, and test_imports.py sees to it that nothing that a server runs asks for these.
NOT_ON_A_SERVER = (
    *("tensorflow", "keras", "h5py", "scipy", "sklearn", "matplotlib", "optuna", "sqlalchemy"),
    *("onnx", "tf2onnx", "nbformat", "nbclient", "hypothesis", "playwright"),
)
FAKE_CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
# Folders whose tests share what takes long to start: an app with its Chromium, a trained network.
TOGETHER = (("tests/browser/", "tests/deploy/"), ("tests/commands/",))
MISSING = {package for package in NOT_ON_A_SERVER if importlib.util.find_spec(package) is None}


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Skip the tests of a file that cannot be imported without a missing package."""
    report = yield
    call: pytest.CallInfo[object] | None = getattr(report, "call", None)
    if call and call.excinfo and (package := _missing_package(call.excinfo.value)):
        report.outcome = "skipped"
        report.longrepr = (str(collector.path), 1, _needs(package))
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Skip a test that imports a missing package only when it runs."""
    report = yield
    if call.excinfo and (package := _missing_package(call.excinfo.value)):
        report.outcome = "skipped"
        report.longrepr = (str(item.path), (item.location[1] or 0) + 1, _needs(package))
    return report


def _missing_package(error: BaseException | None) -> str | None:
    """Which package that is not on a server an error is about; pytest raises its own error from that of an import."""
    while error is not None:
        package = (error.name or "").partition(".")[0] if isinstance(error, ModuleNotFoundError) else ""
        if package in MISSING:
            return package
        error = error.__cause__
    return None


def _needs(package: str) -> str:
    return f"needs {package}, which is not installed: see requirements-dev.txt"


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


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: "Producer") -> "LoadFileScheduling":
    """Hand out the tests to several processes file by file, but those of the folders of TOGETHER to one.

    They come in the order in which they were found: the browser's, which take longest, are among the first then, and
    files that take a few seconds among the last. xdist's own order, by how many tests there are, has neither.
    """
    from xdist.scheduler import LoadFileScheduling

    config.option.loadscopereorder = False

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            shared = next((folders[0] for folders in TOGETHER if nodeid.startswith(folders)), None)
            return shared or super()._split_scope(nodeid)

    return Scheduling(config, log)


@pytest.fixture(scope="session")
def tensorflow() -> None:
    """Skip what needs TensorFlow without importing it itself, as where the command line does."""
    if "tensorflow" in MISSING:
        # A server's packages, requirements-serve.txt, are without it on purpose, and the other tests pass there.
        pytest.skip(_needs("tensorflow"))


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where runs are read and written for the length of a test; nothing is there yet."""
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """A real Chromium, started once: Playwright can be started only once at a time."""
    from benchmarks.served import chromium

    with chromium(*FAKE_CAMERA) as started:
        yield started
