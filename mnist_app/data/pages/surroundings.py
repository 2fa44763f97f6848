"""What lies around a sheet: a desk of wood or cloth, things on it, a dark desk with bright print, a printed page."""

import cv2
import numpy as np

from mnist_app.data.pages.page import Pixels
from mnist_app.data.pages.printing import choose_font, print_paragraph, print_text, turn_alpha
from mnist_app.data.pages.sheet import Color, cover, shade, smooth_noise, stamp

DESKS: tuple[Color, ...] = (
    (0.5, 0.34, 0.2),
    (0.22, 0.22, 0.24),
    (0.6, 0.55, 0.45),
    (0.35, 0.42, 0.5),
    (0.75, 0.72, 0.68),
)


def make_surroundings(around: str, shape: tuple[int, int], rng: np.random.Generator) -> Pixels:
    """What is seen where the sheet is not: uint8 (H, W, 3)."""
    if around == "dark desk":
        return _dark_desk(shape, rng)
    if around == "print":
        return _printed_page(shape, rng)
    desk = _desk(shape, DESKS[int(rng.integers(len(DESKS)))], float(rng.uniform(0.03, 0.2)), rng)
    if around == "objects":
        for _ in range(int(rng.integers(2, 6))):
            _lay_object(desk, rng)
    return desk


def _desk(shape: tuple[int, int], color: Color, contrast: float, rng: np.random.Generator) -> Pixels:
    """Wood, whose grain is long and thin, or cloth."""
    desk = np.empty((*shape, 3), np.uint8)
    desk[:] = np.rint(np.array(color) * 255).astype(np.uint8)
    small = (shape[0] // 2 + 1, shape[1] // 2 + 1)
    if rng.random() < 0.6:
        grain = np.repeat(smooth_noise((small[0], 12), 2, rng), small[1] // 12 + 1, axis=1)[:, : small[1]]
        grain = np.asarray(cv2.GaussianBlur(grain, (0, 0), 6, sigmaY=0.7), np.float32)
        grain = grain if rng.random() < 0.5 else np.ascontiguousarray(cv2.resize(grain.T, small[::-1]))
    else:
        grain = smooth_noise(small, float(rng.uniform(1.5, 12)), rng)
    return shade(desk, np.clip(1 + contrast * grain, 0.2, 1.8).astype(np.float32))


def _dark_desk(shape: tuple[int, int], rng: np.random.Generator) -> Pixels:
    """A desk, mat or screen nearly black, with bright print on it."""
    level = float(rng.uniform(0.07, 0.2))
    desk = _desk(shape, (level, level, level * float(rng.uniform(0.9, 1.2))), 0.08, rng)
    for _ in range(int(rng.integers(3, 10))):
        word = print_text(
            str(rng.choice(["STUDIO", "2500", "MOUSE", "PAD", "1080", "F12", "MADE IN"])),
            min(shape) * float(rng.uniform(0.02, 0.06)),
            choose_font(rng),
        )
        word = turn_alpha(word, float(rng.choice([0, 0, 0, 90, 180, 20])))
        top, left = int(rng.integers(shape[0])), int(rng.integers(shape[1]))
        stamp(desk, word, top, left, (0.85, 0.86, 0.88), float(rng.uniform(0.6, 1)))
    return desk


def _printed_page(shape: tuple[int, int], rng: np.random.Generator) -> Pixels:
    """A page of a book or a screen full of text."""
    page = np.full((*shape, 3), int(rng.integers(200, 250)), np.uint8)
    text = print_paragraph(shape, min(shape) * float(rng.uniform(0.014, 0.03)), choose_font(rng), rng)
    cover(page, text, (0.1, 0.1, 0.12), 0.95)
    return page


def _lay_object(desk: Pixels, rng: np.random.Generator) -> None:
    """A pen, a coin, a cup's rim, a cable, a ruler or a card."""
    height, width = desk.shape[:2]
    side = min(height, width)
    layer = np.zeros((height, width), np.uint8)
    at = (int(rng.integers(width)), int(rng.integers(height)))
    color = tuple(float(value) for value in rng.uniform(0.05, 0.95, 3))
    kind = int(rng.integers(4))
    if kind == 0:
        end = (np.array(at) + rng.normal(0, 0.4 * side, 2)).astype(int).tolist()
        cv2.line(layer, at, end, 255, max(3, round(side * rng.uniform(0.012, 0.03))), cv2.LINE_AA)
    elif kind == 1:
        filled = -1 if rng.random() < 0.5 else max(2, round(0.01 * side))
        cv2.circle(layer, at, max(3, round(side * rng.uniform(0.02, 0.12))), 255, filled, cv2.LINE_AA)
    elif kind == 2:
        cable = np.cumsum(np.vstack([at, rng.normal(0, 0.06 * side, (30, 2)) + rng.normal(0, 0.05 * side, 2)]), axis=0)
        cv2.polylines(layer, [np.rint(cable).astype(np.int32)], False, 255, max(2, round(0.008 * side)), cv2.LINE_AA)
    else:
        box = cv2.boxPoints((at, tuple(side * rng.uniform(0.08, 0.5, 2)), float(rng.uniform(0, 90))))
        cv2.fillConvexPoly(layer, np.rint(box).astype(np.int32), 255, cv2.LINE_AA)
    cover(desk, layer, (color[0], color[1], color[2]), 1.0)
