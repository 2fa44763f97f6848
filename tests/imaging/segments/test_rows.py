import numpy as np
import pytest

from mnist_app.imaging.segments.rows import group_rows


def test_nothing() -> None:
    assert group_rows(np.zeros((0, 2)), 10) == []


def test_one_row_from_left_to_right() -> None:
    assert group_rows(np.array([[5.0, 90], [8, 10], [2, 50]]), 10) == [[1, 2, 0]]


@pytest.mark.parametrize("slope", [-0.3, -0.1, 0.0, 0.1, 0.3])
def test_slanted_rows(slope: float) -> None:
    grid = np.array([[row * 20.0, col * 15.0] for row in range(3) for col in range(6)])
    grid[:, 0] += slope * grid[:, 1]
    assert group_rows(grid, 10) == [list(range(0, 6)), list(range(6, 12)), list(range(12, 18))]


def test_a_column_is_rows_of_one() -> None:
    assert group_rows(np.array([[0.0, 10], [30, 12], [60, 9]]), 20) == [[0], [1], [2]]


def test_digits_dance_on_the_line() -> None:
    rng = np.random.default_rng(0)
    row = np.column_stack([rng.uniform(-3, 3, 12), np.arange(12) * 12.0])
    assert group_rows(row, 12) == [list(range(12))]


def test_digits_of_other_sizes_stand_in_rows_of_their_own() -> None:
    """A row of 90 pixels above one of 20, whose middles are less than half a high digit apart."""
    centers = np.array([[50.0, 50], [58, 150], [45, 250], [90, 60], [92, 85], [89, 110]])
    heights = np.array([90.0, 90, 90, 20, 20, 20])
    assert group_rows(centers, heights) == [[0, 1, 2], [3, 4, 5]]
    assert len(group_rows(centers, 90)) == 1


def test_a_slope_is_not_made_of_digits_that_are_scattered() -> None:
    """Four digits of a row that falls by a fifth, as far apart as the digits of a number, or four times as far."""
    slanted = np.array([[20 + 0.2 * col, col] for col in (20.0, 60, 100, 140)])
    assert group_rows(slanted, 20) == [[0, 1, 2, 3]]
    assert len(group_rows(slanted * (1, 4) * (4, 1), 20)) > 1
