"""Which labels a run suspects, in which order, and how many disputed ones are among them."""

import numpy as np
import pytest

from mnist_app.exploring.answers import Answers, probs_to_answers
from mnist_app.exploring.suspects import count_found, disputed, suspected


@pytest.fixture
def answers() -> Answers:
    """Labels 1, read as: 2 (60 %), 2 (90 %), 1, 2 (70 %); the second and the third are disputed."""
    probs = np.zeros((4, 10), np.float32)
    probs[:, 2] = (0.6, 0.9, 0.2, 0.7)
    probs[:, 1] = 1 - probs[:, 2]
    return probs_to_answers(probs, np.ones(4, np.uint8), 0.9, np.array([False, True, True, False]))


def test_the_surest_of_another_digit_comes_first(answers: Answers) -> None:
    assert suspected(answers).tolist() == [1, 3, 0]


def test_disputed_labels_are_all_listed_the_most_doubtful_first(answers: Answers) -> None:
    assert disputed(answers).tolist() == [1, 2]


def test_how_many_disputed_labels_are_suspected(answers: Answers) -> None:
    assert count_found(answers) == (1, 1)


def test_without_errors_and_disputes_there_is_nothing() -> None:
    right = probs_to_answers(np.eye(10, dtype=np.float32), np.arange(10, dtype=np.uint8), 0.9)
    assert len(suspected(right)) == len(disputed(right)) == 0
    assert count_found(right) == (0, 0)
