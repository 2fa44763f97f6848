"""Digits in printed boxes, combs and tables, from bytes to text with the default network."""

import pytest

from builders.printed_form import Color, draw_form
from mnist_app.recognizer import Recognizer

BLACK, GRAY, RED = (0, 0, 0), (150, 150, 150), (230, 70, 70)


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer.load()


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
