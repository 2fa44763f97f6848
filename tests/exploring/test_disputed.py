import os

import numpy as np
import pytest

from mnist_app.exploring.disputed import DISPUTED, READ_INSTEAD, dispute


def test_what_is_known_of_a_dispute() -> None:
    assert "None of five annotators" in dispute(947)
    assert "Fewer than three of five" in dispute(2130)
    assert set(READ_INSTEAD) < set(DISPUTED)


@pytest.mark.mnist
def test_labels_are_those_that_were_disputed() -> None:
    """The list counts test digits from 0: these five carry the labels that its authors name."""
    with np.load(os.environ["MNIST_NPZ"]) as mnist:
        labels = mnist["y_test"]
    assert labels[[947, 2462, 2597, 2654, 6651]].tolist() == [8, 2, 5, 6, 0]
