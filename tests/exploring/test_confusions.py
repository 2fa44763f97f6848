import numpy as np

from mnist_app.exploring.confusions import Confusion, row_shares, top_confusions


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


def test_row_shares_of_a_class_that_never_occurs() -> None:
    assert row_shares(np.array([[1, 3], [0, 0]])).tolist() == [[0.25, 0.75], [0, 0]]
