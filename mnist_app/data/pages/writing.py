"""Rows of digits on a sheet, each from left to right: straight or slanted, touching, of several sizes and pens."""

import math
from dataclasses import dataclass

import numpy as np

from mnist_app.data.mnist import CLASSES
from mnist_app.data.pages.hands import (
    LETTER_HEIGHTS,
    Hands,
    Pen,
    choose_alphabet,
    write_digit,
    write_letter,
    write_other,
)
from mnist_app.data.pages.page import Pixels
from mnist_app.data.pages.pens import choose_pen
from mnist_app.data.pages.recipes import WritingRecipe
from mnist_app.data.pages.sheet import Sheet, write

MOST_ROWS = 6
ROW_DISTANCES = (1.45, 2.3)  # between the tops of two rows, in heights of the upper one; guesses as all here
WIDE_GAP_SHARE = 0.08  # of the gaps: between two numbers
MOST_MARKS = 12  # in a row
WORD_LENGTHS = (2, 7)  # letters of a word, from and below
WORD_GAPS = (-0.06, 0.12)  # between its letters, in heights; those of a joined hand overlap
TOUCHING_REACH = 0.2  # how far a digit may be pushed into the one before, in heights


@dataclass(frozen=True, eq=False)
class Writer:
    """Who writes with what: everything that stays the same over a page."""

    hands: Hands
    recipe: WritingRecipe
    pen: Pen
    on_board: bool
    from_strokes: bool

    def pen_for(self, height: float, rng: np.random.Generator) -> Pen:
        """The page's pen, or with mixed pens a new one."""
        if self.recipe.mixed_pens:
            return choose_pen(self.recipe, height, self.on_board, rng)
        return self.pen

    def digit(self, label: int, height: float, pen: Pen, rng: np.random.Generator) -> Pixels:
        """A digit's ink, uint8 (H, W)."""
        return write_digit(self.hands, label, height, pen, self.from_strokes, rng)


@dataclass(frozen=True)
class _Line:
    """Where a row runs: its first and last column, its top in the middle, digits' height, rows a column."""

    left: float
    right: float
    top: float
    height: float
    slope: float

    def top_at(self, col: float) -> float:
        return self.top + self.slope * (col - (self.left + self.right) / 2)


def choose_writer(
    hands: Hands, recipe: WritingRecipe, height: float, on_board: bool, rng: np.random.Generator
) -> Writer:
    """Someone who writes digits so many pixels high, of strokes or of MNIST."""
    pen = choose_pen(recipe, height, on_board, rng)
    # MNIST's strokes are too thick to be outlined, or to be made thick by a thin pen.
    from_strokes = bool(hands.pen_digits) and (recipe.form in ("hollow", "scribbled") or rng.random() < 0.5)
    return Writer(hands, recipe, pen, on_board, from_strokes)


def write_rows(sheet: Sheet, hands: Hands, recipe: WritingRecipe, on_board: bool, rng: np.random.Generator) -> None:
    """Fill a random part of the page with rows of digits; there is at least one digit."""
    min_row, min_col, max_row, max_col = sheet.page
    heights = _row_heights(sheet.shorter_side, recipe, rng)
    writer = choose_writer(hands, recipe, float(heights.min()), on_board, rng)
    margins = recipe.margin * (max_row - min_row), recipe.margin * (max_col - min_col)
    left, right = min_col + margins[1], max_col - margins[1]
    slope = float(rng.normal(0, recipe.slope[0]))
    length, strays = right - left, 2 * recipe.slope[1]
    lift = (abs(slope) + strays) * length / 2
    tops = np.concatenate([[0], np.cumsum(heights * rng.uniform(*ROW_DISTANCES, len(heights)) + strays * length)])
    room = max_row - min_row - 2 * (margins[0] + lift) - 0.15 * heights[0]
    fits = max(1, int(np.searchsorted(tops[:-1] + 1.2 * heights, room)))
    free = max(0.0, room - tops[fits - 1] - 1.2 * heights[fits - 1])
    start = min_row + margins[0] + lift + 0.15 * heights[0] + free * rng.uniform(0, 1)
    number = 0
    for top, height in zip(tops[:fits] + start, heights[:fits], strict=True):
        own = slope + float(np.clip(rng.normal(0, recipe.slope[1]), -strays, strays))
        number += _write_row(sheet, writer, _Line(left, right, float(top), float(height), own), number, rng)


