"""Photo -> how much darker each pixel is than the paper around it, whatever light falls on the paper.

Paper is what is left when everything narrower than a few strokes is closed over: a morphological closing keeps straight
edges and slopes of light as they are, so that a shadow, even a sharp one, is paper and not ink. How wide a stroke is,
which color the ink has and whether it is lighter than the paper is found first, on a small copy, where a wide median
gives a rough idea of the paper.
"""

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt

Polarity = Literal["auto", "light", "dark"]

ROUGH_SIDE = 400  # pixels of the small copy
ROUGH_WINDOW = 0.3  # of the small copy's longer side: the median's window; wider than any stroke
MIN_DARKNESS = 0.06  # of the paper's light: a guess; weaker marks are taken for the paper's own texture


@dataclass(frozen=True, eq=False)
class Flat:
    """A photo with its paper leveled out.

    Attributes
    ----------
    darkness : float32 (H, W), 0 = like the paper around it, 1 = no light at all (or, for light ink, full light)
    noise : float32 (H, W), standard deviation of the paper's darkness around each pixel
    stroke : width of the strokes, in pixels
    """

    darkness: npt.NDArray[np.float32]
    noise: npt.NDArray[np.float32]
    stroke: float


def flatten(rgb: npt.NDArray[np.uint8], polarity: Polarity = "auto") -> Flat:
    """Level the paper of a photo, uint8 (H, W, 3); the ink is "dark", "light", or what there is more of ("auto")."""
    small = _rough_copy(rgb)
    rough = _darkness(_gray(small), _median(_gray(small)))
    if polarity == "light" or (polarity == "auto" and _is_light(rough)):
        rgb, small = 255 - rgb, 255 - small
    weights = _ink_color(small)
    gray = _weigh(rgb, weights)
    stroke = _stroke_width(gray, small, weights)
    paper = _close(gray, stroke)
    darkness = _darkness(gray, paper)
    darkness -= _local_level(darkness)
    noise = _local_noise(darkness)
    return Flat(darkness, noise, stroke)


def _rough_copy(rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    height, width = rgb.shape[:2]
    scale = min(1.0, ROUGH_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def _gray(rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)


def _median(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    return np.asarray(cv2.medianBlur(pixels, int(ROUGH_WINDOW * max(pixels.shape[:2])) // 2 * 2 + 1), np.uint8)


def _darkness(gray: npt.NDArray[np.uint8], paper: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    return (1 - gray.astype(np.float32) / np.maximum(paper, 16).astype(np.float32)).astype(np.float32)


def _is_light(rough: npt.NDArray[np.float32]) -> bool:
    """Whether more stands out to the light than to the dark."""
    limit = max(MIN_DARKNESS, 3 * float(np.median(np.abs(rough))))
    return bool(np.clip(-rough - limit, 0, 1).sum() > np.clip(rough - limit, 0, 1).sum())


def _ink_color(small: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """How much each of R, G and B tells ink from paper: contrast against noise, summing to 1."""
    rough = _darkness(small, _median(small))
    limit = max(MIN_DARKNESS, 4 * float(np.median(np.abs(rough))))
    strongest = rough.max(axis=2)
    ink = strongest > limit
    if not ink.any():
        return np.full(3, 1 / 3, np.float32)
    contrast = rough[ink].mean(axis=0).clip(min=0)
    noise = np.median(np.abs(rough[~ink]), axis=0) if not ink.all() else np.ones(3)
    weights = contrast / np.maximum(noise, 0.01) ** 2
    return (weights / max(weights.sum(), 1e-9)).astype(np.float32)


def _weigh(rgb: npt.NDArray[np.uint8], weights: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    gray = cv2.transform(rgb, weights[np.newaxis])
    return np.asarray(cv2.GaussianBlur(gray, (3, 3), 0), np.uint8)


def _stroke_width(gray: npt.NDArray[np.uint8], small: npt.NDArray[np.uint8], weights: npt.NDArray[np.float32]) -> float:
    paper = _median(_weigh(small, weights))
    wide = cv2.resize(paper, gray.shape[::-1], interpolation=cv2.INTER_LINEAR)
    rough = _darkness(gray, np.asarray(wide, np.uint8))
    limit = max(MIN_DARKNESS, 5 * float(np.median(np.abs(rough))))
    mask = (rough > limit).astype(np.uint8)
    if not mask.any():
        return 3.0
    depth = cv2.distanceTransform(mask, cv2.DIST_L2, 3)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    area = stats[1:, cv2.CC_STAT_AREA].astype(float)
    width = 4 * np.bincount(labels.ravel(), depth.ravel(), count)[1:] / area
    length = area / width
    use = length > 3 * width
    if not use.any():
        return 3.0
    order = np.argsort(width[use])
    half = np.cumsum(length[use][order])
    return float(width[use][order][np.searchsorted(half, half[-1] / 2)])


def _close(gray: npt.NDArray[np.uint8], stroke: float) -> npt.NDArray[np.uint8]:
    size = int(np.clip(4 * stroke, 15, max(gray.shape))) // 2 * 2 + 1
    kernel = np.ones((size, size), np.uint8)
    closed = cv2.morphologyEx(gray, cv2.MORPH_CLOSE, kernel)
    return np.asarray(cv2.blur(closed, (5, 5)), np.uint8)


def _local_level(darkness: npt.NDArray[np.float32], block: int = 8) -> npt.NDArray[np.float32]:
    """What a closing adds everywhere: the noise's own peaks."""
    height, width = darkness.shape
    small = cv2.resize(darkness, (max(1, width // block), max(1, height // block)), interpolation=cv2.INTER_AREA)
    levels = np.clip(small * 1020, 0, 255).astype(np.uint8)
    smooth = cv2.medianBlur(levels, 15) if min(levels.shape) > 15 else np.full_like(levels, np.median(levels))
    return np.asarray(cv2.resize(smooth.astype(np.float32) / 1020, (width, height)), np.float32)


def _local_noise(darkness: npt.NDArray[np.float32], block: int = 8) -> npt.NDArray[np.float32]:
    height, width = darkness.shape
    rows, cols = max(1, height // block), max(1, width // block)
    fine = darkness - cv2.GaussianBlur(darkness, (0, 0), 3)
    small = cv2.resize(np.abs(fine), (cols, rows), interpolation=cv2.INTER_AREA)
    levels = np.clip(small * 2550, 0, 255).astype(np.uint8)
    smooth = cv2.medianBlur(levels, 11) if min(levels.shape) > 11 else levels
    noise = 1.25 * smooth.astype(np.float32) / 2550
    return np.asarray(cv2.resize(noise, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
