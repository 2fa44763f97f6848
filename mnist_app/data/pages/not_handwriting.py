"""Pictures without any handwriting: print, charts, textures, codes, faces, empty forms. No digit of them is to be read.

They are painted on a sheet and photographed as pages are. All ranges are guesses.
"""

import math
import zlib
from collections.abc import Callable

import cv2
import numpy as np

from mnist_app.data.pages.camera import take_picture
from mnist_app.data.pages.page import Page
from mnist_app.data.pages.paper import PRINT_COLOR, lay_paper
from mnist_app.data.pages.printing import choose_font, choose_words, print_paragraph, print_text
from mnist_app.data.pages.recipes import CameraRecipe, PaperRecipe
from mnist_app.data.pages.sheet import Sheet, cover, shade, smooth_noise, stamp
from mnist_app.data.pages.splits import check_for_training
from mnist_app.data.pages.view import choose_view

Rng = np.random.Generator


def make_picture(kind: str, seed: int) -> Page:
    """A picture without handwriting, of a kind of `PICTURES`; the same seed gives the same one on the same machine."""
    rng = np.random.default_rng([zlib.crc32(kind.encode()), seed])
    camera = CameraRecipe(pixels=(0.4, 1.0))
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
        (int(0.84 * height), int(0.84 * width)), _size(sheet, rng, 0.014, 0.05), choose_font(rng), rng
    )
    stamp(sheet.pixels, text, int(0.08 * height), int(0.08 * width), PRINT_COLOR, 0.95)


def paint_headlines(sheet: Sheet, rng: Rng) -> None:
    """Few words and numbers in large letters, as on a poster."""
    top = 0.08 * sheet.strokes.shape[0]
    while top < 0.85 * sheet.strokes.shape[0]:
        line = print_text(choose_words(2, rng), _size(sheet, rng, 0.03, 0.12), choose_font(rng))
        stamp(sheet.pixels, line, int(top), int(0.08 * sheet.strokes.shape[1]), _color(rng, 0.0, 0.5), 0.95)
        top += 1.6 * line.shape[0]


def paint_bar_chart(sheet: Sheet, rng: Rng) -> None:
    """Bars on an axis with printed numbers."""
    height, width = sheet.strokes.shape
    count, bottom = int(rng.integers(3, 12)), int(0.85 * height)
    color = _color(rng, 0.1, 0.7)
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
        cover(sheet.pixels, curve, _color(rng, 0.0, 0.7), 0.95)
    _draw_axes(sheet, int(0.85 * height), int(0.1 * width), rng)


def paint_noise(sheet: Sheet, rng: Rng) -> None:
    """Noise of any grain, from snow to clouds."""
    grain = float(np.exp(rng.uniform(0, math.log(120))))
    light = 0.6 + rng.uniform(0.08, 0.35) * smooth_noise(sheet.strokes.shape, grain, rng)
    sheet.pixels = shade(sheet.pixels, np.clip(light, 0, 1.2).astype(np.float32))


def paint_gradient(sheet: Sheet, rng: Rng) -> None:
    """Light that falls off to one side, nothing else."""
    ends = rng.uniform(0.05, 1.1, (2, 2)).astype(np.float32)
    sheet.pixels = shade(sheet.pixels, ends)


def paint_flowers(sheet: Sheet, rng: Rng) -> None:
    """Petals around a middle, many times over."""
    height, width = sheet.strokes.shape
    sheet.pixels[:] = np.rint(np.array(_color(rng, 0.2, 0.7)) * 255).astype(np.uint8)
    for _ in range(int(rng.integers(4, 30))):
        at = (int(rng.integers(width)), int(rng.integers(height)))
        radius, petals = _size(sheet, rng, 0.03, 0.15), int(rng.integers(4, 9))
        color = _rgb(_color(rng, 0.3, 1.0))
        for angle in np.arange(petals) * 360 / petals + rng.uniform(0, 90):
            middle = (np.array(at) + 0.6 * radius * np.array([_cos(angle), _sin(angle)])).astype(int).tolist()
            axes = (max(1, int(0.55 * radius)), max(1, int(0.25 * radius)))
            cv2.ellipse(sheet.pixels, middle, axes, float(angle), 0, 360, color, -1, cv2.LINE_AA)
        cv2.circle(sheet.pixels, at, max(1, int(0.25 * radius)), _rgb(_color(rng, 0.2, 0.9)), -1, cv2.LINE_AA)


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


