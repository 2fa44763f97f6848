"""A page's picture, strokes and turn fit together, and its rows are what was written."""

import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.data.pages.page import Page, PageDigit

GRAY = np.zeros((30, 40), np.uint8)


def test_rows_are_in_order_and_none_is_empty() -> None:
    digits = (PageDigit(7, (0, 0, 9, 9), 0), PageDigit(1, (0, 10, 9, 19), 0), PageDigit(4, (20, 0, 29, 9), 2))
    assert Page(GRAY, digits, GRAY, 90, "plain").rows == ("71", "4")
    assert Page(np.zeros((30, 40, 3), np.uint8), (), GRAY, 0, "plain").rows == ()


@pytest.mark.parametrize(
    ("image", "strokes", "turn", "words"),
    [
        (GRAY.astype(np.float32), GRAY, 0, "uint8 image"),
        (np.zeros((30, 40, 4), np.uint8), GRAY, 0, "uint8 image"),
        (GRAY, GRAY[:20], 0, "strokes"),
        (GRAY, GRAY.astype(bool), 0, "strokes"),
        (GRAY, GRAY, 45, "45"),
    ],
)
def test_what_does_not_fit_is_refused(
    image: npt.NDArray[np.uint8], strokes: npt.NDArray[np.uint8], turn: int, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        Page(image, (), strokes, turn, "plain")
