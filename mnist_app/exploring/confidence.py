"""How far the network's confidence can be trusted, and what one gains by not answering when it is low."""

from dataclasses import dataclass

import numpy as np

from mnist_app.exploring.answers import Answers
from mnist_app.metrics.evaluation import CALIBRATION_BINS

HISTOGRAM_BINS = 20


@dataclass(frozen=True)
class Bin:
    """The answers whose confidence lies in (low, high]: how many, how many of them right, their mean confidence."""

    low: float
    high: float
    count: int
    right: int
    confidence: float

    @property
    def accuracy(self) -> float:
        """Share of right answers; the bin must not be empty."""
        return self.right / self.count


@dataclass(frozen=True)
class Coverage:
    """What happens if only answers at least as confident as the threshold are given.

    Attributes
    ----------
    threshold : in [0, 1]
    answered, answered_errors : answers given, and how many of them are wrong
    held_back, held_back_errors : answers not given, and how many of them would have been wrong
    """

    threshold: float
    answered: int
    answered_errors: int
    held_back: int
    held_back_errors: int

    @property
    def share_answered(self) -> float:
        """Share of all digits that get an answer."""
        return self.answered / (self.answered + self.held_back)

    @property
    def error_rate(self) -> float:
        """Share of the given answers that are wrong; at least one must be given."""
        return self.answered_errors / self.answered


def bin_by_confidence(answers: Answers, bins: int = CALIBRATION_BINS) -> list[Bin]:
    """Answers in equally wide bins of confidence, the empty ones left out.

    The bins are those of the calibration error (Guo et al., 2017): the mean distance between `accuracy` and
    `confidence`, weighted by `count`, is that error.
    """
    confidence = answers.confidence.astype(np.float64)
    of_bin = (np.ceil(confidence * bins) - 1).clip(0, bins - 1).astype(np.int64)
    count = np.bincount(of_bin, minlength=bins)
    right = np.bincount(of_bin, weights=~answers.is_wrong, minlength=bins)
    total = np.bincount(of_bin, weights=confidence, minlength=bins)
    return [
        Bin(k / bins, (k + 1) / bins, int(count[k]), int(right[k]), float(total[k] / count[k]))
        for k in range(bins)
        if count[k]
    ]


def answer_above(answers: Answers, threshold: float) -> Coverage:
    """What happens if only answers with at least this confidence are given."""
    is_given = answers.confidence >= np.float32(threshold)
    given, errors = int(is_given.sum()), int((is_given & answers.is_wrong).sum())
    return Coverage(threshold, given, errors, len(answers) - given, int(answers.is_wrong.sum()) - errors)


def coverage_curve(answers: Answers) -> list[Coverage]:
    """Every threshold at which the number of wrong answers changes, from answering everything to the last mistake.

    Between two of them the wrong answers are as many as at the higher one: drawn against the answered, it is a stair.
    """
    confidence, of_wrong = np.sort(answers.confidence), np.sort(answers.confidence[answers.is_wrong])
    above_all_mistakes = np.nextafter(of_wrong[-1:], np.float32(2))
    thresholds = np.concatenate([np.zeros(1, np.float32), np.unique(of_wrong), above_all_mistakes])
    held_back, held_back_errors = (np.searchsorted(each, thresholds).tolist() for each in (confidence, of_wrong))
    return [
        Coverage(threshold, len(confidence) - held, len(of_wrong) - held_errors, held, held_errors)
        for threshold, held, held_errors in zip(thresholds.tolist(), held_back, held_back_errors, strict=True)
    ]
