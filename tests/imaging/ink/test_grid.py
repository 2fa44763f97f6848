"""Printed boxes and combs drawn on paper, with strokes in, on and across their rules."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.imaging.ink.grid import Rgb, find_grid, take_off_grid

BLACK, GRAY, RED = (0, 0, 0), (150, 150, 150), (230, 70, 70)


def comb(rows: int = 1, cols: int = 4, cell: int = 100, color: tuple[int, int, int] = BLACK, gap: int = 0) -> Rgb:
    """Cells with rules of three pixels on white paper, 40 pixels from its sides."""
    shape = (80 + rows * cell + (rows - 1) * gap, 80 + cols * cell + (cols - 1) * gap, 3)
    page = np.full(shape, 255, np.uint8)
    for row in range(rows):
        for col in range(cols):
            top, left = 40 + row * (cell + gap), 40 + col * (cell + gap)
            cv2.rectangle(page, (left, top), (left + cell, top + cell), color, 3)
    return page


def photographed(page: Rgb, turn: float = 2.0, seed: int = 0) -> Rgb:
    """Turned by some degrees, out of focus, in uneven light, and with a camera's noise."""
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), turn, 1)
    turned = cv2.warpAffine(page, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    light = np.linspace(0.6, 0.9, width)[:, np.newaxis]
    noise = np.random.default_rng(seed).normal(0, 2, page.shape)
    return np.clip(cv2.GaussianBlur(turned, (0, 0), 1) * light + noise, 0, 255).astype(np.uint8)


def darkest(picture: Rgb, window: tuple[slice, slice]) -> int:
    return int(picture[window].min())


def gray(picture: Rgb) -> npt.NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)


def test_an_empty_page_stays_as_it_is() -> None:
    page = np.full((200, 300, 3), 255, np.uint8)
    left, cells = take_off_grid(page)
    assert cells == ()
    np.testing.assert_array_equal(left, page)


@pytest.mark.parametrize("color", [BLACK, GRAY, RED])
@pytest.mark.parametrize("gap", [0, 25])
def test_the_rules_of_boxes_go(color: tuple[int, int, int], gap: int) -> None:
    page = comb(color=color, gap=gap)
    before = page.copy()
    left, cells = take_off_grid(page)
    assert len(cells) == 4
    assert darkest(left, np.s_[:, :]) == 255
    np.testing.assert_array_equal(page, before)  # the picture that was given is not changed


def test_cells_lie_within_their_rules_whatever_is_in_them() -> None:
    page = comb(cols=2)
    cv2.ellipse(page, (90, 90), (20, 30), 0, 0, 360, BLACK, 5)
    cells = sorted(take_off_grid(page)[1], key=lambda cell: cell[1])
    assert np.abs(np.array(cells) - [(40, 40, 140, 140), (40, 140, 140, 240)]).max() <= 3


def test_light_rules_on_a_dark_board_go() -> None:
    left, cells = take_off_grid(255 - comb())
    assert len(cells) == 4
    assert left.max() == 0


@pytest.mark.parametrize("turn", [-4.0, 0.0, 3.0])
@pytest.mark.parametrize("color", [BLACK, GRAY, RED])
def test_the_rules_of_a_photographed_table_go(turn: float, color: tuple[int, int, int]) -> None:
    photo = photographed(comb(rows=3, color=color), turn)
    left, cells = take_off_grid(photo)
    assert len(cells) == 12
    paper = cv2.medianBlur(photo, 41)
    assert (left < 0.85 * paper).mean() < 0.001


@pytest.mark.parametrize("color", [BLACK, GRAY, RED])
def test_strokes_that_cross_a_rule_stay_whole(color: tuple[int, int, int]) -> None:
    page = comb(color=color)
    page[110:170, 90:96] = 20  # down across the lower rule
    cv2.line(page, (120, 100), (160, 60), (20, 20, 20), 7)  # slanted across an upright one
    left, _ = take_off_grid(page)
    assert (left[110:170, 90:96] == 20).all()
    assert all(left[100 - step, 120 + step].max() == 20 for step in range(40))


def test_a_digit_that_stands_on_a_rule_stays() -> None:
    page = comb()
    page[80:140, 90:97] = 20
    left, _ = take_off_grid(page)
    assert (left[80:138, 90:97] == 20).all()


def test_a_stroke_as_high_as_its_cell_splits_none() -> None:
    page = comb()
    page[40:140, 185:191] = 0
    left, cells = take_off_grid(page)
    assert len(cells) == 4
    assert (left[45:135, 185:191] == 0).all()


def test_a_zero_in_a_box_stays() -> None:
    page = comb(cols=1)
    cv2.ellipse(page, (90, 90), (21, 30), 0, 0, 360, (0, 0, 0), 8)
    zero = page[50:130, 50:130].copy()
    left, cells = take_off_grid(page)
    assert len(cells) == 1
    np.testing.assert_array_equal(left[50:130, 50:130], zero)


@pytest.mark.parametrize("radius", [18, 24, 30, 40, 60, 90])
@pytest.mark.parametrize("thickness", [3, 6, 9, 12])
def test_a_round_zero_is_no_cell(radius: int, thickness: int) -> None:
    page = np.full((300, 300), 255, np.uint8)
    cv2.ellipse(page, (150, 150), (round(0.8 * radius), radius), 0, 0, 360, 0, thickness, cv2.LINE_AA)
    assert find_grid(page) is None


def test_the_frame_of_a_table_is_no_cell() -> None:
    page = comb(rows=2)
    cv2.rectangle(page, (15, 15), (465, 265), BLACK, 3)
    assert len(take_off_grid(page)[1]) == 8


@pytest.mark.parametrize("margin", [0, 2])
def test_a_table_may_fill_the_picture(margin: int) -> None:
    page = comb(rows=3)[39 - margin : -38 + margin or None, 39 - margin : -38 + margin or None]
    left, cells = take_off_grid(page)
    assert len(cells) == 12
    assert darkest(left, np.s_[:, :]) == 255


def test_a_table_may_go_on_beyond_the_picture() -> None:
    page = comb(rows=3)[100:-100, 100:-100]
    left, cells = take_off_grid(page)
    assert len(cells) == 2
    assert darkest(left, np.s_[:, :]) == 255


def test_many_cells_that_are_mostly_empty_are_squared_paper() -> None:
    page = gray(comb(rows=6, cols=6, cell=50))
    assert find_grid(page) is None
    for row in (0, 1):  # write in twelve of them
        for col in range(6):
            page[55 + 50 * row : 75 + 50 * row, 62 + 50 * col : 68 + 50 * col] = 0
    grid = find_grid(page)
    assert grid is not None
    assert len(grid.cells) == 36


def test_strokes_between_the_rules_of_ruled_paper_make_no_cells() -> None:
    page = np.full((400, 700), 255, np.uint8)
    page[30::40, 30:-30] = page[31::40, 30:-30] = 120
    for col in (200, 250, 300):
        page[100:200, col : col + 5] = 30
    assert find_grid(page) is None


def test_a_page_of_many_small_squares_has_no_cells() -> None:
    assert find_grid(gray(comb(rows=16, cols=16, cell=40))) is None


def test_half_a_page_in_black_has_no_cells() -> None:
    """Neither the dark half nor the light one is the paper for certain."""
    page = np.zeros((200, 300, 3), np.uint8)
    page[:, 150:] = 255
    assert take_off_grid(page)[1] == take_off_grid(255 - page)[1] == ()


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (500, 1), (10, 10), (30, 30)])
def test_tiny_pictures(shape: tuple[int, int]) -> None:
    assert find_grid(np.full(shape, 200, np.uint8)) is None
