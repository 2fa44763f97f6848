"""How well test digits are read that are written alike: thin ones, slanted 7s, 8s with a single loop."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from mnist_app.exploring.answers import Answers
from mnist_app.imaging.shapes import SHAPE_FIGURES
from mnist_app.metrics.intervals import wilson_interval

DIGIT = "digit"  # the true class, by which digits are sliced as by how they are written
FIGURES = (DIGIT, *SHAPE_FIGURES)
MOST_FIGURES = 3  # at once; with more, most slices hold no error
THIRDS = ("thickness", "slant", "width")  # are cut into a lower, a middle and an upper third of all test digits

Key = tuple[tuple[str, int], ...]  # figures and the level of each, such as (("digit", 7), ("thickness", 0))
Levels = dict[str, npt.NDArray[np.int64]]


@dataclass(frozen=True)
class Slice:
    """Digits that are written alike: how many, how many misread; the share of those with its 95 % interval."""

    key: Key
    digits: int
    errors: int
    error_rate: float
    low: float
    high: float


def to_levels(answers: Answers, shapes: npt.NDArray[np.float16]) -> Levels:
    """On which level of each figure every test digit lies, int (N,) from 0 on.

    Thickness, slant and width: its third of all test digits. Height: 1 if it is as high as the highest, else 0. Loops:
    0, 1, or 2 for more.

    Parameters
    ----------
    shapes : float16 (N, 5), as in evaluation.npz
    """
    levels: Levels = {DIGIT: answers.true.astype(np.int64)}
    for figure, column in zip(SHAPE_FIGURES, shapes.T.astype(np.float64), strict=True):
        if figure in THIRDS:
            levels[figure] = np.searchsorted(np.quantile(column, (1 / 3, 2 / 3)), column, side="left")
        elif figure == "height":
            levels[figure] = (column >= column.max()).astype(np.int64)
        else:
            levels[figure] = column.clip(0, 2).astype(np.int64)
    return levels


def slice_errors(answers: Answers, levels: Levels, figures: Sequence[str]) -> list[Slice]:
    """Cut the test digits by some figures, and count the errors of each slice that holds a digit.

    Returns
    -------
    Those first whose share of errors is surely high: by the lower end of its interval.
    """
    present = [np.unique(levels[figure]).tolist() for figure in figures]
    slices = [_count(answers, levels, tuple(zip(figures, each, strict=True))) for each in product(*present)]
    return sorted((one for one in slices if one), key=lambda one: (-one.low, -one.error_rate))


def members(levels: Levels, key: Key) -> npt.NDArray[np.int64]:
    """The positions of a slice's digits, ascending."""
    inside = np.ones(len(levels[DIGIT]), bool)
    for figure, level in key:
        inside &= levels[figure] == level
    return np.flatnonzero(inside)


def key_to_text(key: Key) -> str:
    """A slice as it stands in a link: "digit-7.thickness-0"."""
    return ".".join(f"{figure}-{level}" for figure, level in key)


def find_slice(text: str, slices: Iterable[Slice]) -> Slice | None:
    """The slice that a link names, or None if it names none of these."""
    return next((one for one in slices if key_to_text(one.key) == text), None)


def _count(answers: Answers, levels: Levels, key: Key) -> Slice | None:
    inside = members(levels, key)
    if not len(inside):
        return None
    errors = int(answers.is_wrong[inside].sum())
    return Slice(key, len(inside), errors, errors / len(inside), *wilson_interval(errors, len(inside)))
