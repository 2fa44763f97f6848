"""Taking the picture: the sheet seen from where the camera is, light and shadow, lens, sensor and JPEG.

sheet, surroundings -> seen in perspective -> lit -> blurred, noisy, compressed -> cropped
"""

import math
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.data.pages.page import Page, PageDigit, Pixels
from mnist_app.data.pages.recipes import CameraRecipe
from mnist_app.data.pages.sheet import Sheet, WrittenDigit, smooth_noise
from mnist_app.data.pages.view import View, transform
from mnist_app.imaging.bbox import ink_bbox

LIGHT_SCALE = 8  # light is computed at this part of the picture's size: it changes slowly
GRAIN = (0.003, 0.015)  # of paper: standard deviation as a share of its brightness; a guess, as all here

Field = npt.NDArray[np.float32]


def take_picture(
    sheet: Sheet, surroundings: Pixels | None, view: View, recipe: CameraRecipe, kind: str, rng: np.random.Generator
) -> Page:
    """Take the picture of a sheet; without surroundings it has to fill the picture."""
    pixels, strokes = _see(sheet, surroundings, view)
    digits = tuple(_seen_digit(digit, view) for digit in _in_order(sheet.digits))
    image = _photograph(pixels, strokes, recipe, rng) if recipe.photographed else pixels
    page = Page(image, digits, strokes, view.turn, kind)
    return page if recipe.crop is None else _crop(page, round(rng.uniform(*recipe.crop)))


def _photograph(pixels: Pixels, strokes: Pixels, recipe: CameraRecipe, rng: np.random.Generator) -> Pixels:
    lit = _light(pixels, recipe.light, rng)
    if recipe.light == "dark corner":
        _darken_corner(lit, strokes, rng)
    return _expose(lit, recipe, rng)


def _see(sheet: Sheet, surroundings: Pixels | None, view: View) -> tuple[Pixels, Pixels]:
    size = view.shape[::-1]
    pixels = cv2.warpPerspective(sheet.pixels, view.matrix, size, borderMode=cv2.BORDER_REPLICATE)
    strokes = cv2.warpPerspective(sheet.strokes, view.matrix, size)
    if surroundings is None:
        return np.asarray(pixels, np.uint8), np.asarray(strokes, np.uint8)
    on_sheet = cv2.warpPerspective(np.full(sheet.strokes.shape, 255, np.uint8), view.matrix, size)
    reach = max(2, round(0.006 * min(view.shape)))
    shadow = cv2.blur(np.roll(on_sheet, (reach, reach), (0, 1)), (2 * reach + 1, 2 * reach + 1))
    around = cv2.multiply(surroundings, cv2.merge([(1 - shadow.astype(np.float32) * (0.4 / 255))] * 3), dtype=cv2.CV_8U)
    share = cv2.merge([on_sheet.astype(np.float32) / 255] * 3)
    mixed = pixels * share + around * (1 - share)
    return np.rint(mixed).astype(np.uint8), np.asarray(strokes, np.uint8)


def _in_order(digits: list[WrittenDigit]) -> list[WrittenDigit]:
    """Row by row; in a row as they were written, from left to right."""
    return sorted(digits, key=lambda digit: digit.row)


def _seen_digit(digit: WrittenDigit, view: View) -> PageDigit:
    # The matrix moves pixels' middles; what a pixel covers reaches half a pixel further.
    half = np.array([(-1, -1), (1, -1), (-1, 1), (1, 1)]) / 2
    seen = transform(view.matrix, np.concatenate([digit.hull + corner for corner in half])) + 0.5
    low, high = np.floor(seen.min(axis=0)), np.ceil(seen.max(axis=0))
    (left, top), (right, bottom) = low.astype(int).tolist(), high.astype(int).tolist()
    height, width = view.shape
    bbox = (max(0, top), max(0, left), min(height, bottom), min(width, right))
    return PageDigit(digit.label, bbox, digit.row, digit.cell)


