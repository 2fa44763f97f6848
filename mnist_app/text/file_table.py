"""What was read in several files, as a table to look at and to download. No Streamlit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from pandas.io.formats.style import Styler

from mnist_app.reading.csv_table import rows_to_csv
from mnist_app.reading.feedback import Missed
from mnist_app.reading.result import LikeJudged
from mnist_app.text.markdown import text_to_markdown
from mnist_app.text.percentages import probability_percent
from mnist_app.text.picture_urls import photo_to_url
from mnist_app.text.read_picture import ReadPicture
from mnist_app.text.reading import corrections_text, doubt_text, left_out_hint

THUMBNAIL_SIDE = 120  # pixels
SURE, NOT_SURE, NO_DIGIT_IN_IT = "sure", "not sure", "no digit"  # of a whole file


@dataclass(frozen=True, eq=False)
class FileResult:
    """A file and what came of it: a read picture, or one sentence that says why there is none.

    Attributes
    ----------
    name : the file's
    picture : None if it could not be read
    error : the sentence, else ""
    is_adjustable : whether something may be read, or read otherwise, if other choices are made for the file
    """

    name: str
    picture: ReadPicture | None = None
    error: str = ""
    is_adjustable: bool = True

    def corrected(self, truths: Mapping[str, str], by_hand: Mapping[str, LikeJudged] | None = None) -> "FileResult":
        """The same with what a visitor says of its digits, see `Reading.corrected`."""
        return replace(self, picture=self.picture and self.picture.corrected(truths, by_hand))

    def with_missed(self, missed: Sequence[Missed]) -> "FileResult":
        """The same with the digits that a visitor has added, see `ReadPicture.with_missed`."""
        return replace(self, picture=self.picture and self.picture.with_missed(missed))


def results_to_table(results: list[FileResult]) -> dict[str, list[Any]]:
    """Columns by name: picture (data URL), file, reading (rows joined by " / "), verdict, lowest certainty, note."""
    return {
        "picture": [
            photo_to_url(result.picture.pixels, THUMBNAIL_SIDE) if result.picture else None for result in results
        ],
        "file": [result.name for result in results],
        "reading": [_text(result).replace("\n", " / ") for result in results],
        "verdict": [_verdict(result) for result in results],
        "lowest_certainty": [_lowest_certainty(result) for result in results],
        "note": [_note(result) for result in results],
    }


def results_to_styled_table(results: list[FileResult]) -> Styler:
    """The same to look at: certainties are written as everywhere in the app, and are still sorted as numbers."""
    return pd.DataFrame(results_to_table(results)).style.format({"lowest_certainty": probability_percent}, na_rep="")


def results_to_csv(results: list[FileResult]) -> bytes:
    """The table as UTF-8 CSV, without the pictures."""
    columns = {name: values for name, values in results_to_table(results).items() if name != "picture"}
    return rows_to_csv([columns, *zip(*columns.values(), strict=True)]).encode()


def refusals_text(results: list[FileResult]) -> str:
    """A line for each file that could not be read, with the reason; Markdown, "" where all could.

    Examples
    --------
    >>> print(refusals_text([FileResult("*a*.png", error="The file is empty.")]))
    - \\*a\\*\\.png: The file is empty.
    """
    refused = [result for result in results if result.error]
    return "\n".join(f"- {text_to_markdown(result.name)}: {result.error}" for result in refused)


def readings_text(results: list[FileResult]) -> str:
    """A line for each file that was read: how sure it is, if it is, and the note; Markdown.

    Examples
    --------
    >>> import numpy as np
    >>> from mnist_app.reading.result import Reading
    >>> empty = ReadPicture("a*.png", np.zeros((28, 28, 3), np.uint8), (28, 28), Reading())
    >>> print(readings_text([FileResult("a*.png", empty), FileResult("b.png", error="The file is empty.")]))
    - a\\*\\.png. No digits found\\.
    """
    return "\n".join(f"- {_line(result)}" for result in results if result.picture)


def _line(result: FileResult) -> str:
    reading = _text(result).replace("\n", " / ")
    certainty = _lowest_certainty(result)
    said = f": **{text_to_markdown(reading)}**" if reading else ""
    at_least = "at least " if len(reading) > 1 else ""
    sure = f", {at_least}{probability_percent(certainty)} sure" if certainty and _verdict(result) == SURE else ""
    note = _note(result)
    return text_to_markdown(result.name) + said + sure + (f". {text_to_markdown(note)}" if note else "")


def _text(result: FileResult) -> str:
    return result.picture.reading.text if result.picture else ""


def _verdict(result: FileResult) -> str:
    if result.picture is None or result.picture.reading.verdict == "empty":
        return ""
    reading = result.picture.reading
    if all(digit.final_verdict == "not_a_digit" for digit in reading.digits):
        return NO_DIGIT_IN_IT
    return SURE if reading.verdict == "sure" else NOT_SURE


def _lowest_certainty(result: FileResult) -> float | None:
    """Of the digits that are the network's: what was judged or is read by the visitor's hand needs none.

    What is refused has none.
    """
    marks = result.picture.reading.digits if result.picture else ()
    digits = [mark for mark in marks if mark.verdict != "not_a_digit" and mark.truth is None and mark.by_hand is None]
    return round(min(digit.certainty for digit in digits), 4) if digits else None


def _note(result: FileResult) -> str:
    if result.picture is None:
        return result.error
    reading = result.picture.reading
    is_refused = any(digit.truth is None and digit.final_verdict == "not_a_digit" for digit in reading.digits)
    is_empty = not reading.digits and not reading.removed
    changes = corrections_text(reading)
    sentences = (
        "No digits found." if is_empty else "",
        "Something in it is no digit." if is_refused else "",
        doubt_text(reading),
        f"{left_out_hint(reading)}." if reading.left_out else "",
        f"{changes}." if changes else "",
    )
    return " ".join(filter(None, sentences))
