"""Tables with a printed head, and calendars: numbers written into the cells of a grid."""

import itertools

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.data.pages.cells import (
    CELL_HEIGHTS,
    Lines,
    cell_bbox,
    inner_page,
    lay_lines,
    print_in_cell,
    start_lines,
    write_in_cell,
)
from mnist_app.data.pages.hands import Hands
from mnist_app.data.pages.printing import choose_font, print_text
from mnist_app.data.pages.recipes import WritingRecipe
from mnist_app.data.pages.sheet import Sheet, stamp
from mnist_app.data.pages.writing import choose_writer

EMPTY_CELLS = (0.0, 0.4)  # share of a table's cells; guesses, as the next
PRINTED_CELLS = 0.3  # share of the empty cells that are printed into
MOST_IN_CELL = 3
Edges = npt.NDArray[np.floating]  # (N,), where lines lie, in pixels


def write_table(sheet: Sheet, hands: Hands, recipe: WritingRecipe, rng: np.random.Generator) -> None:
    """A table with a printed head and names, its numbers of one to three digits written by hand."""
    height, writer, lines = start_lines(sheet, hands, recipe, rng)
    min_row, min_col, max_row, max_col = inner_page(sheet, recipe)
    edges_y, edges_x = _table_edges((max_row - min_row, max_col - min_col), height, rng)
    edges_y, edges_x = edges_y + min_row, edges_x + min_col
    _draw_table(lines, edges_y, edges_x, rng)
    _print_head(sheet, lines, edges_y, edges_x, rng)
    has_names = len(edges_x) > 3 and rng.random() < 0.5
    font, empty = choose_font(rng), rng.uniform(*EMPTY_CELLS)
    for row in range(1, len(edges_y) - 1):
        if has_names:
            print_in_cell(sheet, lines, cell_bbox(edges_y[row], edges_x[0], edges_y[row + 1], edges_x[1]), font, rng)
        for col in range(int(has_names), len(edges_x) - 1):
            cell = cell_bbox(edges_y[row], edges_x[col], edges_y[row + 1], edges_x[col + 1])
            if rng.random() >= empty or not sheet.digits:
                count = int(rng.integers(1, MOST_IN_CELL + 1))
                write_in_cell(sheet, writer, cell, count, height, (row - 1, col), rng)
            elif rng.random() < PRINTED_CELLS:
                print_in_cell(sheet, lines, cell, font, rng)
    lay_lines(sheet, lines)


def write_calendar(sheet: Sheet, hands: Hands, recipe: WritingRecipe, rng: np.random.Generator) -> None:
    """Seven columns of days with small printed numbers, and numbers written into some of them."""
    _, _, lines = start_lines(sheet, hands, recipe, rng)
    min_row, min_col, max_row, max_col = inner_page(sheet, recipe)
    edges_y = np.linspace(min_row, max_row, 7)
    edges_x = np.linspace(min_col, max_col, 8)
    height = min(0.55 * (edges_y[1] - edges_y[0]), 0.5 * (edges_x[1] - edges_x[0]))
    writer, font = choose_writer(hands, recipe, height, False, rng), choose_font(rng)
    _draw_table(lines, edges_y, edges_x, rng)
    for row in range(1, 6):
        for col in range(7):
            day = print_text(str((row - 1) * 7 + col + 1), 0.3 * height, font)
            top, left = round(edges_y[row] + 0.12 * height), round(edges_x[col] + 0.12 * height)
            stamp(sheet.pixels, day, top, left, lines.color, lines.strength)
            if rng.random() < 0.3 or (row, col) == (1, 3):
                cell = cell_bbox(edges_y[row] + 0.45 * height, edges_x[col], edges_y[row + 1], edges_x[col + 1])
                write_in_cell(sheet, writer, cell, int(rng.integers(1, 3)), height, (row - 1, col), rng)
    lay_lines(sheet, lines)


def _table_edges(room: tuple[int, int], height: float, rng: np.random.Generator) -> tuple[Edges, Edges]:
    """Where the lines of a table lie that fits into so many rows and columns of pixels."""
    row_height = height * rng.uniform(*CELL_HEIGHTS)
    rows = max(2, min(int(rng.integers(3, 9)), int(room[0] / row_height)))
    widths = height * rng.uniform(1.1, 2.8, int(rng.integers(2, 7)))
    widths = widths[: max(1, int(np.searchsorted(np.cumsum(widths), room[1])))]
    edges_y = row_height * np.arange(rows + 1)
    edges_x = np.concatenate([[0], np.cumsum(widths)])
    free = max(0.0, room[0] - edges_y[-1]), max(0.0, room[1] - edges_x[-1])
    return edges_y + rng.uniform(0, 1) * free[0], edges_x + rng.uniform(0, 1) * free[1]


def _draw_table(lines: Lines, edges_y: Edges, edges_x: Edges, rng: np.random.Generator) -> None:
    """All lines, or in a third of the tables only those between rows; a thicker one under the head."""
    rows, cols = np.rint(edges_y).astype(int).tolist(), np.rint(edges_x).astype(int).tolist()
    for number, row in enumerate(rows):
        cv2.line(lines.layer, (cols[0], row), (cols[-1], row), 255, lines.width + (number == 1))
    for col in cols if rng.random() < 0.67 else []:
        cv2.line(lines.layer, (col, rows[0]), (col, rows[-1]), 255, lines.width)


def _print_head(
    sheet: Sheet,
    lines: Lines,
    edges_y: Edges,
    edges_x: Edges,
    rng: np.random.Generator,
) -> None:
    """A word over each column."""
    font, tinted = choose_font(rng), rng.random() < 0.4
    first, second = round(edges_y[0]), round(edges_y[1])
    if tinted:
        head = sheet.pixels[first:second, round(edges_x[0]) : round(edges_x[-1])]
        head[:] = (head * rng.uniform(0.75, 0.95)).astype(np.uint8)
    for left, right in itertools.pairwise(edges_x):
        print_in_cell(sheet, lines, (first, round(left), second, round(right)), font, rng)
