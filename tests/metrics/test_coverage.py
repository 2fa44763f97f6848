import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.metrics.coverage import (
    CURVE_POINTS,
    Coverage,
    answer_above,
    answer_mix_above,
    coverage_curve,
    mix_curve,
)

Answers = tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]  # confidence and whether it is wrong


def make_answers(confidence: list[float], is_right: list[bool]) -> Answers:
    return np.array(confidence, np.float32), ~np.array(is_right, bool)


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [
        (0.0, Coverage(0.0, 4, 2, 0, 0)),
        (0.7, Coverage(0.7, 2, 1, 2, 1)),  # an answer exactly as sure is given
        (0.71, Coverage(0.71, 1, 0, 3, 2)),
        (1.0, Coverage(1.0, 0, 0, 4, 2)),
    ],
)
def test_answer_above(threshold: float, expected: Coverage) -> None:
    answers = make_answers([0.6, 0.65, 0.7, 0.95], [False, True, False, True])
    assert answer_above(*answers, threshold) == expected


def test_shares_of_a_coverage() -> None:
    assert Coverage(0.5, 4, 1, 12, 3).share_answered == 0.25
    assert Coverage(0.5, 4, 1, 12, 3).error_rate == 0.25


def test_coverage_curve_falls_to_no_error() -> None:
    answers = make_answers([0.6, 0.65, 0.7, 0.95], [False, True, False, True])
    assert [(point.answered, point.answered_errors) for point in coverage_curve(*answers)] == [
        (4, 2),
        (4, 2),
        (2, 1),
        (1, 0),
    ]


def test_coverage_curve_is_a_stair() -> None:
    rng = np.random.default_rng(0)
    answers = make_answers(rng.uniform(0.5, 1, 200).tolist(), (rng.random(200) < 0.8).tolist())
    curve = coverage_curve(*answers)
    assert curve == [answer_above(*answers, at.threshold) for at in curve]
    for now in (answer_above(*answers, threshold) for threshold in np.linspace(0, curve[-1].threshold, 50)):
        assert now.answered_errors == max(at.answered_errors for at in curve if at.answered <= now.answered)


def test_coverage_curve_without_mistakes() -> None:
    assert coverage_curve(*make_answers([0.9], [True])) == [Coverage(0.0, 1, 0, 0, 0)]


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [
        (0.0, (1.0, 1.0, (0.8 * 0.5 + 0.2) / 1.0)),
        (0.7, (0.5, 0.5, (0.8 * 0.25 + 0.2 * 0.5) / (0.8 * 0.5 + 0.2 * 0.5))),
        (0.75, (0.25, 0.5, 0.2 * 0.5 / (0.8 * 0.25 + 0.2 * 0.5))),
        (0.9, (0.25, 0.0, 0.0)),
        (1.0, (0.0, 0.0, 0.0)),  # no answer, and so no wrong one
    ],
)
def test_answers_where_one_picture_in_five_is_no_digit(threshold: float, expected: tuple[float, float, float]) -> None:
    answers = make_answers([0.6, 0.65, 0.7, 0.95], [False, True, False, True])
    mix = answer_mix_above(*answers, np.array([0.2, 0.8], np.float32), threshold)
    assert (mix.digits_answered, mix.non_digits_answered, mix.error_rate) == pytest.approx(expected)
    assert mix.threshold == threshold


def test_curve_with_non_digits_starts_with_all_and_grows_not_with_them() -> None:
    rng = np.random.default_rng(0)
    answers = make_answers(rng.uniform(0.5, 1, 500).tolist(), (rng.random(500) < 0.9).tolist())
    curve = mix_curve(*answers, rng.uniform(0, 1, 5000).astype(np.float32))
    assert (curve[0].digits_answered, curve[0].non_digits_answered) == (1, 1)
    assert len(curve) <= CURVE_POINTS + 1
    assert [point.threshold for point in curve] == sorted(point.threshold for point in curve)
    answered = [point.digits_answered for point in curve]
    assert answered == sorted(answered, reverse=True)
    assert answered[-1] > 0, "non-digits that are surer than all digits are no part of it"


def test_curve_with_non_digits_is_densest_where_the_fewest_are_answered() -> None:
    digits = make_answers([0.5, 0.99999], [True, True])
    curve = mix_curve(*digits, np.linspace(0, 0.999, 10_000, dtype=np.float32))
    assert (curve[-1].error_rate, curve[-1].digits_answered) == (0, 0.5)
    shares = np.array([point.non_digits_answered for point in curve])
    assert (shares < 0.01).sum() > 40, "a hundred of them"
    assert (shares > 0.9).sum() < 5, "a thousand"
