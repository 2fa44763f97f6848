"""Printed lines, and what is written or printed between them; what boxes, tables and forms share."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mnist_app.data.mnist import CLASSES
from mnist_app.data.pages.hands import Hands
from mnist_app.data.pages.page import Pixels
from mnist_app.data.pages.printing import WORDS, print_text
from mnist_app.data.pages.recipes import WritingRecipe
from mnist_app.data.pages.sheet import Color, Sheet, cover, stamp, write
from mnist_app.data.pages.writing import Writer, choose_writer
from mnist_app.imaging.bbox import Bbox

LINE_COLORS: tuple[Color, ...] = (
    (0.05, 0.05, 0.06),
    (0.4, 0.4, 0.42),
    (0.25, 0.4, 0.75),
    (0.8, 0.25, 0.2),
    (0.6, 0.6, 0.6),
)
CELL_HEIGHTS = (1.3, 1.9)  # in heights of a digit; these are guesses
CROSSING = 0.2  # how far a digit may reach across a line, in heights
PRINTED_NUMBERS = 0.25  # share of what is printed into cells that is a number


@dataclass(frozen=True, eq=False)
class Lines:
    """What a page's lines look like: their layer, uint8 (H, W), width in pixels and color; the print's font height."""

    layer: Pixels
    width: int
    color: Color
    strength: float
    letter_height: float


def start_lines(
    sheet: Sheet, hands: Hands, recipe: WritingRecipe, rng: np.random.Generator
) -> tuple[float, Writer, Lines]:
    """The digits' height in pixels, who writes them, and lines of some color of which none is drawn yet."""
    height = sheet.shorter_side * rng.uniform(*recipe.heights)
    writer = choose_writer(hands, recipe, height, False, rng)
    color = LINE_COLORS[int(rng.integers(len(LINE_COLORS)))]
    width = max(1, round(height * rng.uniform(0.02, 0.05)))
    layer = np.zeros_like(sheet.strokes)
    return height, writer, Lines(layer, width, color, float(rng.uniform(0.6, 1.0)), 0.35 * height)


def inner_page(sheet: Sheet, recipe: WritingRecipe) -> Bbox:
    """The page within its margins."""
    min_row, min_col, max_row, max_col = sheet.page
    rows, cols = round(recipe.margin * (max_row - min_row)), round(recipe.margin * (max_col - min_col))
    return min_row + rows, min_col + cols, max_row - rows, max_col - cols


def cell_bbox(top: float, left: float, bottom: float, right: float) -> Bbox:
    """A cell between lines, in whole pixels."""
    return round(top), round(left), round(bottom), round(right)


def write_in_cell(
    sheet: Sheet,
    writer: Writer,
    cell: Bbox,
    count: int,
    height: float,
    place: tuple[int, int | None],
    rng: np.random.Generator,
) -> None:
    """Write up to `count` digits side by side in a cell's middle, now and then on or across one of its lines."""
    min_row, min_col, max_row, max_col = cell
    labels: list[int] = []
    inks: list[Pixels] = []
    width = 0.0
    gap = 0.14 * height
    for label in rng.integers(CLASSES, size=count).tolist():
        ink = writer.digit(label, height * rng.uniform(0.88, 1.1), writer.pen, rng)
        if labels and width + gap + ink.shape[1] > 0.88 * (max_col - min_col):
            break
        labels.append(label)
        inks.append(ink)
        width += gap + ink.shape[1]
    room = max_col - min_col - (width - gap)
    col = min_col + room * (rng.uniform(0.25, 0.75) if len(inks) < 4 else rng.uniform(0.05, 0.4))
    crossing = rng.uniform(-0.02, CROSSING) * height if rng.random() < writer.recipe.crossing else None
    for label, ink in zip(labels, inks, strict=True):
        free = max_row - min_row - ink.shape[0]
        top = min_row + free * rng.uniform(0.3, 0.7) if crossing is None else min_row + free + crossing
        if place[1] is None:  # On a form's line a digit stands, and does not float.
            top = min_row + free - (0.05 * height if crossing is None else -crossing)
        row = int(np.clip(round(top), 0, sheet.strokes.shape[0] - ink.shape[0]))
        left = int(np.clip(round(col), 0, sheet.strokes.shape[1] - ink.shape[1]))
        write(sheet, ink, row, left, writer.pen, rng, (label, *place))
        col = left + ink.shape[1] + gap


def print_in_cell(sheet: Sheet, lines: Lines, cell: Bbox, font: Path | None, rng: np.random.Generator) -> None:
    """A word, or now and then a number, in the middle of a cell, as much of it as fits."""
    min_row, min_col, max_row, max_col = cell
    is_number = rng.random() < PRINTED_NUMBERS
    text = str(int(rng.integers(10 ** int(rng.integers(1, 5))))) if is_number else WORDS[int(rng.integers(len(WORDS)))]
    word = print_text(text, lines.letter_height, font)
    word = word[:, : max(1, max_col - min_col - 4)]
    top, left = (min_row + max_row - word.shape[0]) // 2, (min_col + max_col - word.shape[1]) // 2
    stamp(sheet.pixels, word, top, left, lines.color, lines.strength)


def lay_lines(sheet: Sheet, lines: Lines) -> None:
    """Print the lines; where a pen has crossed them, its ink lies above."""
    below_ink = np.where(sheet.strokes > 100, 0, lines.layer).astype(np.uint8)
    cover(sheet.pixels, below_ink, lines.color, lines.strength)
