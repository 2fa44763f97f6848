"""How well pages are read: digits, rows and turns that are right, and what is called sure and is wrong.

Digits are compared as the whole page's, so that a row which is read as two costs no digit; whether the rows are right
is counted on its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass

import numpy as np

HEAD = "kind          pages  perfect  digits   right    rows   turn   sure  sure and wrong"


@dataclass(frozen=True)
class PageScore:
    """Counts of one page, or of several added up.

    Attributes
    ----------
    pages, perfect : how many, and how many of them without a wrong digit
    digits, right : written, and those of them that the reading needs no change for
    sure, sure_wrong : digits called sure, and those that stand for none of those written
    rows, rows_right : written, and read from the first digit to the last in a row of their own
    turns_right : pages shown the right way up
    """

    pages: int = 0
    perfect: int = 0
    digits: int = 0
    right: int = 0
    sure: int = 0
    sure_wrong: int = 0
    rows: int = 0
    rows_right: int = 0
    turns_right: int = 0


def score_page(truth: Sequence[str], read: Sequence[str], sure: Sequence[bool], turn_right: bool) -> PageScore:
    """Compare what was read on a page with what is written on it.

    Parameters
    ----------
    truth : the digits written, a string a row
    read : the digits read, a string a row, without what was called no digit
    sure : for each digit of `read` in reading order, whether it is called sure
    turn_right : whether the page was read the right way up

    Raises
    ------
    ValueError
        if there are not as many digits read as answers to whether they are sure

    Examples
    --------
    A 9 is read as 4 and unsure; a sure 1 is not on the page at all:

    >>> score = score_page(["12", "39"], ["12", "341"], [True, True, True, False, True], turn_right=True)
    >>> score.right, score.digits, score.rows_right, score.sure_wrong
    (2, 4, 1, 1)
    """
    written, answered = "".join(truth), "".join(read)
    if len(sure) != len(answered):
        raise ValueError(f"expected {len(answered)} answers to whether a digit is sure, received {len(sure)}")
    mistakes, matched = align(written, answered)
    right = max(0, len(written) - mistakes)
    wrong = sum(is_sure and position not in matched for position, is_sure in enumerate(sure))
    rows_right = _longest_common(list(truth), list(read))
    return PageScore(
        1, int(not mistakes), len(written), right, sum(sure), wrong, len(truth), rows_right, int(turn_right)
    )


def align(truth: str, read: str) -> tuple[int, frozenset[int]]:
    """The fewest digits to change, leave out or add, and the positions in `read` that are right then.

    Of all ways with so few changes it takes one that leaves the most digits right.

    Examples
    --------
    >>> align("1234", "124")
    (1, frozenset({0, 1, 2}))
    """
    unit = len(truth) + 1  # of a change; a digit that is right costs -1, so that the most are right at as few changes
    costs = _edit_costs(truth, read, unit)
    row, col, matched = len(truth), len(read), set()
    while row and col:
        if truth[row - 1] == read[col - 1] and costs[row, col] == costs[row - 1, col - 1] - 1:
            matched.add(col - 1)
            row, col = row - 1, col - 1
        elif costs[row, col] == costs[row - 1, col - 1] + unit:
            row, col = row - 1, col - 1
        elif costs[row, col] == costs[row - 1, col] + unit:
            row -= 1
        else:
            col -= 1
    return -(-int(costs[-1, -1]) // unit), frozenset(matched)


def add_scores(scores: Iterable[PageScore]) -> PageScore:
    """All counts added up.

    Examples
    --------
    >>> add_scores([PageScore(pages=1, digits=4), PageScore(pages=1, digits=3)]).digits
    7
    """
    columns = zip(astuple(PageScore()), *map(astuple, scores), strict=True)
    return PageScore(*(sum(column) for column in columns))


def format_page_score(kind: str, score: PageScore) -> str:
    """A line of the table under `HEAD`.

    Examples
    --------
    >>> print(HEAD, format_page_score("plain", PageScore(1, 0, 4, 3, 2, 1, 2, 1, 1)), sep="\\n")
    kind          pages  perfect  digits   right    rows   turn   sure  sure and wrong
    plain             1        0       4   75.0%   50.0%   100%      2        1  50.0%
    """
    counts = f"{kind:12s}{score.pages:7d}{score.perfect:9d}{score.digits:8d}"
    shares = f"{_share(score.right, score.digits):8.1%}{_share(score.rows_right, score.rows):8.1%}"
    turns = f"{_share(score.turns_right, score.pages):7.0%}"
    return f"{counts}{shares}{turns}{score.sure:7d}{score.sure_wrong:9d}{_share(score.sure_wrong, score.sure):7.1%}"


def _edit_costs(truth: str, read: str, unit: int) -> np.ndarray:
    """Levenshtein's table, int (len(truth) + 1, len(read) + 1): `unit` for each change, -1 for what is the same."""
    costs = np.zeros((len(truth) + 1, len(read) + 1), np.int64)
    costs[:, 0], costs[0] = np.arange(len(truth) + 1) * unit, np.arange(len(read) + 1) * unit
    for row, wanted in enumerate(truth, start=1):
        for col, answer in enumerate(read, start=1):
            kept = costs[row - 1, col - 1] + (unit if wanted != answer else -1)
            costs[row, col] = min(costs[row - 1, col] + unit, costs[row, col - 1] + unit, kept)
    return costs


def _longest_common(first: list[str], second: list[str]) -> int:
    """How many rows both have in the same order."""
    lengths = [0] * (len(second) + 1)
    for item in first:
        before = list(lengths)
        for col, other in enumerate(second, start=1):
            lengths[col] = before[col - 1] + 1 if item == other else max(before[col], lengths[col - 1])
    return lengths[-1]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
