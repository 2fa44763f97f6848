"""Noise, light, flowers, faces, patterns and shapes on a sheet, without any writing. All ranges are guesses."""

import math

import cv2
import numpy as np

from mnist_app.data.pages.painting import any_color, cosine, length, sine, to_rgb
from mnist_app.data.pages.sheet import Sheet, cover, shade, smooth_noise

Rng = np.random.Generator


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
    sheet.pixels[:] = np.rint(np.array(any_color(rng, 0.2, 0.7)) * 255).astype(np.uint8)
    for _ in range(int(rng.integers(4, 30))):
        at = (int(rng.integers(width)), int(rng.integers(height)))
        radius, petals = length(sheet, rng, 0.03, 0.15), int(rng.integers(4, 9))
        color = to_rgb(any_color(rng, 0.3, 1.0))
        for angle in np.arange(petals) * 360 / petals + rng.uniform(0, 90):
            middle = (np.array(at) + 0.6 * radius * np.array([cosine(angle), sine(angle)])).astype(int).tolist()
            axes = (max(1, int(0.55 * radius)), max(1, int(0.25 * radius)))
            cv2.ellipse(sheet.pixels, middle, axes, float(angle), 0, 360, color, -1, cv2.LINE_AA)
        cv2.circle(sheet.pixels, at, max(1, int(0.25 * radius)), to_rgb(any_color(rng, 0.2, 0.9)), -1, cv2.LINE_AA)


def paint_faces(sheet: Sheet, rng: Rng) -> None:
    """Faces of ellipses: skin, hair, eyes, mouth."""
    height, width = sheet.strokes.shape
    for _ in range(int(rng.integers(1, 5))):
        side = int(min(height, width) * rng.uniform(0.12, 0.3))
        x, y = int(rng.uniform(0.2, 0.8) * width), int(rng.uniform(0.2, 0.8) * height)
        skin, dark = to_rgb(np.array([0.95, 0.75, 0.6]) * rng.uniform(0.4, 1)), to_rgb(any_color(rng, 0.0, 0.3))
        cv2.ellipse(sheet.pixels, (x, y - side // 5), (side, int(1.15 * side)), 0, 0, 360, dark, -1, cv2.LINE_AA)
        cv2.ellipse(sheet.pixels, (x, y), (int(0.8 * side), side), 0, 0, 360, skin, -1, cv2.LINE_AA)
        for eye in (-1, 1):
            at = (x + eye * side // 3, y - side // 6)
            cv2.ellipse(sheet.pixels, at, (side // 7, side // 12), 0, 0, 360, (245, 245, 245), -1, cv2.LINE_AA)
            cv2.circle(sheet.pixels, at, max(1, side // 14), dark, -1, cv2.LINE_AA)
        lips = (170, 60, 60)
        cv2.ellipse(sheet.pixels, (x, y + side // 2), (side // 3, side // 8), 0, 0, 180, lips, max(1, side // 20))
        cv2.line(
            sheet.pixels, (x, y), (x + side // 12, y + side // 4), to_rgb(np.array(skin) / 400), max(1, side // 40)
        )


def paint_pattern(sheet: Sheet, rng: Rng) -> None:
    """A checkerboard, stripes or bricks."""
    rows, cols = np.mgrid[: sheet.strokes.shape[0], : sheet.strokes.shape[1]]
    pitch = length(sheet, rng, 0.015, 0.15)
    across, along = (rows / pitch).astype(int), (cols / pitch).astype(int)
    kind = int(rng.integers(3))
    if kind == 0:
        dark = (across + along) % 2
    elif kind == 1:
        dark = (across if rng.random() < 0.5 else along) % 2
    else:
        dark = (rows % pitch < 0.12 * pitch) | ((cols + pitch * (across % 2)) % (2 * pitch) < 0.12 * pitch)
    cover(sheet.pixels, (dark * 255).astype(np.uint8), any_color(rng, 0.0, 0.7), float(rng.uniform(0.3, 1)))


def paint_nothing(sheet: Sheet, rng: Rng) -> None:
    """Blank paper, or the shadow of a hand on it."""
    if rng.random() < 0.5:
        blot = np.ones((60, 60), np.float32)
        at = (int(rng.integers(60)), int(rng.integers(60)))
        cv2.ellipse(blot, at, (25, 8), float(rng.uniform(0, 180)), 0, 360, float(rng.uniform(0.4, 0.8)), -1)
        sheet.pixels = shade(sheet.pixels, np.asarray(cv2.GaussianBlur(blot, (0, 0), 2), np.float32))


def paint_shapes(sheet: Sheet, rng: Rng) -> None:
    """Rings, arcs, polygons and strips of any size, some of them within others."""
    height, width = sheet.strokes.shape
    for _ in range(int(rng.integers(2, 40))):
        at, color = (int(rng.integers(width)), int(rng.integers(height))), to_rgb(any_color(rng, 0.0, 1.0))
        radii = [max(2, int(length(sheet, rng, 0.01, 0.15))) for _ in range(2)]
        thickness = -1 if rng.random() < 0.4 else max(1, int(length(sheet, rng, 0.001, 0.012)))
        turn, start = float(rng.uniform(0, 180)), float(rng.uniform(0, 360))
        if rng.random() < 0.6:
            end = start + (360.0 if rng.random() < 0.5 else float(rng.uniform(40, 300)))
            for share in (1.0, 0.7, 0.4)[: int(rng.integers(2, 4))]:  # one ring alone may be a 0
                axes = (max(1, int(share * radii[0])), max(1, int(share * radii[1])))
                cv2.ellipse(sheet.pixels, at, axes, turn, start, end, color, thickness, cv2.LINE_AA)
        else:
            shape = cv2.ellipse2Poly(at, (radii[0], radii[1]), int(turn), 0, 360, int(rng.integers(60, 121)))
            corners = np.asarray(shape, np.int32)
            if thickness < 0:
                cv2.fillPoly(sheet.pixels, [corners], color, cv2.LINE_AA)
            else:
                cv2.polylines(sheet.pixels, [corners], True, color, thickness, cv2.LINE_AA)


def paint_waves(sheet: Sheet, rng: Rng) -> None:
    """Bent lines side by side: wood, fabric, fingerprints, the contours of a map."""
    shape = sheet.strokes.shape
    levels = np.mgrid[: shape[0], : shape[1]][0] / max(shape) * rng.uniform(0, 8)
    levels = levels + rng.uniform(0.5, 4) * smooth_noise(shape, length(sheet, rng, 0.05, 0.5), rng)
    steps = rng.uniform(1, 6)
    share = (levels * steps) % 1 < rng.uniform(0.05, 0.5)
    alpha = cv2.GaussianBlur((share * 255).astype(np.uint8), (3, 3), 0)
    cover(sheet.pixels, np.asarray(alpha, np.uint8), any_color(rng, 0.0, 0.7), float(rng.uniform(0.3, 1)))
