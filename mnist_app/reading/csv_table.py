"""Rows -> CSV whose cells a spreadsheet takes for what they are: a file's name may begin like a formula."""

import csv
import io
from collections.abc import Iterable

# OWASP, "CSV Injection": what spreadsheets take for the beginning of a formula.
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\n")


def rows_to_csv(rows: Iterable[Iterable[object]]) -> str:
    """Write rows, a line each; text that begins like a formula is given an apostrophe before it, numbers are not.

    Examples
    --------
    >>> rows_to_csv([["name", "share"], ["=1+1", -0.5], ["-0.5", None]])
    "name,share\\n'=1+1,-0.5\\n-0.5,\\n"
    """
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([_to_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _to_cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = value.replace("\r", "\n")  # before Python 3.13 the writer leaves \r unquoted, where some readers end a row
    return f"'{text}" if text.startswith(FORMULA_BEGINS) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
