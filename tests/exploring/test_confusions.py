import numpy as np

from mnist_app.exploring.confusions import Confusion, DigitFigures, row_shares, top_confusions, worst_digits
from mnist_app.metrics.evaluation import evaluate


def test_no_confusion_without_mistakes() -> None:
    assert top_confusions(np.diag([5, 5]), limit=3) == []


def test_top_confusions_the_most_frequent_first() -> None:
    confusion = np.array([[8, 0, 2], [3, 7, 0], [0, 2, 0]])
    assert top_confusions(confusion, limit=9) == [
        Confusion(1, 0, 3, 0.3),
        Confusion(0, 2, 2, 0.2),
        Confusion(2, 1, 2, 1.0),
    ]
    assert len(top_confusions(confusion, limit=1)) == 1


def test_worst_digits_first() -> None:
    labels = np.array([0, 0, 0, 1, 2, 2])
    pred = np.array([0, 0, 1, 1, 2, 2])
    figures = worst_digits(evaluate(np.eye(10, dtype=np.float32)[pred], labels))
    assert [figure.f1 for figure in figures] == sorted(figure.f1 for figure in figures)
    assert DigitFigures(0, 1.0, 2 / 3, 0.8, support=3, missed=1, intruders=0) in figures
    assert DigitFigures(1, 0.5, 1.0, 2 / 3, support=1, missed=0, intruders=1) in figures


def test_row_shares_of_a_class_that_never_occurs() -> None:
    assert row_shares(np.array([[1, 3], [0, 0]])).tolist() == [[0.25, 0.75], [0, 0]]
