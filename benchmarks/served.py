"""A Streamlit app, served for a browser: for browser tests and benchmarks."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
START_SECONDS = 60  # for a server on a busy machine
CHROMIUM_FLAGS = [
    "--no-sandbox",  # Chromium refuses to run as root with it, as in a container
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@dataclass(frozen=True)
class Served:
    """A running server: its address, its log, its process."""

    url: str
    log: Path
    process_id: int


@contextlib.contextmanager
def serve(script: Path, python: str = sys.executable, **environment: str) -> Iterator[Served]:
    """Serve a script as `make run` does, on a free port, with the given Python."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    options = {"server.port": port, "server.address": "127.0.0.1", "server.headless": "true"}
    command = [python, "-m", "streamlit", "run", str(script)]
    command += [f"--{option}={value}" for option, value in options.items()]
    with tempfile.TemporaryDirectory() as directory:
        log = Path(directory, "log.txt")
        with log.open("w") as output:
            server = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output, env=os.environ | environment)
        try:
            _wait_until_healthy(url, server, log)
            yield Served(url, log, server.pid)
        finally:
            server.terminate()
            server.wait(START_SECONDS)


@contextlib.contextmanager
def chromium(*more_flags: str) -> Iterator[Browser]:
    """Start the Chromium that is on the machine."""
    with sync_playwright() as playwright:
        flags = [*CHROMIUM_FLAGS, *more_flags]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        yield browser
        browser.close()


def _wait_until_healthy(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"the app did not start:\n{log.read_text()}")
