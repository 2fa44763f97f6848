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
    """A running server: its address and port, its log, its process."""

    url: str
    port: int
    log: Path
    process: "subprocess.Popen[bytes]"

    @property
    def process_id(self) -> int:
        return self.process.pid


@contextlib.contextmanager
def serve(script: Path, python: str = sys.executable, path: str = "", **environment: str) -> Iterator[Served]:
    """Serve a script as `make run` does, on a free port, with the given Python, below a path such as "/digits"."""
    port = free_port()
    url = f"http://127.0.0.1:{port}{path}"
    options = {"server.port": port, "server.address": "127.0.0.1", "server.headless": "true"}
    options |= {"server.baseUrlPath": path} if path else {}
    command = [python, "-m", "streamlit", "run", str(script)]
    command += [f"--{option}={value}" for option, value in options.items()]
    with tempfile.TemporaryDirectory() as directory:
        log = Path(directory, "log.txt")
        with log.open("w") as output:
            server = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output, env=os.environ | environment)
        try:
            _wait_until_healthy(url, server, log)
            yield Served(url, port, log, server)
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


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"the app did not start:\n{log.read_text()}")
