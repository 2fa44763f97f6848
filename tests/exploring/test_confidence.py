import numpy as np
import pytest

from mnist_app.exploring.answers import Answers, probs_to_answers
from mnist_app.exploring.confidence import Coverage, answer_above, bin_by_confidence, coverage_curve
from mnist_app.metrics.evaluation import calibration_error


def make_answers(confidence: list[float], is_right: list[bool]) -> Answers:
    """All digits are 0; the wrong ones are read as 1."""
    probs = np.zeros((len(confidence), 10), np.float32)
    for row, (prob, right) in enumerate(zip(confidence, is_right, strict=True)):
        probs[row, 0 if right else 1], probs[row, 2] = prob, 1 - prob
    return probs_to_answers(probs, np.zeros(len(confidence), np.uint8), sure=0.9)


def test_bins_leave_out_what_is_empty() -> None:
    bins = bin_by_confidence(make_answers([0.55, 0.58, 1.0], [True, False, True]), bins=10)
    assert [(round(part.low, 2), round(part.high, 2), part.count, part.accuracy) for part in bins] == [
        (0.5, 0.6, 2, 0.5),
        (0.9, 1.0, 1, 1.0),
    ]
    assert bins[0].confidence == pytest.approx(0.565)


def test_bins_are_those_of_the_calibration_error() -> None:
    rng = np.random.default_rng(0)
    probs = rng.dirichlet(np.full(10, 0.2), 500).astype(np.float32)
    labels = rng.integers(0, 10, 500).astype(np.uint8)
    bins = bin_by_confidence(probs_to_answers(probs, labels, sure=0.9))
    gap = sum(part.count * abs(part.accuracy - part.confidence) for part in bins) / 500
    assert gap == pytest.approx(calibration_error(probs, labels))


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
    assert answer_above(answers, threshold) == expected


def test_shares_of_a_coverage() -> None:
    assert Coverage(0.5, 4, 1, 12, 3).share_answered == 0.25
    assert Coverage(0.5, 4, 1, 12, 3).error_rate == 0.25


def test_coverage_curve_falls_to_no_error() -> None:
    answers = make_answers([0.6, 0.65, 0.7, 0.95], [False, True, False, True])
    assert [(point.answered, point.answered_errors) for point in coverage_curve(answers)] == [
        (4, 2),
        (4, 2),
        (2, 1),
        (1, 0),
    ]


def test_coverage_curve_is_a_stair() -> None:
    rng = np.random.default_rng(0)
    answers = make_answers(rng.uniform(0.5, 1, 200).tolist(), (rng.random(200) < 0.8).tolist())
    curve = coverage_curve(answers)
    assert curve == [answer_above(answers, at.threshold) for at in curve]
    for now in (answer_above(answers, threshold) for threshold in np.linspace(0, curve[-1].threshold, 50)):
        assert now.answered_errors == max(at.answered_errors for at in curve if at.answered <= now.answered)


def test_coverage_curve_without_mistakes() -> None:
    assert coverage_curve(make_answers([0.9], [True])) == [Coverage(0.0, 1, 0, 0, 0)]
