"""Print appears with and without fonts on the machine."""

import numpy as np
import pytest

from mnist_app.data.pages import printing
from mnist_app.data.pages.printing import choose_font, choose_words, print_date, print_paragraph, print_text, turn_alpha


def test_letters_are_about_as_high_as_asked() -> None:
    for font in (None, choose_font(np.random.default_rng(0))):
        assert print_text("HEH", 40, font).shape[0] == pytest.approx(40, rel=0.35)
        assert print_text("HEH", 40, font).max() == 255


def test_a_machine_without_fonts_prints_with_a_pen_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "find_fonts", lambda: ())
    assert choose_font(np.random.default_rng(0)) is None


def test_a_paragraph_fills_its_rectangle() -> None:
    block = print_paragraph((200, 300), 12, None, np.random.default_rng(0))
    assert block.shape == (200, 300)
    assert block[:30].any()
    assert block[-40:].any()


def test_words_and_numbers() -> None:
    words = choose_words(200, np.random.default_rng(0)).split()
    assert len(words) == 200
    assert 10 < sum(word.isdigit() for word in words) < 60


def test_a_stamp_is_turned_and_worn() -> None:
    date = print_date(20, None, np.random.default_rng(1))
    assert 20 < date.shape[0] < date.shape[1]
    bar = np.full((10, 60), 255, np.uint8)
    assert turn_alpha(bar, 90).shape == pytest.approx((60, 10), abs=2)
