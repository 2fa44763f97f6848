"""The closed form: what is learned, what is kept, and when nothing may change."""

import numpy as np
import pytest

from mnist_app.training import last_layer
from mnist_app.training.last_layer import KEEP, MOST_LOST, Known, change_last_layer, lead

CLASSES, FEATURES = 3, 6


def features(*rows: list[float]) -> np.ndarray:
    """Features with a 1 for the bias."""
    return np.array([[*row, 1] for row in rows], np.float32)


def axes(*numbers: int, length: float = 1.0) -> np.ndarray:
    return features(*(length * np.eye(FEATURES)[number] for number in numbers))


def known_axes(copies: int = 20) -> Known:
    """Each class by a feature of its own, and the other features by nothing."""
    return Known(np.tile(axes(0, 1, 2), (copies, 1)), np.tile(np.arange(3, dtype=np.uint8), copies))


@pytest.fixture
def weights() -> np.ndarray:
    """What reads the known ones rightly, and class 0 in feature 3."""
    weights = np.zeros((FEATURES + 1, CLASSES), np.float32)
    weights[:3] = 6 * np.eye(3)
    weights[3, 0] = 2
    return weights


def test_a_drawing_is_learned_and_what_is_known_keeps_its_answers(weights: np.ndarray) -> None:
    known, drawings = known_axes(), Known(axes(3), np.array([2], np.uint8))
    changed, factor = change_last_layer(weights, drawings, known)
    assert factor == 1
    assert (drawings.features @ weights).argmax() == 0
    assert (drawings.features @ changed).argmax() == 2
    np.testing.assert_array_equal((known.features @ changed).argmax(axis=1), known.labels)
    moved = np.abs(known.features @ (changed - weights)).max()
    assert moved < 0.5 * np.abs(drawings.features @ (changed - weights)).max()


def test_what_is_read_rightly_and_surely_changes_nothing(weights: np.ndarray) -> None:
    changed, factor = change_last_layer(weights, Known(axes(1, length=3), np.array([1], np.uint8)), known_axes())
    np.testing.assert_array_equal(changed, weights)
    assert factor == 1


def test_it_is_the_least_of_what_it_says(weights: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_layer, "ROUNDS", 1)
    rng = np.random.default_rng(0)
    shown = np.hstack([rng.normal(size=(50, FEATURES)), np.ones((50, 1))]).astype(np.float32)
    known = Known(shown, (shown @ weights).argmax(axis=1).astype(np.uint8))
    drawings = Known(axes(3, 4), np.array([2, 1], np.uint8))
    change = last_layer._fit_change(weights, drawings, known)
    aim = last_layer.SURER * np.median(lead(known.features @ weights, known.labels)[0])
    leads, rivals = lead(drawings.features @ weights, drawings.labels)
    missing = np.zeros((2, CLASSES))
    for row, (need, rival) in enumerate(zip(np.maximum(aim - leads, 0), rivals, strict=True)):
        missing[row, drawings.labels[row]] += need / 2
        missing[row, rival] -= need / 2

    def cost(change: np.ndarray) -> float:
        own, others = drawings.features @ change - missing, known.features @ change
        return float((own**2).sum() / len(own) + KEEP * (others**2).sum() / len(others))

    least = cost(change)
    assert least < cost(np.zeros_like(change))
    for _ in range(20):
        assert cost(change + 0.01 * rng.normal(size=change.shape)) > least


def test_what_would_cost_too_much_is_scaled_down_or_left(weights: np.ndarray) -> None:
    known = known_axes()
    unknowable = Known(np.tile(axes(0), (40, 1)), np.full(40, 1, np.uint8))  # what is known to be another class
    changed, factor = change_last_layer(weights, unknowable, known)
    assert 0 <= factor < 1
    lost = ((known.features @ changed).argmax(axis=1) != known.labels).mean()
    assert lost <= MOST_LOST


def test_the_lead_is_over_the_nearest_other_class() -> None:
    leads, rivals = lead(np.array([[5.0, 1, 3], [0, 4, 1]]), np.array([0, 2], np.uint8))
    assert leads.tolist() == [2, -3]
    assert rivals.tolist() == [2, 1]
