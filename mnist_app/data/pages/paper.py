"""The sheet before and after it is written on: its color, rules, print, the back, holes and wire, creases and dirt."""

import math

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.data.pages.page import Pixels
from mnist_app.data.pages.printing import choose_font, choose_words, print_date, print_paragraph, print_text
from mnist_app.data.pages.recipes import PaperRecipe
from mnist_app.data.pages.sheet import Color, Sheet, blank_sheet, cover, shade, smooth_noise, stamp
from mnist_app.data.pages.view import View

RULE_COLORS: tuple[Color, ...] = ((0.5, 0.5, 0.52), (0.35, 0.5, 0.85), (0.35, 0.6, 0.62), (0.85, 0.5, 0.5))
STAMP_COLORS: tuple[Color, ...] = ((0.15, 0.2, 0.6), (0.7, 0.12, 0.15), (0.12, 0.12, 0.14), (0.4, 0.15, 0.5))
PRINT_COLOR: Color = (0.12, 0.12, 0.13)
HOLE_COLOR: Color = (0.2, 0.18, 0.17)
COLORED = ((0.98, 0.93, 0.5), (0.98, 0.75, 0.8), (0.7, 0.9, 0.98), (0.75, 0.93, 0.7), (0.8, 0.74, 0.62))
BINDING_MARGIN = 0.04  # where the middle of holes lies, as a share of the page's width


def lay_paper(recipe: PaperRecipe, view: View, rng: np.random.Generator) -> Sheet:
    """A sheet with everything that is on it before someone writes on it."""
    sheet = blank_sheet(view.sheet_shape, view.page, _color(recipe.tone, rng))
    if recipe.shines_through:
        _shine_through(sheet, rng)
    if recipe.ruling != "none":
        _rule(sheet, recipe.ruling, rng)
    if recipe.printed == "heading":
        _print_heading(sheet, rng)
    elif recipe.printed == "receipt":
        _print_receipt(sheet, rng)
    if recipe.binding != "none":
        _bind(sheet, recipe.binding == "spiral", rng)
    return sheet


def wear_paper(sheet: Sheet, recipe: PaperRecipe, rng: np.random.Generator) -> None:
    """What happens to a sheet after someone wrote on it: creases, dirt, a date stamp."""
    if recipe.printed == "stamp":
        _stamp_date(sheet, rng)
    if recipe.surface == "creased":
        sheet.pixels = shade(sheet.pixels, _creases(sheet.strokes.shape, rng))
    elif recipe.surface == "dirty":
        _soil(sheet, rng)


def _color(tone: str, rng: np.random.Generator) -> Color:
    if tone == "board":
        color = np.array([0.12, 0.16, 0.14]) + rng.uniform(-0.04, 0.06)
    elif tone == "colored":
        color = np.array(COLORED[int(rng.integers(len(COLORED)))]) * rng.uniform(0.8, 1)
    else:
        color = 0.9 + rng.uniform(-0.08, 0.07) + rng.uniform(-0.02, 0.015, 3)
    return float(color[0]), float(color[1]), float(color[2])


def _rule(sheet: Sheet, ruling: str, rng: np.random.Generator) -> None:
    """Rules over the whole sheet, gray or colored, faint or dark; ruled paper may have a margin's line."""
    width = max(1, round(sheet.shorter_side * rng.uniform(0.001, 0.003)))
    color, strength = RULE_COLORS[int(rng.integers(len(RULE_COLORS)))], float(rng.uniform(0.35, 0.95))
    pitch = sheet.shorter_side * rng.uniform(*{"ruled": (0.05, 0.1), "squared": (0.03, 0.07)}.get(ruling, (0.09, 0.14)))
    if ruling == "millimeter":
        cover(sheet.pixels, _lines(sheet, pitch / 10, 1, True, rng), color, 0.35 * strength)
    cover(sheet.pixels, _lines(sheet, pitch, width, ruling != "ruled", rng), color, strength)
    if ruling == "ruled" and rng.random() < 0.4:
        col = sheet.page[1] + round(rng.uniform(0.06, 0.12) * sheet.shorter_side)
        margin = np.zeros_like(sheet.strokes)
        cv2.line(margin, (col, 0), (col, margin.shape[0]), 255, width)
        cover(sheet.pixels, margin, RULE_COLORS[3], strength)


