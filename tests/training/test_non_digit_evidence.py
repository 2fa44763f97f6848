"""Which non-digits are measured; what is measured of them is tested where a whole training is."""

import numpy as np
import pytest

from builders.tiny_training import tiny_mnist
from mnist_app.data.drawn_characters import DrawnCharacter, DrawnCharacters
from mnist_app.training import non_digit_evidence
from mnist_app.training.non_digit_evidence import ALPHABET, DRAWERS, DRAWINGS, MADE_UP, PLAIN, draw_groups

CROSS = tuple(np.array(line, np.float32) for line in ([[0, 0], [100, 100]], [[0, 100], [100, 0]]))
OTHER = ("Latin", "character02")


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(non_digit_evidence, "TEST_NON_DIGITS", 30)


def part(alphabet: str, drawer: int, *numbers: int) -> tuple[DrawnCharacter, ...]:
    return tuple(DrawnCharacter(alphabet, f"character{number:02}", drawer, CROSS) for number in numbers)


def test_without_characters_there_is_what_is_made_up() -> None:
    groups, kinds = draw_groups(tiny_mnist(), None)
    assert {name: images.shape for name, images in groups.items()} == {MADE_UP: (30, 28, 28)}
    assert len(kinds) == 30


def test_drawers_and_alphabet_with_and_without_look_alikes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(non_digit_evidence, "find_look_alikes", lambda characters, read: frozenset([OTHER]))
    train, val, test = (part("Latin", drawer, 1, 2) for drawer in (1, 15, 18))
    characters = DrawnCharacters(train, val, test, part("Balinese", 1, 1, 2, 3), sha256="0")
    groups, _ = draw_groups(tiny_mnist(), characters)
    assert {name: len(images) / DRAWINGS for name, images in groups.items() if name != MADE_UP} == {
        DRAWERS: 2,
        DRAWERS + PLAIN: 1,
        ALPHABET: 3,
        ALPHABET + PLAIN: 3,
    }


def test_a_group_without_pictures_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(non_digit_evidence, "find_look_alikes", lambda characters, read: frozenset([OTHER]))
    train, val, test = (part("Latin", drawer, 2) for drawer in (1, 15, 18))
    groups, _ = draw_groups(tiny_mnist(), DrawnCharacters(train, val, test, (), sha256="0"))
    assert list(groups) == [DRAWERS, MADE_UP]


def test_the_same_pictures_for_every_run() -> None:
    train, val, test = (part("Latin", drawer, 1) for drawer in (1, 15, 18))
    characters = DrawnCharacters(train, val, test, (), sha256="0")
    (first, _), (again, _) = (draw_groups(tiny_mnist(), characters) for _ in range(2))
    for name, images in first.items():
        np.testing.assert_array_equal(images, again[name])
