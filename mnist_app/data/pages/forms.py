"""Forms: printed labels, each with a line or dots after it on which a number is written."""

import cv2
import numpy as np

from mnist_app.data.pages.cells import Lines, inner_page, lay_lines, start_lines, write_in_cell
from mnist_app.data.pages.hands import Hands
from mnist_app.data.pages.printing import WORDS, choose_font, print_text
from mnist_app.data.pages.recipes import WritingRecipe
from mnist_app.data.pages.sheet import Sheet, stamp


def write_form(sheet: Sheet, hands: Hands, recipe: WritingRecipe, rng: np.random.Generator) -> None:
    """Printed labels, each with a line or dots after it, and numbers written on the lines."""
    height, writer, lines = start_lines(sheet, hands, recipe, rng)
    min_row, min_col, max_row, max_col = inner_page(sheet, recipe)
    font, row, top = choose_font(rng), 0, min_row + 0.2 * height
    dotted = rng.random() < 0.3
    while top + 1.3 * height < max_row and row < 8:
        label = print_text(f"{WORDS[int(rng.integers(len(WORDS)))]}:", lines.letter_height, font)
        bottom = round(top + 1.15 * height)
        stamp(sheet.pixels, label, bottom - label.shape[0], min_col, lines.color, lines.strength)
        start = min_col + label.shape[1] + round(0.4 * height)
        end = round(min(max_col, start + height * rng.uniform(3, 8)))
        _draw_form_line(lines, bottom, start, end, dotted)
        if end - start > height and (rng.random() < 0.85 or not row):
            cell = (round(top - 0.1 * height), start, bottom, end)
            write_in_cell(sheet, writer, cell, int(rng.integers(1, 8)), height, (row, None), rng)
        row, top = row + 1, top + height * rng.uniform(1.6, 2.4)
    lay_lines(sheet, lines)


def _draw_form_line(lines: Lines, row: int, start: int, end: int, dotted: bool) -> None:
    if not dotted:
        cv2.line(lines.layer, (start, row), (end, row), 255, lines.width)
        return
    for col in range(start, end, 4 * lines.width + 2):
        cv2.circle(lines.layer, (col, row), max(1, lines.width // 2 + 1), 255, -1, cv2.LINE_AA)
