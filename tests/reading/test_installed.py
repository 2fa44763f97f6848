"""What counts as installed: a module or a package, and no folder that happens to be called so."""

import sys
from pathlib import Path

import pytest

from mnist_app.errors import ConfigError
from mnist_app.reading.installed import is_installed
from mnist_app.reading.quiet import import_tensorflow


@pytest.fixture
def only_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one folder where modules are looked for, an empty one."""
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    return tmp_path


def test_nothing_is_installed_where_nothing_is(only_here: Path) -> None:
    assert not is_installed("some_package")
    (only_here / "some_package").mkdir()
    assert not is_installed("some_package")


def test_a_module_and_a_package_are(only_here: Path) -> None:
    (only_here / "some_module.py").touch()
    (only_here / "some_package").mkdir()
    (only_here / "some_package" / "__init__.py").touch()
    assert is_installed("some_module")
    assert is_installed("some_package")


@pytest.mark.parametrize("has_folder", [False, True])
def test_tensorflow_is_asked_for_by_the_same_rule(
    only_here: Path, has_folder: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tensorflow", None)  # so that whatever a test before has imported comes back
    monkeypatch.delitem(sys.modules, "tensorflow")
    if has_folder:
        (only_here / "tensorflow").mkdir()
    with pytest.raises(ConfigError, match="needs TensorFlow, which is not installed"):
        import_tensorflow()
