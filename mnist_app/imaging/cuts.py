"""Where a mark that may be several touching digits could be cut: seams from top to bottom through little ink."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mnist_app.imaging.marks import CORE, Segment, crop_segment

# In heights of a typical digit; guesses, tried on synthetic touching digits.
MIN_WIDTH = 0.8  # narrower marks are not cut
MARGIN = 0.15  # no cut so close to a mark's left or right end
STEP = 0.06  # between the columns at which seams are tried
SWAY = 0.2  # how far a seam may leave its column
SEAM_STEPS = 40  # in how many steps a seam goes down
MIN_DISTANCE = 0.15  # between two cuts
MAX_CUTS = 6  # for each digit height of width
MAX_CROSSING = 3.5  # stroke widths of ink that a seam may run through


@dataclass(frozen=True, eq=False)
class Seam:
    """A cut.

    Attributes
    ----------
    cols : int (H,), the first column of each row that lies right of the cut
    crossing : ink that is cut through, in stroke widths
    """

    cols: npt.NDArray[np.intp]
    crossing: float


def find_seams(mark: Segment, height: float) -> list[Seam]:
    """Find the best places to cut a mark, from left to right; none if it is no wider than a digit."""
    margin = max(2, round(MARGIN * height))
    if mark.width < MIN_WIDTH * height or mark.width <= 2 * margin:
        return []
    centers = np.arange(margin, mark.width - margin, max(1, round(STEP * height)))
    seams = _cheapest_seams(mark.ink, centers, max(1, round(SWAY * height)), mark.stroke)
    chosen: list[Seam] = []
    most = round(MAX_CUTS * mark.width / height)
    for seam in sorted(seams, key=lambda seam: seam.crossing):
        far = all(abs(seam.cols.mean() - other.cols.mean()) >= MIN_DISTANCE * height for other in chosen)
        if far and seam.crossing <= MAX_CROSSING and len(chosen) < most:
            chosen.append(seam)
    return sorted(chosen, key=lambda seam: float(seam.cols.mean()))


def _cheapest_seams(
    ink: npt.NDArray[np.float32], centers: npt.NDArray[np.intp], sway: int, stroke: float
) -> list[Seam]:
    """Of all ways down that stay within `sway` columns of each center, the one through the least ink."""
    steps = np.arange(0, len(ink), max(1, len(ink) // SEAM_STEPS))
    offsets = np.arange(-sway, sway + 1)
    cols = (centers[:, np.newaxis] + offsets).clip(0, ink.shape[1] - 1)
    cost = np.maximum.reduceat(ink, steps, axis=0)[:, cols]  # (steps, centers, offsets)
    cost = cost + (0.05 * np.abs(offsets) / sway).astype(np.float32)  # of two ways, the straighter one
    total = cost[0]
    origin = np.zeros(cost.shape, np.int8)
    for row in range(1, len(cost)):
        padded = np.pad(total, ((0, 0), (1, 1)), constant_values=np.inf)
        ways = np.stack([padded[:, :-2], padded[:, 1:-1], padded[:, 2:]])
        origin[row] = ways.argmin(axis=0) - 1
        total = ways.min(axis=0) + cost[row]
    at = total.argmin(axis=1)
    path = np.empty((len(cost), len(centers)), np.intp)
    for row in range(len(cost) - 1, -1, -1):
        path[row] = at
        at = at + origin[row, np.arange(len(centers)), at]
    seams = cols[np.arange(len(centers)), path].repeat(np.diff(steps, append=len(ink)), axis=0)
    crossing = np.take_along_axis(ink, seams, axis=1).sum(axis=0) / max(stroke, 1)
    return [Seam(seams[:, i], float(crossing[i])) for i in range(len(centers))]


def cut_out(mark: Segment, left: Seam | None, right: Seam | None) -> Segment | None:
    """The part of a mark between two seams; None stands for the mark's own end. None if hardly any ink is there."""
    cols = np.arange(mark.width)
    keep = np.ones(mark.ink.shape, np.bool_)
    if left is not None:
        keep &= cols >= left.cols[:, np.newaxis]
    if right is not None:
        keep &= cols < right.cols[:, np.newaxis]
    ink = np.where(keep, mark.ink, 0).astype(np.float32)
    return crop_segment(mark.bbox, ink) if (ink >= CORE).sum() > mark.stroke**2 else None
