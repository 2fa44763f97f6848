"""What is seen of TensorFlow's start: nothing, of the real one; of a made-up one, what is not its log."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

LOG = """\
WARNING: All log messages before absl::InitializeLog() is called are written to STDERR
I0000 00:00:1795634257.576035   27588 port.cc:153] oneDNN custom operations are on.
To enable the following instructions: AVX2 FMA, in other operations, rebuild TensorFlow.
E0000 00:00:1795634257.620420   27588 cuda_platform.cc:52] failed call to cuInit
"""
OTHERS = "2026-11-25 19:16:25 a page could not be drawn\nTraceback (most recent call last):\nF0000 1 2 a.cc:1] fatal\n"
START = "from mnist_app.reading.quiet import import_tensorflow; import_tensorflow()"


def written_to_stderr(code: str, **environment: str) -> str:
    # What this test's own process hides, or was told to show, must not count.
    variables = {name: value for name, value in os.environ.items() if name != "TF_CPP_MIN_LOG_LEVEL"}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, stderr=subprocess.PIPE, text=True, env=variables | environment).stderr


@pytest.fixture
def loud(tmp_path: Path) -> str:
    """A folder with a made-up TensorFlow that logs, and while which others write."""
    (tmp_path / "tensorflow.py").write_text(f"import os\nos.write(2, {(LOG + OTHERS).encode()!r})\n")
    return str(tmp_path)


@pytest.mark.usefixtures("tensorflow")
def test_nothing_is_seen_of_the_real_one() -> None:
    code = """
from mnist_app.reading.engine import keep_what_is_compiled, load_network
from mnist_app.runs.runs import load_run, verified_model_path
keep_what_is_compiled()
load_network(verified_model_path(load_run()))
"""
    assert written_to_stderr(code) == ""


def test_what_others_write_meanwhile_is_seen(loud: str) -> None:
    assert written_to_stderr(START, PYTHONPATH=loud) == OTHERS


def test_stderr_is_as_it_was(loud: str) -> None:
    after = "import os; os.write(2, b'I0000 1 2 a.cc:1] after\\n')"
    assert written_to_stderr(f"{START}; {after}", PYTHONPATH=loud) == f"{OTHERS}I0000 1 2 a.cc:1] after\n"


def test_a_failing_import_is_seen(tmp_path: Path) -> None:
    (tmp_path / "tensorflow.py").write_text("raise ImportError('no AVX')")
    assert written_to_stderr(START, PYTHONPATH=str(tmp_path)).endswith("ImportError: no AVX\n")


def test_without_room_for_files_the_log_is_seen(loud: str) -> None:
    full = "import errno, tempfile\ndef full(): raise OSError(errno.ENOSPC, 'full')\ntempfile.TemporaryFile = full\n"
    assert written_to_stderr(full + START, PYTHONPATH=loud) == LOG + OTHERS
