"""Ink -> segments: which ink belongs to which digit."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mnist_app.imaging.normalize import ink_bbox

Bbox = tuple[int, int, int, int]


@dataclass(frozen=True, eq=False)
class Segment:
    """One digit's ink.

    Attributes
    ----------
    bbox : (min_row, min_col, max_row, max_col) in the picture's pixels, half-open
    ink : float32 (max_row - min_row, max_col - min_col) in [0, 1]; only this digit's ink
    """

    bbox: Bbox
    ink: npt.NDArray[np.float32]

    def __post_init__(self) -> None:
        min_row, min_col, max_row, max_col = self.bbox
        if self.ink.shape != (max_row - min_row, max_col - min_col):
            raise ValueError(f"expected ink of the box {self.bbox}, received {self.ink.shape}")


def ink_to_single_segment(ink: npt.NDArray[np.float32]) -> tuple[Segment, ...]:
    """Take all ink, float32 (H, W) in [0, 1], as one digit; no ink gives no segment."""
    bbox = ink_bbox(ink)
    if not any(bbox):
        return ()
    min_row, min_col, max_row, max_col = bbox
    return (Segment(bbox, ink[min_row:max_row, min_col:max_col]),)
