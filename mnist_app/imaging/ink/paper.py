"""Photo -> how much darker each pixel is than the paper around it, whatever light falls on the paper.

Paper is what is left when everything narrower than a few strokes is closed over: a morphological closing keeps straight
edges and slopes of light as they are, so that a shadow, even a sharp one, is paper and not ink. How wide a stroke is,
which color the ink has and whether it is lighter than the paper is found first, on a small copy; of large digits, where
a finder sees them.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.imaging.guide import LIKELY, Expected
from mnist_app.imaging.ink.sheet import Mask, find_sheet, rough_copy
from mnist_app.imaging.options import Polarity

Gray = npt.NDArray[np.uint8]
Darkness = npt.NDArray[np.float32]

# All are guesses, tried on photos. The small copy is at most ROUGH_SIDE pixels long; shares are of its longer side.

# The median over a window wider than any digit, and the closing over more than any stroke, show the paper roughly.
ROUGH_WINDOW = 0.3
ROUGH_STROKE = 0.1
# Where a finder has seen digits larger than the first share, paper is the mean over a window of the second of what is
# none of them, and ink is what is at least this share as dark as most of theirs: creases do not show the pen's width.
LARGE_DIGIT, AROUND, HALF = 0.25, 0.3, 0.5
# Hardly any pen is wider. Where less than THIN_SHARE of all that stands out is in strokes so thin, the pen is wide.
MAX_STROKE = 0.05
THIN_SHARE = 0.1
# A mark counts as writing from as much darkness on as this many black pixels of the small copy have; less is noise.
MIN_MARK = 3.0
# Around the sheet, its color is carried on over a window of so many pixels of the small copy.
COVER = 25
# The second closing closes over everything narrower than this many strokes. Where no stroke can be measured, they are
# taken to be FALLBACK_STROKE pixels wide.
STROKES = 4
FALLBACK_STROKE = 3.0
# What is darker than the paper by less than this share of its light is taken for the paper's own texture.
MIN_DARKNESS = 0.06
# Level and noise are measured in squares of BLOCK pixels and smoothed over a window of BLOCKS squares.
BLOCK = 8
BLOCKS = 15


@dataclass(frozen=True, eq=False)
class Flat:
    """A photo with its paper leveled out.

    Attributes
    ----------
    darkness : float32 (H, W), 0 = like the paper around it, 1 = no light at all (or, for light ink, full light)
    noise : float32 (H, W), standard deviation of the paper's darkness around each pixel
    sheet : bool (H, W), where paper is
    stroke : width of the strokes, in pixels
    """

    darkness: Darkness
    noise: Darkness
    sheet: Mask
    stroke: float


def flatten(rgb: npt.NDArray[np.uint8], polarity: Polarity = "auto", expected: Expected | None = None) -> Flat:
    """Level the paper of a photo, uint8 (H, W, 3); the ink is "dark", "light", or what there is more of ("auto").

    Where a finder expects large digits, they say how wide the strokes are, and whether they are dark.

    Examples
    --------
    In the shadow or not, paper is 0 and a stroke as dark as it is beside its paper:

    >>> import numpy as np
    >>> light = np.full((120, 200, 3), 220.0)
    >>> light[50:60, 40:160] = 66
    >>> light[:, 100:] *= 0.5
    >>> flat = flatten(light.astype(np.uint8))
    >>> flat.darkness[[20, 55], 70].round(1) + 0, flat.darkness[[20, 55], 130].round(1) + 0
    (array([0. , 0.7], dtype=float32), array([0. , 0.7], dtype=float32))
    """
    small = rough_copy(rgb)
    written = _where_written(expected, small.shape[:2])
    small_sheet = find_sheet(small) if written is None else np.ones(small.shape[:2], np.bool_)
    small = _cover_table(small, small_sheet)
    if polarity == "light" or (polarity == "auto" and _is_light(small, small_sheet, written)):
        rgb, small = 255 - rgb, 255 - small
    weights = _ink_color(small, small_sheet)
    gray = _weigh(rgb, weights)
    sheet = _enlarge(small_sheet.astype(np.uint8), gray.shape) > 0
    if expected is not None:
        sheet |= expected.digits > LIKELY  # ink at the picture's border is a notch in what is seen of the sheet
    rough = _rough_darkness(gray, _weigh(small, weights), written)
    stroke = _stroke_width(rough, _rough_marks(rough, sheet, written))
    darkness = _darkness(gray, _close(gray, STROKES * stroke))
    darkness -= _local_median(darkness, stroke)
    noise = 1.25 * _local_median(np.abs(darkness - cv2.blur(darkness, (7, 7))), stroke)
    return Flat(darkness, noise.astype(np.float32), sheet, stroke)


def _cover_table(small: npt.NDArray[np.uint8], sheet: Mask) -> npt.NDArray[np.uint8]:
    """Extend the sheet over what lies around it, so that the table's light does not count."""
    if sheet.all():
        return small
    weight = cv2.blur(sheet.astype(np.float32), (COVER, COVER)) + 1e-6
    around = cv2.blur(small * sheet[..., np.newaxis].astype(np.float32), (COVER, COVER)) / weight[..., np.newaxis]
    far = weight < 1e-3
    around[far] = np.median(small[sheet], axis=0)
    return np.where(sheet[..., np.newaxis], small, np.rint(around)).astype(np.uint8)


