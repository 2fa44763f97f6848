"""Pictures without any handwriting: print, charts, textures, codes, faces, empty forms. No digit of them is to be read.

They are painted on a sheet and photographed as pages are, or come from a screen. All ranges are guesses.
"""

import zlib
from collections.abc import Callable

import cv2
import numpy as np

from mnist_app.data.pages.camera import take_picture
from mnist_app.data.pages.charts import paint_bar_chart, paint_line_chart
from mnist_app.data.pages.page import Page
from mnist_app.data.pages.painted import (
    paint_faces,
    paint_flowers,
    paint_gradient,
    paint_noise,
    paint_nothing,
    paint_pattern,
    paint_shapes,
    paint_waves,
)
from mnist_app.data.pages.painting import any_color, length
from mnist_app.data.pages.paper import PRINT_COLOR, lay_paper
from mnist_app.data.pages.printing import choose_font, choose_words, print_paragraph, print_text
from mnist_app.data.pages.recipes import CameraRecipe, PaperRecipe
from mnist_app.data.pages.sheet import Sheet, cover, stamp
from mnist_app.data.pages.splits import check_for_training
from mnist_app.data.pages.view import choose_view

Rng = np.random.Generator
EMPTY_BOX = ((0.06, 0.15), (0.15, 0.5))  # its side, as a share of the page's: of small boxes and of large ones


def make_picture(kind: str, seed: int) -> Page:
    """A picture without handwriting, of a kind of `PICTURES`; the same seed gives the same one on the same machine."""
    rng = np.random.default_rng([zlib.crc32(kind.encode()), seed])
    camera = CameraRecipe(
        pixels=(0.4, 1.0), photographed=kind not in ON_SCREEN, tilts=(0, 0 if kind in ON_SCREEN else 2)
    )
    view = choose_view(camera, False, 0.05, 0, rng)
    sheet = lay_paper(PaperRecipe(), view, rng)
    PICTURES[kind](sheet, rng)
    return take_picture(sheet, None, view, camera, kind, rng)


def make_training_picture(kind: str, seed: int) -> Page:
    """A picture without handwriting to learn from.

    Raises
    ------
    ValueError
        if kind or seed is kept for measuring
    """
    check_for_training(kind, seed, TRAINING_PICTURES)
    return make_picture(kind, seed)


def paint_print(sheet: Sheet, rng: Rng) -> None:
    """A page of a book, in one size of letters."""
    height, width = sheet.strokes.shape
    text = print_paragraph(
        (int(0.84 * height), int(0.84 * width)), length(sheet, rng, 0.014, 0.05), choose_font(rng), rng
    )
    stamp(sheet.pixels, text, int(0.08 * height), int(0.08 * width), PRINT_COLOR, 0.95)


def paint_headlines(sheet: Sheet, rng: Rng) -> None:
    """Few words and numbers in large letters, as on a poster."""
    top = 0.08 * sheet.strokes.shape[0]
    while top < 0.85 * sheet.strokes.shape[0]:
        line = print_text(choose_words(2, rng), length(sheet, rng, 0.03, 0.12), choose_font(rng))
        stamp(sheet.pixels, line, int(top), int(0.08 * sheet.strokes.shape[1]), any_color(rng, 0.0, 0.5), 0.95)
        top += 1.6 * line.shape[0]


def paint_numbers(sheet: Sheet, rng: Rng) -> None:
    """Printed numbers of any size and color, as on a door, a price tag, a shirt or a clock."""
    height, width = sheet.strokes.shape
    for _ in range(int(rng.integers(1, 16))):
        number = str(int(rng.integers(10 ** int(rng.integers(1, 5)))))
        text = print_text(number, length(sheet, rng, 0.025, 0.35), choose_font(rng))
        top, left = int(rng.uniform(0, 0.9) * height), int(rng.uniform(0, 0.9) * width)
        stamp(sheet.pixels, text, top, left, any_color(rng, 0.0, 0.8), float(rng.uniform(0.6, 1)))


