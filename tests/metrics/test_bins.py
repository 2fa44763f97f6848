from itertools import pairwise

import numpy as np
import pytest

from mnist_app.metrics.bins import bin_by_confidence, calibration_error


def test_no_answers() -> None:
    assert bin_by_confidence(np.zeros(0, np.float32), np.zeros(0, bool)) == []


def test_bins_leave_out_what_is_empty() -> None:
    confidence = np.array([0.55, 0.58, 1.0], np.float32)
    bins = bin_by_confidence(confidence, np.array([False, True, False]), bins=10)
    assert [(part.low, part.high, part.count, part.accuracy) for part in bins] == [(0.5, 0.6, 2, 0.5), (0.9, 1.0, 1, 1)]
    assert bins[0].confidence == pytest.approx(0.565)


def test_a_bin_holds_its_upper_end_and_the_first_one_0() -> None:
    bins = bin_by_confidence(np.array([0.0, 0.5, 1.0], np.float32), np.zeros(3, bool), bins=2)
    assert [(part.low, part.count) for part in bins] == [(0.0, 2), (0.5, 1)]


def test_calibration_error_is_that_of_its_definition() -> None:
    rng = np.random.default_rng(0)
    confidence = rng.uniform(0.1, 1, 500).astype(np.float32)
    is_wrong = rng.random(500) > confidence**2
    edges = np.linspace(0, 1, 16)
    inside = [(low < confidence) & (confidence <= high) for low, high in pairwise(edges)]
    gaps = [part.mean() * abs((~is_wrong[part]).mean() - confidence[part].mean()) for part in inside if part.any()]
    assert calibration_error(confidence, is_wrong) == pytest.approx(sum(gaps), rel=1e-5)