def paint_faces(sheet: Sheet, rng: Rng) -> None:
    """Faces of ellipses: skin, hair, eyes, mouth."""
    height, width = sheet.strokes.shape
    for _ in range(int(rng.integers(1, 5))):
        side = int(min(height, width) * rng.uniform(0.12, 0.3))
        x, y = int(rng.uniform(0.2, 0.8) * width), int(rng.uniform(0.2, 0.8) * height)
        skin, dark = _rgb(np.array([0.95, 0.75, 0.6]) * rng.uniform(0.4, 1)), _rgb(_color(rng, 0.0, 0.3))
        cv2.ellipse(sheet.pixels, (x, y - side // 5), (side, int(1.15 * side)), 0, 0, 360, dark, -1, cv2.LINE_AA)
        cv2.ellipse(sheet.pixels, (x, y), (int(0.8 * side), side), 0, 0, 360, skin, -1, cv2.LINE_AA)
        for eye in (-1, 1):
            at = (x + eye * side // 3, y - side // 6)
            cv2.ellipse(sheet.pixels, at, (side // 7, side // 12), 0, 0, 360, (245, 245, 245), -1, cv2.LINE_AA)
            cv2.circle(sheet.pixels, at, max(1, side // 14), dark, -1, cv2.LINE_AA)
        lips = (170, 60, 60)
        cv2.ellipse(sheet.pixels, (x, y + side // 2), (side // 3, side // 8), 0, 0, 180, lips, max(1, side // 20))
        cv2.line(sheet.pixels, (x, y), (x + side // 12, y + side // 4), _rgb(np.array(skin) / 400), max(1, side // 40))


def paint_pattern(sheet: Sheet, rng: Rng) -> None:
    """A checkerboard, stripes or bricks."""
    rows, cols = np.mgrid[: sheet.strokes.shape[0], : sheet.strokes.shape[1]]
    pitch = _size(sheet, rng, 0.015, 0.15)
    across, along = (rows / pitch).astype(int), (cols / pitch).astype(int)
    kind = int(rng.integers(3))
    if kind == 0:
        dark = (across + along) % 2
    elif kind == 1:
        dark = (across if rng.random() < 0.5 else along) % 2
    else:
        dark = (rows % pitch < 0.12 * pitch) | ((cols + pitch * (across % 2)) % (2 * pitch) < 0.12 * pitch)
    cover(sheet.pixels, (dark * 255).astype(np.uint8), _color(rng, 0.0, 0.7), float(rng.uniform(0.3, 1)))


def paint_empty_form(sheet: Sheet, rng: Rng) -> None:
    """Boxes, a table or lines on which nobody has written."""
    height, width = sheet.strokes.shape
    lines, pitch = np.zeros_like(sheet.strokes), _size(sheet, rng, 0.06, 0.15)
    thickness, kind = int(rng.integers(1, 5)), int(rng.integers(3))
    for row in np.arange(0.1 * height, 0.85 * height, pitch * (1.4 if kind == 0 else 1)).astype(int).tolist():
        for col in np.arange(0.1 * width, 0.85 * width, pitch * (1.2 if kind == 0 else 1)).astype(int).tolist():
            if kind < 2:
                cv2.rectangle(lines, (col, row), (col + int(pitch), row + int(pitch)), 255, thickness)
        if kind == 2:
            cv2.line(lines, (int(0.1 * width), row), (int(0.9 * width), row), 255, thickness)
    cover(sheet.pixels, lines, _color(rng, 0.0, 0.6), 0.9)


def paint_nothing(sheet: Sheet, rng: Rng) -> None:
    """Blank paper, or the shadow of a hand on it."""
    if rng.random() < 0.5:
        blot = np.ones((60, 60), np.float32)
        at = (int(rng.integers(60)), int(rng.integers(60)))
        cv2.ellipse(blot, at, (25, 8), float(rng.uniform(0, 180)), 0, 360, float(rng.uniform(0.4, 0.8)), -1)
        sheet.pixels = shade(sheet.pixels, np.asarray(cv2.GaussianBlur(blot, (0, 0), 2), np.float32))


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
}
HELD_OUT_PICTURES = ("code", "faces", "pattern")  # never trained on, so that a figure tells of pictures unthought of
TRAINING_PICTURES = tuple(kind for kind in PICTURES if kind not in HELD_OUT_PICTURES)


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


def _size(sheet: Sheet, rng: Rng, least: float, most: float) -> float:
    """A length, pixels, as a share of the shorter side."""
    return min(sheet.strokes.shape) * float(rng.uniform(least, most))


def _color(rng: Rng, least: float, most: float) -> tuple[float, float, float]:
    red, green, blue = rng.uniform(least, most, 3).tolist()
    return red, green, blue


def _rgb(color: tuple[float, float, float] | np.ndarray) -> tuple[int, int, int]:
    red, green, blue = np.clip(np.rint(np.array(color) * 255), 0, 255).astype(int).tolist()
    return red, green, blue


def _cos(degrees: float) -> float:
    return math.cos(math.radians(degrees))


def _sin(degrees: float) -> float:
    return math.sin(math.radians(degrees))
