import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.data.mnist import NO_DIGIT_LABEL
from mnist_app.metrics.calibration import (
    Calibrated,
    calibrate,
    calibrate_answers,
    fit_detection_temperature,
    fit_digit_threshold,
    fit_sure_threshold,
    fit_temperature,
    mix_weights,
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


def test_ten_classes_take_everything_for_a_digit() -> None:
    softmax = np.random.default_rng(0).dirichlet(np.ones(10), 20).astype(np.float32)
    answers = calibrate_answers(softmax, 1.7)
    np.testing.assert_array_equal(answers.probs, calibrate(softmax, 1.7))
    np.testing.assert_array_equal(answers.joint, answers.probs)
    np.testing.assert_array_equal(answers.digit_prob, np.ones(20))
    np.testing.assert_allclose(answers.digit_score, np.sort(answers.probs, axis=1)[:, -2:].sum(axis=1))


@pytest.mark.parametrize("temperature", [0.6, 1.0, 1.7])
def test_eleven_classes_part_into_whether_and_which(temperature: float) -> None:
    softmax = np.random.default_rng(0).dirichlet(np.ones(11), 20).astype(np.float32)
    answers = calibrate_answers(softmax, 1.0, temperature)
    np.testing.assert_allclose(answers.probs.sum(axis=1), 1, rtol=1e-5)
    odds = (1 - softmax[:, NO_DIGIT_LABEL]) / softmax[:, NO_DIGIT_LABEL]
    np.testing.assert_allclose(
        answers.digit_prob / (1 - answers.digit_prob), odds ** (1 / temperature), rtol=1e-3, atol=1e-6
    )
    np.testing.assert_array_equal(answers.digit_score, answers.digit_prob)
    np.testing.assert_allclose(answers.joint.sum(axis=1), answers.digit_prob, rtol=1e-5)
    np.testing.assert_allclose(answers.certainty, answers.joint.max(axis=1))


def test_which_digit_does_not_depend_on_whether_it_is_one() -> None:
    ten = np.random.default_rng(0).dirichlet(np.ones(10), 20).astype(np.float32)
    eleven = np.concatenate([0.3 * ten, np.full((20, 1), 0.7, np.float32)], axis=1)
    np.testing.assert_allclose(calibrate_answers(eleven, 0.6).probs, calibrate_answers(ten, 0.6).probs, rtol=1e-4)


def test_what_is_surely_no_digit_still_has_ten_probabilities() -> None:
    softmax = np.zeros((1, 11), np.float32)
    softmax[0, NO_DIGIT_LABEL] = 1
    answers = calibrate_answers(softmax, 0.6, 1.0)
    np.testing.assert_allclose(answers.probs, np.full((1, 10), 0.1), rtol=1e-5)
    assert answers.digit_prob[0] == pytest.approx(0, abs=1e-6)


def test_another_word_is_weighed_as_odds() -> None:
    answers = Calibrated(np.full((3, 10), 0.1, np.float32), *2 * (np.array([0.5, 0.9, 0.2], np.float32),))
    weighed = answers.weighed(np.array([0.8, 0.5, 0.5], np.float32))
    np.testing.assert_array_equal(weighed.probs, answers.probs)
    np.testing.assert_allclose(weighed.digit_prob, [0.2, 0.9, 0.2], rtol=1e-5)
    np.testing.assert_allclose(weighed.digit_score, [0.2, 0.9, 0.2], rtol=1e-5)


def test_some_of_the_answers() -> None:
    answers = calibrate_answers(np.random.default_rng(0).dirichlet(np.ones(11), 9).astype(np.float32), 1.0)
    np.testing.assert_array_equal(answers[3:5].joint, answers.joint[3:5])
    np.testing.assert_array_equal(answers[np.arange(9) == 4].digit_score, answers.digit_score[4:5])


def test_fit_detection_temperature_undoes_overconfidence() -> None:
    # Three of four pictures that are digits by 0.9 are some: temperature 2, as above.
    softmax = np.tile(np.array([0.5, 0.4] + [0] * 8 + [0.1], np.float32), (4, 1))
    is_digit = np.array([True, True, True, False])
    assert fit_detection_temperature(softmax, is_digit, np.ones(4)) == pytest.approx(2.0, abs=0.01)


def test_fit_temperature_counts_by_weight() -> None:
    # One answer of each kind, the right one three times as heavy: the same as three right ones.
    probs, labels = two_way([0.9, 0.9], [True, False])
    assert fit_temperature(probs, labels, np.array([1.5, 0.5])) == pytest.approx(2.0, abs=0.01)


def test_mix_weights_make_up_the_share() -> None:
    is_digit = np.arange(70) < 60
    weights = mix_weights(is_digit, 0.2)
    assert weights.mean() == pytest.approx(1)
    assert weights[~is_digit].sum() / weights.sum() == pytest.approx(0.2)


@pytest.mark.parametrize("is_digit", [[True] * 3, [False] * 3, []])
def test_one_kind_alone_counts_the_same(is_digit: list[bool]) -> None:
    assert mix_weights(np.array(is_digit, bool), 0.2).tolist() == [1.0] * len(is_digit)


def test_sure_threshold_holds_by_the_bound_of_clopper_and_pearson() -> None:
    """With k wrong, as many answers are needed as SciPy's own test says."""
    from scipy.stats import binomtest

    for wrong, count in ((0, 1197), (1, 1896), (2, 2517)):
        bounds = [
            binomtest(wrong, n, alternative="less").proportion_ci(0.95, method="exact").high for n in (count - 1, count)
        ]
        assert bounds[0] > 1 / 400 >= bounds[1]
        confidence = [0.99] * (count - 1) + [0.9]
        right = [False] * wrong + [True] * (count - wrong)
        assert fit_sure_threshold(*two_way(confidence, right)) == pytest.approx(0.9)
        assert fit_sure_threshold(*two_way(confidence[1:], right[1:] if not wrong else right[:-1])) > (0.9 + 0.05)


def test_sure_threshold_takes_equal_confidences_together() -> None:
    probs, labels = two_way([0.99] * 1500 + [0.8] * 40, [True] * 1530 + [False] * 10)
    assert fit_sure_threshold(probs, labels) == pytest.approx(0.99)


def test_half_a_chance_is_never_sure() -> None:
    probs, labels = two_way([0.6] * 1800, [True] * 1800)
    assert fit_sure_threshold(probs, labels) == 0.8


def test_nothing_is_sure_where_the_surest_is_wrong() -> None:
    probs, labels = two_way([0.99, 0.9], [False, True])
    assert fit_sure_threshold(probs, labels) > 1


def test_nothing_is_sure_without_any_answer() -> None:
    assert fit_sure_threshold(np.zeros((0, 10), np.float32), np.zeros(0, np.int64)) > 1


def test_a_non_digit_called_a_digit_is_wrong() -> None:
    joint, labels = two_way([0.99] * 2000 + [0.9] * 1000, [True] * 3000)
    assert fit_sure_threshold(joint, labels) == pytest.approx(0.9)
    labels[2000:] = NO_DIGIT_LABEL
    assert fit_sure_threshold(joint, labels) == pytest.approx(0.99)


def test_an_error_counts_by_its_weight() -> None:
    """Non-digits of a small weight spoil less, so that a larger set of them does not raise the threshold."""
    joint, labels = two_way([0.99] * 1500 + [0.9] * 1500, [True] * 3000)
    labels[-15:] = NO_DIGIT_LABEL
    weights = np.where(labels == NO_DIGIT_LABEL, 0.1, 1.0)
    assert fit_sure_threshold(joint, labels) == pytest.approx(0.99)
    assert fit_sure_threshold(joint, labels, weights) == pytest.approx(0.9)


def test_digit_threshold_refuses_at_most_one_in_400_and_no_fewer_than_it_may() -> None:
    scores = np.random.default_rng(0).uniform(0, 1, 2000).astype(np.float32)
    threshold = fit_digit_threshold(scores)
    assert (scores < threshold).sum() == 4
    assert (scores <= threshold).sum() == 5


def test_what_is_more_probably_a_digit_than_not_is_not_refused() -> None:
    assert fit_digit_threshold(np.full(1000, 0.9, np.float32)) == 0.5
