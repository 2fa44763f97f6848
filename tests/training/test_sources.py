"""Non-digits to train on come from the drawers to learn from, those to validate on from others; look-alikes are out."""

from typing import Any

import numpy as np
import pytest

from builders.tiny_training import tiny_mnist
from mnist_app.data.drawn_characters import DrawnCharacter, DrawnCharacters
from mnist_app.data.mnist import Digits
from mnist_app.data.non_digits import NonDigits, draw_non_digits
from mnist_app.data.pen_strokes import PenDigit, PenStrokes
from mnist_app.training import sources
from mnist_app.training.config import TrainConfig
from mnist_app.training.sources import TrainingData, training_sources

MNIST = tiny_mnist()
BAR = np.array([[0, 0], [9, 0]], np.float32)  # what every drawn digit is, too
CROSS = (BAR, np.array([[4, -4], [4, 4]], np.float32))


def character(name: str, drawer: int) -> DrawnCharacter:
    return DrawnCharacter("Latin", name, drawer, (BAR,) if name == "l" else CROSS)


def both(drawer: int) -> tuple[DrawnCharacter, ...]:
    return character("l", drawer), character("x", drawer)


def ten_bars(writer: int) -> tuple[PenDigit, ...]:
    return tuple(PenDigit(label, writer, (BAR,)) for label in range(10))


CHARACTERS = DrawnCharacters(both(1), both(15), both(18), held_out=(), sha256="0")
STROKES = PenStrokes(ten_bars(1), ten_bars(5), sha256="0")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What pictures are drawn from: seed, characters, pen digits."""
    calls: list[tuple[Any, ...]] = []

    def record(count: int, seed: int, digits: Digits, characters: object, pen_digits: object) -> NonDigits:
        calls.append((seed, digits, characters, pen_digits))
        return draw_non_digits(count, seed, digits)

    monkeypatch.setattr(sources, "draw_non_digits", record)
    monkeypatch.setattr(sources, "VAL_NON_DIGITS", 9)
    return calls


def test_drawers_writers_and_seeds_are_kept_apart(asked: list[tuple[Any, ...]]) -> None:
    data = TrainingData(MNIST, STROKES, CHARACTERS)
    assert len(data.draw_train_non_digits(7, 3)) == 7
    assert len(data.val_non_digits) == 9
    train, val = asked
    assert train[:2] == (3, MNIST.train)
    assert val[:2] == (sources.VAL_SEED, MNIST.val)
    assert (train[3], val[3]) == (STROKES.train, STROKES.val)
    assert [{character.drawer for character in part} for part in (train[2], val[2])] == [{1}, {15}]


def test_characters_like_digits_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    known = TrainingData(MNIST, None, CHARACTERS)
    monkeypatch.setattr(known.reader, "read", lambda images, share=1: np.where(_columns(images) < 8, 1, -1))
    assert known.characters is not None
    assert [c.character for c in (*known.characters.train, *known.characters.val)] == ["x", "x"]


def test_without_drawn_characters_all_is_made_up(asked: list[tuple[Any, ...]]) -> None:
    data = TrainingData(MNIST)
    assert len(data.draw_train_non_digits(5, 1)) == 5
    assert asked[0][2:] == ((), ())


def _columns(images: np.ndarray) -> np.ndarray:
    return np.array([np.ptp(np.nonzero(image)[1]) for image in images])


def test_a_training_that_goes_on_is_held_to_a_part_of_what_was_learned(
    asked: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "REMINDED_DIGITS", 50)
    monkeypatch.setattr(sources, "REMINDED_NON_DIGITS", 7)
    config = TrainConfig("two_conv", pen_stroke_share=0.2, non_digit_share=0.1).going_on("digit_net", pen_strokes=True)
    found = training_sources(config, TrainingData(MNIST, STROKES))
    assert [len(source.images) for source in found] == [50, 2 * len(STROKES.train), 7]
    assert sum(source.share for source in found) == pytest.approx(1)


def test_without_pen_strokes_a_training_goes_on_without_them() -> None:
    config = TrainConfig("two_conv", pen_stroke_share=0.2).going_on("digit_net", pen_strokes=False, seed=3)
    assert (config.pen_stroke_share, config.from_run, config.seed) == (0, "digit_net", 3)
    assert [len(source.images) for source in training_sources(config, TrainingData(MNIST))] == [len(MNIST.train)]
