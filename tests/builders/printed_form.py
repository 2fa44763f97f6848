"""Printed boxes, combs and tables with digits written in them, as picture files."""

import cv2
import numpy as np

from builders.digit_strokes import draw_strokes, strokes_of, to_png

Color = tuple[int, int, int]

CELL, HEIGHT, MARGIN = 100, 60, 80


def draw_form(
    rows: list[list[str]], gap: int = 0, drop: int = 0, color: Color = (0, 0, 0), seed: int | None = None
) -> bytes:
    """A PNG of cells with a number in each, or "": digits of HEIGHT pixels, `drop` pixels below the middle.

    With a seed it is photographed: out of focus, in light from one side, and with noise.
    """
    step = CELL + gap
    shape = (2 * MARGIN + len(rows) * step - gap, 2 * MARGIN + len(rows[0]) * step - gap)
    page = np.full((*shape, 3), 240, np.uint8)
    strokes = []
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            top, left = MARGIN + i * step, MARGIN + j * step
            cv2.rectangle(page, (left, top), (left + CELL, top + CELL), color, 3)
            high, first = top + (CELL - HEIGHT) / 2 + drop, left + CELL / 2 - 20 * len(text)
            for number, form in enumerate(text):
                start = first + 40 * number
                strokes += strokes_of(form, (high, start + 4, high + HEIGHT, start + 36))
    ink = draw_strokes(strokes, shape, pen_width=6)[..., :1] / 255
    pixels = page * (1 - ink) + np.array([20, 25, 90]) * ink
    if seed is not None:
        noise = np.random.default_rng(seed).normal(0, 2, pixels.shape)
        pixels = cv2.GaussianBlur(pixels, (0, 0), 0.8) * np.linspace(0.7, 1, shape[1])[:, np.newaxis] + noise
    return to_png(np.clip(pixels, 0, 255).astype(np.uint8))
