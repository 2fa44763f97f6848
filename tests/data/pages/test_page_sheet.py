"""What is written or printed lies where it should, and nothing is written beside the sheet."""

import numpy as np
import pytest

from mnist_app.data.pages.hands import Pen
from mnist_app.data.pages.sheet import blank_sheet, cover, shade, stamp, write

FULL = np.full((10, 6), 255, np.uint8)


def test_a_digit_is_written_and_remembered() -> None:
    sheet = blank_sheet((40, 30), (0, 0, 40, 30), (1, 1, 1))
    write(sheet, FULL, 5, 8, Pen(2, (0, 0, 0), 1), np.random.default_rng(0), (7, 2, None))
    assert sheet.strokes.sum() == FULL.sum()
    assert (sheet.strokes[5:15, 8:14] == 255).all()
    assert sheet.pixels[5:15, 8:14].mean() < 40
    assert sheet.pixels[16:].min() == 255
    (digit,) = sheet.digits
    assert (digit.label, digit.row, digit.cell) == (7, 2, None)
    assert (*digit.hull.min(axis=0), *digit.hull.max(axis=0)) == (8, 5, 13, 14)


@pytest.mark.parametrize("place", [(-1, 0), (0, -1), (35, 0), (0, 25)])
def test_ink_beside_the_sheet_is_refused(place: tuple[int, int]) -> None:
    sheet = blank_sheet((40, 30), (0, 0, 40, 30), (1, 1, 1))
    with pytest.raises(ValueError, match="does not fit"):
        write(sheet, FULL, *place, Pen(2, (0, 0, 0), 1), np.random.default_rng(0))


def test_print_is_cut_off_at_the_edge() -> None:
    pixels = np.full((20, 20, 3), 255, np.uint8)
    for place in ((-5, -3), (15, 17), (-50, 3), (3, 50)):
        stamp(pixels, FULL, *place, (0, 0, 0), 1.0)
    black = pixels.max(axis=2) == 0
    assert black[:5, :3].all()
    assert black[15:, 17:].all()
    assert black.sum() == 5 * 3 + 5 * 3


def test_half_a_cover_is_half_the_color() -> None:
    pixels = np.full((10, 6, 3), 200, np.uint8)
    cover(pixels, FULL, (0, 0.5, 1), 0.5)
    assert pixels[0, 0].tolist() == [100, pytest.approx(164, abs=1), pytest.approx(228, abs=1)]


def test_light_is_enlarged() -> None:
    lit = shade(np.full((40, 20, 3), 100, np.uint8), np.array([[0.5], [2.5]], np.float32))
    assert lit[0].mean() == pytest.approx(50, abs=1)
    assert lit[-1].mean() == pytest.approx(250, abs=1)
