"""Gray -> ink: how much of each pixel is ink, whatever the colour of the paper."""

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.imaging.guide import LIKELY, Expected
from mnist_app.imaging.ink.paper import MIN_DARKNESS, flatten, weighted_median
from mnist_app.imaging.ink.ruling import remove_rules
from mnist_app.imaging.options import DEFAULTS, Polarity, ReadOptions

# All are guesses, tried on photos.

# A drawing whose strongest ink is fewer gray levels away from its paper is empty: nobody sees such a stroke.
MIN_CONTRAST = 16
# A picture of which at least this share is of one level is a drawing: a camera's noise leaves no such level.
CLEAN_SHARE = 0.5
# A mark begins where it is darker than the paper by so many standard deviations of the paper's noise, in at least so
# many pixels; it goes on as long as it is darker than this share of that limit.
NOISE_LIMIT = 4
MIN_SEED = 4
NEARLY = 0.65
# A mark fainter than this share of the writing's darkness is a rule, a shadow, or the other side shining through.
FAINT = 0.4
# A mark less sharp than this share of the writing's sharpness is a crease, a shadow, or lies out of focus.
BLURRED = 0.6
# Where a finder expects a digit's ink, a mark begins at this share of the limit elsewhere.
EXPECTED_LIMIT = 0.5
# Ink begins at the first share of its mark's darkness and is full from the second on, though the pen may run dry.
EDGE, FULL = 0.15, 0.55


def drawing_to_ink(gray: npt.NDArray[np.uint8], polarity: Polarity = "auto") -> npt.NDArray[np.float32]:
    """Find the ink of a clean drawing: one paper level, no shadows, no noise.

    Parameters
    ----------
    gray : uint8 (H, W)
    polarity : the ink is "light" on darker paper, "dark" on lighter paper, or on whatever most of the border shows
        ("auto"); where all is of one level, light ink has covered black paper, or dark ink white paper

    Returns
    -------
    float32 (H, W) in [0, 1], 0 = paper, 1 = the strongest ink; all zero where nothing stands out

    Examples
    --------
    Dark ink on light paper and light ink on dark paper are the same:

    >>> import numpy as np
    >>> gray = np.array([[200, 200, 200, 200, 200],
    ...                  [200, 120,  40, 120, 200],
    ...                  [200, 200, 200, 200, 200]], np.uint8)
    >>> drawing_to_ink(gray)
    array([[0. , 0. , 0. , 0. , 0. ],
           [0. , 0.5, 1. , 0.5, 0. ],
           [0. , 0. , 0. , 0. , 0. ]], dtype=float32)
    >>> bool((drawing_to_ink(255 - gray) == drawing_to_ink(gray)).all())
    True
    """
    paper, light = _find_paper(gray, polarity)
    levels = np.full_like(gray, paper)
    above_paper = cv2.subtract(gray, levels) if light else cv2.subtract(levels, gray)  # none below zero
    strongest = int(above_paper.max())
    if strongest < MIN_CONTRAST:
        return np.zeros(gray.shape, np.float32)
    return above_paper / np.float32(strongest)


def photo_to_ink(
    rgb: npt.NDArray[np.uint8], options: ReadOptions = DEFAULTS, expected: Expected | None = None
) -> npt.NDArray[np.float32]:
    """Find the ink of a photo: shadows, the paper's noise and whatever is much fainter than the writing left out.

    Parameters
    ----------
    rgb : uint8 (H, W, 3)
    options : its polarity, where "auto" takes what there is more of, and its sensitivity count
    expected : where a finder says that digits are; there, fainter ink is ink, too

    Returns
    -------
    float32 (H, W) in [0, 1], 0 = paper, 1 = as dark as the mark it belongs to; about 0.5 at a stroke's edge

    Examples
    --------
    A stroke across a sheet whose right half lies in the shadow:

    >>> import numpy as np
    >>> from mnist_app.imaging.bbox import ink_bbox
    >>> light = np.random.default_rng(0).normal(220, 3, (120, 200, 1)).repeat(3, axis=2)
    >>> light[50:60, 40:160] = 60
    >>> light[:, 100:] *= 0.5
    >>> ink = photo_to_ink(light.astype(np.uint8))
    >>> ink_bbox(ink > 0.5)
    (50, 40, 60, 160)
    """
    gray = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)
    if _is_clean(gray):
        return drawing_to_ink(gray, options.polarity)
    flat = flatten(rgb, options.polarity, expected)
    darkness = remove_rules(flat.darkness)
    limit = np.maximum(NOISE_LIMIT * flat.noise, MIN_DARKNESS) / np.float32(options.sensitivity)
    if expected:
        limit = np.where(expected.digits > LIKELY, EXPECTED_LIMIT * limit, limit)
    marks = _grow(darkness, limit, flat.sheet)
    count, labels = _label(marks, darkness, expected)
    strength = _strengths(darkness, labels, count)
    area = np.bincount(labels.ravel(), minlength=count)
    large = area >= max(9, flat.stroke**2)
    large[0] = False
    ink = np.zeros(rgb.shape[:2], np.float32)
    if not large.any():
        return ink
    sharpness = _strengths(_steepness(darkness), labels, count) / np.maximum(strength, MIN_DARKNESS / 2)
    if expected:
        is_digit = np.bincount(labels.ravel(), expected.digits.ravel(), count) > LIKELY * area
        large &= is_digit | (not is_digit[large].any())  # what is expected, if anything is, decides what is faint
    weight = np.sqrt(area[large]) * strength[large] ** 2
    faint = strength < FAINT / options.sensitivity * weighted_median(strength[large], weight)
    blurred = sharpness < BLURRED * weighted_median(sharpness[large], weight)
    strength[faint | blurred | (area < 4)] = np.inf
    share = darkness[marks] / strength[labels[marks]]
    ink[marks] = np.clip((share - EDGE) / (FULL - EDGE), 0, 1)
    return ink


