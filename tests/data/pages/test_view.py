"""All that is written lies in the picture, and the sheet covers all that the camera sees of it."""

import numpy as np
import pytest

from mnist_app.data.pages.recipes import CameraRecipe
from mnist_app.data.pages.view import choose_view, transform


def corners(shape: tuple[int, int], share: float = 0.0) -> np.ndarray:
    """Of a rectangle, (x, y), moved inwards by a share of its sides."""
    height, width = shape
    rows, cols = (share * height, (1 - share) * height), (share * width, (1 - share) * width)
    return np.array([(cols[0], rows[0]), (cols[1], rows[0]), (cols[1], rows[1]), (cols[0], rows[1])])


@pytest.mark.parametrize("around", [False, True])
@pytest.mark.parametrize("turns", range(4))
def test_what_is_written_is_seen(turns: int, around: bool) -> None:
    camera = CameraRecipe(tilts=(10, 20), perspective=0.15, turned=True)
    for seed in range(5):
        view = choose_view(camera, around, 0.1, turns, np.random.default_rng(seed))
        top, left, bottom, right = view.page
        written = corners((bottom - top, right - left), 0.0 if around else 0.1) + np.array((left, top))
        seen = transform(view.matrix, written)
        assert (seen >= -1).all()
        assert (seen <= np.array(view.shape[::-1]) + 1).all()
        assert view.turn == 90 * turns


def test_the_sheet_fills_the_picture() -> None:
    view = choose_view(CameraRecipe(tilts=(2, 4)), False, 0.1, 0, np.random.default_rng(0))
    seen = transform(np.asarray(np.linalg.inv(view.matrix), np.float64), corners(view.shape))
    assert (seen >= -1).all()
    assert (seen <= np.array(view.sheet_shape[::-1]) + 1).all()


def test_a_page_that_is_never_turned_stays_upright() -> None:
    view = choose_view(CameraRecipe(tilts=(0, 0)), False, 0.1, 1, np.random.default_rng(0))
    assert view.turn == 0
    assert view.matrix == pytest.approx(np.eye(3), abs=1e-6)
