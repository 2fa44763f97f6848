"""How well digits are told from what is none, on scores small enough to count by hand."""

import numpy as np
import pytest

from mnist_app.metrics.calibration import Calibrated
from mnist_app.metrics.detection import measure_detection, refused_and_sure


def test_scores_that_part_perfectly() -> None:
    detection = measure_detection(np.array([0.8, 0.9, 1.0]), np.array([0.1, 0.7]))
    assert (detection.auroc, detection.false_positives) == (1.0, (0.0, 0.0))


def test_scores_that_say_nothing() -> None:
    detection = measure_detection(np.full(10, 0.5), np.full(20, 0.5))
    assert (detection.auroc, detection.false_positives) == (0.5, (1.0, 1.0))


def test_false_positives_where_this_share_of_digits_is_kept() -> None:
    digits = np.arange(1000) / 1000  # 995 of 1000 are kept from 0.005 on, 950 from 0.05 on
    others = np.array([0.001, 0.01, 0.045, 0.055, 0.9])
    assert measure_detection(digits, others).false_positives == (pytest.approx(2 / 5), pytest.approx(4 / 5))


def answers(digit_prob: list[float], confidence: list[float]) -> Calibrated:
    probs = np.zeros((len(confidence), 10), np.float32)
    probs[:, 0], probs[:, 1] = confidence, 1 - np.array(confidence)
    score = np.array(digit_prob, np.float32)
    return Calibrated(probs, score, score)


def test_refused_and_sure() -> None:
    four = answers([0.95, 0.95, 0.6, 0.1], [1.0, 0.6, 1.0, 1.0])
    assert refused_and_sure(four, sure=0.9, digit=0.7) == (0.5, 0.25)
    assert refused_and_sure(four, sure=0.9, digit=0.0) == (0.0, 0.25)


def test_what_is_refused_is_not_sure() -> None:
    assert refused_and_sure(answers([0.85], [1.0]), sure=0.8, digit=0.9) == (1.0, 0.0)
