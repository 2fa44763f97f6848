"""Charts with printed numbers on a sheet; no digit of them is to be read. All ranges are guesses."""

import cv2
import numpy as np

from mnist_app.data.pages.painting import any_color
from mnist_app.data.pages.paper import PRINT_COLOR
from mnist_app.data.pages.printing import choose_font, print_text
from mnist_app.data.pages.sheet import Sheet, cover, stamp

Rng = np.random.Generator


def paint_bar_chart(sheet: Sheet, rng: Rng) -> None:
    """Bars on an axis with printed numbers."""
    height, width = sheet.strokes.shape
    count, bottom = int(rng.integers(3, 12)), int(0.85 * height)
    color = any_color(rng, 0.1, 0.7)
    for number in range(count):
        left = int(width * (0.12 + 0.8 * number / count))
        bar = np.full((int(height * rng.uniform(0.05, 0.7)), max(2, int(0.5 * width / count))), 255, np.uint8)
        stamp(sheet.pixels, bar, bottom - bar.shape[0], left, color, 0.9)
    _draw_axes(sheet, bottom, int(0.1 * width), rng)


def paint_line_chart(sheet: Sheet, rng: Rng) -> None:
    """One to three curves on axes with printed numbers."""
    height, width = sheet.strokes.shape
    cols = np.linspace(0.1 * width, 0.95 * width, int(rng.integers(6, 40)))
    for _ in range(int(rng.integers(1, 4))):
        rows = 0.5 * height + 0.12 * height * np.cumsum(rng.normal(0, 0.5, len(cols)))
        curve = np.zeros_like(sheet.strokes)
        points = np.rint(np.stack([cols, np.clip(rows, 0, 0.84 * height)], axis=1)).astype(np.int32)
        cv2.polylines(curve, [points], False, 255, int(rng.integers(1, 5)), cv2.LINE_AA)
        cover(sheet.pixels, curve, any_color(rng, 0.0, 0.7), 0.95)
    _draw_axes(sheet, int(0.85 * height), int(0.1 * width), rng)


def _draw_axes(sheet: Sheet, bottom: int, left: int, rng: Rng) -> None:
    """Two axes with printed numbers beside them."""
    height, width = sheet.strokes.shape
    axes, font = np.zeros_like(sheet.strokes), choose_font(rng)
    cv2.line(axes, (left, int(0.05 * height)), (left, bottom), 255, 2)
    cv2.line(axes, (left, bottom), (int(0.95 * width), bottom), 255, 2)
    cover(sheet.pixels, axes, PRINT_COLOR, 1.0)
    letters, step = 0.025 * min(height, width), int(rng.choice([1, 5, 10, 20, 25, 100]))
    for number in range(6):
        text = print_text(str(number * step), letters, font)
        row = int(bottom - number * 0.15 * height - text.shape[0] / 2)
        stamp(sheet.pixels, text, row, left - text.shape[1] - 6, PRINT_COLOR, 1.0)
        col = int(left + (number + 0.5) * 0.14 * width)
        stamp(sheet.pixels, print_text(str(2019 + number), letters, font), bottom + 6, col, PRINT_COLOR, 1.0)