def _is_light(small: npt.NDArray[np.uint8], sheet: Mask, written: Mask | None) -> bool:
    """Whether more marks stand out to the light than to the dark; of those, only what is written, if that is known."""
    gray = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)
    if written is not None:
        return bool(np.median(_darkness(gray, _around(gray, written))[written]) < 0)
    rough = np.where(sheet, _darkness(gray, _median(gray)), np.float32(0))
    limit = np.float32(max(MIN_DARKNESS, 3 * float(np.median(np.abs(rough[sheet])))))
    sides = [np.clip(side * rough - limit, 0, 1, dtype=np.float32) for side in (1, -1)]
    dark, light = (_amount_of_marks(side, np.inf) for side in sides)
    thin_dark, thin_light = (_amount_of_marks(side, MAX_STROKE * max(gray.shape)) for side in sides)
    if max(thin_dark, thin_light) > THIN_SHARE * max(dark, light):
        return thin_light > thin_dark
    return light > dark


def _amount_of_marks(darkness: Darkness, max_width: float) -> float:
    """How much writing there may be: wider marks are shadows, or light between them; many small ones count most."""
    marks = (darkness > 0).astype(np.uint8)
    count, labels = cv2.connectedComponents(marks, connectivity=8)
    amounts = np.bincount(labels.ravel(), darkness.ravel(), count)
    amounts[labels[cv2.distanceTransform(marks, cv2.DIST_L2, 3) > max_width / 2]] = 0
    return float((amounts[amounts > MIN_MARK] ** 0.7).sum())


def _ink_color(small: npt.NDArray[np.uint8], sheet: Mask) -> npt.NDArray[np.float32]:
    """How much each of R, G and B tells ink from paper: contrast against noise, summing to 1."""
    rough = _darkness(small, _median(small))[sheet]
    limit = max(MIN_DARKNESS, 4 * float(np.median(np.abs(rough))))
    ink = rough.max(axis=1) > limit
    if not ink.any() or ink.all():
        return np.full(3, 1 / 3, np.float32)
    contrast = rough[ink].mean(axis=0).clip(min=0)
    noise = np.median(np.abs(rough[~ink]), axis=0)
    weights = contrast / np.maximum(noise, 0.01) ** 2
    return (weights / max(float(weights.sum()), 1e-9)).astype(np.float32)


def _weigh(rgb: npt.NDArray[np.uint8], weights: npt.NDArray[np.float32]) -> Gray:
    return np.asarray(cv2.GaussianBlur(cv2.transform(rgb, weights[np.newaxis]), (3, 3), 0), np.uint8)


