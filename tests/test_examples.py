"""The examples in docstrings are run, so that they stay true.

Not by pytest's `--doctest-modules`: it would import every module, TensorFlow among them, though few have examples.
"""

import ast
import doctest
import importlib
from pathlib import Path

import pytest

import mnist_app

PACKAGE = Path(mnist_app.__file__).parent
FITTED_BY_SCIPY = ("mnist_app.metrics.calibration", "mnist_app.metrics.detection")  # a server is without SciPy


def modules_with_examples() -> list[str]:
    found = [path for path in sorted(PACKAGE.rglob("*.py")) if ">>> " in path.read_text()]
    return [".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts) for path in found]


@pytest.mark.parametrize("name", modules_with_examples())
def test_examples(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    if name in FITTED_BY_SCIPY:
        pytest.importorskip("scipy")
    failed, tried = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert tried > 0
    assert failed == 0, capsys.readouterr().out


def test_every_public_function_of_metrics_has_examples() -> None:
    functions = [
        node
        for path in (PACKAGE / "metrics").glob("*.py")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]
    assert len(functions) > 15
    assert [function.name for function in functions if ">>> " not in (ast.get_docstring(function) or "")] == []
