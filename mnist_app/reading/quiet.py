"""TensorFlow's start, without its log: what is printed is for the person who started the app or a command.

TensorFlow's C++ side writes about processors and graphics cards to the process's stderr while it is imported, whatever
its log level is. All threads share stderr, so what the others write meanwhile is not dropped, but shown afterwards.
"""

import contextlib
import importlib
import os
import re
import tempfile
import threading
from collections.abc import Iterator

from mnist_app.errors import ConfigError
from mnist_app.reading.installed import is_installed

# A line of Abseil's log that is no fatal error, as in "I0000 00:00:1795634257.576035   27588 port.cc:153] oneDNN ...",
# the line that announces such lines, and one that TensorFlow adds to its own.
# Source: https://abseil.io/docs/cpp/guides/logging
LOG_LINE = re.compile(
    rb"^(?:[IWE]\d{4} [\d:.]+ +\d+ \S+:\d+\] |WARNING: All log messages before absl::|To enable the following instruc)"
)

_one_at_a_time = threading.Lock()  # or one thread would put back what another had put in stderr's place


def import_tensorflow() -> None:
    """Import TensorFlow; its log stays hidden from now on, unless TF_CPP_MIN_LOG_LEVEL says otherwise.

    A failing import raises as always.

    Raises
    ------
    ConfigError
        if it is not installed, as where the app only reads
    """
    if not is_installed("tensorflow"):
        raise ConfigError(
            "This needs TensorFlow, which is not installed: run `python -m pip install -r requirements.txt` first."
        )
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # what it logs later than at its import keeps to this
    with _without_log_lines():
        importlib.import_module("tensorflow")


@contextlib.contextmanager
def _without_log_lines() -> Iterator[None]:
    with _one_at_a_time, contextlib.ExitStack() as stack:
        try:
            written = stack.enter_context(tempfile.TemporaryFile())
        except OSError:  # there is nowhere to keep it; better its log than no TensorFlow
            yield
            return
        stderr = os.dup(2)
        os.dup2(written.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(stderr, 2)
            os.close(stderr)
            written.seek(0)
            with open(2, "wb", closefd=False) as shown:
                shown.writelines(line for line in written if not LOG_LINE.match(line))
