"""Digits in printed boxes, one each: separate ones, and combs."""

import cv2
import numpy as np

from mnist_app.data.pages.cells import CELL_HEIGHTS, Lines, cell_bbox, inner_page, lay_lines, start_lines, write_in_cell
from mnist_app.data.pages.hands import Hands
from mnist_app.data.pages.recipes import WritingRecipe
from mnist_app.data.pages.sheet import Sheet
from mnist_app.imaging.bbox import Bbox

CELL_WIDTHS = (0.95, 1.6)  # in heights of a digit; these are guesses
EMPTY_BOXES = (0.0, 0.5)  # share of a page's boxes without a digit


def write_boxes(sheet: Sheet, hands: Hands, recipe: WritingRecipe, rng: np.random.Generator) -> None:
    """Rows of separate boxes, one digit each."""
    _write_box_rows(sheet, hands, recipe, rng, apart=True)


def write_comb(sheet: Sheet, hands: Hands, recipe: WritingRecipe, rng: np.random.Generator) -> None:
    """Rows of boxes side by side, closed, or open at the top as a comb is."""
    _write_box_rows(sheet, hands, recipe, rng, apart=False)


def _write_box_rows(sheet: Sheet, hands: Hands, recipe: WritingRecipe, rng: np.random.Generator, apart: bool) -> None:
    height, writer, lines = start_lines(sheet, hands, recipe, rng)
    min_row, min_col, max_row, max_col = inner_page(sheet, recipe)
    cell_height, cell_width = height * rng.uniform(*CELL_HEIGHTS), height * rng.uniform(*CELL_WIDTHS)
    gap = height * rng.uniform(0.15, 0.6) if apart else 0.0
    most = max(1, int((max_col - min_col + gap) / (cell_width + gap)))
    distance = cell_height + height * rng.uniform(0.5, 1.5)
    rows = max(1, min(int(rng.integers(1, 5)), int((max_row - min_row - cell_height) / distance) + 1))
    top = min_row + rng.uniform(0, max(1.0, max_row - min_row - (rows - 1) * distance - cell_height))
    open_top = not apart and rng.random() < 0.35
    empty = rng.uniform(*EMPTY_BOXES)
    for row in range(rows):
        count = int(rng.integers(min(2, most), min(most, 10) + 1))
        left = min_col + rng.uniform(0, max_col - min_col - count * (cell_width + gap) + gap)
        for number in range(count):
            start = left + number * (cell_width + gap)
            cell = cell_bbox(top, start, top + cell_height, start + cell_width)
            _draw_box(lines, cell, open_top)
            if rng.random() >= empty or not sheet.digits:
                write_in_cell(sheet, writer, cell, 1, height, (row, number), rng)
        top += distance
    lay_lines(sheet, lines)


def _draw_box(lines: Lines, cell: Bbox, open_top: bool) -> None:
    min_row, min_col, max_row, max_col = cell
    if not open_top:
        cv2.rectangle(lines.layer, (min_col, min_row), (max_col, max_row), 255, lines.width)
        return
    tooth = round(0.45 * min_row + 0.55 * max_row)
    corners = np.array([(min_col, tooth), (min_col, max_row), (max_col, max_row), (max_col, tooth)])
    cv2.polylines(lines.layer, [corners], False, 255, lines.width)
