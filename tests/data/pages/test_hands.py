"""Digits are as high as asked and drawn with the pen that was given; letters are of one alphabet or another."""

import copy
from dataclasses import replace

import numpy as np
import pytest

from builders.page_hands import DASH, LADDER, PEN_DIGITS, make_hands
from mnist_app.data.pages import hands as pages_hands
from mnist_app.data.pages.hands import (
    SIGNS,
    Hands,
    Pen,
    choose_alphabet,
    cut,
    draw_with,
    write_digit,
    write_letter,
    write_other,
)

HANDS = make_hands()
BALLPOINT = Pen(5, (0, 0, 0.5), 0.9)


@pytest.mark.parametrize("from_strokes", [False, True])
@pytest.mark.parametrize("height", [18, 60, 240])
def test_digits_are_as_high_as_asked(height: int, from_strokes: bool) -> None:
    rng = np.random.default_rng(0)
    pen = Pen(0.08 * height, (0, 0, 0), 1)
    for label in range(10):
        ink = write_digit(HANDS, label, height, pen, from_strokes, rng)
        assert ink.dtype == np.uint8
        assert ink.shape[0] == pytest.approx(height, rel=0.15)
        assert ink.max() > 150
        assert cut(ink).shape == ink.shape


def test_without_strokes_digits_are_images() -> None:
    only_images = Hands(HANDS.digits)
    first, second = (
        write_digit(hands, 3, 60, BALLPOINT, from_strokes, np.random.default_rng(1))
        for hands, from_strokes in ((only_images, True), (HANDS, False))
    )
    assert (first == second).all()


def test_a_hollow_digit_is_an_outline() -> None:
    one = PEN_DIGITS[1].strokes
    plain, hollow = (
        draw_with(Pen(4, (0, 0, 0), 1, form), list(one), 120, np.random.default_rng(0)) for form in ("plain", "hollow")
    )
    middle = hollow[hollow.shape[0] // 2]
    assert hollow.shape[1] > 3 * plain.shape[1]
    assert middle[len(middle) // 2] == 0
    assert middle[:6].max() == middle[-6:].max() == 255


def test_a_retraced_digit_is_wider_than_its_pen() -> None:
    one = list(PEN_DIGITS[1].strokes)
    plain, retraced = (
        draw_with(Pen(4, (0, 0, 0), 1, form), one, 120, np.random.default_rng(0)) for form in ("plain", "retraced")
    )
    assert retraced.shape[1] > plain.shape[1]
    image = write_digit(HANDS, 1, 120, Pen(4, (0, 0, 0), 1, "retraced"), False, np.random.default_rng(3))
    assert image.shape[0] >= 110


@pytest.mark.parametrize(("sign", "height", "drop"), [("point", 6, 0.97), ("minus", 7, 0.5), ("slash", 138, -0.2)])
def test_a_sign_keeps_its_size_and_place(sign: str, height: int, drop: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """A point is low in the row and as small as its pen, a slash higher than the digits."""
    monkeypatch.setattr(pages_hands, "SIGNS", {sign: SIGNS[sign]})
    rng = next(rng for rng in map(np.random.default_rng, range(99)) if copy.deepcopy(rng).random() < 0.35)
    ink, dropped = write_other(HANDS, 100, BALLPOINT, rng)
    assert ink.shape[0] == pytest.approx(height, abs=4)
    assert dropped == pytest.approx(drop, abs=0.05)


def test_each_alphabet_is_as_likely_however_many_characters_it_has() -> None:
    rng, dash = np.random.default_rng(0), replace(DASH, alphabet="Dashes")
    hands = Hands(HANDS.digits, HANDS.pen_digits, (*[LADDER] * 9, dash))
    chosen = [choose_alphabet(hands, rng) for _ in range(200)]
    assert 70 < sum(alphabet == (dash,) for alphabet in chosen) < 130
    assert choose_alphabet(Hands(HANDS.digits), rng) == ()


def test_a_letter_is_as_high_as_was_asked() -> None:
    ink = write_letter((LADDER,), 100, BALLPOINT, np.random.default_rng(0))
    assert ink.shape[0] == pytest.approx(100, abs=15)