def _light(pixels: Pixels, kind: str, rng: np.random.Generator) -> Field:
    """The picture under light: float32 (H, W, 3), 0 to 255."""
    shape = pixels.shape[:2]
    small = (shape[0] // LIGHT_SCALE + 2, shape[1] // LIGHT_SCALE + 2)
    rows, cols = np.mgrid[-1 : 1 : small[0] * 1j, -1 : 1 : small[1] * 1j].astype(np.float32)
    angle = rng.uniform(0, 2 * math.pi)
    field = 1 - rng.uniform(0, 0.25) * (1 + rows * math.sin(angle) + cols * math.cos(angle)) / 2
    field = field - (rng.uniform(0.35, 0.7) if kind == "vignette" else rng.uniform(0, 0.15)) * (rows**2 + cols**2) / 2
    if kind == "shadow":
        field = field * _shadow(rows, cols, rng)
    grain = smooth_noise((shape[0] // 2 + 1, shape[1] // 2 + 1), 1, rng)
    field = cv2.resize((field * rng.uniform(0.75, 1)).astype(np.float32), shape[::-1], interpolation=cv2.INTER_LINEAR)
    field = field * (1 + rng.uniform(*GRAIN) * cv2.resize(grain, shape[::-1]))
    cast = 1 + rng.uniform(-0.08, 0.02) * np.array([rng.uniform(0, 0.4), 0.4, 1])  # of the light: mostly yellow
    lit = cv2.multiply(pixels, cv2.merge([(field * gain).astype(np.float32) for gain in cast]), dtype=cv2.CV_32F)
    return _add_glare(np.asarray(lit, np.float32), rng) if kind == "glare" else np.asarray(lit, np.float32)


def _shadow(rows: Field, cols: Field, rng: np.random.Generator) -> Field:
    """One or two shadows with a soft or hard edge, as of a hand or a phone."""
    light = np.ones_like(rows)
    for _ in range(int(rng.integers(1, 3))):
        angle, offset, bend = rng.uniform(0, 2 * math.pi), rng.uniform(-0.5, 0.5), rng.uniform(-0.4, 0.4)
        along = rows * math.cos(angle) - cols * math.sin(angle)
        side = rows * math.sin(angle) + cols * math.cos(angle) + bend * along**2
        softness = float(np.exp(rng.uniform(math.log(0.004), math.log(0.15))))
        edge = 1 / (1 + np.exp(-np.clip((side - offset) / softness, -30, 30)))
        light = light * (1 - rng.uniform(0.25, 0.6) * edge).astype(np.float32)
    return np.asarray(light, np.float32)


def _add_glare(lit: Field, rng: np.random.Generator) -> Field:
    """A lamp's reflection: a bright blot in which ink is pale."""
    height, width = lit.shape[:2]
    small = (height // LIGHT_SCALE + 2, width // LIGHT_SCALE + 2)
    rows, cols = np.mgrid[0 : 1 : small[0] * 1j, 0 : 1 : small[1] * 1j].astype(np.float32)
    at, radius = rng.uniform(0.15, 0.85, 2), rng.uniform(0.1, 0.35, 2)
    distance = ((rows - at[0]) / radius[0]) ** 2 + ((cols - at[1]) / radius[1]) ** 2
    blot = rng.uniform(0.35, 0.65) * np.exp(-(distance ** rng.uniform(0.8, 2))).astype(np.float32)
    share = cv2.merge([cv2.resize(blot, (width, height), interpolation=cv2.INTER_LINEAR)] * 3)
    return np.asarray(lit + (250 - lit) * share, np.float32)


def _darken_corner(lit: Field, strokes: Pixels, rng: np.random.Generator) -> None:
    """A black corner, where a thumb or the edge of a scanner's glass was; smaller where something is written."""
    height, width = strokes.shape
    bottom, right = bool(rng.integers(2)), bool(rng.integers(2))
    for share in (0.35, 0.25, 0.17, 0.1, 0.05):
        reach = (share * np.array([height, width]) * rng.uniform(0.6, 1.2, 2)).astype(int)
        rows, cols = (height - 1 if bottom else 0), (width - 1 if right else 0)
        tip = [
            (cols, rows),
            (cols + (-reach[1] if right else reach[1]), rows),
            (cols, rows + (-reach[0] if bottom else reach[0])),
        ]
        corner = np.zeros_like(strokes)
        cv2.fillConvexPoly(corner, np.array(tip, np.int32), 255, cv2.LINE_AA)
        if not np.logical_and(corner, cv2.dilate(strokes, np.ones((9, 9), np.uint8))).any():
            lit[corner > 0] = rng.uniform(0, 40)
            return


def _expose(lit: Field, recipe: CameraRecipe, rng: np.random.Generator) -> Pixels:
    """Lens, sensor and file."""
    sharp = cv2.GaussianBlur(lit, (0, 0), float(rng.uniform(*recipe.blur)))
    noise = rng.standard_normal(lit.shape[:2], np.float32) * np.float32(255 * rng.uniform(*recipe.noise))
    pixels = cv2.add(sharp, cv2.merge([noise] * 3), dtype=cv2.CV_8U)
    quality = int(rng.uniform(*recipe.quality))
    if rng.random() < recipe.gray:
        pixels = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    _, file = cv2.imencode(".jpg", pixels, (cv2.IMWRITE_JPEG_QUALITY, quality))  # red and blue swapped there ...
    return np.asarray(cv2.imdecode(file, cv2.IMREAD_UNCHANGED), np.uint8)  # ... and here


def _crop(page: Page, margin: int) -> Page:
    """Cut the picture down to what is written, with so many pixels around it."""
    min_row, min_col, max_row, max_col = ink_bbox(page.strokes > 40)
    top, left = max(0, min_row - margin), max(0, min_col - margin)
    window = np.s_[top : max_row + margin, left : max_col + margin]
    digits = tuple(replace(digit, bbox=_moved(digit, top, left, page.strokes[window].shape)) for digit in page.digits)
    return replace(page, image=page.image[window], strokes=page.strokes[window], digits=digits)


def _moved(digit: PageDigit, top: int, left: int, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    min_row, min_col, max_row, max_col = digit.bbox
    return max(0, min_row - top), max(0, min_col - left), min(shape[0], max_row - top), min(shape[1], max_col - left)
