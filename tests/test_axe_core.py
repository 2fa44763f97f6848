"""The package that the browser tests look for barriers with is the one that was checked, or none."""

from pathlib import Path

import pytest

from builders.axe_core import axe_script


def test_another_package_is_refused(tmp_path: Path) -> None:
    package = tmp_path / "axe-core.tgz"
    package.write_bytes(b"something else")
    with pytest.raises(ValueError, match="delete it and fetch it again"):
        axe_script(package)


def test_a_missing_package_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        axe_script(tmp_path / "axe-core.tgz")
