"""Probabilities that mean what they say, and the thresholds of the verdicts; both fitted on validation data.

Source: Guo, Pleiss, Sun, Weinberger, "On Calibration of Modern Neural Networks" (2017): one temperature.
Pure NumPy and SciPy, so that serving needs nothing heavy for it.
"""

import numpy as np
import numpy.typing as npt

TEMPERATURES = (0.05, 20.0)  # searched; a network outside of it would be broken
MAX_ERROR_OF_SURE = 1 / 200  # of the answers called sure on validation, at most this share is wrong
MIN_SURE = 0.8  # a guess: below it nobody would call an answer sure, however often it is right
MAX_REFUSED_DIGITS = 1 / 500  # of validation's digits, at most this share is called not a digit
MAX_DIGIT_THRESHOLD = 0.75  # a guess: what two digits explain to three quarters may be one of them
TINY = 1e-12  # keeps the logarithm of a probability finite


def calibrate(probs: npt.NDArray[np.float32], temperature: float) -> npt.NDArray[np.float32]:
    """Soften (temperature > 1) or sharpen (< 1) a softmax output, float32 (N, 10), without changing any answer.

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
    logits = np.log(probs.astype(np.float64) + TINY) / temperature
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return (odds / odds.sum(axis=1, keepdims=True)).astype(np.float32)


def fit_temperature(probs: npt.NDArray[np.float32], labels: npt.NDArray[np.integer]) -> float:
    """The temperature of least cross-entropy; `probs` float32 (N, 10), `labels` int (N,), N >= 1.

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
        chosen = calibrate(probs, float(np.exp(log_temperature)))[np.arange(len(labels)), labels]
        return float(-np.log(chosen.astype(np.float64) + TINY).mean())

    low, high = np.log(TEMPERATURES)
    return float(np.exp(minimize_scalar(loss, bounds=(low, high), method="bounded").x))


def fit_sure_threshold(probs: npt.NDArray[np.float32], labels: npt.NDArray[np.integer]) -> float:
    """The least confidence at which, of all answers at least that confident, at most 1 in 200 is wrong.

    `probs` float32 (N, 10) calibrated, `labels` int (N,). Never below MIN_SURE; where no confidence is enough, 1.01, so
    that nothing is sure.

    Examples
    --------
    >>> probs = np.zeros((200, 10), np.float32)
    >>> probs[:, 1], probs[:, 0] = 0.9, 0.1
    >>> labels = np.ones(200, np.int64)
    >>> labels[0] = 0  # one wrong in 200 is allowed, two are not
    >>> round(fit_sure_threshold(probs, labels), 2)
    0.9
    >>> labels[1] = 0
    >>> fit_sure_threshold(probs, labels)
    1.01
    """
    confidence = probs.max(axis=1)
    order = np.argsort(-confidence, kind="stable")
    wrong = np.cumsum(probs.argmax(axis=1)[order] != labels[order])
    good = wrong <= MAX_ERROR_OF_SURE * np.arange(1, len(order) + 1)
    # Equally confident answers stand or fall together.
    last_of_its_confidence = np.append(np.diff(confidence[order]) != 0, True)
    allowed = np.flatnonzero(good & last_of_its_confidence)
    return max(float(confidence[order][allowed[-1]]), MIN_SURE) if allowed.size else 1.01


def fit_digit_threshold(probs: npt.NDArray[np.float32]) -> float:
    """The sum of the two largest probabilities below which a picture is called no digit.

    `probs` float32 (N, 10), calibrated, of real digits: at most 1 in 500 of them lies below.
    """
    two_largest = np.sort(probs, axis=1)[:, -2:].sum(axis=1)
    return min(float(np.quantile(two_largest, MAX_REFUSED_DIGITS, method="lower")), MAX_DIGIT_THRESHOLD)