def _row_heights(side: int, recipe: WritingRecipe, rng: np.random.Generator) -> np.ndarray:
    """Of one to six rows, in random order; the highest is up to `size_ratio` times the lowest."""
    base = side * rng.uniform(*recipe.heights)
    count = int(rng.integers(3 if recipe.size_ratio > 2 else 1, MOST_ROWS + 1))
    shares = rng.permutation(np.linspace(0, 1, count)) if recipe.size_ratio > 2 else rng.uniform(0, 1, count)
    return np.asarray(base * np.exp(shares * math.log(recipe.size_ratio)))


def _write_row(sheet: Sheet, writer: Writer, line: _Line, number: int, rng: np.random.Generator) -> bool:
    """Write marks until the row is full or its random length reached; whether there is a digit among them."""
    recipe = writer.recipe
    col, end, before = line.left + rng.uniform(0, 0.35) * (line.right - line.left), 0.0, len(sheet.digits)
    for position in range(int(rng.integers(2, MOST_MARKS + 1))):
        height = line.height * rng.uniform(0.87, 1.13)
        pen = writer.pen_for(height, rng)
        if recipe.in_words and sheet.digits and rng.random() < recipe.others:
            col = _write_word(sheet, writer, line, col, pen, rng)
            continue
        label, drop = int(rng.integers(CLASSES)), 0.0
        if position and not recipe.in_words and rng.random() < recipe.others:
            ink, drop = write_other(writer.hands, height, pen, rng)
            label = -1
        else:
            ink = writer.digit(label, height, pen, rng)
        if position and col + ink.shape[1] > line.right:
            break
        bottom_aligned = max(0.0, height - ink.shape[0]) if label >= 0 else drop * height
        row = round(line.top_at(col) + bottom_aligned + rng.uniform(-0.06, 0.06) * height)
        if position and label >= 0 and rng.random() < recipe.touching:
            col = _touching_col(sheet.strokes, ink, row, round(col), round(end - TOUCHING_REACH * line.height))
        row, left = _within(sheet, ink, row, round(col))
        write(sheet, ink, row, left, pen, rng, (label, number, None) if label >= 0 else None)
        end = left + ink.shape[1]
        wide = 2.2 if rng.random() < WIDE_GAP_SHARE else 0.0
        col = end + line.height * (rng.uniform(*recipe.gaps) + wide)
    return len(sheet.digits) > before


def _write_word(sheet: Sheet, writer: Writer, line: _Line, col: float, pen: Pen, rng: np.random.Generator) -> float:
    """Write letters close together, as many as fit into the row: the column at which the next mark may begin."""
    alphabet = choose_alphabet(writer.hands, rng)
    for _ in range(int(rng.integers(*WORD_LENGTHS)) if alphabet else 0):
        height = line.height * rng.uniform(*LETTER_HEIGHTS)
        ink = write_letter(alphabet, height, pen, rng)
        if col + ink.shape[1] > line.right:
            break
        row = round(line.top_at(col) + line.height - ink.shape[0] + rng.uniform(-0.05, 0.05) * height)
        write(sheet, ink, *_within(sheet, ink, row, round(col)), pen, rng, None)
        col += ink.shape[1] + line.height * rng.uniform(*WORD_GAPS)
    return col + line.height * rng.uniform(*writer.recipe.gaps)


def _touching_col(strokes: Pixels, ink: Pixels, row: int, col: int, first: int) -> int:
    """Move a digit to the left until it just touches what is written there, but not beyond the first column."""
    for moved in range(col, max(0, first), -1):
        window = strokes[row : row + ink.shape[0], moved : moved + ink.shape[1]]
        if window.shape == ink.shape and np.count_nonzero(np.minimum(window, ink) > 100) >= 3:
            return moved
    return col


def _within(sheet: Sheet, ink: Pixels, row: int, col: int) -> tuple[int, int]:
    """The nearest place where the ink lies within the page."""
    min_row, min_col, max_row, max_col = sheet.page
    return (
        max(min_row, min(row, max_row - ink.shape[0])),
        max(min_col, min(col, max_col - ink.shape[1])),
    )
