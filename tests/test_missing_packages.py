"""Where a package that is not on a server is missing, what needs it is skipped; for want of another one, it fails."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from builders.imports import imported_by
from builders.requirements import read_pins

CONFTEST = Path(__file__).with_name("conftest.py")
ROOT = CONFTEST.parents[1]
OURS = {"mnist_app", "benchmarks", "builders", "fuzzing", "synthetic_photos"}
# The fuzzer's driver and pytest's own helper in several processes: no test imports them.
NOT_FOR_TESTS = {"atheris", "xdist"}
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


def libraries_of_tests() -> Iterator[str]:
    """What any test, or what tests import, is made with, at the top of a file or later."""
    for path in (*ROOT.glob("tests/**/*.py"), *ROOT.glob("benchmarks/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            yield from (name.partition(".")[0] for name in imported_by(node))


def test_what_tests_need_is_on_a_server_or_named() -> None:
    served = read_pins(ROOT / "requirements-serve.txt").keys()
    named = re.search(r"NOT_ON_A_SERVER = \((.*?)\n\)", CONFTEST.read_text(), re.DOTALL)
    assert named
    packages = packages_distributions()
    others = set(libraries_of_tests()) - sys.stdlib_module_names - OURS - NOT_FOR_TESTS
    missing = {
        name for name in others if not {each.lower().replace("_", "-") for each in packages.get(name, [])} & served
    }
    assert missing <= set(re.findall(r'"(\w+)"', named[1]))
    assert "keras" in others  # so that nothing read does not pass