def _lines(sheet: Sheet, pitch: float, width: int, crossed: bool, rng: np.random.Generator) -> Pixels:
    lines = np.zeros_like(sheet.strokes)
    for row in np.arange(rng.uniform(0, pitch), lines.shape[0], pitch).astype(int):
        lines[row : row + width] = 255
    if crossed:
        for col in np.arange(rng.uniform(0, pitch), lines.shape[1], pitch).astype(int):
            lines[:, col : col + width] = 255
    return lines


def _shine_through(sheet: Sheet, rng: np.random.Generator) -> None:
    """What is written or printed on the back, mirrored and faint."""
    min_row, min_col, max_row, max_col = sheet.page
    shape = round(0.8 * (max_row - min_row)), round(0.8 * (max_col - min_col))
    height = sheet.shorter_side * rng.uniform(0.025, 0.08)
    back = cv2.flip(print_paragraph(shape, height, choose_font(rng), rng), 1)
    soft = np.asarray(cv2.GaussianBlur(back, (0, 0), max(0.8, height / 12)), np.uint8)
    top, left = min_row + round(0.1 * (max_row - min_row)), min_col + round(0.1 * (max_col - min_col))
    stamp(sheet.pixels, soft, top, left, (0.2, 0.2, 0.35), float(rng.uniform(0.1, 0.25)))


def _print_heading(sheet: Sheet, rng: np.random.Generator) -> None:
    """Printed words above and below what is written, and a page number."""
    font, side = choose_font(rng), sheet.shorter_side
    min_row, min_col, max_row, max_col = sheet.page
    title = print_text(choose_words(3, rng), side * rng.uniform(0.02, 0.035), font)
    col = min_col + round(0.1 * (max_col - min_col))
    stamp(sheet.pixels, title, min_row + round(0.03 * side), col, PRINT_COLOR, 0.95)
    foot = print_text(choose_words(6, rng), 0.015 * side, font)
    stamp(sheet.pixels, foot, max_row - round(0.04 * side), col, PRINT_COLOR, 0.9)
    page = print_text(str(int(rng.integers(1, 300))), 0.018 * side, font)
    stamp(sheet.pixels, page, max_row - round(0.04 * side), max_col - round(0.08 * side), PRINT_COLOR, 0.9)


def _print_receipt(sheet: Sheet, rng: np.random.Generator) -> None:
    """A printed bill in faint, small letters over the upper and lower third, the writing between and over them."""
    min_row, min_col, max_row, max_col = sheet.page
    height = 0.016 * sheet.shorter_side
    shape = round(0.09 * (max_row - min_row)), round(0.7 * (max_col - min_col))
    font = choose_font(rng)
    for top in (0.005, 0.905):
        text = print_paragraph(shape, height, font, rng)
        left = min_col + round(0.15 * (max_col - min_col))
        stamp(sheet.pixels, text, min_row + round(top * (max_row - min_row)), left, (0.3, 0.3, 0.35), 0.8)


def _stamp_date(sheet: Sheet, rng: np.random.Generator) -> None:
    """A date in a corner, stamped in ink or put there by the camera."""
    side = sheet.shorter_side
    date = print_date(side * rng.uniform(0.018, 0.035), choose_font(rng), rng)
    min_row, min_col, max_row, max_col = sheet.page
    top = min_row + round(0.01 * side) if rng.random() < 0.5 else max_row - date.shape[0] - round(0.01 * side)
    left = min_col + round(0.03 * side) if rng.random() < 0.5 else max_col - date.shape[1] - round(0.03 * side)
    color = STAMP_COLORS[int(rng.integers(len(STAMP_COLORS)))]
    stamp(sheet.pixels, date, top, left, color, float(rng.uniform(0.6, 0.95)))


