"""Where something lies in a picture: (min_row, min_col, max_row, max_col) in pixels, half-open, as in scikit-image."""

from typing import Any

import numpy as np
import numpy.typing as npt

Bbox = tuple[int, int, int, int]


def ink_bbox(ink: npt.NDArray[Any]) -> Bbox:
    """Tight box of everything above zero in an array (H, W); the empty box (0, 0, 0, 0) where nothing is.

    Examples
    --------
    >>> import numpy as np
    >>> ink = np.array([[0, 0, 0, 0],
    ...                 [0, 0, 1, 0],
    ...                 [0, 1, 1, 0]])
    >>> ink_bbox(ink)
    (1, 1, 3, 3)
    """
    rows = np.flatnonzero(ink.any(axis=1))
    cols = np.flatnonzero(ink.any(axis=0))
    if not rows.size:
        return 0, 0, 0, 0
    return int(rows[0]), int(cols[0]), int(rows[-1]) + 1, int(cols[-1]) + 1


def scale_bbox(bbox: Bbox, source: tuple[int, int], target: tuple[int, int]) -> Bbox:
    """Bring a box from a picture of shape (height, width) `source` to the same picture at another size, `target`.

    Every pixel that the box touches there belongs to it, as far as the picture goes.

    Examples
    --------
    >>> scale_bbox((15, 25, 31, 41), source=(100, 200), target=(10, 20))
    (1, 2, 4, 5)
    """
    rows, cols = target[0] / source[0], target[1] / source[1]
    return (
        int(bbox[0] * rows),
        int(bbox[1] * cols),
        min(target[0], int(np.ceil(bbox[2] * rows))),
        min(target[1], int(np.ceil(bbox[3] * cols))),
    )


def touches_border(bbox: Bbox, shape: tuple[int, int], within: int = 0) -> bool:
    """Whether a box reaches the border of a picture of shape (height, width), or comes `within` so many pixels of it.

    Examples
    --------
    >>> touches_border((0, 5, 3, 9), shape=(20, 20))
    True
    >>> touches_border((1, 5, 3, 9), shape=(20, 20)), touches_border((1, 5, 3, 9), shape=(20, 20), within=1)
    (False, True)
    """
    min_row, min_col, max_row, max_col = bbox
    return min(min_row, min_col, shape[0] - max_row, shape[1] - max_col) <= within


def is_within(inner: Bbox, outer: Bbox) -> bool:
    """Whether a box lies in another one, or is the same.

    Examples
    --------
    >>> is_within((2, 2, 4, 4), (0, 0, 9, 4)), is_within((2, 2, 4, 5), (0, 0, 9, 4))
    (True, False)
    """
    starts = outer[0] <= inner[0] and outer[1] <= inner[1]
    return starts and inner[2] <= outer[2] and inner[3] <= outer[3]
