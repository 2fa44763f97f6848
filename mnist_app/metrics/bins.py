"""Answers in bins of confidence: whether they are as often right as the network says."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

CALIBRATION_BINS = 15  # Guo et al., "On Calibration of Modern Neural Networks" (2017)


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


def bin_by_confidence(
    confidence: npt.NDArray[np.float32], is_wrong: npt.NDArray[np.bool_], bins: int = CALIBRATION_BINS
) -> list[Bin]:
    """Answers in equally wide bins of confidence, the empty ones left out.

    Parameters
    ----------
    confidence : float32 (N,), in [0, 1]
    is_wrong : bool (N,)

    Examples
    --------
    >>> confidence, is_wrong = np.array([0.55, 0.58, 1.0]), np.array([False, True, False])
    >>> [(each.low, each.count, each.accuracy) for each in bin_by_confidence(confidence, is_wrong, bins=10)]
    [(0.5, 2, 0.5), (0.9, 1, 1.0)]
    """
    exact = confidence.astype(np.float64)
    of_bin = (np.ceil(exact * bins) - 1).clip(0, bins - 1).astype(np.int64)
    count = np.bincount(of_bin, minlength=bins)
    right = np.bincount(of_bin, weights=~is_wrong, minlength=bins)
    total = np.bincount(of_bin, weights=exact, minlength=bins)
    return [
        Bin(k / bins, (k + 1) / bins, int(count[k]), int(right[k]), float(total[k] / count[k]))
        for k in range(bins)
        if count[k]
    ]


def calibration_error(confidence: npt.NDArray[np.float32], is_wrong: npt.NDArray[np.bool_]) -> float:
    """Expected calibration error: how far confidence and accuracy lie apart, over 15 equally wide bins; N at least 1.

    Parameters are those of `bin_by_confidence`. Source: Guo et al., as above, equation 3.

    Examples
    --------
    >>> round(calibration_error(np.array([0.7, 0.7, 0.7, 0.7]), np.array([False, False, True, True])), 2)
    0.2
    """
    bins = bin_by_confidence(confidence, is_wrong)
    return sum(each.count * abs(each.accuracy - each.confidence) for each in bins) / len(confidence)
