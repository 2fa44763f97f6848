"""Photos of handwriting that nobody took: digits on procedural paper, with the truth beside them.

    digits -> ink on a sheet -> rules, grain, creases -> light and shadow -> a table around it -> lens and JPEG

Each kind of `KINDS` is one thing that makes real photos hard. Digits are pen strokes of our own, or images of the
MNIST test set. Nothing here is shared with the pages of `mnist_app.data.pages`, on purpose: `page_net` has learned from
those, and constants are chosen by them.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from builders.digit_strokes import STROKES

Floats = npt.NDArray[np.float32]
Rng = np.random.Generator
Number = TypeVar("Number", np.float32, np.uint8)
# (label, height in pixels, pen width in pixels, random numbers) -> ink, float32 in [0, 1]
DigitSource = Callable[[int, float, float, Rng], Floats]

HARD_KINDS = ("ruled", "squared", "shadow", "pencil", "table", "tiny", "touching")
KINDS = (*HARD_KINDS, "plain", "slanted", "board", "creased", "dirty", "edge")
SHEET_SHAPES = ((900, 1200), (1200, 1600), (720, 1280), (1500, 1100))


@dataclass(frozen=True, eq=False)
class SyntheticPhoto:
    """A JPEG and what is written on it, one string a row."""

    data: bytes
    rows: tuple[str, ...]


def make_photo(kind: str, seed: int, source: DigitSource | None = None) -> SyntheticPhoto:
    """Photograph a few rows of digits; the same kind and seed give the same photo."""
    rng = np.random.default_rng([KINDS.index(kind), seed])
    shape = SHEET_SHAPES[rng.integers(len(SHEET_SHAPES))]
    ink, rows = write_rows(kind, shape, source or stroke_digit, rng)
    sheet = lay_ink(make_paper(kind, shape, rng), ink, kind, rng)
    if kind in ("table", "edge"):
        sheet = lay_on_table(sheet, rng)
    lit = sheet * light(kind, sheet.shape[:2], rng)[..., np.newaxis]
    return SyntheticPhoto(expose(lit, kind, rng), rows)


def stroke_digit(label: int, height: float, pen: float, rng: Rng) -> Floats:
    """Draw one of the forms of a digit with a pen, slanted and squeezed a little."""
    forms = [form for form in STROKES if form.startswith(str(label))]
    form = forms[rng.integers(len(forms))]
    slant, squeeze, turn = rng.normal(0.08, 0.12), rng.uniform(0.55, 0.95), rng.normal(0, 0.05)
    matrix = np.array([[1, turn], [-slant - turn, squeeze]]) * height
    strokes = [np.array(stroke) @ matrix.T + rng.normal(0, 0.01 * height, 2) for stroke in STROKES[form]]
    low = np.min([stroke.min(axis=0) for stroke in strokes], axis=0) - pen - 1
    size = np.ceil(np.max([stroke.max(axis=0) for stroke in strokes], axis=0) - low + pen + 1).astype(int)
    zoom = 4
    canvas = np.zeros(size * zoom, np.uint8)
    for stroke in strokes:
        points = np.rint((stroke - low)[:, ::-1] * zoom).astype(np.int32)
        cv2.polylines(canvas, [points], False, 255, max(1, round(pen * zoom)), cv2.LINE_AA)
    small = cv2.resize(canvas, tuple(int(side) for side in size[::-1]), interpolation=cv2.INTER_AREA)
    return tight(small.astype(np.float32) / np.float32(255))


def mnist_source(path: Path) -> DigitSource:
    """Digits of the MNIST test set, enlarged, and thinned towards the width of the pen."""
    with np.load(path) as arrays:
        images, labels = arrays["x_test"], arrays["y_test"]

    def digit(label: int, height: float, pen: float, rng: Rng) -> Floats:
        crop = tight(images[rng.choice(np.flatnonzero(labels == label))])
        scale = height / crop.shape[0]
        size = (max(2, round(crop.shape[1] * scale)), max(2, round(height)))
        large = cv2.resize(np.pad(crop, 1).astype(np.float32) / 255, size, interpolation=cv2.INTER_CUBIC)
        return tight(thin((large > 0.5).astype(np.uint8), pen))

    return digit


def thin(shape: npt.NDArray[np.uint8], pen: float) -> Floats:
    """Thin a digit's strokes halfway to the width of the pen, or as far as it stays in one piece."""
    depth = cv2.distanceTransform(shape, cv2.DIST_L2, 5)
    marks = cv2.connectedComponents(shape)[0]
    thinning = max(0.0, (np.percentile(depth[depth > 0], 90) - pen / 2) * 0.5)
    while thinning and cv2.connectedComponents((depth > thinning + 0.5).astype(np.uint8))[0] != marks:
        thinning = max(0.0, thinning - 0.5)
    return np.clip(depth - thinning, 0, 1).astype(np.float32)


