"""Probabilities that mean what they say, and the thresholds of the verdicts; both fitted on validation data.

A network's softmax holds the ten digits and, where it has learned what is no digit, an eleventh class for that. The
verdicts look at how probable it is that the picture is a digit, and at the joint probability: that it is a digit, and
that one. A network of ten classes takes everything for a digit.

Source: Guo, Pleiss, Sun, Weinberger, "On Calibration of Modern Neural Networks" (2017): temperatures.
Pure NumPy and SciPy, so that serving needs nothing heavy for it.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mnist_app.data.mnist import CLASSES

TEMPERATURES = (0.05, 20.0)  # searched; a network outside of it would be broken
# Of the answers called sure, at most this share is wrong: half of the 1 in 200 that is promised, as hands and pictures
# that nobody has seen are harder than those of validation, ...
MAX_ERROR_OF_SURE = 1 / 400
CONFIDENCE = 0.95  # ... by an upper bound that holds for this share of all validation sets
MIN_SURE = 0.8  # a guess: below it nobody would call an answer sure, however often it is right
MAX_REFUSED_DIGITS = 1 / 400  # of a source's validation digits; half of the 1 in 200 that is aimed at elsewhere, too
NON_DIGIT_SHARE = 1 / 5  # of what people draw is taken to be no digit: a guess, by which pictures are weighed
MAX_DIGIT_THRESHOLD = 0.5  # what is more probably a digit than not is called unsure and not refused
TINY = 1e-12  # keeps the logarithm of a probability finite


def calibrate(softmax: npt.NDArray[np.float32], temperature: float) -> npt.NDArray[np.float32]:
    """Soften (temperature > 1) or sharpen (< 1) a softmax output, float32 (N, C), without changing any answer.

    Raises
    ------
    ValueError
        if the temperature is not a finite number above 0

    Examples
    --------
    >>> probs = np.array([[0.9, 0.1, 0, 0, 0, 0, 0, 0, 0, 0]], np.float32)
    >>> calibrate(probs, temperature=2.0)[0, :2].round(2)  # as the square roots, 3 to 1
    array([0.75, 0.25], dtype=float32)
    """
    if not 0 < temperature < np.inf:
        raise ValueError(f"expected a temperature above 0, received {temperature}")
    logits = np.log(softmax.astype(np.float64) + TINY) / temperature
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return (odds / odds.sum(axis=1, keepdims=True)).astype(np.float32)


@dataclass(frozen=True, eq=False)
class Calibrated:
    """What a network says of N pictures, calibrated.

    Attributes
    ----------
    probs : float32 (N, 10), of each digit if the picture is one; each row sums to 1
    digit_prob : float32 (N,), that the picture is a digit; 1 from a network that takes everything for one
    digit_score : float32 (N,), below a threshold of which a picture is refused: `digit_prob` where the network has
        learned what is no digit, else how much the two likeliest digits explain together
    """

    probs: npt.NDArray[np.float32]
    digit_prob: npt.NDArray[np.float32]
    digit_score: npt.NDArray[np.float32]

    @property
    def joint(self) -> npt.NDArray[np.float32]:
        """The probability, float32 (N, 10), that a picture is a digit, and that one."""
        return self.probs * self.digit_prob[:, np.newaxis]

    @property
    def certainty(self) -> npt.NDArray[np.float32]:
        """The largest joint probability, float32 (N,), by which an answer is called sure."""
        return np.asarray(self.probs.max(axis=1) * self.digit_prob)

    def weighed(self, foreignness: npt.NDArray[np.float32]) -> "Calibrated":
        """The same with another's word, (N,) in [0, 1], on how probably each picture is no digit; 0.5 says nothing.

        Both are taken for independent, so their odds are multiplied.
        """
        return Calibrated(self.probs, _weigh(self.digit_prob, foreignness), _weigh(self.digit_score, foreignness))

    def __getitem__(self, chosen: npt.NDArray[Any] | slice) -> "Calibrated":
        """The same of some of the pictures."""
        return Calibrated(self.probs[chosen], self.digit_prob[chosen], self.digit_score[chosen])


def _weigh(probability: npt.NDArray[np.float32], against: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    pro, contra = probability * (1 - against), (1 - probability) * against
    return np.asarray(pro / (pro + contra), np.float32)


def calibrate_answers(
    softmax: npt.NDArray[np.float32], temperature: float, detection_temperature: float | None = None
) -> Calibrated:
    """Part a softmax into which digit it is and whether it is one, each with a temperature of its own.

    Smoothed labels make a network too modest about which digit it is, and not about whether it is one: measured, one
    temperature for both left a calibration error of 0.50 % on MNIST's test digits, two left 0.21 %.

    Parameters
    ----------
    softmax : float32 (N, 10) or, with "no digit" as the last class, (N, 11)
    temperature : of the ten digits
    detection_temperature : of "a digit" against "no digit"; not used with ten classes

    Examples
    --------
    >>> softmax = np.array([[0.6, 0.2, 0, 0, 0, 0, 0, 0, 0, 0, 0.2]], np.float32)
    >>> answer = calibrate_answers(softmax, temperature=1.0, detection_temperature=1.0)
    >>> answer.probs[0, :3].round(2), answer.digit_prob.round(2), answer.certainty.round(2)
    (array([0.75, 0.25, 0.  ], dtype=float32), array([0.8], dtype=float32), array([0.6], dtype=float32))
    """
    probs = calibrate(softmax[:, :CLASSES], temperature)
    if softmax.shape[1] == CLASSES:
        two_likeliest = np.sort(probs, axis=1)[:, -2:].sum(axis=1)
        return Calibrated(probs, np.ones(len(probs), np.float32), two_likeliest)
    digit_prob = calibrate(_whether(softmax), detection_temperature or 1.0)[:, 0]
    return Calibrated(probs, digit_prob, digit_prob)


def mix_weights(is_digit: npt.NDArray[np.bool_], non_digit_share: float) -> npt.NDArray[np.float64]:
    """Weights, float64 (N,) with the mean 1, with which non-digits make up a share of all; `is_digit` bool (N,).

    Where there is only one kind, all count the same.

    Examples
    --------
    >>> mix_weights(np.array([True, True, False, False]), non_digit_share=0.2)
    array([1.6, 1.6, 0.4, 0.4])
    """
    if is_digit.all() or not is_digit.any():
        return np.ones(len(is_digit))
    share = is_digit.mean()
    return np.where(is_digit, (1 - non_digit_share) / share, non_digit_share / (1 - share))


def fit_temperature(
    softmax: npt.NDArray[np.float32],
    labels: npt.NDArray[np.integer],
    weights: npt.NDArray[np.float64] | None = None,
) -> float:
    """The temperature of least cross-entropy.

    Parameters
    ----------
    softmax : float32 (N, C), N at least 1
    labels : int (N,), below C
    weights : float64 (N,), how much each picture counts; None is the same for all

    Examples
    --------
    Three of four answers are right, so 0.75 is what 0.9 should say: the square roots of 0.9 and 0.1 are 3 to 1.

    >>> probs = np.zeros((4, 10), np.float32)
    >>> probs[:, 1], probs[:, 0] = 0.9, 0.1
    >>> round(fit_temperature(probs, np.array([1, 1, 1, 0])), 2)
    2.0
    """
    from scipy.optimize import minimize_scalar  # half a second that reading need not pay for

    def loss(log_temperature: float) -> float:
        chosen = calibrate(softmax, float(np.exp(log_temperature)))[np.arange(len(labels)), labels]
        return float(np.average(-np.log(chosen.astype(np.float64) + TINY), weights=weights))

    low, high = np.log(TEMPERATURES)
    return float(np.exp(minimize_scalar(loss, bounds=(low, high), method="bounded").x))


def fit_detection_temperature(
    softmax: npt.NDArray[np.float32], is_digit: npt.NDArray[np.bool_], weights: npt.NDArray[np.float64]
) -> float:
    """The temperature of least cross-entropy for "a digit" against "no digit".

    `softmax` float32 (N, 11), `is_digit` bool (N,), `weights` float64 (N,).

    Examples
    --------
    >>> softmax = np.zeros((4, 11), np.float32)
    >>> softmax[:, 4], softmax[:, 10] = 0.9, 0.1
    >>> is_digit = np.array([True, True, True, False])  # 0.75 is what 0.9 should say, as for fit_temperature
    >>> round(fit_detection_temperature(softmax, is_digit, np.ones(4)), 2)
    2.0
    """
    return fit_temperature(_whether(softmax), np.where(is_digit, 0, 1), weights)


def fit_sure_threshold(
    joint: npt.NDArray[np.float32],
    labels: npt.NDArray[np.integer],
    weights: npt.NDArray[np.float64] | None = None,
) -> float:
    """The least certainty at which, of all answers at least that certain, at most 1 in 400 is wrong.

    Not in the mean only: the one-sided 95 % upper bound of Clopper and Pearson (1934) must lie there. Weighted answers
    count as (sum of weights)^2 / (sum of squared weights) answers (Kish 1965), of which the weighted share is wrong.

    Parameters
    ----------
    joint : float32 (N, 10), joint probabilities; certainty is the largest of a row
    labels : int (N,), NO_DIGIT_LABEL for what is no digit, which no answer equals
    weights : float64 (N,), how much each answer counts; None is the same for all

    Returns
    -------
    never below MIN_SURE; where no certainty is enough, 1.01, so that nothing is sure

    Examples
    --------
    >>> joint = np.zeros((1197, 10), np.float32)
    >>> joint[:, 1] = 0.9
    >>> round(fit_sure_threshold(joint, np.ones(1197, np.int64)), 2)  # without a mistake 1,197 are enough,
    0.9
    >>> fit_sure_threshold(joint[:1196], np.ones(1196, np.int64))  # and 1,196 are not
    1.01
    """
    weights = np.ones(len(labels)) if weights is None else weights
    certainty = joint.max(axis=1)
    order = np.argsort(-certainty, kind="stable")
    bound = _upper_bounds(joint.argmax(axis=1)[order] != labels[order], weights[order])
    # Equally certain answers stand or fall together.
    last_of_its_certainty = np.append(np.diff(certainty[order]) != 0, True)
    allowed = np.flatnonzero((bound <= MAX_ERROR_OF_SURE) & last_of_its_certainty)
    return max(float(certainty[order][allowed[-1]]), MIN_SURE) if allowed.size else 1.01


def fit_digit_threshold(scores: npt.NDArray[np.float32]) -> float:
    """The digit score below which a picture is called no digit.

    `scores` float32 (N,), N at least 1, of real digits: the threshold is as high as it can be with at most 1 in 400 of
    them below, but not above MAX_DIGIT_THRESHOLD.

    Examples
    --------
    >>> round(fit_digit_threshold(np.linspace(0.2, 1, 801, dtype=np.float32)), 3)  # two of 801 lie below
    0.202
    """
    return min(float(np.quantile(scores, MAX_REFUSED_DIGITS, method="lower")), MAX_DIGIT_THRESHOLD)


def _whether(softmax: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The probabilities of "a digit" and of "no digit", float32 (N, 2)."""
    return np.stack([softmax[:, :CLASSES].sum(axis=1), softmax[:, CLASSES]], axis=1)


def _upper_bounds(wrong: npt.NDArray[np.bool_], weights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """For the first one, two, three ... answers, the upper bound of the share of wrong ones: float64 (N,)."""
    from scipy.stats import beta  # a second that reading need not pay for

    total = weights.cumsum()
    count = total**2 / (weights**2).cumsum()
    errors = count * (weights * wrong).cumsum() / total
    return np.asarray(beta.ppf(CONFIDENCE, errors + 1, np.maximum(count - errors, TINY)))
