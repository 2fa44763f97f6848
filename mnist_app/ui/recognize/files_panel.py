"""Several files: PDFs are taken apart into pages; a table to look at and to take home; why a file was refused."""

import itertools
from typing import Any

import streamlit as st

from mnist_app.errors import ImageError
from mnist_app.imaging.pdf import count_pages
from mnist_app.text import explore_labels
from mnist_app.text import recognizing as words
from mnist_app.text.file_table import FileResult, readings_text, refusals_text, results_to_csv, results_to_styled_table
from mnist_app.text.markdown import text_to_markdown
from mnist_app.ui.recognize.picture_file import PictureFile
from mnist_app.ui.recognize.waiting import turn_to_read
from mnist_app.ui.state import FILES, PAGE_COUNTS

MAX_FILES = 20  # pictures and pages of PDFs together
MAX_KEPT = 100 * 2**20  # bytes of all files that a session keeps; a guess: 20 photos of a phone

# Why the browser refuses a file, such as a large one, Streamlit tells screen readers alone; all others see it turn red.
REFUSAL_STYLE = """<style>
.st-key-upload [data-testid=stFileChip][aria-invalid=true] { width: auto; height: auto; flex-wrap: wrap; }
.st-key-upload [data-testid=stFileChip] > [role=alert] {
    position: static; clip: auto; width: 100%; height: auto; margin: 0; white-space: normal; font-size: 0.875rem;
}
</style>"""

# On a phone the columns of certainties and notes are out of sight: there, they stand below the table, too.
_PHONE_ONLY_STYLE = """<style>
@media (min-width: 640px) { [data-testid=stLayoutWrapper]:has(> .st-key-files_in_words) { display: none; } }
</style>"""


def keep_first(files: list[PictureFile]) -> list[PictureFile]:
    """Those files with which a visitor's session begins that it has room for: the first few, and not too large."""
    sizes = itertools.accumulate(len(file.data) for file in files[:MAX_FILES])
    return files[: sum(size <= MAX_KEPT for size in sizes)]


def split_files(files: list[PictureFile], not_kept: int) -> list[PictureFile]:
    """Take PDFs apart: the pictures and pages, as many as are read. It says what is left out.

    Parameters
    ----------
    files : as `keep_first` gives them
    not_kept : how many it has left out
    """
    counts = [_count_pages(file) for file in files]
    parts = [part for file, count in zip(files, counts, strict=True) for part in file.split(count)][:MAX_FILES]
    total = sum(counts) + not_kept
    if total > len(parts):
        have_pages = max(counts, default=0) > 1
        st.warning(words.too_many_files(total, len(parts), have_pages) if parts else words.NO_ROOM)
    return parts


def select_file(results: list[FileResult]) -> int | None:
    """Show a row for each file; returns the number of the one that the visitor has selected."""
    choice: Any = st.dataframe(
        results_to_styled_table(results),
        hide_index=True,
        row_height=64,
        placeholder="",
        on_select="rerun",
        selection_mode="single-row",
        key=FILES.key,
        column_config={
            "picture": st.column_config.ImageColumn(words.PICTURE, width="small"),
            "file": words.FILE,
            "reading": st.column_config.TextColumn(words.READING, width="small"),
            "verdict": words.VERDICT,
            "lowest_certainty": st.column_config.NumberColumn(
                words.CERTAINTY, help=words.CERTAINTY_HELP, width="small"
            ),
            "note": st.column_config.TextColumn(words.NOTE, width="large"),
        },
        alt=words.FILES_ALT,
    )
    st.html(_PHONE_ONLY_STYLE)
    with st.container(key="files_in_words"):
        st.markdown(readings_text(results))
    if refusals := refusals_text(results):
        st.warning(refusals)
    offer_csv(results)
    rows = choice.selection.rows
    return rows[0] if rows and rows[0] < len(results) else None


def close_opened() -> None:
    """Close the file that is open, in a callback."""
    if FILES.has_value:
        _open(None)


def step_through(results: list[FileResult], opened: int) -> None:
    """The name of the file that is open, and buttons that open the one before and the one after it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        for label, icon, number in (
            (explore_labels.PREVIOUS, ":material/arrow_back:", opened - 1),
            (explore_labels.NEXT, ":material/arrow_forward:", opened + 1),
        ):
            is_there = 0 <= number < len(results)
            st.button(label, key=f"open_{label}", icon=icon, disabled=not is_there, on_click=_open, args=(number,))
        st.markdown(f"**{text_to_markdown(results[opened].name)}**", width="content")


def offer_csv(results: list[FileResult]) -> None:
    """Offer what was read, a line for each file."""
    st.download_button(
        words.DOWNLOAD_CSV,
        lambda: results_to_csv(results),
        "readings.csv",
        "text/csv",
        key="download_readings",
        on_click="ignore",
        icon=":material/download:",
    )


def _open(number: int | None) -> None:
    FILES.set({"selection": {"rows": [] if number is None else [number], "columns": [], "cells": []}})


def _count_pages(file: PictureFile) -> int:
    """How many pictures a file holds; one that cannot be opened is one, which is refused when it is read."""
    counts = PAGE_COUNTS.get()
    if not file.is_pdf:
        return 1
    if file.digest not in counts:
        with st.spinner(words.opening_file(file.name)), turn_to_read():
            try:
                counts[file.digest] = count_pages(file.data)
            except ImageError:
                counts[file.digest] = 1
    return counts[file.digest]
