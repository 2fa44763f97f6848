"""A piece of a picture that someone has drawn a box around -> the one digit that is said to be in it.

What finds the writing of a whole picture has missed it, so that nothing of that is asked: whatever stands out from the
box's border is its ink.
"""

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.imaging.bbox import touches_border
from mnist_app.imaging.ink.ink import FULL, drawing_to_ink
from mnist_app.imaging.segments.marks import Segment, find_marks, join_segments

# Guesses, tried on digits of made-up pages: ink is what is at least so dark, compared with the box's darkest ink; it
# begins at this share of its strokes' darkness; and a mark smaller than this share of the largest one is dirt.
DARK = 0.5
EDGE = 0.25
MIN_MARK = 0.05


def find_boxed_digit(rgb: npt.NDArray[np.uint8]) -> Segment | None:
    """Find the digit in a box, uint8 (H, W, 3); None where nothing stands out.

    Marks that the box's border cuts off belong to its neighbors, unless there are no others.

    Examples
    --------
    A stroke, and beside it one that is cut off:

    >>> import numpy as np
    >>> box = np.full((60, 50, 3), 200, np.uint8)
    >>> box[10:50, 20:26] = box[0:40, 40:46] = 60
    >>> find_boxed_digit(box).bbox
    (10, 20, 50, 26)
    >>> find_boxed_digit(np.full((60, 50, 3), 200, np.uint8)) is None
    True
    """
    if not rgb.size:
        return None
    ink = drawing_to_ink(np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8))
    if not ink.any():
        return None
    darkness = ink / np.float32(np.percentile(ink[ink > DARK], 85))
    marks = find_marks(np.clip((darkness - EDGE) / (FULL - EDGE), 0, 1).astype(np.float32), min_area=1)
    inside = [mark for mark in marks if not touches_border(mark.bbox, ink.shape)] or marks
    kept = [mark for mark in inside if mark.area >= MIN_MARK * inside[0].area]
    return join_segments(kept) if kept else None
