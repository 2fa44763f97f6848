"""Boxes, lengths and points of strokes."""

import numpy as np
import pytest

from mnist_app.data.stroke_geometry import fit_width, longer_side, path_length, resample, stroke_bounds

DOT = np.array([[7, 9]], np.float32)


def test_points_lie_in_equal_distances() -> None:
    points = resample(np.array([[0, 0], [0, 1], [0, 4]], np.float32), 5)
    np.testing.assert_allclose(points, [[0, 0], [0, 1], [0, 2], [0, 3], [0, 4]])
    np.testing.assert_allclose(path_length(points), [0, 1, 2, 3, 4])


def test_the_box_of_one_point_has_a_side() -> None:
    assert longer_side([DOT]) > 0


@pytest.mark.parametrize(("least", "most", "width"), [(0, np.inf, 40), (0.6, np.inf, 60), (0, 0.3, 30), (0.2, 0.9, 40)])
def test_width_is_fitted_between_shares_of_the_height(least: float, most: float, width: float) -> None:
    (fitted,) = fit_width((np.array([[10, 20], [110, 60]], np.float32),), least, most)
    low, high = stroke_bounds([fitted])
    assert low.tolist() == [10, 20]
    np.testing.assert_allclose(high - low, [100, width], rtol=1e-6)
