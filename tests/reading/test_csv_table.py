import csv
import io

import pytest

from mnist_app.reading.csv_table import rows_to_csv


def test_no_rows() -> None:
    assert rows_to_csv([]) == ""


@pytest.mark.parametrize("cell", ["a.png", "seven, or 1.png", 'the "7".png', "7=7", "a\nb", "é.png", " =1"])
def test_text_stays_as_it_is(cell: str) -> None:
    assert list(csv.reader(io.StringIO(rows_to_csv([["x", cell]])))) == [["x", cell]]


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+1+cmd", "-2+3", "@SUM(A1)", "\t=1", "\n=1", "=", "-"])
def test_what_begins_like_a_formula_is_quoted(cell: str) -> None:
    assert list(csv.reader(io.StringIO(rows_to_csv([[cell]]), newline=""))) == [[f"'{cell}"]]


def test_a_carriage_return_ends_no_row() -> None:
    assert rows_to_csv([["a\r=1"]]) == '"a\n=1"\n'


@pytest.mark.parametrize(("cell", "text"), [(-1, "-1"), (-0.5, "-0.5"), ("-0.500000", "-0.500000"), ("+7", "+7")])
def test_numbers_stay_numbers(cell: object, text: str) -> None:
    assert rows_to_csv([[cell]]) == f"{text}\n"
