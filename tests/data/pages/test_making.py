"""Every kind of page: what is said of its digits is what is seen."""

from functools import cache

import numpy as np
import pytest

from builders.page_hands import make_hands
from mnist_app.data.pages.making import make_page, make_training_page
from mnist_app.data.pages.page import Page
from mnist_app.data.pages.recipes import MIXED, RECIPES
from mnist_app.imaging.bbox import ink_bbox

KINDS = (*RECIPES, MIXED)
HANDS = make_hands()
WITH_CELLS = ("boxes", "comb", "table", "calendar")
ALL_DIGITS = tuple(kind for kind in KINDS if kind not in (MIXED, "signs", "words", "names"))


@cache
def page(kind: str, seed: int = 1) -> Page:
    return make_page(kind, seed, HANDS)


@pytest.mark.parametrize("kind", KINDS)
def test_boxes_are_tight_around_strokes(kind: str) -> None:
    made = page(kind)
    assert made.digits
    assert made.kind == kind
    for digit in made.digits:
        min_row, min_col, max_row, max_col = digit.bbox
        assert 0 <= min_row < max_row <= made.strokes.shape[0]
        assert 0 <= min_col < max_col <= made.strokes.shape[1]
        ink = ink_bbox(made.strokes[min_row:max_row, min_col:max_col] > 60)
        assert ink == pytest.approx((0, 0, max_row - min_row, max_col - min_col), abs=4)


@pytest.mark.parametrize("kind", ALL_DIGITS)
def test_strokes_are_only_those_of_digits(kind: str) -> None:
    strokes = page(kind).strokes.copy()
    for digit in page(kind).digits:
        min_row, min_col, max_row, max_col = digit.bbox
        strokes[min_row:max_row, min_col:max_col] = 0
    assert strokes.max() < 60


def test_signs_are_strokes_and_no_digits() -> None:
    strokes = page("words").strokes.copy()
    for digit in page("words").digits:
        min_row, min_col, max_row, max_col = digit.bbox
        strokes[min_row:max_row, min_col:max_col] = 0
    assert strokes.max() == 255


def test_letters_of_a_name_stand_closer_than_digits() -> None:
    """Of the columns between the first and the last mark of names, fewer are empty than of a page of digits."""
    shares = {kind: np.mean([_empty_columns(page(kind, seed)) for seed in range(1, 9)]) for kind in ("names", "plain")}
    assert shares["names"] < shares["plain"]


@pytest.mark.parametrize("kind", KINDS)
def test_strokes_are_seen_in_the_picture(kind: str) -> None:
    """Each stroke is darker than the paper around its digit; on a board it is lighter."""
    made = page(kind)
    gray = made.image.mean(axis=2) if made.image.ndim == 3 else made.image.astype(float)
    contrasts = []
    for digit in made.digits:
        window = np.s_[digit.bbox[0] : digit.bbox[2], digit.bbox[1] : digit.bbox[3]]
        on, off = made.strokes[window] > 200, made.strokes[window] == 0
        if on.any() and off.any():
            contrasts.append(gray[window][off].mean() - gray[window][on].mean())
    assert contrasts
    typical = np.median(contrasts)
    assert abs(typical) > 12 if kind == MIXED else (-typical if kind == "board" else typical) > 12


@pytest.mark.parametrize("kind", RECIPES)
def test_cells_are_numbered_where_there_are_any(kind: str) -> None:
    cells = [digit.cell for digit in page(kind).digits]
    assert all(cell is not None for cell in cells) if kind in WITH_CELLS else set(cells) == {None}


@pytest.mark.parametrize("kind", ["plain", "table", "dark desk", MIXED])
def test_the_same_seed_gives_the_same_page(kind: str) -> None:
    first, again, other = page(kind), make_page(kind, 1, HANDS), page(kind, 2)
    assert (first.image == again.image).all()
    assert [(digit.label, digit.bbox) for digit in first.digits] == [(d.label, d.bbox) for d in again.digits]
    assert first.image.shape != other.image.shape or (first.image != other.image).any()


def test_pages_are_turned_clockwise_and_no_others() -> None:
    assert [page("turned", seed).turn for seed in range(4)] == [0, 90, 180, 270]
    assert {page(kind).turn for kind in KINDS if kind not in ("turned", MIXED)} == {0}
    for seed, axis, sign in ((0, 1, 1), (1, 0, 1), (2, 1, -1), (3, 0, -1)):
        digits = page("turned", seed).digits
        row = [digit for digit in digits if digit.row == digits[0].row]
        steps = np.diff([digit.bbox[axis] + digit.bbox[axis + 2] for digit in row])
        assert (steps * sign > 0).all()


def test_a_crop_leaves_little_around_the_ink() -> None:
    for seed in range(4):
        strokes = page("crop", seed).strokes
        min_row, min_col, max_row, max_col = ink_bbox(strokes > 40)
        assert max(min_row, min_col, strokes.shape[0] - max_row, strokes.shape[1] - max_col) <= 12


def test_sizes_differ_six_times() -> None:
    ratios = []
    for seed in range(6):
        heights = [digit.bbox[2] - digit.bbox[0] for digit in page("sizes", seed).digits]
        ratios.append(max(heights) / min(heights))
    assert max(ratios) > 4.5


def test_pages_for_measuring_are_no_training_pages() -> None:
    made = make_training_page("plain", 1, HANDS)
    assert (made.image == page("plain").image).all()
    with pytest.raises(ValueError, match="measuring"):
        make_training_page("sticky", 1, HANDS)
    with pytest.raises(ValueError, match="a kind of page is one of"):
        make_page("no such kind", 1, HANDS)


def _empty_columns(made: Page) -> float:
    """The share of the columns without ink in the rows of the first digit, from the first mark to the last."""
    min_row, _, max_row, _ = made.digits[0].bbox
    inked = made.strokes[min_row:max_row].max(axis=0) > 60
    first, last = np.flatnonzero(inked)[[0, -1]]
    return float(1 - inked[first : last + 1].mean())
