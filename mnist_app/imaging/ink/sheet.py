"""Which part of a photo is the sheet that is written on: the table around it has grain, patterns and edges of its own.

Paper is calm: its light changes slowly, except at the edges of shadows, which change its brightness and not its color.
So the largest calm region is the sheet, and other calm regions of the same color belong to it.
"""

import cv2
import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]

# The logarithm of each gray level; the levels below 4 are all noise and count as 4.
LOG_LIGHT = np.log(np.maximum(np.arange(256), 4)).astype(np.float32)

# All are guesses, tried on photos whose longer side was shrunk to ROUGH_SIDE pixels; lengths are in those pixels.
ROUGH_SIDE = 250
# A median over a window of this side wipes out handwriting.
STROKE_WINDOW = 9
# A calm region ends where the light changes by more than this share from one pixel to the next.
STEEP = 0.03
# Regions below the first share of the picture are ignored; from the second on, a region is large.
MIN_REGION = 0.005
LARGE_REGION = 0.05
# How far a small and a large region may differ from the sheet, in the logarithm of color and of brightness, and still
# belong to it: a large deep shadow is 0.2 times as bright as the lit sheet.
COLOR_LIMITS = (0.04, 0.1)
BRIGHTNESS_LIMITS = (0.5, 1.6)
# A region whose pixels differ from their surroundings by more than this, as a logarithm, is wood or cloth.
MAX_GRAIN = 0.03
# Narrower gaps between the sheet's regions are closed.
GAP = 12
# So much is left out along the sheet's edge, beside the slope from paper to table, which is steep. Six were tried:
# where writing came close to the edge, one digit in thirteen was lost.
EDGE = 1


def rough_copy(rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Shrink a picture, uint8 (H, W, 3), to at most ROUGH_SIDE pixels.

    Examples
    --------
    >>> import numpy as np
    >>> rough_copy(np.zeros((1000, 500, 3), np.uint8)).shape
    (250, 125, 3)
    """
    height, width = rgb.shape[:2]
    scale = min(1.0, ROUGH_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def find_sheet(small: npt.NDArray[np.uint8]) -> Mask:
    """Find the sheet in a rough copy, uint8 (H, W, 3).

    Returns
    -------
    bool (H, W), with what lies on the sheet; all true where no calm region is found

    Examples
    --------
    White paper on a brown table; an edge of three pixels is left out:

    >>> import numpy as np
    >>> from mnist_app.imaging.bbox import ink_bbox
    >>> picture = np.full((150, 200, 3), (120, 80, 50), np.uint8)
    >>> picture[20:140, 30:190] = 230
    >>> ink_bbox(find_sheet(picture))
    (23, 33, 137, 187)
    """
    calm = np.asarray(cv2.medianBlur(small, STROKE_WINDOW), np.uint8)
    flat = (cv2.blur(_steepness(calm), (3, 3)) < STEEP).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(flat, connectivity=4)
    area = stats[1:, cv2.CC_STAT_AREA] / flat.size
    if not area.size or area.max() < LARGE_REGION:
        return np.ones(flat.shape, np.bool_)
    light = LOG_LIGHT[calm]
    grain = np.abs(LOG_LIGHT[small[..., 1]] - light[..., 1])
    main = 1 + int(area.argmax())
    main_light = np.median(light[labels == main], axis=0)
    main_grain = float(np.median(grain[labels == main]))
    sheet = np.zeros(flat.shape, np.uint8)
    for label in 1 + np.flatnonzero(area >= MIN_REGION):
        region = labels == label
        smooth = np.median(grain[region]) <= max(MAX_GRAIN, 3 * main_grain)
        same = _is_same_paper(np.median(light[region], axis=0), main_light, float(area[label - 1]))
        if label == main or (smooth and same):
            sheet[region] = 1
    return _fill(sheet)


def _steepness(calm: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Change from one pixel to the next, relative to the light there; the largest of the three colors."""
    pixels = calm.astype(np.float32)
    slopes = np.hypot(
        cv2.Sobel(pixels, cv2.CV_32F, 1, 0, scale=1 / 8), cv2.Sobel(pixels, cv2.CV_32F, 0, 1, scale=1 / 8)
    )
    return np.asarray(slopes.max(axis=2) / np.maximum(pixels.max(axis=2), 24), np.float32)


def _is_same_paper(light: npt.NDArray[np.float32], main: npt.NDArray[np.float32], area: float) -> bool:
    """Compare the log colors, float32 (3,), of two regions: in a shadow all three fall by the same amount."""
    difference = light - main
    brightness = float(difference.mean())
    color = float(np.abs(difference - brightness).max())
    large = area >= LARGE_REGION
    return color < COLOR_LIMITS[large] and abs(brightness) < BRIGHTNESS_LIMITS[large]


def _fill(sheet: npt.NDArray[np.uint8]) -> Mask:
    """Close the gaps between the sheet's regions, fill what lies on it, and leave out its edge."""
    square = np.ones((GAP + 1, GAP + 1), np.uint8)
    closed = np.asarray(cv2.morphologyEx(sheet, cv2.MORPH_CLOSE, square), np.uint8)
    outlines, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = cv2.drawContours(np.zeros_like(closed), outlines, -1, 1, cv2.FILLED)
    return np.asarray(cv2.erode(filled, np.ones((2 * EDGE + 1, 2 * EDGE + 1), np.uint8)) == 1)
