import csv
import io

import numpy as np
import pytest

from mnist_app.errors import RunError
from mnist_app.exploring.answers import Answers, probs_to_answers
from mnist_app.exploring.pairwise import answers_of_two_to_csv, compare

LABELS = [0, 1, 2, 3]


def answers_of(pred: list[int], labels: list[int] = LABELS) -> Answers:
    return probs_to_answers(np.eye(10, dtype=np.float32)[pred], np.array(labels, np.uint8), sure=0.9)


def test_compares_the_answers() -> None:
    comparison = compare(answers_of([0, 9, 9, 3]), answers_of([9, 1, 9, 3]))
    assert (comparison.fixed.tolist(), comparison.broken.tolist(), comparison.both_wrong.tolist()) == ([1], [0], [2])


def test_runs_tested_on_different_digits() -> None:
    with pytest.raises(RunError, match="different digits"):
        compare(answers_of(LABELS), answers_of(LABELS, [0, 1, 2, 4]))


def test_csv_of_two_holds_what_both_read_in_the_order_of_the_rows() -> None:
    a, b = answers_of([0, 9, 9, 3]), answers_of([9, 1, 8, 3])
    rows = list(csv.DictReader(io.StringIO(answers_of_two_to_csv(a, b, np.array([2, 1])))))
    assert [(row["index"], row["true"], row["predicted_a"], row["predicted_b"]) for row in rows] == [
        ("2", "2", "9", "8"),
        ("1", "1", "9", "1"),
    ]
    assert {row["certainty_a"] for row in rows} == {"1.000000"}
    assert {row["disputed_label"] for row in rows} == {"no"}
