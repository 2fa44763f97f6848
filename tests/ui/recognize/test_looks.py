"""What is kept of how digits look: what was asked for last, however many there were before."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from mnist_app.ui.recognize import own_hand

IMAGES = {name: np.full((28, 28), ord(name), np.uint8) for name in "abcde"}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The digits that a network is asked about, of whose looks three are kept; it sees their names."""
    kept: dict[tuple[int, str], str] = {}
    monkeypatch.setattr(own_hand, "LOOKS", SimpleNamespace(get=lambda: kept))
    monkeypatch.setattr(own_hand, "KEPT_LOOKS", 3)
    return []


def look(asked: list[str], names: str) -> dict[str, Any]:
    def look_at(images: Sequence[np.ndarray]) -> tuple[str, ...]:
        asked.extend(seen := tuple(chr(image[0, 0]) for image in images))
        return seen

    recognizer: Any = SimpleNamespace(number=0, look_at=look_at)
    return own_hand._looks(recognizer, {name: IMAGES[name] for name in names})


def test_what_was_seen_last_is_kept(asked: list[str]) -> None:
    for names in ("ab", "cd", "b", "e", "b"):
        assert look(asked, names) == {name: name for name in names}
    assert "".join(asked) == "abcde", "b was seen again before it had to make room"


def test_more_than_are_kept_are_all_told(asked: list[str]) -> None:
    assert set(look(asked, "abcde")) == set("abcde")
    look(asked, "cde")
    assert "".join(asked) == "abcde"


def test_a_network_that_cannot_tell_tells_nothing() -> None:
    recognizer: Any = SimpleNamespace(number=0, look_at=lambda images: ())
    assert own_hand._looks(recognizer, IMAGES) == {}
