import numpy as np
import pytest

from mnist_app.errors import RunError
from mnist_app.exploring.answers import Answers, probs_to_answers
from mnist_app.exploring.pairwise import compare, mcnemar_p_value

LABELS = [0, 1, 2, 3]


def answers_of(pred: list[int], labels: list[int] = LABELS) -> Answers:
    return probs_to_answers(np.eye(10, dtype=np.float32)[pred], np.array(labels, np.uint8), sure=0.9)


def test_compare_with_itself() -> None:
    same = answers_of([0, 1, 2, 9])
    comparison = compare(same, same)
    assert (len(comparison.fixed), len(comparison.broken), comparison.both_wrong.tolist()) == (0, 0, [3])


def test_fixed_broken_and_both_wrong() -> None:
    comparison = compare(answers_of([0, 9, 9, 3]), answers_of([9, 1, 9, 3]))
    assert comparison.fixed.tolist() == [1]
    assert comparison.broken.tolist() == [0]
    assert comparison.both_wrong.tolist() == [2]
    assert comparison.errors_a.tolist() == [0, 1, 1] + [0] * 7
    assert comparison.errors_b.tolist() == [1, 0, 1] + [0] * 7


def test_runs_tested_on_different_digits() -> None:
    with pytest.raises(RunError, match="different digits"):
        compare(answers_of(LABELS), answers_of(LABELS, [0, 1, 2, 4]))


@pytest.mark.parametrize(
    ("fixed", "broken", "chance"), [(0, 0, 1.0), (1, 0, 1.0), (5, 5, 1.0), (5, 0, 2 / 32), (1, 6, 16 / 128)]
)
def test_mcnemar_p_value(fixed: int, broken: int, chance: float) -> None:
    assert mcnemar_p_value(fixed, broken) == chance
