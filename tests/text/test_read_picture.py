from dataclasses import replace

import numpy as np
import pytest

from builders.digits import make_digit
from mnist_app.imaging.bbox import Bbox, scale_bbox
from mnist_app.reading.feedback import Feedback, Missed
from mnist_app.reading.result import NO_DIGIT, REMOVED, LikeJudged, Reading
from mnist_app.reading.verdicts import Verdict
from mnist_app.text.file_table import (
    FileResult,
    readings_text,
    results_to_csv,
    results_to_styled_table,
    results_to_table,
)
from mnist_app.text.read_picture import ReadPicture, box_label

MARK = (20, 300, 60, 320)  # that is left out


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


def correct(picture: ReadPicture, *truths: str | None) -> ReadPicture:
    """The picture with what is said of its digits, in reading order."""
    said = zip(picture.reading.digits, truths, strict=False)
    return picture.corrected({digit.id: truth for digit, truth in said if truth is not None})


@pytest.mark.parametrize(
    ("truths", "text"),
    [([], "12\n3"), ([REMOVED], "2\n3"), (["7", None, NO_DIGIT], "72\n?"), (3 * [REMOVED], "")],
)
def test_corrected(truths: list[str | None], text: str) -> None:
    assert correct(make_picture("12", "3"), *truths).reading.text == text


def test_a_corrected_box_is_marked_by_color_and_label() -> None:
    picture = make_picture("12")
    corrected = correct(picture, "7")
    assert [box_label(digit) for digit in corrected.reading.digits] == ["7*", "2"]
    assert (corrected.with_boxes(1) != make_picture("72").with_boxes(1)).any()
    assert (correct(picture, "1").with_boxes(1) == picture.with_boxes(1)).all()


def test_without_a_digit_the_rest_is_as_doubtful_as_before() -> None:
    picture = make_picture("12")
    doubtful = replace(picture, reading=replace(picture.reading, left_out=(MARK,)))
    assert correct(doubtful, REMOVED).reading.left_out == (MARK,)


def test_boxes_differ_by_verdict_and_selection() -> None:
    sure, unsure = make_picture("12"), make_picture("12", verdict="unsure")
    assert (sure.with_boxes(0) != unsure.with_boxes(0)).any()
    assert (sure.with_boxes(0) != sure.with_boxes(1)).any()
    assert (sure.pixels == 255).all()


def test_what_is_left_out_is_outlined_without_a_label() -> None:
    picture = make_picture("12")
    outlined = replace(picture, reading=replace(picture.reading, left_out=(MARK,))).with_boxes(None)
    rows, cols = np.nonzero((outlined != picture.with_boxes(None)).any(axis=2))
    box = scale_bbox(MARK, (200, 400), (100, 200))
    assert (
        max(abs(np.array([rows.min(), cols.min(), rows.max() + 1, cols.max() + 1]) - box)) <= 4
    )  # lines are around it


@pytest.mark.parametrize(("verdict", "label"), [("sure", "7"), ("unsure", "7?"), ("not_a_digit", "?")])
def test_box_label(verdict: Verdict, label: str) -> None:
    assert box_label(make_picture("7", verdict=verdict).reading.digits[0]) == label


RESULTS = [
    FileResult("a.png", make_picture("12", "3")),
    FileResult("b.png", error="The file is empty."),
    FileResult("c, d.png", make_picture()),
    FileResult("=cmd|'x'!A0.png", make_picture("1", verdict="not_a_digit")),
]


def test_table_has_a_row_for_each_file() -> None:
    table = results_to_table(RESULTS)
    picture, *columns = table.values()
    assert list(table) == ["picture", "file", "reading", "verdict", "lowest_certainty", "note"]
    assert list(zip(*columns, strict=True)) == [
        ("a.png", "12 / 3", "sure", 0.5, ""),
        ("b.png", "", "", None, "The file is empty."),
        ("c, d.png", "", "", None, "No digits found."),
        ("=cmd|'x'!A0.png", "?", "no digit", None, "Something in it is no digit."),
    ]
    assert picture[0].startswith("data:image/jpeg;base64,")
    assert picture[1] is None


