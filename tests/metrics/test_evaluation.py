import numpy as np
import pytest

from mnist_app.metrics.evaluation import evaluate


def answers(*rows: tuple[int, float]) -> np.ndarray:
    """One row of probabilities for each (answer, confidence), the rest spread evenly."""
    probs = np.zeros((len(rows), 10), np.float32)
    for row, (answer, confidence) in zip(probs, rows, strict=True):
        row[:] = (1 - confidence) / 9
        row[answer] = confidence
    return probs


def test_nothing_to_evaluate() -> None:
    with pytest.raises(ValueError, match="expected probs"):
        evaluate(np.zeros((0, 10), np.float32), np.zeros(0, np.int64))


@pytest.mark.parametrize("shape", [(3, 9), (3,), (4, 10)])
def test_shapes_that_do_not_fit(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="expected probs"):
        evaluate(np.zeros(shape, np.float32), np.zeros(3, np.int64))


def test_all_right() -> None:
    result = evaluate(answers(*((label, 1.0) for label in range(10))), np.arange(10))
    assert (result.accuracy, result.errors, result.loss, result.calibration_error) == (1.0, 0, 0.0, 0.0)
    np.testing.assert_array_equal(result.confusion, np.eye(10, dtype=np.int64))
    np.testing.assert_array_equal(result.f1, np.ones(10))


def test_known_values() -> None:
    # Four answers: 4 as 4, 4 as 9, 9 as 9, 9 as 9, each with confidence 0.7 except the wrong one.
    result = evaluate(answers((4, 0.7), (9, 0.9), (9, 0.7), (9, 0.7)), np.array([4, 4, 9, 9]))
    assert (result.accuracy, result.errors) == (0.75, 1)
    assert result.loss == pytest.approx((-3 * np.log(0.7) - np.log(0.1 / 9)) / 4, rel=1e-6)
    assert result.calibration_error == pytest.approx((3 * 0.3 + 0.9) / 4, rel=1e-6)
    assert result.confusion[4, 9] == 1
    assert result.precision[9] == pytest.approx(2 / 3)
    assert result.recall[4] == 0.5
    assert result.precision[0] == result.recall[0] == 0
    np.testing.assert_array_equal(result.support[[0, 4, 9]], [0, 2, 2])


def test_sums() -> None:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 10, 500)
    result = evaluate(rng.dirichlet(np.ones(10), 500).astype(np.float32), labels)
    assert result.confusion.sum() == len(labels)
    assert result.support.sum() == len(labels)
    assert np.trace(result.confusion) == len(labels) - result.errors


def test_an_impossible_label_costs_a_finite_loss() -> None:
    assert evaluate(answers((1, 1.0)), np.array([2])).loss == pytest.approx(-np.log(1e-7))