def tight(ink: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """Cut ink down to its box; empty rows and columns between its strokes stay."""
    left, top, width, height = cv2.boundingRect((ink > 0).astype(np.uint8))
    return ink[top : top + height, left : left + width]


def write_rows(kind: str, shape: tuple[int, int], source: DigitSource, rng: Rng) -> tuple[Floats, tuple[str, ...]]:
    """Write one to four rows of digits: the ink, float32 (H, W), and the rows."""
    ink = np.zeros(shape, np.float32)
    height = shape[0] * rng.uniform(0.025, 0.04) if kind == "tiny" else shape[0] * rng.uniform(0.07, 0.16)
    pen = max(2.0, height * rng.uniform(0.04, 0.1))
    slope = rng.uniform(0.08, 0.2) * rng.choice([-1, 1]) if kind == "slanted" else rng.normal(0, 0.01)
    share = 0.02 if kind == "edge" else 0.1
    margin = share * shape[1]
    length = shape[1] - 2 * margin
    lift = abs(slope) * length / 2
    # A digit may be 1.15 times as high as its row, and stand 0.08 of that too high or too low.
    spare = 0.23 * height if kind == "edge" else 0
    top = share * shape[0] + lift + spare / 2
    rows: list[str] = []
    while top + height < (1 - share) * shape[0] - lift - spare and len(rows) < 4:
        row = write_row(ink, kind, (top, margin, length), height, pen, slope, source, rng)
        rows.append(row)
        top += height * rng.uniform(1.7, 2.6)
    return ink, tuple(rows)


def write_row(
    ink: Floats,
    kind: str,
    place: tuple[float, float, float],
    height: float,
    pen: float,
    slope: float,
    source: DigitSource,
    rng: Rng,
) -> str:
    """Write digits from left to right until the row is full or its random length reached."""
    top, left, length = place
    written, col, end = "", left + rng.uniform(0, 0.2) * length, 0.0
    for _ in range(rng.integers(3, 9)):
        label = int(rng.integers(10))
        digit = source(label, height * rng.uniform(0.85, 1.15), pen, rng)
        if col + digit.shape[1] > left + length:
            break
        row = int(top + slope * (col - left - length / 2) + rng.uniform(-0.08, 0.08) * height)
        touching = kind == "touching" and written and rng.random() < 0.5
        if touching:
            col = touching_col(ink, digit, row, int(col), int(end - 0.15 * height))
        window = ink[row : row + digit.shape[0], int(col) : int(col) + digit.shape[1]]
        np.maximum(window, digit, out=window)
        end = col + digit.shape[1]
        col = end + height * rng.uniform(0.2, 0.6 if kind == "touching" else 1.2)
        written += str(label)
    return written


def touching_col(ink: Floats, digit: Floats, row: int, col: int, first: int) -> int:
    """Move a digit to the left until it just touches what is written there, but not beyond the first column."""
    for moved in range(col, first, -1):
        if np.minimum(ink[row : row + digit.shape[0], moved : moved + digit.shape[1]], digit).sum() >= 3:
            return moved
    return col


def make_paper(kind: str, shape: tuple[int, int], rng: Rng) -> Floats:
    """A sheet, float32 (H, W, 3), 1 = all light comes back."""
    if kind == "board":
        color = np.array([0.12, 0.16, 0.14]) + rng.uniform(-0.04, 0.06)
    else:
        color = 0.88 + rng.uniform(-0.12, 0.08) + rng.uniform(-0.05, 0.03, 3)
    sheet = np.ones((*shape, 3), np.float32) * color.astype(np.float32)
    sheet *= (1 + rng.uniform(0.005, 0.02) * smooth_noise(shape, 1.2, rng))[..., np.newaxis]
    if kind in ("ruled", "squared"):
        sheet *= rules(kind, shape, rng)
    if kind == "creased":
        sheet *= creases(shape, rng)[..., np.newaxis]
    if kind == "dirty":
        sheet *= dirt(shape, rng)[..., np.newaxis]
    return sheet


def smooth_noise(shape: tuple[int, int], sigma: float, rng: Rng) -> Floats:
    """Noise of standard deviation 1 with grains of a size."""
    zoom = max(1, int(sigma / 2))
    small = rng.normal(0, 1, (-(-shape[0] // zoom), -(-shape[1] // zoom))).astype(np.float32)
    noise = cv2.GaussianBlur(small, (0, 0), sigma / zoom)
    noise = cv2.resize(noise, shape[::-1], interpolation=cv2.INTER_LINEAR)
    return ((noise - noise.mean()) / noise.std()).astype(np.float32)


def rules(kind: str, shape: tuple[int, int], rng: Rng) -> Floats:
    """Printed lines: what is left of the light, float32 (H, W, 3); gray or blue, faint or dark, slightly turned."""
    pitch, width = shape[0] * rng.uniform(0.035, 0.09), rng.uniform(1.5, 4.0)
    color = np.array([(0.4, 0.4, 0.4), (0.6, 0.45, 0.15), (0.6, 0.6, 0.25)][rng.integers(3)]) * rng.uniform(0.4, 1.1)
    turn = rng.normal(0, 0.012) + (np.pi / 2 if kind == "ruled" and rng.random() < 0.2 else 0)
    rows, cols = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    across = [rows * np.cos(turn) + cols * np.sin(turn)]
    if kind == "squared":
        across.append(cols * np.cos(turn) - rows * np.sin(turn))
    line = np.zeros(shape, np.float32)
    for distance in across:
        offset = np.abs((distance + rng.uniform(0, pitch)) % pitch - pitch / 2)
        line = np.maximum(line, np.clip(width / 2 - offset + 0.5, 0, 1))
    return (1 - line[..., np.newaxis] * color).astype(np.float32)


def creases(shape: tuple[int, int], rng: Rng) -> Floats:
    """Folds and waves of crumpled paper: slopes of light that meet in edges."""
    light = 1 + 0.04 * smooth_noise(shape, 60, rng)
    rows, cols = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    for _ in range(rng.integers(3, 8)):
        angle, at = rng.uniform(0, np.pi), rng.uniform(0.1, 0.9, 2) * shape
        distance = (rows - at[0]) * np.cos(angle) + (cols - at[1]) * np.sin(angle)
        light += rng.uniform(-0.12, 0.12) * np.exp(-np.abs(distance) / rng.uniform(20, 80)) * np.sign(distance)
    return np.asarray(cv2.GaussianBlur(light.astype(np.float32), (0, 0), 2.5), np.float32)


def dirt(shape: tuple[int, int], rng: Rng) -> Floats:
    """Specks, short hairs and faint stains."""
    left = np.ones(shape, np.float32)
    for _ in range(rng.integers(10, 40)):
        at = tuple(int(value) for value in rng.uniform(0, 1, 2) * shape[::-1])
        cv2.circle(left, at, int(rng.integers(1, 4)), float(rng.uniform(0.3, 0.8)), -1, cv2.LINE_AA)
    for _ in range(rng.integers(0, 4)):
        at = tuple(int(value) for value in rng.uniform(0.1, 0.9, 2) * shape[::-1])
        radius = int(rng.uniform(0.05, 0.12) * shape[0])
        stain = np.zeros(shape, np.float32)
        cv2.circle(stain, at, radius, 1.0, -1)
        left *= 1 - rng.uniform(0.03, 0.1) * cv2.GaussianBlur(stain, (0, 0), radius / 5)
    return left


def lay_ink(sheet: Floats, ink: Floats, kind: str, rng: Rng) -> Floats:
    """Write on the sheet: pencil is faint and grainy, chalk light, pens blue, black or red."""
    if kind == "board":
        color, strength = np.array([0.85, 0.85, 0.8]), rng.uniform(0.6, 0.95)
    elif kind == "pencil":
        color, strength = np.array([0.35, 0.35, 0.37]), rng.uniform(0.25, 0.5)
    else:
        pens = [(0.08, 0.08, 0.1), (0.1, 0.13, 0.5), (0.1, 0.13, 0.5), (0.6, 0.08, 0.1)]
        color, strength = np.array(pens[rng.integers(len(pens))]), rng.uniform(0.7, 1)
    grain = 0.25 if kind in ("pencil", "board") else 0.05
    alpha = ink * strength * np.clip(1 + grain * smooth_noise(ink.shape, 1.5, rng), 0, 1.2)
    alpha = np.clip(alpha, 0, 1)[..., np.newaxis]
    return (sheet * (1 - alpha) + color * alpha).astype(np.float32)


def lay_on_table(sheet: Floats, rng: Rng) -> Floats:
    """Photograph the sheet at an angle, on a table that shows around it; a second sheet may lie there too."""
    shape = sheet.shape[:2]
    wood = smooth_noise((shape[0] // 8, shape[1]), 3, rng).repeat(8, axis=0)[: shape[0]]
    wood = np.pad(wood, ((0, shape[0] - wood.shape[0]), (0, 0)), mode="edge")
    grain = wood if rng.random() < 0.6 else np.sign(smooth_noise(shape, 8, rng))
    color = np.array([(0.45, 0.3, 0.18), (0.2, 0.2, 0.22), (0.55, 0.5, 0.4)][rng.integers(3)], np.float32)
    table = np.clip(color * (1 + rng.uniform(0.05, 0.25) * grain[..., np.newaxis]), 0, 1).astype(np.float32)
    height, width = shape
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    moved = corners + rng.uniform(0.02, 0.12, (4, 2)) * [(1, 1), (-1, 1), (-1, -1), (1, -1)] * (width, height)
    turn = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    cover = cv2.warpPerspective(np.ones(shape, np.float32), turn, (width, height), flags=cv2.INTER_AREA)
    placed = cv2.warpPerspective(sheet, turn, (width, height), flags=cv2.INTER_AREA)
    shadow = cv2.GaussianBlur(np.roll(cover, (8, 8), (0, 1)), (0, 0), 8)[..., np.newaxis]
    return (placed * cover[..., np.newaxis] + table * (1 - 0.5 * shadow) * (1 - cover[..., np.newaxis])).astype(
        np.float32
    )


def light(kind: str, shape: tuple[int, int], rng: Rng) -> Floats:
    """Light from one side, darker corners, and, where that is the kind, one or two shadows with an edge."""
    rows, cols = np.mgrid[-1 : 1 : shape[0] * 1j, -1 : 1 : shape[1] * 1j].astype(np.float32)
    angle = rng.uniform(0, 2 * np.pi)
    field = 1 - rng.uniform(0, 0.25) * (1 + rows * np.sin(angle) + cols * np.cos(angle)) / 2
    field *= 1 - rng.uniform(0, 0.25) * (rows**2 + cols**2) / 2
    for _ in range(rng.integers(1, 3) if kind == "shadow" else 0):
        angle, offset = rng.uniform(0, 2 * np.pi), rng.uniform(-0.5, 0.5)
        bend = rng.uniform(-0.4, 0.4)
        side = rows * np.sin(angle) + cols * np.cos(angle) + bend * (rows * np.cos(angle) - cols * np.sin(angle)) ** 2
        edge = cv2.GaussianBlur((side > offset).astype(np.float32), (0, 0), float(rng.uniform(1.5, 20)))
        field *= 1 - rng.uniform(0.25, 0.6) * edge
    return (field * rng.uniform(0.75, 1.0)).astype(np.float32)


def expose(lit: Floats, kind: str, rng: Rng) -> bytes:
    """Lens, sensor and file: blur, noise, gamma, JPEG."""
    sharp = cv2.GaussianBlur(lit, (0, 0), float(rng.uniform(0.4, 0.9 if kind == "tiny" else 1.4)))
    noisy = np.clip(sharp, 0, 1) ** 0.9 + rng.normal(0, rng.uniform(0.005, 0.02), lit.shape)
    pixels = np.rint(np.clip(noisy, 0, 1) * 255).astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=int(rng.integers(70, 96)))
    return buffer.getvalue()
