"""Where a package that is not on a server is missing, what needs it is skipped; for want of another one, it fails."""

import subprocess
import sys
from pathlib import Path

CONFTEST = Path(__file__).with_name("conftest.py")
WITHOUT_KERAS = "import sys\nsys.modules['keras'] = None\n"  # for Python's imports, it is not installed then


def run_pytest(folder: Path, **files: str) -> str:
    """What pytest says about files of tests that come with our own conftest."""
    for name, code in files.items():
        (folder / f"test_{name}.py").write_text(code)
    (folder / "conftest.py").write_text(WITHOUT_KERAS + CONFTEST.read_text())
    command = [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", "--rootdir", str(folder), "."]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True).stdout


def test_what_needs_a_missing_package_is_skipped_and_says_so(tmp_path: Path) -> None:
    said = run_pytest(
        tmp_path,
        whole="from keras.saving import load_model\n",
        one="def test_a():\n    import keras\ndef test_b(): pass\n",
    )
    assert "test_whole.py:1: needs keras, which is not installed" in said
    assert "test_one.py:1: needs keras, which is not installed" in said
    assert "1 passed, 2 skipped" in said


def test_another_package_that_is_missing_is_an_error(tmp_path: Path) -> None:
    said = run_pytest(tmp_path, whole="import no_such_package\n")
    assert "No module named 'no_such_package'" in said
    assert "1 error" in said


def test_another_package_that_a_test_misses_is_a_failure(tmp_path: Path) -> None:
    said = run_pytest(tmp_path, one="def test_a():\n    import no_such_package\n")
    assert "1 failed" in said
