"""Ink -> marks: the pieces of ink that hang together, cut out of the picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.imaging.bbox import Bbox, ink_bbox

CORE = 0.5  # of full ink: from here on it is a stroke; fainter ink is the stroke's rim
RIM = 2  # pixels around the core that still belong to it
MAX_MARKS = 2000  # a guess: a page of text has fewer; what has more is a texture
# A mark whose longer side is at least this share of a typical digit's height is of a digit's size. A guess.
MIN_DIGIT = 0.4
# So many pixels thin strokes are measured too wide: a pixel on a stroke's edge counts as one deep, and not as half.
STROKE_BIAS = 2.0


@dataclass(frozen=True, eq=False)
class Segment:
    """Ink that belongs together: a mark, a part of one, or several that make one digit.

    Attributes
    ----------
    bbox : (min_row, min_col, max_row, max_col) in the picture's pixels, half-open
    ink : float32 (max_row - min_row, max_col - min_col) in [0, 1]; only this segment's ink
    """

    bbox: Bbox
    ink: npt.NDArray[np.float32]

    def __post_init__(self) -> None:
        min_row, min_col, max_row, max_col = self.bbox
        if self.ink.shape != (max_row - min_row, max_col - min_col):
            raise ValueError(f"expected ink of the box {self.bbox}, received {self.ink.shape}")

    @property
    def height(self) -> int:
        return self.bbox[2] - self.bbox[0]

    @property
    def width(self) -> int:
        return self.bbox[3] - self.bbox[1]

    @property
    def side(self) -> int:
        """The longer side of its box."""
        return max(self.height, self.width)

    @property
    def center(self) -> tuple[float, float]:
        """(row, col) of the middle of its box."""
        return (self.bbox[0] + self.bbox[2]) / 2, (self.bbox[1] + self.bbox[3]) / 2

    @cached_property
    def area(self) -> int:
        """Pixels of its core."""
        return int((self.ink >= CORE).sum())

    @cached_property
    def stroke(self) -> float:
        """Mean width of its strokes, in pixels; thin ones come out up to STROKE_BIAS too wide."""
        core = np.pad(self.ink >= CORE, 1).astype(np.uint8)
        depth = cv2.distanceTransform(core, cv2.DIST_L2, 3)
        return 4 * float(depth.sum()) / max(1, self.area)  # a stroke's pixels lie a quarter of its width deep


def find_marks(ink: npt.NDArray[np.float32], min_area: int = 9) -> list[Segment]:
    """Split ink, float32 (H, W), into its connected marks; the largest MAX_MARKS of them, largest first.

    Examples
    --------
    >>> import numpy as np
    >>> ink = np.array([[0, 0, 0, 0, 0, 0, 0, 0],
    ...                 [0, 1, 1, 0, 0, 0, 1, 0],
    ...                 [0, 1, 0, 0, 0, 0, 1, 0],
    ...                 [0, 1, 0, 0, 0, 0, 0, 0]], np.float32)
    >>> [mark.bbox for mark in find_marks(ink, min_area=2)]
    [(1, 1, 4, 3), (1, 6, 3, 7)]
    """
    core = (ink >= CORE).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(core, connectivity=8)
    areas = stats[1:, cv2.CC_STAT_AREA]
    largest = 1 + np.argsort(-areas, kind="stable")[:MAX_MARKS]
    return [_cut_out(ink, labels, stats[i], int(i)) for i in largest if stats[i, cv2.CC_STAT_AREA] >= min_area]


def crop_segment(bbox: Bbox, ink: npt.NDArray[np.float32]) -> Segment:
    """Make a segment of a window of the picture, cropped to its ink; it must hold some.

    Parameters
    ----------
    bbox : the window's place in the picture
    ink : float32, the window's ink

    Examples
    --------
    >>> import numpy as np
    >>> crop_segment((10, 20, 12, 23), np.array([[0, 0, 0],
    ...                                          [0, 1, 1]], np.float32)).bbox
    (11, 21, 12, 23)
    """
    min_row, min_col, max_row, max_col = ink_bbox(ink)
    tight = (bbox[0] + min_row, bbox[1] + min_col, bbox[0] + max_row, bbox[1] + max_col)
    return Segment(tight, ink[min_row:max_row, min_col:max_col])


def join_segments(segments: Sequence[Segment]) -> Segment:
    """Make one segment of several, each of which stays where it is in the picture.

    Examples
    --------
    >>> import numpy as np
    >>> left = Segment((0, 0, 2, 1), np.ones((2, 1), np.float32))
    >>> right = Segment((1, 2, 2, 4), np.ones((1, 2), np.float32))
    >>> join_segments([left, right]).ink
    array([[1., 0., 0., 0.],
           [1., 0., 1., 1.]], dtype=float32)
    """
    if len(segments) == 1:
        return segments[0]
    boxes = np.array([segment.bbox for segment in segments])
    top, left = (int(value) for value in boxes[:, :2].min(axis=0))
    bottom, right = (int(value) for value in boxes[:, 2:].max(axis=0))
    ink = np.zeros((bottom - top, right - left), np.float32)
    for segment in segments:
        min_row, min_col, max_row, max_col = segment.bbox
        window = ink[min_row - top : max_row - top, min_col - left : max_col - left]
        np.maximum(window, segment.ink, out=window)
    return Segment((top, left, bottom, right), ink)


def box_gap(a: Segment, b: Segment) -> int:
    """How far apart the boxes of two segments are, in rows or in columns, whichever is more; 0 where they overlap."""
    rows = max(a.bbox[0], b.bbox[0]) - min(a.bbox[2], b.bbox[2])
    cols = max(a.bbox[1], b.bbox[1]) - min(a.bbox[3], b.bbox[3])
    return max(rows, cols, 0)


def column_overlap(a: Segment, b: Segment) -> float:
    """The share of the narrower one's columns in which the other lies, too; below 0 where they are apart."""
    return (min(a.bbox[3], b.bbox[3]) - max(a.bbox[1], b.bbox[1])) / min(a.width, b.width)


def ink_gap(a: Segment, b: Segment) -> float:
    """Shortest distance between the ink of two segments, in pixels."""
    both = join_segments([a, b])
    empty = np.ones(both.ink.shape, np.uint8)
    empty[_window(a, both)] = a.ink < CORE
    distance = cv2.distanceTransform(empty, cv2.DIST_L2, 3)
    return float(distance[_window(b, both)][b.ink >= CORE].min(initial=np.inf))


def _cut_out(ink: npt.NDArray[np.float32], labels: npt.NDArray[Any], stats: npt.NDArray[Any], label: int) -> Segment:
    """Take one mark with its rim, and without its neighbors' cores."""
    left, top, width, height, _ = (int(value) for value in stats)
    min_row, min_col = max(0, top - RIM), max(0, left - RIM)
    window = np.s_[min_row : top + height + RIM, min_col : left + width + RIM]
    own = (labels[window] == label).astype(np.uint8)
    reach = cv2.dilate(own, np.ones((2 * RIM + 1, 2 * RIM + 1), np.uint8))
    mine = (own == 1) | ((reach == 1) & (labels[window] == 0))
    crop = np.where(mine, ink[window], 0).astype(np.float32)
    return crop_segment((min_row, min_col, min_row + crop.shape[0], min_col + crop.shape[1]), crop)


def _window(part: Segment, whole: Segment) -> tuple[slice, slice]:
    """Where a part lies in the array of the whole."""
    top, left = whole.bbox[:2]
    min_row, min_col, max_row, max_col = part.bbox
    return slice(min_row - top, max_row - top), slice(min_col - left, max_col - left)
