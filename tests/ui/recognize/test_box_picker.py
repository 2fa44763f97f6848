from typing import Any

import pytest

from mnist_app.ui.recognize.box_picker import read_box


@pytest.mark.parametrize(
    "forged",
    [
        *(None, 7, "0123", {}, [], [0, 0, 1], [0, 0, 1, 1, 1], [0, 0, 1, "1"], [0, 0, 1, None], [[0], 0, 1, 1]),
        *([0, 0, float("nan"), 1], [0, 0, float("inf"), 1], [-0.1, 0, 1, 1], [0, 0, 1, 1.5], [0, 0, 10**400, 1]),
        *([0.5, 0, 0.5, 1], [0, 0.5, 1, 0.5], [0.5, 0, 0.1, 1], [0.1, 0, 0.101, 1]),
    ],
)
def test_what_is_no_box(forged: Any) -> None:
    assert read_box(forged, (100, 200)) is None


def test_a_box_is_within_the_picture() -> None:
    assert read_box([0, 0, 1, 1], (100, 200)) == (0, 0, 100, 200)
