"""Leveling the paper, on scenes whose light and ink are known."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.imaging.guide import Expected
from mnist_app.imaging.ink.paper import flatten, weighted_median
from mnist_app.imaging.options import Polarity

Rgb = npt.NDArray[np.uint8]
INK = np.s_[100:180, 60:70], np.s_[100:180, 240:250]  # one stroke in the left half, one in the right


def scene(light: npt.NDArray[np.float64] | float = 1.0, color: tuple[int, int, int] = (40, 40, 60)) -> Rgb:
    """Two strokes on grainy paper, 240 x 320, under some light."""
    rgb = np.full((240, 320, 3), 220.0)
    rgb += np.random.default_rng(0).normal(0, 2, (240, 320, 1))
    for stroke in INK:
        rgb[stroke] = color
    return (rgb * (np.asarray(light)[..., np.newaxis] if np.ndim(light) else light)).clip(0, 255).astype(np.uint8)


def halves() -> npt.NDArray[np.float64]:
    """A shadow whose edge, down the middle, is a few pixels wide, as a lens sees it."""
    return np.interp(np.arange(320), [157, 163], [1, 0.4]) * np.ones((240, 1))


def between_shadows() -> npt.NDArray[np.float64]:
    """Light that falls as a slanting band between two shadows, brighter by more than the ink is dark."""
    rows, cols = np.indices((240, 320))
    return np.interp(np.abs(cols - 130 - rows / 4), [12, 18], [1, 0.5])


@pytest.mark.parametrize("light", [1.0, 0.3, halves(), halves()[:, ::-1], np.linspace(1, 0.3, 320) * np.ones((240, 1))])
def test_light_makes_no_difference(light: npt.NDArray[np.float64] | float) -> None:
    flat = flatten(scene(light))
    assert flat.darkness.shape == (240, 320)
    assert flat.darkness.dtype == np.float32
    for stroke in INK:
        assert flat.darkness[stroke].mean() > 0.6
    paper = np.ones((240, 320), np.bool_)
    for rows, cols in INK:
        paper[rows.start - 3 : rows.stop + 3, cols.start - 3 : cols.stop + 3] = False
    assert np.quantile(np.abs(flat.darkness[paper]), 0.999) < 0.15
    assert flat.stroke == pytest.approx(10, abs=3)


def test_light_between_shadows_is_no_ink() -> None:
    flat = flatten(scene(between_shadows()))
    for rows, cols in INK:
        assert flat.darkness[rows, cols].mean() > 0.5
    middle = np.s_[20:80, 140:145]  # in the light, above the strokes
    assert np.abs(flat.darkness[middle]).max() < 0.2


def test_inverted_is_the_same() -> None:
    np.testing.assert_array_equal(flatten(255 - scene()).darkness, flatten(scene()).darkness)


@pytest.mark.parametrize("polarity", ["light", "dark"])
def test_asked_for_one_polarity_the_other_ink_is_not_seen(polarity: Polarity) -> None:
    rgb = scene() if polarity == "light" else 255 - scene()
    middle = np.s_[120:160, 63:67]
    assert flatten(rgb, polarity).darkness[middle].max() < 0.1


def test_the_color_in_which_the_ink_shows_is_used() -> None:
    yellow = flatten(scene(color=(220, 220, 90)))  # in gray, hardly darker than the paper
    assert yellow.darkness[INK[0]].mean() > 0.4


def test_noise_is_measured_where_it_is() -> None:
    rgb = scene().astype(np.float64)
    rgb[:, 160:] += np.random.default_rng(1).normal(0, 12, (240, 160, 1))
    noise = flatten(rgb.clip(0, 255).astype(np.uint8)).noise
    assert np.median(noise[:, :120]) < 0.5 * np.median(noise[:, 200:])


@pytest.mark.parametrize("shape", [(1, 1), (1, 400), (400, 1), (9, 9)])
def test_tiny_pictures(shape: tuple[int, int]) -> None:
    assert flatten(np.full((*shape, 3), 128, np.uint8)).darkness.shape == shape


def test_weighted_median() -> None:
    assert weighted_median(np.array([5.0, 1.0, 3.0]), np.array([1.0, 1.0, 1.0])) == 3
    assert weighted_median(np.array([5.0, 1.0, 3.0]), np.array([9.0, 1.0, 1.0])) == 5


def large_digit_on_folds() -> tuple[Rgb, Expected]:
    """A 1 of 150 x 36 pixels on paper that folds have parted into bright and dark strips; and a finder that sees it."""
    rows, cols = np.indices((240, 320))
    folds = 1 - 0.12 * (np.sin((cols + 0.7 * rows) / 9) > 0.6) - 0.1 * (np.sin((cols - 1.3 * rows) / 23) > 0.5)
    rgb = 200 * np.repeat(folds[..., np.newaxis], 3, axis=2)
    rgb += np.random.default_rng(0).normal(0, 2, (240, 320, 1))
    digit = np.s_[45:195, 140:176]
    rgb[digit] = 60
    digits = np.zeros((240, 320), np.float32)
    digits[digit] = 1
    return rgb.clip(0, 255).astype(np.uint8), Expected(digits, 0 * digits, digits, digits, np.full_like(digits, 150))


def test_a_large_digit_says_itself_how_wide_the_pen_is() -> None:
    rgb, expected = large_digit_on_folds()
    assert flatten(rgb).stroke < 20
    flat = flatten(rgb, expected=expected)
    assert flat.stroke == pytest.approx(36, abs=6)
    assert (flat.darkness[expected.digits > 0] > 0.3).mean() > 0.95


def test_a_large_digit_says_itself_whether_it_is_light() -> None:
    rgb, expected = large_digit_on_folds()
    light, dark = (flatten(pixels, expected=expected) for pixels in (255 - rgb, rgb))
    np.testing.assert_array_equal(light.darkness, dark.darkness)
    assert np.median(dark.darkness[expected.digits > 0]) > 0.3


def test_small_digits_leave_it_to_the_whole_page() -> None:
    rgb, expected = large_digit_on_folds()
    small = replace(expected, sizes=(expected.sizes / 3).astype(np.float32))
    np.testing.assert_array_equal(flatten(rgb, expected=small).darkness, flatten(rgb).darkness)


def test_ink_at_the_edge_is_on_the_sheet_where_a_finder_sees_it() -> None:
    """A wide stroke from the border on; without a finder, it is a notch in the sheet."""
    rgb = np.full((400, 600, 3), 215.0) + np.random.default_rng(0).normal(0, 3, (400, 600, 1))
    digit = np.s_[0:90, 400:460]
    rgb[digit] = 60
    seen = np.zeros((400, 600), np.float32)
    seen[digit] = 1
    photo = rgb.clip(0, 255).astype(np.uint8)
    expected = Expected(seen, 0 * seen, seen, seen, np.full_like(seen, 90))
    assert not flatten(photo).sheet[digit].all()
    assert flatten(photo, expected=expected).sheet[digit].all()
