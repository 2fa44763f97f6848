"""A hand changes how a stroke runs, not where it is."""

import numpy as np
import pytest

from mnist_app.data.pen_strokes import Stroke
from mnist_app.data.stroke_geometry import Variant, longer_side, stroke_bounds
from mnist_app.data.stroke_hands import HANDS, corners, few_points, overshoot, wobble

ANGLE = np.linspace(0, 2 * np.pi, 60)
RING: Stroke = (200 * np.stack([-np.cos(ANGLE), np.sin(ANGLE)], axis=1)).astype(np.float32)
BAR = np.array([[0, 0], [10, 100], [0, 400]], np.float32)
DOT = np.array([[7, 9]], np.float32)


@pytest.mark.parametrize("hand", HANDS)
def test_every_hand_keeps_place_and_kind_and_changes_something(hand: Variant) -> None:
    given = (RING.copy(), BAR.copy())
    drawn = hand(given, np.random.default_rng(0))
    assert [stroke.dtype for stroke in drawn] == [np.float32] * 2
    assert any(
        before.shape != after.shape or (before != after).any() for before, after in zip(given, drawn, strict=True)
    )
    np.testing.assert_allclose(stroke_bounds(drawn), stroke_bounds(given), atol=0.2 * longer_side(given))
    np.testing.assert_array_equal(given[0], RING)


@pytest.mark.parametrize("hand", HANDS)
@pytest.mark.parametrize("strokes", [(DOT,), (BAR[:2],), (np.zeros((3, 2), np.float32),)])
def test_every_hand_survives_dots_and_lines(hand: Variant, strokes: tuple[Stroke, ...]) -> None:
    drawn = hand(strokes, np.random.default_rng(1))
    assert all(np.isfinite(stroke).all() and len(stroke) for stroke in drawn)


def test_finger_trembles_about_the_stroke() -> None:
    drawn = wobble((RING,), np.random.default_rng(0))[0]
    strayed = np.abs(np.hypot(*drawn.T) - 200)
    assert 2 < strayed.max() < 40


def test_mouse_draws_few_straight_pieces() -> None:
    assert 5 <= len(corners((RING,), np.random.default_rng(0))[0]) <= 14


def test_fast_stroke_has_few_points_and_more_where_it_winds() -> None:
    rng = np.random.default_rng(0)
    assert {len(few_points((np.repeat(BAR, 9, axis=0),), rng)[0]) for _ in range(60)} == {5, 6, 7, 8, 9}
    assert min(len(few_points((RING,), rng)[0]) for _ in range(60)) >= 9


def test_overshoot_runs_on_straight() -> None:
    line = np.array([[0, 0], [0, 100]], np.float32)
    drawn = overshoot((RING / np.float32(10), line), np.random.default_rng(0))
    assert len(drawn) == 2
    assert drawn[1][-1, 0] == 0
    assert 104 <= drawn[1][-1, 1] <= 114
