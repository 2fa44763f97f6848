"""Rules drawn on a map of darkness, with strokes over them."""

import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.imaging.ink.ruling import remove_rules

Darkness = npt.NDArray[np.float32]
SHAPE = (480, 640)


def paper(seed: int = 0) -> Darkness:
    return np.random.default_rng(seed).normal(0, 0.01, SHAPE).astype(np.float32)


def ruled(pitch: int = 40, level: float = 0.3, slope: float = 0.0, bend: float = 0.0) -> Darkness:
    """Lines of two pixels, at a slope and bent like a page that does not lie flat."""
    rows, cols = np.mgrid[: SHAPE[0], : SHAPE[1]]
    distance = np.abs((rows - slope * cols - bend * np.sin(cols / 200)) % pitch - pitch / 2)
    return (paper() + level * np.clip(1.5 - distance, 0, 1)).astype(np.float32)


def test_without_rules_nothing_changes() -> None:
    darkness = paper()
    darkness[200:260, 300:306] = 0.6  # a stroke
    np.testing.assert_array_equal(remove_rules(darkness), darkness)


@pytest.mark.parametrize("level", [0.1, 0.3, 0.6])
@pytest.mark.parametrize("slope", [0.0, 0.05, -0.15])
def test_rules_go(level: float, slope: float) -> None:
    left = remove_rules(ruled(level=level, slope=slope))
    assert np.quantile(np.abs(left), 0.99) < 0.03 + 0.35 * level


def test_thick_rules_go() -> None:
    darkness = paper()
    for row in range(40, 480, 80):
        darkness[row : row + 6] += 0.3
    assert np.quantile(np.abs(remove_rules(darkness)), 0.99) < 0.1


@pytest.mark.parametrize(("lines", "are_rules"), [(3, True), (2, False)])
def test_shorter_lines_are_rules_if_there_are_three(lines: int, are_rules: bool) -> None:
    darkness = paper()
    rows = [120 + 100 * line for line in range(lines)]
    darkness[rows, 160:480] = darkness[[row + 1 for row in rows], 160:480] = 0.3
    left = remove_rules(darkness)[rows, 200:440].mean()
    assert left == pytest.approx(0 if are_rules else 0.3, abs=0.1)


def test_rules_that_begin_at_the_left_side_take_nothing_off_the_right_one() -> None:
    darkness = paper()
    for row in range(40, 480, 80):
        darkness[row : row + 2, :320] += 0.3
    darkness[30:50, 600:606] = darkness[30:50, 632:638] = 0.6  # two strokes
    left = remove_rules(darkness)
    assert left[40:42, :300].mean() < 0.1
    np.testing.assert_allclose(left[:, 400:], darkness[:, 400:], atol=1e-6)


def test_bent_rules_go() -> None:
    assert np.quantile(np.abs(remove_rules(ruled(bend=8))), 0.99) < 0.1


def test_squares_go() -> None:
    columns = ruled()[:, :480].T
    squares = np.maximum(ruled()[:, :480], columns)
    left = remove_rules(squares)
    assert np.quantile(np.abs(left), 0.99) < 0.08


def test_strokes_that_cross_stay_whole() -> None:
    darkness = ruled(level=0.25)
    darkness[150:260, 300:306] = 0.7
    left = remove_rules(darkness)
    assert left[150:260, 300:306].min() > 0.4


def test_a_bar_on_a_rule_stays_dark() -> None:
    darkness = ruled(level=0.2)
    darkness[199:205, 300:350] = 0.7
    assert remove_rules(darkness)[200:204, 305:345].mean() > 0.4


def test_a_row_of_ones_is_not_taken_for_rules() -> None:
    darkness = paper()
    for col in range(100, 600, 60):
        darkness[180:300, col : col + 6] = 0.6
    np.testing.assert_array_equal(remove_rules(darkness), darkness)


def test_a_single_line_from_side_to_side_is_a_rule() -> None:
    darkness = paper()
    darkness[200:202] = 0.3
    assert np.abs(remove_rules(darkness)[200:202]).mean() < 0.1


def test_a_long_stroke_that_ends_before_the_sides_is_none() -> None:
    """As the bar of a 7 that nearly fills the picture."""
    darkness = paper()
    darkness[60:67, 64:-64] = 0.7
    np.testing.assert_array_equal(remove_rules(darkness), darkness)


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (500, 1), (10, 10)])
def test_tiny_pictures(shape: tuple[int, int]) -> None:
    darkness = np.full(shape, 0.5, np.float32)
    np.testing.assert_array_equal(remove_rules(darkness), darkness)
