"""Digits in printed boxes, combs and tables, from bytes to text with the default network."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from builders.digit_strokes import draw_strokes, strokes_of, to_png
from mnist_app.recognizer import Recognizer

Pixels = npt.NDArray[np.uint8]
Color = tuple[int, int, int]

CELL, HEIGHT, MARGIN = 100, 60, 80
BLACK, GRAY, RED = (0, 0, 0), (150, 150, 150), (230, 70, 70)


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer.load()


def draw_form(
    rows: list[list[str]], gap: int = 0, drop: int = 0, color: Color = BLACK, seed: int | None = None
) -> bytes:
    """A PNG of cells with a number in each, or "": digits of HEIGHT pixels, `drop` pixels below the middle.

    With a seed it is photographed: out of focus, in light from one side, and with noise.
    """
    step = CELL + gap
    shape = (2 * MARGIN + len(rows) * step - gap, 2 * MARGIN + len(rows[0]) * step - gap)
    page = np.full((*shape, 3), 240, np.uint8)
    strokes = []
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            top, left = MARGIN + i * step, MARGIN + j * step
            cv2.rectangle(page, (left, top), (left + CELL, top + CELL), color, 3)
            high, first = top + (CELL - HEIGHT) / 2 + drop, left + CELL / 2 - 20 * len(text)
            for number, form in enumerate(text):
                start = first + 40 * number
                strokes += strokes_of(form, (high, start + 4, high + HEIGHT, start + 36))
    ink = draw_strokes(strokes, shape, pen_width=6)[..., :1] / 255
    pixels = page * (1 - ink) + np.array([20, 25, 90]) * ink
    if seed is not None:
        noise = np.random.default_rng(seed).normal(0, 2, pixels.shape)
        pixels = cv2.GaussianBlur(pixels, (0, 0), 0.8) * np.linspace(0.7, 1, shape[1])[:, np.newaxis] + noise
    return to_png(np.clip(pixels, 0, 255).astype(np.uint8))


@pytest.mark.parametrize("seed", [None, 0])
@pytest.mark.parametrize("color", [BLACK, GRAY, RED])
@pytest.mark.parametrize(("gap", "drop"), [(25, 0), (0, 0), (0, 20), (0, 30)], ids=["boxes", "comb", "on", "across"])
def test_digits_in_boxes_are_read(recognizer: Recognizer, gap: int, drop: int, color: Color, seed: int | None) -> None:
    reading = recognizer.read_photo(draw_form([list("273058")], gap, drop, color, seed))
    assert reading.text == "273058"


def test_a_digit_in_one_box_is_read(recognizer: Recognizer) -> None:
    assert recognizer.read_photo(draw_form([["4"]])).text == "4"


@pytest.mark.parametrize("seed", [None, 0, 1])
@pytest.mark.parametrize("color", [BLACK, GRAY, RED])
@pytest.mark.parametrize("cells", [(1, 1), (1, 6), (3, 4)])
def test_empty_boxes_are_no_digits(
    recognizer: Recognizer, cells: tuple[int, int], color: Color, seed: int | None
) -> None:
    rows, cols = cells
    assert recognizer.read_photo(draw_form([[""] * cols] * rows, 0, 0, color, seed)).text == ""


@pytest.mark.parametrize("seed", [None, 0])
@pytest.mark.parametrize("drop", [0, 24], ids=["in", "across"])
def test_a_table_is_read_cell_by_cell(recognizer: Recognizer, drop: int, seed: int | None) -> None:
    rows = [["27", "3", ""], ["", "50", "8"], ["64", "", "9"]]
    reading = recognizer.read_photo(draw_form(rows, 0, drop, seed=seed))
    assert reading.table == tuple(map(tuple, rows))
    assert reading.text == "27 3\n50 8\n64 9"


def test_a_comb_is_one_number_and_no_table(recognizer: Recognizer) -> None:
    reading = recognizer.read_photo(draw_form([list("273058")]))
    assert (reading.text, reading.table) == ("273058", None)
