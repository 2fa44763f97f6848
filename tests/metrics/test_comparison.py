import numpy as np
import pytest

from mnist_app.metrics.comparison import Comparison, compare_predictions, mcnemar_p_value


def compare(pred_a: list[int], pred_b: list[int]) -> Comparison:
    return compare_predictions(np.arange(len(pred_a)), np.array(pred_a, int), np.array(pred_b, int))


def test_no_digits() -> None:
    nothing = compare([], [])
    assert [len(each) for each in (nothing.fixed, nothing.broken, nothing.both_wrong)] == [0, 0, 0]
    assert nothing.errors_a.tolist() == nothing.errors_b.tolist() == [0] * 10


def test_compare_with_itself() -> None:
    comparison = compare([0, 1, 2, 9], [0, 1, 2, 9])
    assert (len(comparison.fixed), len(comparison.broken), comparison.both_wrong.tolist()) == (0, 0, [3])


def test_fixed_broken_and_both_wrong() -> None:
    comparison = compare([0, 9, 9, 3], [9, 1, 9, 3])
    assert comparison.fixed.tolist() == [1]
    assert comparison.broken.tolist() == [0]
    assert comparison.both_wrong.tolist() == [2]
    assert comparison.errors_a.tolist() == [0, 1, 1] + [0] * 7
    assert comparison.errors_b.tolist() == [1, 0, 1] + [0] * 7


@pytest.mark.parametrize(
    ("fixed", "broken", "chance"), [(0, 0, 1.0), (1, 0, 1.0), (5, 5, 1.0), (5, 0, 2 / 32), (1, 6, 16 / 128)]
)
def test_mcnemar_p_value(fixed: int, broken: int, chance: float) -> None:
    assert mcnemar_p_value(fixed, broken) == pytest.approx(chance, rel=1e-12)
