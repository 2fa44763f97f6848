"""What a finder is to answer about a page."""

import numpy as np
import pytest

from mnist_app.data.pages.page import Page, PageDigit
from mnist_app.data.pages.targets import STORED_SIDE, encode_size, page_to_finder


def make_page(side: int = 400, gray: bool = False) -> Page:
    """A page with a digit of 40 pixels and a mark beside it."""
    image = np.full((side, side) if gray else (side, side, 3), 200, np.uint8)
    strokes = np.zeros((side, side), np.uint8)
    strokes[100:140, 110:116] = strokes[100:140, 300:306] = 255
    return Page(image, (PageDigit(1, (100, 110, 140, 116), 0),), strokes, 270, "plain")


def test_ink_of_digits_and_of_other_writing_are_kept_apart() -> None:
    page = page_to_finder(make_page())
    digits, others, sizes = np.moveaxis(page.truth, 2, 0)
    assert digits[120, 112] == 255
    assert digits[120, 302] == 0
    assert others[120, 302] == 255
    assert others[120, 112] == 0
    assert sizes[120, 112] == encode_size(40)
    assert sizes[120, 302] == 0
    assert page.turn == 3


def test_a_gray_page_gets_three_channels() -> None:
    assert page_to_finder(make_page(gray=True)).image.shape == (400, 400, 3)


def test_a_large_page_is_shrunk_and_its_sizes_with_it() -> None:
    page = page_to_finder(make_page(side=4 * STORED_SIDE))
    assert page.image.shape == (STORED_SIDE, STORED_SIDE, 3)
    assert page.truth[30, 28, 2] == encode_size(10)


@pytest.mark.parametrize("pixels", [0, 1, 1e9])
def test_a_size_always_has_a_code(pixels: float) -> None:
    assert 1 <= encode_size(pixels) <= 255
