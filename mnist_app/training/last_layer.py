"""The closed form by which a network's last layer learns a visitor's drawings and forgets little. NumPy alone.

The last layer makes logits F W of features F. A change of W is sought that leads the drawings' logits to where they
should be and moves the logits of what the network knows as little as can be: it makes

    mean of |drawings @ change - missing|^2  +  KEEP * mean of |known @ change|^2

smallest, a ridge regression whose penalty is weighed by what is known. `missing` is what a drawing's logits lack; it is
set anew a few times, for another digit may come near. Then the change is scaled down until little is forgotten.

KEEP, SURER, ROUNDS and MOST_LOST were fitted on the pen strokes of training writers, 24 with digit_net and 20 with
resnet, who judge 5 or 15 of each digit: of the settings tried, those by which the median writer's errors fall by more
than 25 % (5) and 40 % (15), and MNIST's 5,000 validation digits seldom lose more than five.
`evaluate --writers --trained` measures them on other writers.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

# How much more it counts that known pictures' logits stay than that drawings' change. Of 0.3, 1 and 3, the last cost
# resnet's writers no mended error and MNIST the fewest digits.
KEEP = 3.0
# A drawing's digit is to lead by so many times the median lead of what is known. With 1.2 and 1.3 the median writer who
# judges 15 of each digit has 32 and 44 % fewer errors with digit_net; with 1.6, MNIST loses half as many digits more.
SURER = 1.3
ROUNDS = 3  # of setting anew what is missing; one mends fewer errors, eight lose more of MNIST
# Share of the known pictures that may come to be read wrongly. With 1 in 600, 3 of 48 trainings with digit_net cost
# MNIST more than five digits, with 1 in 500 it was 5.
MOST_LOST = 1 / 600
FACTORS = tuple(tenths / 10 for tenths in range(10, 0, -1))  # by which the change is scaled down

_TINY = 1e-6  # of the features' mean square: what no picture shows cannot be solved for without it

Floats = npt.NDArray[np.floating]


@dataclass(frozen=True, eq=False)
class Known:
    """Pictures as the last layer sees them.

    Attributes
    ----------
    features : float32 (N, F + 1), the last layer but one, and a 1 for the bias
    labels : uint8 (N,), below the number of classes
    """

    features: npt.NDArray[np.float32]
    labels: npt.NDArray[np.uint8]


def change_last_layer(
    weights: npt.NDArray[np.float32], drawings: Known, known: Known
) -> tuple[npt.NDArray[np.float32], float]:
    """Find the weights by which drawings are read rightly, as far as what is known allows.

    Parameters
    ----------
    weights : float32 (F + 1, C), the kernel, and the bias as the last row
    drawings : to learn, at least one
    known : not to forget, at least one

    Returns
    -------
    weights : float32 (F + 1, C)
    factor : in [0, 1], the share of the change that is left; 0 where all that helps would cost too much

    Examples
    --------
    One picture of each of two classes is known, by a feature of its own; a drawing shows a third one:

    >>> known = Known(np.array([[1, 0, 0, 1], [0, 1, 0, 1]], np.float32), np.array([0, 1], np.uint8))
    >>> drawings = Known(np.array([[0, 0, 1, 1]], np.float32), np.array([1], np.uint8))
    >>> weights = np.array([[4, 0], [0, 4], [2, 0], [0, 0]], np.float32)
    >>> changed, factor = change_last_layer(weights, drawings, known)
    >>> (drawings.features @ changed).argmax(), (known.features @ changed).argmax(axis=1), factor
    (np.int64(1), array([0, 1]), 1.0)
    """
    change = _fit_change(weights, drawings, known)
    before, moved = known.features @ weights, known.features @ change
    was_right = before.argmax(axis=1) == known.labels
    most = MOST_LOST * len(known.labels)

    def count_lost(factor: float) -> int:
        is_wrong = (before + np.float32(factor) * moved).argmax(axis=1) != known.labels
        return int((was_right & is_wrong).sum())

    factor = next((factor for factor in FACTORS if count_lost(factor) <= most), 0.0)
    return weights + np.float32(factor) * change, factor


def lead(logits: Floats, labels: npt.NDArray[np.uint8]) -> tuple[Floats, npt.NDArray[np.int64]]:
    """By how much the labels' logits, of (N, C), are above the highest other one; and which that is: both (N,)."""
    rows = np.arange(len(labels))
    others = logits.copy()
    others[rows, labels] = -np.inf
    rivals = others.argmax(axis=1)
    return logits[rows, labels] - logits[rows, rivals], rivals


def _fit_change(weights: npt.NDArray[np.float32], drawings: Known, known: Known) -> npt.NDArray[np.float32]:
    features = drawings.features.astype(np.float64)
    moment = _second_moment(known.features)
    penalty = moment + _TINY * np.trace(moment) / len(moment) * np.eye(len(moment))
    curvature = _second_moment(drawings.features) + KEEP * penalty
    aim = SURER * float(np.median(lead(known.features @ weights, known.labels)[0]))
    before = features @ weights
    missing, change = np.zeros_like(before), np.zeros(weights.shape)
    rows = np.arange(len(before))
    for _ in range(ROUNDS):
        leads, rivals = lead(before + features @ change, drawings.labels)
        half = np.maximum(aim - leads, 0) / 2
        missing[rows, drawings.labels] += half
        missing[rows, rivals] -= half
        change = np.linalg.solve(curvature, features.T @ missing / len(features))
    return change.astype(np.float32)


def _second_moment(features: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """The mean of the features' products, (F, F) of (N, F)."""
    return np.asarray(features.T @ features, np.float64) / len(features)
