"""A map of the test digits, on which neighbors are alike to the network: what lies where, which errors are alike."""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mnist_app.exploring.answers import Answers

AROUND = 60  # half a side of the square around a spot: a finger's width on a phone's map; a guess

_AREA = re.compile(r"(\d{1,4})-(\d{1,4})-(\d{1,4})-(\d{1,4})")


@dataclass(frozen=True)
class Area:
    """A rectangle of the map, whose y axis points up; all four ends belong to it."""

    left: int
    low: int
    right: int
    high: int

    def to_text(self) -> str:
        """As it stands in a link: "120-340-500-720"."""
        return f"{self.left}-{self.low}-{self.right}-{self.high}"


@dataclass(frozen=True, eq=False)
class ErrorGroup:
    """Errors that are alike.

    Attributes
    ----------
    number : from 1 on, the largest group first
    true, pred : its most frequent mistake
    such : how many of its errors are that mistake
    members : int64 (M,), their positions in the test set, ascending
    """

    number: int
    true: int
    pred: int
    such: int
    members: npt.NDArray[np.int64]


def text_to_area(text: str) -> Area | None:
    """The area that a link names, or None if it names none.

    Examples
    --------
    >>> text_to_area("10-20-30-40")
    Area(left=10, low=20, right=30, high=40)
    >>> text_to_area("30-20-10-40")  # its left end lies right of the other
    """
    ends = _AREA.fullmatch(text) if text.isascii() else None
    if ends is None:
        return None
    area = Area(*map(int, ends.groups()))
    return area if area.left <= area.right and area.low <= area.high else None


def digits_within(positions: npt.NDArray[np.uint16], area: Area) -> npt.NDArray[np.int64]:
    """The digits, int64 (M,) ascending, whose positions, uint16 (N, 2), lie in an area."""
    least, most = (area.left, area.low), (area.right, area.high)
    return np.flatnonzero(((positions >= least) & (positions <= most)).all(axis=1))


def class_middles(positions: npt.NDArray[np.uint16], labels: npt.NDArray[np.uint8]) -> dict[int, tuple[float, float]]:
    """Where the digits of each class that occurs lie in the median: x and y."""
    middles = {int(label): np.median(positions[labels == label], axis=0) for label in np.unique(labels)}
    return {label: (float(middle[0]), float(middle[1])) for label, middle in middles.items()}


def error_groups(answers: Answers, clusters: npt.NDArray[np.uint16]) -> list[ErrorGroup]:
    """The groups of similar errors, by their numbers, uint16 (N,) with 0 for none; right answers are in none."""
    groups = []
    numbers = np.where(answers.is_wrong, clusters, 0)
    for number in np.unique(numbers[numbers > 0]).tolist():
        inside = np.flatnonzero(numbers == number)
        kinds, counts = np.unique(10 * answers.true[inside].astype(int) + answers.pred[inside], return_counts=True)
        true, pred = divmod(int(kinds[counts.argmax()]), 10)
        groups.append(ErrorGroup(number, true, pred, int(counts.max()), inside))
    return groups