def _bind(sheet: Sheet, spiral: bool, rng: np.random.Generator) -> None:
    """Holes along the left edge, in a spiral's case many, with a wire through each."""
    min_row, min_col, max_row, max_col = sheet.page
    side, height = sheet.shorter_side, max_row - min_row
    center = min_col + round(BINDING_MARGIN * (max_col - min_col))
    holes, wires = np.zeros_like(sheet.strokes), np.zeros_like(sheet.strokes)
    pitch = side * rng.uniform(0.03, 0.055) if spiral else height * rng.uniform(0.2, 0.45)
    radius = max(2, round(side * (rng.uniform(0.006, 0.009) if spiral else rng.uniform(0.013, 0.018))))
    for row in np.arange(min_row + pitch / 2, max_row, pitch).astype(int).tolist():
        cv2.circle(holes, (center, row), radius, 255, -1, cv2.LINE_AA)
        reach = round(2.2 * radius)
        cv2.ellipse(wires, (center - reach, row), (reach, radius), 0, -170, 5, 255, max(1, radius // 2), cv2.LINE_AA)
    cover(sheet.pixels, holes, HOLE_COLOR, 0.9)
    if spiral:
        wire = float(rng.uniform(0.1, 0.65))
        cover(sheet.pixels, wires, (wire, wire, wire), 0.95)


def _creases(shape: tuple[int, int], rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """Folds and waves of crumpled paper, as light at a quarter of the size: slopes that meet in edges."""
    small = (shape[0] // 4 + 1, shape[1] // 4 + 1)
    light = 1 + 0.05 * smooth_noise(small, 25, rng)
    rows, cols = np.mgrid[: small[0], : small[1]].astype(np.float32)
    for _ in range(int(rng.integers(3, 8))):
        angle, at = rng.uniform(0, math.pi), rng.uniform(0.1, 0.9, 2) * small
        distance = (rows - at[0]) * math.cos(angle) + (cols - at[1]) * math.sin(angle)
        light += rng.uniform(-0.14, 0.14) * np.exp(-np.abs(distance) / rng.uniform(5, 20)) * np.sign(distance)
    return np.asarray(cv2.GaussianBlur(light.astype(np.float32), (0, 0), 0.6), np.float32)


def _soil(sheet: Sheet, rng: np.random.Generator) -> None:
    """Specks, hairs and a faint stain."""
    height, width = sheet.strokes.shape
    dirt = np.zeros_like(sheet.strokes)
    for _ in range(int(rng.integers(10, 45))):
        at = (int(rng.integers(width)), int(rng.integers(height)))
        cv2.circle(dirt, at, int(rng.integers(1, 4)), int(rng.integers(70, 200)), -1, cv2.LINE_AA)
    for _ in range(int(rng.integers(0, 5))):
        start, length = rng.uniform(0, 1, 2) * (width, height), 0.05 * sheet.shorter_side
        hair = np.cumsum(np.vstack([start, rng.normal(0, length / 5, 2) + rng.normal(0, length / 12, (8, 2))]), axis=0)
        cv2.polylines(dirt, [np.rint(hair).astype(np.int32)], False, 160, 1, cv2.LINE_AA)
    cover(sheet.pixels, dirt, (0.2, 0.17, 0.14), 1.0)
    stain = np.ones((height // 8 + 1, width // 8 + 1), np.float32)
    radius = max(2, round(rng.uniform(0.05, 0.15) * min(stain.shape)))
    at = (int(rng.integers(stain.shape[1])), int(rng.integers(stain.shape[0])))
    cv2.circle(stain, at, radius, float(rng.uniform(0.82, 0.95)), -1 if rng.random() < 0.5 else 2, cv2.LINE_AA)
    sheet.pixels = shade(sheet.pixels, np.asarray(cv2.GaussianBlur(stain, (0, 0), 1), np.float32))
