"""The locks: they follow what is named for them, agree with each other, and name no place to install from."""

import re
from pathlib import Path

import pytest

from builders.requirements import PIN, read_pins

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements", "requirements-dev", "requirements-serve")


def pins(name: str) -> dict[str, set[str]]:
    return read_pins(ROOT / name)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_what_is_named(lock: str) -> None:
    named, locked = pins(f"{lock}.in"), pins(f"{lock}.txt")
    assert len(named) > 8
    assert {package: locked.get(package) for package in named} == named


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / f"{lock}.txt").read_text()
    requirements = [part for part in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE) if not part.startswith("#")]
    assert len(requirements) == len(PIN.findall(text)) > 40
    assert all("--hash=sha256:" in requirement for requirement in requirements)
    assert "://" not in text


def test_developers_have_what_the_app_has() -> None:
    app, developers = pins("requirements.txt"), pins("requirements-dev.txt")
    assert {package: developers.get(package) for package in app} == app


def test_a_server_has_what_developers_have_without_tensorflow() -> None:
    server, developers = pins("requirements-serve.txt"), pins("requirements-dev.txt")
    assert {package: developers.get(package) for package in server} == server
    assert not {"tensorflow", "keras", "scikit-learn", "scipy", "matplotlib"} & server.keys()