def paint_screen(sheet: Sheet, rng: Rng) -> None:
    """What a screen shows of print: text, headlines, numbers, a chart or shapes on an even ground."""
    sheet.pixels[:] = 255 if rng.random() < 0.6 else rng.integers(200, 256, 3, np.uint8)
    painters = (paint_print, paint_headlines, paint_numbers, paint_bar_chart, paint_line_chart, paint_shapes)
    painters[int(rng.integers(len(painters)))](sheet, rng)
    if rng.random() < 0.15:
        sheet.pixels = 255 - sheet.pixels


def paint_code(sheet: Sheet, rng: Rng) -> None:
    """A QR code, or what looks like one, or a bar code with its number."""
    height, width = sheet.strokes.shape
    side = int(min(height, width) * rng.uniform(0.3, 0.8))
    top, left = int(rng.integers(1, height - side)), int(rng.integers(1, width - side))
    if rng.random() < 0.3:
        bars = np.repeat(rng.integers(0, 2, (1, 60), np.uint8) * np.uint8(255), max(1, side // 60), axis=1)
        stamp(sheet.pixels, np.repeat(bars, side // 3, axis=0), top, left, PRINT_COLOR, 1.0)
        text = print_text(str(int(rng.integers(10**11, 10**12))), side / 15, choose_font(rng))
        stamp(sheet.pixels, text, top + side // 3 + side // 40, left, PRINT_COLOR, 1.0)
        return
    modules = rng.integers(0, 2, (29, 29), np.uint8)
    for row, col in ((0, 0), (0, 22), (22, 0)):
        finder = np.pad(np.pad(np.ones((3, 3), np.uint8), 1), 1, constant_values=1)
        modules[row : row + 7, col : col + 7] = finder
    code = np.kron(modules, np.full((max(1, side // 29),) * 2, 255, np.uint8))
    stamp(sheet.pixels, code, top, left, PRINT_COLOR, 1.0)


def paint_empty_form(sheet: Sheet, rng: Rng) -> None:
    """Boxes, a table or lines on which nobody has written: a large box alone, or a whole page of small ones."""
    height, width = sheet.strokes.shape
    lines, pitch = np.zeros_like(sheet.strokes), int(length(sheet, rng, *EMPTY_BOX[int(rng.integers(2))]))
    thickness, kind = int(rng.integers(1, 5)), int(rng.integers(3))
    start_y, start_x = int(rng.uniform(0.02, 0.3) * height), int(rng.uniform(0.02, 0.3) * width)
    most_rows, most_cols = rng.integers(1, 12, 2)
    apart = 1.3 if kind == 0 else 1.0
    for row in np.arange(start_y, 0.98 * height - pitch, pitch * apart).astype(int).tolist()[:most_rows]:
        for col in np.arange(start_x, 0.98 * width - pitch, pitch * apart).astype(int).tolist()[:most_cols]:
            if kind < 2:
                cv2.rectangle(lines, (col, row), (col + pitch, row + pitch), 255, thickness)
        if kind == 2:
            cv2.line(lines, (start_x, row), (int(0.9 * width), row), 255, thickness)
    cover(sheet.pixels, lines, any_color(rng, 0.0, 0.6), 0.9)


PICTURES: dict[str, Callable[[Sheet, Rng], None]] = {
    "print": paint_print,
    "headlines": paint_headlines,
    "bar chart": paint_bar_chart,
    "line chart": paint_line_chart,
    "noise": paint_noise,
    "gradient": paint_gradient,
    "flowers": paint_flowers,
    "code": paint_code,
    "faces": paint_faces,
    "pattern": paint_pattern,
    "empty form": paint_empty_form,
    "nothing": paint_nothing,
    "numbers": paint_numbers,
    "shapes": paint_shapes,
    "waves": paint_waves,
    "screen": paint_screen,
}
ON_SCREEN = ("screen",)  # never photographed
HELD_OUT_PICTURES = ("code", "faces", "pattern")  # never trained on, so that a figure tells of pictures unthought of
TRAINING_PICTURES = tuple(kind for kind in PICTURES if kind not in HELD_OUT_PICTURES)
