"""What one gains by not answering when the confidence is low: wrong answers against answers given."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


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


def answer_above(confidence: npt.NDArray[np.float32], is_wrong: npt.NDArray[np.bool_], threshold: float) -> Coverage:
    """What happens if only answers with at least this confidence are given; float32 (N,) and bool (N,).

    Examples
    --------
    >>> answer_above(np.array([0.6, 0.9], np.float32), np.array([True, False]), 0.8)
    Coverage(threshold=0.8, answered=1, answered_errors=0, held_back=1, held_back_errors=1)
    """
    is_given = confidence >= np.float32(threshold)
    given, errors = int(is_given.sum()), int((is_given & is_wrong).sum())
    return Coverage(threshold, given, errors, len(confidence) - given, int(is_wrong.sum()) - errors)


def coverage_curve(confidence: npt.NDArray[np.float32], is_wrong: npt.NDArray[np.bool_]) -> list[Coverage]:
    """Every threshold at which the number of wrong answers changes, from answering everything to the last mistake.

    Between two of them the wrong answers are as many as at the higher one: drawn against the answered, it is a stair.
    Takes float32 (N,) and bool (N,).

    Examples
    --------
    >>> curve = coverage_curve(np.array([0.6, 0.9], np.float32), np.array([True, False]))
    >>> [(point.answered, point.answered_errors) for point in curve]
    [(2, 1), (2, 1), (1, 0)]
    """
    ascending, of_wrong = np.sort(confidence), np.sort(confidence[is_wrong])
    above_all_mistakes = np.nextafter(of_wrong[-1:], np.float32(2))
    thresholds = np.concatenate([np.zeros(1, np.float32), np.unique(of_wrong), above_all_mistakes])
    held_back, held_back_errors = (np.searchsorted(each, thresholds).tolist() for each in (ascending, of_wrong))
    return [
        Coverage(threshold, len(ascending) - held, len(of_wrong) - held_errors, held, held_errors)
        for threshold, held, held_errors in zip(thresholds.tolist(), held_back, held_back_errors, strict=True)
    ]
