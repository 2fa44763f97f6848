"""How a digit is written: how thick, how slanted, in how large a box, with how many holes.

Measured on 28x28 images enlarged four times, so that a stroke of two pixels is not one of two or three.
"""

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.imaging.bbox import ink_bbox

SHAPE_FIGURES = ("thickness", "slant", "width", "height", "loops")  # the columns of what `measure_shapes` returns

ENLARGE = 4
HALF_INK = 127  # of gray levels; a stroke's edge runs where they pass it
FAINT_INK = 64  # closes a loop: by it most of MNIST's 0s, 6s, 8s and 9s have theirs; those without are written open
LEAST_HOLE = 0.5  # pixels of the image; by larger and smaller ones than this, fewer 8s have two


def measure_shapes(images: npt.NDArray[np.uint8]) -> npt.NDArray[np.float16]:
    """Measure how digits are written, thickness to about a quarter of a pixel.

    Parameters
    ----------
    images : uint8 (N, 28, 28), 255 = full ink

    Returns
    -------
    float16 (N, 5), one column for each of `SHAPE_FIGURES`: thickness of the strokes in pixels; slant in degrees, above
    0 where the top leans to the right; width and height of the ink's box in pixels; number of holes. All 0 where there
    is no ink.

    Examples
    --------
    An upright bar of four pixels, and a ring:

    >>> import numpy as np
    >>> images = np.zeros((2, 28, 28), np.uint8)
    >>> images[0, 4:24, 12:16] = 255
    >>> images[1, 4:24, 4:24] = 255
    >>> images[1, 8:20, 8:20] = 0
    >>> measure_shapes(images).round(1).tolist()
    [[3.80078125, 0.0, 4.0, 20.0, 0.0], [3.80078125, 0.0, 20.0, 20.0, 1.0]]
    """
    return np.array([_measure(image) for image in images], np.float16).reshape(-1, len(SHAPE_FIGURES))


def _measure(image: npt.NDArray[np.uint8]) -> tuple[float, float, int, int, int]:
    if not image.any():
        return 0.0, 0.0, 0, 0, 0
    min_row, min_col, max_row, max_col = ink_bbox(image)
    side = ENLARGE * len(image)
    large = cv2.copyMakeBorder(cv2.resize(image, (side, side)), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    return _thickness(large > HALF_INK), _slant(image), max_col - min_col, max_row - min_row, _loops(large > FAINT_INK)


def _thickness(is_ink: npt.NDArray[np.bool_]) -> float:
    """Twice the distance from a stroke's middle to its edge, in the mean of all middles; pixels of the image."""
    distance = cv2.distanceTransform(is_ink.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    middles = distance[is_ink & (distance >= cv2.dilate(distance, np.ones((3, 3), np.uint8)))]
    # An edge runs between two pixels, half a pixel before the first one that is paper.
    return float(2 * middles.mean() - 1) / ENLARGE if len(middles) else 0.0


def _slant(image: npt.NDArray[np.uint8]) -> float:
    moments = cv2.moments(image)
    return float(np.degrees(np.arctan2(-moments["mu11"], moments["mu02"]))) + 0.0 if moments["mu02"] else 0.0


def _loops(is_ink: npt.NDArray[np.bool_]) -> int:
    """How many parts of the paper ink surrounds."""
    _, _, stats, _ = cv2.connectedComponentsWithStats((~is_ink).astype(np.uint8), connectivity=4)
    areas = stats[2:, cv2.CC_STAT_AREA]  # 0 is the ink, 1 the paper around it, in which the upper left corner lies
    return int((areas >= LEAST_HOLE * ENLARGE**2).sum())
