"""Lines are taken off the digits that are written on them; what may be a digit stays."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.imaging.guide import Expected
from mnist_app.imaging.printed_lines import take_off_lines

SIZE = 40  # pixels, of a digit
Floats = npt.NDArray[np.float32]


def digits() -> Floats:
    """A 1 and a 0, 40 pixels high, whose feet stand at row 60."""
    ink = np.zeros((100, 300), np.float32)
    ink[20:60, 60:64] = 1
    cv2.ellipse(ink, (120, 40), (14, 18), 0, 0, 360, 1.0, 4)
    return ink


def take_off(ink: Floats, seen: Floats) -> Floats:
    """With a finder that sees digits where this map says so."""
    nowhere = np.zeros_like(ink)
    return take_off_lines(ink, Expected(seen, nowhere, nowhere, nowhere, np.full_like(ink, SIZE)))


@pytest.mark.parametrize("slope", [0, 0.02])
def test_a_line_below_digits_is_taken_off(slope: float) -> None:
    line = np.zeros_like(digits())
    cv2.line(line, (20, 58), (280, round(58 + 260 * slope)), 1.0, 2)
    left = take_off(np.maximum(digits(), line), 0.9 * digits())
    assert np.array_equal(left > 0, digits() > 0)


def test_an_upright_line_is_taken_off() -> None:
    line = np.zeros_like(digits())
    line[58:60, 20:280] = 1
    left = take_off(np.maximum(digits(), line).T, 0.9 * digits().T)
    assert np.array_equal(left > 0, digits().T > 0)


def test_what_touches_no_line_stays_though_no_digit_is_seen_in_it() -> None:
    line, mark = np.zeros_like(digits()), np.zeros_like(digits())
    line[58:60, 20:280] = 1
    mark[20:40, 200:220] = 1
    left = take_off(np.maximum(np.maximum(digits(), line), mark), 0.9 * digits())
    assert np.array_equal(left > 0, np.maximum(digits(), mark) > 0)


def test_the_teeth_of_a_comb_go_with_its_line() -> None:
    comb = np.zeros_like(digits())
    comb[58:60, 20:280] = 1
    for col in (20, 90, 160, 230, 278):
        comb[40:60, col : col + 2] = 1
    seen = np.maximum(0.9 * digits(), 0.4 * comb * (np.arange(300) > 200))  # a finder takes one tooth for half a digit
    left = take_off(np.maximum(digits(), comb), seen.astype(np.float32))
    assert np.array_equal(left > 0, digits() > 0)


def test_touching_digits_of_which_one_is_not_seen_stay() -> None:
    ink, seen = digits(), 0.9 * digits()
    for col in (137, 166):
        cv2.ellipse(ink, (col + 12, 40), (14, 18), 0, 0, 360, 1.0, 4)
    assert np.array_equal(take_off(ink, seen), ink)


def test_what_a_finder_hardly_sees_stays_whole() -> None:
    ink = np.zeros((300, 300), np.float32)
    ink[20:280, 150:156] = 1
    seen = np.zeros_like(ink)
    seen[20:40, 150:156] = 0.5  # not enough to be written, were it alone
    assert np.array_equal(take_off(ink, seen), ink)


def test_without_lines_nothing_changes() -> None:
    assert np.array_equal(take_off(digits(), 0.9 * digits()), digits())
    nothing = np.zeros_like(digits())
    assert np.array_equal(take_off(nothing, nothing), nothing)