def test_lines_say_what_the_table_does_of_files_that_were_read() -> None:
    assert readings_text([*RESULTS, FileResult("e.png", make_picture("7"))]).replace("\\", "").splitlines() == [
        "- a.png: **12 / 3**, at least 50.0% sure",
        "- c, d.png. No digits found.",
        "- =cmd|'x'!A0.png: **?**. Something in it is no digit.",
        "- e.png: **7**, 50.0% sure",
    ]


def test_table_says_what_was_left_out_and_takes_no_sign_for_a_digit() -> None:
    picture = make_picture("12")
    one, sign = picture.reading.digits
    sign = replace(sign, probs=np.zeros(10, np.float32), verdict="not_a_digit", is_sign=True)
    table = results_to_table([FileResult("a.png", replace(picture, reading=Reading(((one, sign),), left_out=(MARK,))))])
    assert (table["reading"], table["lowest_certainty"], table["note"]) == (
        ["1?"],
        [0.5],
        ["Something in it is no digit. 1 mark left out."],
    )


@pytest.mark.parametrize(
    ("truths", "row"),
    [
        (["7"], ("72 / 3", 0.5, "Not sure of 2 digits, such as the 2. 1 corrected by you.")),
        (["7", "2", "3"], ("72 / 3", None, "1 corrected by you.")),
        (["1", "2", "3"], ("12 / 3", None, "")),
        ([NO_DIGIT, "2", REMOVED], ("?2", None, "1 corrected by you, 1 removed by you.")),
        (3 * [REMOVED], ("", None, "3 removed by you.")),
    ],
)
def test_corrections_change_the_table(truths: list[str | None], row: tuple[str, float | None, str]) -> None:
    picture = make_picture("12", "3", verdict="unsure")
    said = {d.id: truth for d, truth in zip(picture.reading.digits, truths, strict=False) if truth is not None}
    table = results_to_table([FileResult("a.png", picture).corrected(said)])
    assert (table["reading"][0], table["lowest_certainty"][0], table["note"][0]) == row


def test_the_note_says_why_a_digit_of_high_certainty_is_unsure() -> None:
    reason = "It is not clear which strokes belong to it."
    sure, unsure = make_digit({7: 0.999}), make_digit({1: 0.998}, "unsure", reason=reason)
    least = make_digit({4: 0.6}, "unsure", reason="It could be 4, but also 9.")
    like_seven = LikeJudged(7, was_corrected=True)
    rows = {
        (sure, unsure): "Not sure of the 1 (99.8% by its shape alone): it is not clear which strokes belong to it.",
        (unsure, least): "Not sure of 2 digits, such as the 4: it could be 4, but also 9.",
        (replace(unsure, by_hand=like_seven),): (
            "Not sure of the 7: read as 7 because it looks like the 7 you corrected."
        ),
    }
    results = [FileResult("a.png", replace(make_picture(), reading=Reading((row,)))) for row in rows]
    table = results_to_table(results)
    assert table["note"] == list(rows.values())
    assert table["lowest_certainty"][0] == 0.998


def test_the_certainty_of_what_is_read_by_hand_is_not_the_networks() -> None:
    like_one = replace(make_digit({7: 0.55, 1: 0.45}, "unsure"), by_hand=LikeJudged(1, was_corrected=True))
    rows = ((like_one,), (like_one, make_digit({4: 0.75}, bbox=(0, 30, 20, 50))))
    results = [FileResult("a.png", replace(make_picture(), reading=Reading((row,)))) for row in rows]
    assert results_to_table(results)["lowest_certainty"] == [None, 0.75]
    assert readings_text(results[:1]).startswith(r"- a\.png: **1**. Not sure of the 1")


