"""Test labels that a run itself suspects, beside those that people dispute.

A label is suspected where the run reads another digit: the surer of that, the more. It is a suspicion and no more:
where the network is wrong, it suspects a label that is right.
"""

import numpy as np
import numpy.typing as npt

from mnist_app.exploring.answers import Answers, Filter, select


def suspected(answers: Answers) -> npt.NDArray[np.int64]:
    """The positions of all suspected labels, int64 (M,), the most suspected first."""
    return select(answers, Filter(outcome="wrong"), "surest")


def disputed(answers: Answers) -> npt.NDArray[np.int64]:
    """The positions of the disputed labels, int64 (M,), those first to which the run gives the least probability."""
    return select(answers, Filter(outcome="all"), "loss", among=np.flatnonzero(answers.is_disputed))


def count_found(answers: Answers) -> tuple[int, int]:
    """How many disputed labels are suspected at all, and how many stand among as many most suspected ones."""
    found = suspected(answers)
    first = found[: int(answers.is_disputed.sum())]
    return int(answers.is_disputed[found].sum()), int(answers.is_disputed[first].sum())