def _grow(
    darkness: npt.NDArray[np.float32], limit: npt.NDArray[np.floating], sheet: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """What is darker than the limit, and what hangs on it and is nearly as dark: faint strokes stay in one piece.

    Source: Canny, "A Computational Approach to Edge Detection" (1986): thresholding with hysteresis.
    """
    nearly = (darkness > NEARLY * limit) & sheet
    count, labels = cv2.connectedComponents(nearly.astype(np.uint8), connectivity=8)
    is_mark = np.bincount(labels.ravel(), (darkness > limit).ravel(), count) >= MIN_SEED
    is_mark[0] = False
    return is_mark[labels]


def _label(
    marks: npt.NDArray[np.bool_], darkness: npt.NDArray[np.float32], expected: Expected | None
) -> tuple[int, npt.NDArray[np.int32]]:
    """Number the marks, 0 where there is none; what hangs on writing and is much fainter is a mark of its own.

    Else a crease that runs into a digit would take it along.
    """
    count, labels = cv2.connectedComponents(marks.astype(np.uint8), connectivity=8)
    if expected is None:
        return count, np.asarray(labels, np.int32)
    written = expected.writing > LIKELY
    beside, own = (_strengths(darkness, np.where(part, labels, 0), count) for part in (~written, written))
    is_crease = (beside < FAINT * own)[labels] & ~written
    return 2 * count, np.where(is_crease, labels + count, labels).astype(np.int32)


def _is_clean(gray: npt.NDArray[np.uint8]) -> bool:
    """Whether a picture was never photographed: most of it, and of its border, is of exactly one level."""
    paper = int(np.bincount(gray.ravel(), minlength=256).argmax())
    border = np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])
    return bool((gray == paper).mean() >= CLEAN_SHARE and (border == paper).mean() >= CLEAN_SHARE)


def _strengths(darkness: npt.NDArray[np.float32], labels: npt.NDArray[Any], count: int) -> npt.NDArray[np.float32]:
    """How dark each labelled mark is: the 85th percentile of its pixels; 0 where it has none."""
    ink = np.flatnonzero(labels)
    owner, level = labels.ravel()[ink], darkness.ravel()[ink]
    order = np.lexsort((level, owner))
    sizes = np.bincount(owner, minlength=count)
    ends = np.cumsum(sizes)
    at = np.maximum(ends - 1 - (0.15 * sizes).astype(int), 0)
    return np.where(sizes > 0, level[order][at], 0).astype(np.float32) if ink.size else np.zeros(count, np.float32)


def _steepness(darkness: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """How much the darkness changes from one pixel to the next."""
    down, right = (cv2.Sobel(darkness, cv2.CV_32F, 1 - axis, axis, scale=1 / 8) for axis in (1, 0))
    return np.asarray(cv2.magnitude(down, right), np.float32)


def _find_paper(gray: npt.NDArray[np.uint8], polarity: Polarity) -> tuple[int, bool]:
    """The paper's gray level, and whether the ink on it is lighter than the paper."""
    threshold, _ = cv2.threshold(gray, 0, 255, cv2.THRESH_OTSU)
    is_low = gray <= threshold
    if polarity == "auto":
        border = np.concatenate([gray[0], gray[-1], gray[1:-1, 0], gray[1:-1, -1]])
        paper_is_dark = bool(np.median(border) <= threshold)
    else:
        paper_is_dark = polarity == "light"
        if is_low.all() or not is_low.any():  # all of it is ink on paper that is covered
            return 0 if paper_is_dark else 255, paper_is_dark
    return int(np.median(gray[is_low == paper_is_dark])), paper_is_dark