def _median(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    return np.asarray(cv2.medianBlur(pixels, int(ROUGH_WINDOW * max(pixels.shape[:2])) // 2 * 2 + 1), np.uint8)


def _darkness(pixels: npt.NDArray[np.uint8], paper: npt.NDArray[np.uint8]) -> Darkness:
    return (1 - pixels.astype(np.float32) / np.maximum(paper, 16).astype(np.float32)).astype(np.float32)


def _enlarge(pixels: npt.NDArray[np.uint8], shape: tuple[int, ...]) -> npt.NDArray[np.uint8]:
    return np.asarray(cv2.resize(pixels, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR), np.uint8)


def _where_written(expected: Expected | None, shape: tuple[int, ...]) -> Mask | None:
    """Where a finder sees digits, at the rough copy's shape; None where none has looked, or it sees no large ones."""
    if expected is None or expected.size < LARGE_DIGIT * max(expected.digits.shape):
        return None
    written = cv2.resize(expected.digits, shape[::-1], interpolation=cv2.INTER_AREA) > LIKELY
    return written if written.any() else None


def _rough_darkness(gray: Gray, small: Gray, written: Mask | None) -> Darkness:
    """How much darker a picture is than its paper, roughly: than its closing, or than what lies around the writing."""
    paper = _close(small, ROUGH_STROKE * max(small.shape)) if written is None else _around(small, written)
    return _darkness(gray, _enlarge(paper, gray.shape))


def _around(small: Gray, written: Mask) -> Gray:
    """The mean of the paper near what is written, also where that is, uint8 (H, W)."""
    paper = 1 - cv2.dilate(written.astype(np.float32), np.ones((3, 3), np.uint8))
    window = int(AROUND * max(small.shape)) // 2 * 2 + 1
    light, weight = (cv2.blur(each, (window, window)) for each in (small * paper, paper))
    mean = np.where(weight > 1e-3, light / np.maximum(weight, 1e-3), np.median(small))
    return np.rint(mean).astype(np.uint8)


def _rough_marks(rough: Darkness, sheet: Mask, written: Mask | None) -> Mask:
    """What is much darker than the paper's texture or, where writing is seen, at least half as dark as most of it."""
    if written is not None:
        ink = _enlarge(written.astype(np.uint8), rough.shape) > 0
        return np.asarray(ink & (rough > max(MIN_DARKNESS, HALF * float(np.median(rough[ink])))))
    some = np.abs(rough[::4, ::4][sheet[::4, ::4]])
    limit = max(MIN_DARKNESS, 5 * float(np.median(some))) if some.size else MIN_DARKNESS
    return np.asarray(sheet & (rough > limit))


def _stroke_width(rough: Darkness, where: Mask) -> float:
    """Width of the strokes, in pixels: the median over the length of all strokes, the darkest first of all."""
    marks = where.astype(np.uint8)
    count, labels = cv2.connectedComponents(marks, connectivity=8)
    depth = cv2.distanceTransform(marks, cv2.DIST_L2, 3)
    ink = np.flatnonzero(marks)
    owner = labels.ravel()[ink]
    area = np.maximum(np.bincount(owner, minlength=count), 1)
    width = 4 * np.bincount(owner, depth.ravel()[ink], count) / area  # a stroke's mean depth is a quarter of its width
    contrast = np.bincount(owner, rough.ravel()[ink], count) / area
    length = area / np.maximum(width, 1)
    strokes = (length > 3 * width) & (area >= 9)
    if not strokes.any():
        return FALLBACK_STROKE
    return weighted_median(width[strokes], (length * contrast**2)[strokes])


def weighted_median(values: npt.NDArray[np.floating], weights: npt.NDArray[np.floating]) -> float:
    """The least of the values up to which half of the weight lies; both arrays (N,), some weight above zero.

    Examples
    --------
    >>> weighted_median(np.array([5.0, 1.0, 3.0]), weights=np.array([9.0, 1.0, 1.0]))
    5.0
    """
    return float(np.quantile(values, 0.5, weights=weights, method="inverted_cdf"))


def _close(gray: Gray, width: float) -> Gray:
    """Close over everything narrower than a width in pixels; wide closings are made on a smaller copy."""
    zoom = max(1, int(width / 24))
    small = gray if zoom == 1 else cv2.resize(gray, None, fx=1 / zoom, fy=1 / zoom, interpolation=cv2.INTER_AREA)
    size = max(7, int(width / zoom)) // 2 * 2 + 1
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    smooth = np.minimum(closed, cv2.blur(closed, (5, 5)))  # the lesser, so that the dark side of an edge stays dark
    return _enlarge(np.asarray(smooth, np.uint8), gray.shape)


def _local_median(values: Darkness, stroke: float) -> Darkness:
    """Median of the means of small blocks around each pixel: what there is without the strokes."""
    height, width = values.shape
    small = cv2.resize(values, (max(1, width // BLOCK), max(1, height // BLOCK)), interpolation=cv2.INTER_AREA)
    levels = np.clip(np.rint(small * 1020), 0, 255).astype(np.uint8)
    window = max(BLOCKS, int(STROKES * stroke / BLOCK)) // 2 * 2 + 1
    smooth = cv2.medianBlur(levels, window).astype(np.float32) / 1020
    return np.asarray(cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
