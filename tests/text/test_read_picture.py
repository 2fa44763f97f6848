from dataclasses import replace

import numpy as np
import pytest

from builders.digits import make_digit
from mnist_app.reading.result import Reading
from mnist_app.reading.verdicts import Verdict
from mnist_app.text.file_table import FileResult, results_to_csv, results_to_table
from mnist_app.text.read_picture import ReadPicture, box_label


def make_picture(*rows: str, verdict: Verdict = "sure") -> ReadPicture:
    """A picture with digits side by side."""
    numbers = iter(range(100))
    digits = tuple(
        tuple(
            make_digit({int(text): 0.5}, verdict, bbox=(80, 90 * i + 40, 120, 90 * i + 80))
            for text, i in zip(row, numbers, strict=False)
        )
        for row in rows
    )
    return ReadPicture("a.png", np.full((100, 200, 3), 255, np.uint8), (200, 400), Reading(digits))


@pytest.mark.parametrize(("dropped", "text"), [(set(), "12\n3"), ({0}, "2\n3"), ({2}, "12"), ({0, 1, 2}, "")])
def test_without(dropped: set[int], text: str) -> None:
    assert make_picture("12", "3").without(dropped).reading.text == text


def test_without_a_digit_the_rest_is_as_doubtful_as_before() -> None:
    picture = make_picture("12")
    doubtful = replace(picture, reading=replace(picture.reading, left_out=1))
    assert doubtful.without({0}).reading.left_out == 1


def test_boxes_differ_by_verdict_and_selection() -> None:
    sure, unsure = make_picture("12"), make_picture("12", verdict="unsure")
    assert (sure.with_boxes(0) != unsure.with_boxes(0)).any()
    assert (sure.with_boxes(0) != sure.with_boxes(1)).any()
    assert (sure.pixels == 255).all()


@pytest.mark.parametrize(("verdict", "label"), [("sure", "7"), ("unsure", "7?"), ("not_a_digit", "?")])
def test_box_label(verdict: Verdict, label: str) -> None:
    assert box_label(make_picture("7", verdict=verdict).reading.digits[0]) == label


RESULTS = [
    FileResult("a.png", make_picture("12", "3")),
    FileResult("b.png", error="The file is empty."),
    FileResult("c, d.png", make_picture()),
    FileResult("e.png", make_picture("1", verdict="not_a_digit")),
]


def test_table_has_a_row_for_each_file() -> None:
    table = results_to_table(RESULTS)
    picture, *columns = table.values()
    assert list(table) == ["picture", "file", "reading", "lowest_confidence", "note"]
    assert list(zip(*columns, strict=True)) == [
        ("a.png", "12 / 3", 0.5, ""),
        ("b.png", "", None, "The file is empty."),
        ("c, d.png", "", None, "No digits found."),
        ("e.png", "?", 0.5, "Something in it is no digit."),
    ]
    assert picture[0].startswith("data:image/jpeg;base64,")
    assert picture[1] is None


def test_table_says_what_was_left_out_and_takes_no_sign_for_a_digit() -> None:
    picture = make_picture("12")
    one, sign = picture.reading.digits
    sign = replace(sign, probs=np.zeros(10, np.float32), verdict="not_a_digit", is_sign=True)
    table = results_to_table([FileResult("a.png", replace(picture, reading=Reading(((one, sign),), left_out=1)))])
    assert (table["reading"], table["lowest_confidence"], table["note"]) == (["1?"], [0.5], ["1 mark left out."])


def test_csv() -> None:
    lines = results_to_csv(RESULTS).decode().splitlines()
    assert lines[0] == "file,reading,lowest_confidence,note"
    assert lines[1] == "a.png,12 / 3,0.5,"
    assert lines[2] == "b.png,,,The file is empty."
    assert lines[3] == '"c, d.png",,,No digits found.'


def test_no_files() -> None:
    assert results_to_csv([]).decode().splitlines() == ["file,reading,lowest_confidence,note"]
