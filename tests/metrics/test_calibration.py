import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.metrics.calibration import (
    calibrate,
    fit_digit_threshold,
    fit_sure_threshold,
    fit_temperature,
)


def two_way(confidence: list[float], right: list[bool]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """Answers "1" with these confidences, the rest on "0"; the label is 1 where the answer is right, else 0."""
    probs = np.zeros((len(confidence), 10), np.float32)
    probs[:, 1] = confidence
    probs[:, 0] = 1 - probs[:, 1]
    return probs, np.array(right, np.int64)


def test_calibrate_nothing() -> None:
    assert calibrate(np.zeros((0, 10), np.float32), 2.0).shape == (0, 10)


def test_temperature_one_changes_nothing() -> None:
    probs = np.random.default_rng(0).dirichlet(np.ones(10), 20).astype(np.float32)
    np.testing.assert_allclose(calibrate(probs, 1.0), probs, atol=1e-6)


def test_calibrate_softens_and_keeps_order() -> None:
    probs = np.array([[0.9, 0.1, 0, 0, 0, 0, 0, 0, 0, 0]], np.float32)
    soft = calibrate(probs, 2.0)
    # sqrt(0.9) : sqrt(0.1) = 3 : 1
    np.testing.assert_allclose(soft[0, :2], [0.75, 0.25], atol=1e-3)
    assert soft.dtype == np.float32


@pytest.mark.parametrize("temperature", [0.0, -1.0, float("nan"), float("inf")])
def test_a_temperature_must_be_above_zero(temperature: float) -> None:
    with pytest.raises(ValueError, match="expected a temperature above 0, received"):
        calibrate(np.full((1, 10), 0.1, np.float32), temperature)


def test_fit_temperature_undoes_overconfidence() -> None:
    # 3 of 4 answers are right, so 0.75 is what 0.9 should say: temperature 2, as above.
    probs, labels = two_way([0.9] * 4, [True, True, True, False])
    assert fit_temperature(probs, labels) == pytest.approx(2.0, abs=0.01)


def test_sure_threshold_allows_one_in_200() -> None:
    # The 200 most confident hold one error, the next answer is a second one.
    probs, labels = two_way([0.99] * 199 + [0.9, 0.8], [True] * 199 + [False, False])
    assert fit_sure_threshold(probs, labels) == pytest.approx(0.9)


def test_sure_threshold_takes_equal_confidences_together() -> None:
    probs, labels = two_way([0.99] * 250 + [0.8] * 4, [True] * 250 + [True, True, False, False])
    assert fit_sure_threshold(probs, labels) == pytest.approx(0.99)


def test_half_a_chance_is_never_sure() -> None:
    probs, labels = two_way([0.6] * 9, [True] * 9)
    assert fit_sure_threshold(probs, labels) == 0.8


def test_nothing_is_sure_where_the_surest_is_wrong() -> None:
    probs, labels = two_way([0.99, 0.9], [False, True])
    assert fit_sure_threshold(probs, labels) > 1


def test_digit_threshold_refuses_at_most_one_in_500() -> None:
    probs = np.full((1000, 10), 0.1, np.float32)
    probs[3:] = np.eye(10, dtype=np.float32)[0]
    refused = (np.sort(probs, axis=1)[:, -2:].sum(axis=1) < fit_digit_threshold(probs)).sum()
    assert refused <= 2


def test_digit_threshold_lies_between_flat_and_clear_answers() -> None:
    probs = np.tile(np.eye(10, dtype=np.float32)[4], (1000, 1))
    probs[0] = 0.1
    assert 0.2 < fit_digit_threshold(probs) < 1