def test_what_is_left_out_hides_no_doubt() -> None:
    unsure, refused = make_digit({1: 0.998}, "unsure", reason="It may be print."), make_digit({4: 0.2}, "not_a_digit")
    reading = Reading(((unsure, refused),), left_out=(MARK,) * 3)
    result = FileResult("a.png", replace(make_picture(), reading=reading))
    note = "Something in it is no digit. Not sure of the 1: it may be print. 3 marks left out."
    table = results_to_table([result])
    assert (table["verdict"], table["note"]) == (["not sure"], [note])
    assert readings_text([result]).replace("\\", "") == f"- a.png: **1?**. {note}"


def test_certainties_are_written_as_everywhere() -> None:
    html = results_to_styled_table(RESULTS).to_html()
    assert html.count(">50.0%<") == 1
    assert ">nan<" not in html, "of a file without digits nothing is said"


def test_a_file_that_could_not_be_read_has_nothing_to_correct() -> None:
    result = FileResult("b.png", error="The file is empty.").corrected({"another": "2"})
    assert (result.picture, result.error) == (None, "The file is empty.")


def test_csv() -> None:
    lines = results_to_csv(RESULTS).decode().splitlines()
    assert lines[0] == "file,reading,verdict,lowest_certainty,note"
    assert lines[1] == "a.png,12 / 3,sure,0.5,"
    assert lines[2] == "b.png,,,,The file is empty."
    assert lines[3] == '"c, d.png",,,,No digits found.'
    assert lines[4] == "'=cmd|'x'!A0.png,?,no digit,,Something in it is no digit."


def test_no_files() -> None:
    assert results_to_csv([]).decode().splitlines() == ["file,reading,verdict,lowest_certainty,note"]


def add(picture: ReadPicture, label: int, bbox: Bbox) -> tuple[Missed, ...]:
    """What a visitor has added to a picture."""
    feedback = Feedback()
    feedback.add_missed(make_digit(label, bbox=bbox), str(label), picture.place(bbox))
    return feedback.missed


def test_a_missed_digit_is_in_the_number_and_marked() -> None:
    picture = make_picture("12").with_missed(add(make_picture("12"), 3, (80, 220, 120, 260)))
    assert picture.reading.text == "123"
    assert [box_label(digit) for digit in picture.reading.digits] == ["1", "2", "3+"]
    assert (picture.with_boxes(0) != make_picture("123").with_boxes(0)).any()


def test_a_missed_digit_stays_where_its_piece_of_the_picture_does() -> None:
    picture = make_picture("12")
    missed = add(picture, 3, (80, 220, 120, 260))
    drawn_elsewhere, drawn_over = picture.pixels.copy(), picture.pixels.copy()
    drawn_elsewhere[0, 0], drawn_over[50, 120] = 0, 0
    assert replace(picture, pixels=drawn_elsewhere).with_missed(missed).reading.text == "123"
    assert replace(picture, pixels=drawn_over).with_missed(missed).reading.text == "12"
    turned = replace(picture, pixels=picture.pixels.transpose(1, 0, 2), source_shape=(400, 200))
    assert turned.with_missed(missed).reading.text == "12"


def test_a_digit_of_the_picture_that_is_shown_lies_in_its_source() -> None:
    assert make_picture().to_source(make_digit(1, bbox=(10, 20, 30, 40))).bbox == (20, 40, 60, 80)


def test_a_missed_digit_changes_the_table() -> None:
    picture = make_picture("12", verdict="unsure")
    result = FileResult("a.png", replace(picture, reading=replace(picture.reading, left_out=((90, 230, 110, 240),))))
    added = result.with_missed(add(picture, 3, (80, 220, 120, 260)))
    table = results_to_table([added])
    assert (table["reading"], table["lowest_certainty"], table["note"]) == (
        ["123"],
        [0.5],
        ["Not sure of 2 digits, such as the 1. 1 added by you."],
    )
    assert FileResult("b.png", error="It is empty.").with_missed(add(picture, 3, (0, 0, 9, 9))).picture is None
