"""How well digits are told from what is no digit.

A score says how much a picture looks like a digit; below a threshold it is refused. AUROC compares scores whatever the
threshold; the false positives are non-digits that pass where nearly all digits do.

Source: Hendrycks, Gimpel, "A Baseline for Detecting Misclassified and Out-of-Distribution Examples" (2017).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mnist_app.metrics.calibration import Calibrated

KEPT_SHARES = (0.95, 0.995)  # of the digits, at which false positives are counted


@dataclass(frozen=True)
class Detection:
    """How well a score tells digits from non-digits.

    Attributes
    ----------
    auroc : the chance that a digit has a higher score than a non-digit; 0.5 = by luck, 1 = always
    false_positives : for each of KEPT_SHARES, the share of non-digits that pass where this share of digits does
    """

    auroc: float
    false_positives: tuple[float, ...]


def measure_detection(digits: npt.NDArray[np.floating], others: npt.NDArray[np.floating]) -> Detection:
    """Compare the scores of digits, float (N,), with those of non-digits, float (M,); higher is more like a digit.

    Examples
    --------
    >>> import numpy as np
    >>> measure_detection(np.array([0.9, 0.8, 0.7, 0.2]), np.array([0.1, 0.3]))
    Detection(auroc=0.875, false_positives=(0.5, 0.5))
    """
    from sklearn.metrics import roc_auc_score  # seconds that the empty page spares

    scores = np.concatenate([digits, others])
    is_digit = np.arange(len(scores)) < len(digits)
    passing = [float((others >= np.quantile(digits, 1 - kept, method="lower")).mean()) for kept in KEPT_SHARES]
    return Detection(float(roc_auc_score(is_digit, scores)), tuple(passing))


def refused_and_sure(answers: Calibrated, sure: float, digit: float) -> tuple[float, float]:
    """Which share of pictures, at least one, is refused, and which is called a sure digit, by a run's thresholds.

    Examples
    --------
    >>> import numpy as np
    >>> from mnist_app.metrics.calibration import Calibrated
    >>> answers = Calibrated(np.eye(10, dtype=np.float32)[:4], *np.array([[0.2, 0.6, 0.9, 1.0]] * 2, np.float32))
    >>> refused_and_sure(answers, sure=0.8, digit=0.5)
    (0.25, 0.5)
    """
    is_refused, is_sure = by_thresholds(answers, sure, digit)
    return float(is_refused.mean()), float(is_sure.mean())


def by_thresholds(
    answers: Calibrated, sure: float, digit: float
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Which of N answers are refused, and which are sure, by a run's thresholds: bool (N,) each. The others are unsure.

    Examples
    --------
    >>> import numpy as np
    >>> from mnist_app.metrics.calibration import Calibrated
    >>> answers = Calibrated(np.eye(10, dtype=np.float32)[:3], *np.array([[0.2, 0.6, 0.9]] * 2, np.float32))
    >>> by_thresholds(answers, sure=0.8, digit=0.5)
    (array([ True, False, False]), array([False, False,  True]))
    """
    is_refused = answers.digit_score < digit
    return is_refused, ~is_refused & (answers.certainty >= sure)
