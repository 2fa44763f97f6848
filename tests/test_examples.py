"""The examples in docstrings are run, so that they stay true.

Not by pytest's `--doctest-modules`: it would import every module, TensorFlow among them, though few have examples.
"""

import doctest
import importlib
from pathlib import Path

import pytest

import mnist_app

PACKAGE = Path(mnist_app.__file__).parent


def modules_with_examples() -> list[str]:
    found = [path for path in sorted(PACKAGE.rglob("*.py")) if ">>> " in path.read_text()]
    return [".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts) for path in found]


@pytest.mark.parametrize("name", modules_with_examples())
def test_examples(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    failed, tried = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert tried > 0
    assert failed == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    "name", ["bins", "calibration", "comparison", "coverage", "evaluation", "intervals", "ranking"]
)
def test_every_module_of_metrics_has_examples(name: str) -> None:
    assert f"mnist_app.metrics.{name}" in modules_with_examples()
