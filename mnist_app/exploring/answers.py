"""The answers to all test digits, with the figures by which they are filtered and sorted."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from mnist_app.metrics.evaluation import MIN_PROB
from mnist_app.metrics.ranking import two_likeliest
from mnist_app.reading.csv_table import rows_to_csv

Classes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Outcome = Literal["wrong", "unsure", "right", "all"]  # "unsure": right, but below the certainty of a sure answer
Sort = Literal["surest", "loss", "margin", "index"]

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
SORTS: tuple[Sort, ...] = get_args(Sort)

WHOLE_RANGE = (0.0, 1.0)  # of the certainty
ROUNDING = 1e-6  # a float32 certainty of 1 may be written as 0.9999999 or 1.0000001


@dataclass(frozen=True, eq=False)
class Answers:
    """One answer for each of N test digits.

    Attributes
    ----------
    probs : float32 (N, 10), calibrated
    true, pred, runner_up : uint8 (N,): the label, the likeliest class and the second likeliest
    confidence : float32 (N,), the probability of `pred`
    certainty : float32 (N,), the probability that it is a digit at all, and `pred`; by it an answer counts as sure
    wrong_certainty : float32 (N,), the probability that it is a digit, and the likeliest one that is not the true one
    margin : float32 (N,), by how much `pred` is likelier than `runner_up`
    loss : float32 (N,), negative log-likelihood of the true class
    is_disputed : bool (N,), whether people disagree with the label
    sure : the certainty from which an answer counts as sure
    """

    probs: Floats
    true: Classes
    pred: Classes
    runner_up: Classes
    confidence: Floats
    certainty: Floats
    wrong_certainty: Floats
    margin: Floats
    loss: Floats
    is_disputed: npt.NDArray[np.bool_]
    sure: float

    def __len__(self) -> int:
        return len(self.true)

    @property
    def is_wrong(self) -> npt.NDArray[np.bool_]:
        """Which answers are wrong, bool (N,)."""
        return self.true != self.pred


@dataclass(frozen=True)
class Filter:
    """Which answers to show; None means any digit. Both ends of the certainty range belong to it."""

    true: int | None = None
    pred: int | None = None
    outcome: Outcome = "wrong"
    certainty: tuple[float, float] = WHOLE_RANGE
    hides_disputed: bool = False


@dataclass(frozen=True)
class Place:
    """Where a test digit stands in a list: its number from 1 on (None if it is not there) and its neighbors."""

    number: int | None = None
    before: int | None = None
    after: int | None = None


def probs_to_answers(
    probs: Floats,
    labels: Classes,
    sure: float,
    is_disputed: npt.NDArray[np.bool_] | None = None,
    digit_prob: Floats | None = None,
) -> Answers:
    """Work out what the filters ask for.

    Parameters
    ----------
    probs : float32 (N, 10), each row sums to 1
    labels : uint8 (N,), in 0..9
    sure : the certainty from which an answer counts as sure
    is_disputed : bool (N,), whether people disagree with the label; nobody does if None
    digit_prob : float32 (N,), how probable it is that each is a digit at all; 1 if None
    """
    rows = np.arange(len(labels))
    pred, runner_up = two_likeliest(probs).T
    confidence = probs[rows, pred]
    is_digit = np.float32(1) if digit_prob is None else digit_prob
    return Answers(
        probs=probs,
        true=labels,
        pred=pred.astype(np.uint8),
        runner_up=runner_up.astype(np.uint8),
        confidence=confidence,
        certainty=confidence * is_digit,
        wrong_certainty=np.where(pred == labels, probs[rows, runner_up], confidence) * is_digit,
        margin=confidence - probs[rows, runner_up],
        loss=-np.log(probs[rows, labels].clip(min=MIN_PROB)),
        is_disputed=np.zeros(len(labels), bool) if is_disputed is None else is_disputed,
        sure=sure,
    )


def select(
    answers: Answers, chosen: Filter, sort: Sort = "surest", among: npt.NDArray[np.int64] | None = None
) -> npt.NDArray[np.int64]:
    """Positions of the answers that pass the filter, in order.

    The worst mistakes come first: by the certainty of a wrong answer or by the loss (highest first), by the margin
    (closest call first), or simply by position. Equal ones keep the order of the test set.

    Parameters
    ----------
    among : int64 (K,), positions, ascending, to which it is confined; all if None

    Returns
    -------
    int64 (M,), positions in the test set
    """
    found = np.flatnonzero(_passes(answers, chosen))
    if among is not None:
        found = np.intersect1d(found, among)
    keys: dict[Sort, npt.NDArray[np.number]] = {
        "surest": -answers.wrong_certainty,
        "loss": -answers.loss,
        "margin": answers.margin,
        "index": np.arange(len(answers)),
    }
    return found[np.argsort(keys[sort][found], kind="stable")]


def place_among(order: npt.NDArray[np.int64], index: int) -> Place:
    """Find a test digit in a list of positions, int64 (M,), in which each occurs once."""
    found = np.flatnonzero(order == index)
    if not len(found):
        return Place()
    at = int(found[0])
    return Place(
        number=at + 1,
        before=int(order[at - 1]) if at > 0 else None,
        after=int(order[at + 1]) if at + 1 < len(order) else None,
    )


def outcome_of(answers: Answers, index: int) -> Outcome:
    """How the answer at a position turned out: "wrong", "unsure" (but right) or "right"."""
    if answers.true[index] != answers.pred[index]:
        return "wrong"
    return "right" if answers.certainty[index] >= answers.sure else "unsure"


def answers_to_csv(answers: Answers, index: npt.NDArray[np.integer]) -> str:
    """The answers at some positions as CSV: a header, then a line each."""
    header = ["index", "true", "predicted", "certainty", "confidence", "runner_up", "margin", "loss"]
    header += ["outcome", "disputed_label", *(f"p{digit}" for digit in range(answers.probs.shape[1]))]
    rows: list[list[object]] = [[*header]]
    for position in index.tolist():
        how_sure, how_close = (answers.certainty, answers.confidence), (answers.margin, answers.loss)
        rows.append(
            [position, answers.true[position], answers.pred[position], *(f"{each[position]:.6f}" for each in how_sure)]
            + [answers.runner_up[position], *(f"{each[position]:.6f}" for each in how_close)]
            + [outcome_of(answers, position), "yes" if answers.is_disputed[position] else "no"]
            + [f"{prob:.6f}" for prob in answers.probs[position]]
        )
    return rows_to_csv(rows)


def _passes(answers: Answers, chosen: Filter) -> npt.NDArray[np.bool_]:
    low, high = chosen.certainty
    passes = (answers.certainty >= low - ROUNDING) & (answers.certainty <= high + ROUNDING)
    passes &= _has_outcome(answers, chosen.outcome)
    if chosen.true is not None:
        passes &= answers.true == chosen.true
    if chosen.pred is not None:
        passes &= answers.pred == chosen.pred
    if chosen.hides_disputed:
        passes &= ~answers.is_disputed
    return passes


def _has_outcome(answers: Answers, outcome: Outcome) -> npt.NDArray[np.bool_]:
    if outcome == "all":
        return np.ones(len(answers), bool)
    if outcome == "wrong":
        return answers.is_wrong
    is_sure = answers.certainty >= answers.sure
    return ~answers.is_wrong & (~is_sure if outcome == "unsure" else True)
