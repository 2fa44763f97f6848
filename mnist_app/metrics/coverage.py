"""What one gains by not answering when the confidence is low: wrong answers against answers given.

First among digits alone, then with pictures among them that are no digits, where every answer is wrong.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mnist_app.metrics.calibration import NON_DIGIT_SHARE

CURVE_POINTS = 200  # of a curve with non-digits; more cannot be told apart on a chart


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


def answer_above(certainty: npt.NDArray[np.float32], is_wrong: npt.NDArray[np.bool_], threshold: float) -> Coverage:
    """What happens if only answers with at least this certainty are given; float32 (N,) and bool (N,).

    Examples
    --------
    >>> answer_above(np.array([0.6, 0.9], np.float32), np.array([True, False]), 0.8)
    Coverage(threshold=0.8, answered=1, answered_errors=0, held_back=1, held_back_errors=1)
    """
    is_given = certainty >= np.float32(threshold)
    given, errors = int(is_given.sum()), int((is_given & is_wrong).sum())
    return Coverage(threshold, given, errors, len(certainty) - given, int(is_wrong.sum()) - errors)


def coverage_curve(certainty: npt.NDArray[np.float32], is_wrong: npt.NDArray[np.bool_]) -> list[Coverage]:
    """Every threshold at which the number of wrong answers changes, from answering everything to the last mistake.

    Between two of them the wrong answers are as many as at the higher one: drawn against the answered, it is a stair.
    Takes float32 (N,) and bool (N,).

    Examples
    --------
    >>> curve = coverage_curve(np.array([0.6, 0.9], np.float32), np.array([True, False]))
    >>> [(point.answered, point.answered_errors) for point in curve]
    [(2, 1), (2, 1), (1, 0)]
    """
    ascending, of_wrong = np.sort(certainty), np.sort(certainty[is_wrong])
    above_all_mistakes = np.nextafter(of_wrong[-1:], np.float32(2))
    thresholds = np.concatenate([np.zeros(1, np.float32), np.unique(of_wrong), above_all_mistakes])
    held_back, held_back_errors = (np.searchsorted(each, thresholds).tolist() for each in (ascending, of_wrong))
    return [
        Coverage(threshold, len(ascending) - held, len(of_wrong) - held_errors, held, held_errors)
        for threshold, held, held_errors in zip(thresholds.tolist(), held_back, held_back_errors, strict=True)
    ]


@dataclass(frozen=True)
class MixCoverage:
    """What happens if only answers at least as certain as the threshold are given, and one picture in five is no digit.

    Attributes
    ----------
    threshold : in [0, 1]
    digits_answered, non_digits_answered : shares of the digits, and of the non-digits, that get an answer
    error_rate : share of the given answers that are wrong, an answer to a non-digit being wrong; 0 if none is given
    """

    threshold: float
    digits_answered: float
    non_digits_answered: float
    error_rate: float


def answer_mix_above(
    certainty: npt.NDArray[np.float32],
    is_wrong: npt.NDArray[np.bool_],
    non_digit_certainty: npt.NDArray[np.float32],
    threshold: float,
) -> MixCoverage:
    """What happens if only answers with at least this certainty are given.

    Parameters
    ----------
    certainty, is_wrong : float32 (N,) and bool (N,), of digits, N at least 1
    non_digit_certainty : float32 (M,), of pictures that are no digits, M at least 1

    Examples
    --------
    >>> digits, wrong = np.array([0.7, 0.9], np.float32), np.array([True, False])
    >>> answer_mix_above(digits, wrong, np.array([0.2, 0.85], np.float32), 0.8)
    MixCoverage(threshold=0.8, digits_answered=0.5, non_digits_answered=0.5, error_rate=0.2)
    """
    is_given = certainty >= np.float32(threshold)
    digits, errors = float(is_given.mean()), float((is_given & is_wrong).mean())
    others = float((non_digit_certainty >= np.float32(threshold)).mean())
    given = (1 - NON_DIGIT_SHARE) * digits + NON_DIGIT_SHARE * others
    wrong = (1 - NON_DIGIT_SHARE) * errors + NON_DIGIT_SHARE * others
    return MixCoverage(threshold, digits, others, round(wrong / given, 12) if given else 0.0)


def mix_curve(
    certainty: npt.NDArray[np.float32], is_wrong: npt.NDArray[np.bool_], non_digit_certainty: npt.NDArray[np.float32]
) -> list[MixCoverage]:
    """The same at thresholds that leave out ever more of the pictures that would get a wrong answer, and at last all.

    They lie the denser, the fewer such pictures are left: what counts is whether the last few are answered. At each of
    them some digit is.

    Examples
    --------
    >>> digits, wrong = np.array([0.7, 0.9], np.float32), np.array([True, False])
    >>> [round(point.threshold, 2) for point in mix_curve(digits, wrong, np.array([0.2, 0.85], np.float32))]
    [0.0, 0.2, 0.7, 0.85, 0.9]
    """
    faults = np.sort(np.concatenate([certainty[is_wrong], non_digit_certainty]))[::-1]
    places = np.geomspace(1, len(faults), CURVE_POINTS).astype(int) - 1
    above_all_faults = np.sort(certainty[certainty > faults[0]])[:1]
    thresholds = np.unique(np.concatenate([np.zeros(1, np.float32), faults[places], above_all_faults]))
    return [
        answer_mix_above(certainty, is_wrong, non_digit_certainty, float(each))
        for each in thresholds[thresholds <= certainty.max()]
    ]
