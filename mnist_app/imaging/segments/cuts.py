"""Where a mark that may be several touching digits could be cut: from a valley of its upper outline to one below.

Two digits side by side leave a notch above and below the place where they touch, whatever their slant and however long
they run together. Whether a cut is right shows when both its sides are read.

Source: Casey and Lecolinet, "A Survey of Methods and Strategies in Character Segmentation" (1996), section 3: cuts
proposed by the contour, confirmed by recognition.
"""

import numpy as np
import numpy.typing as npt

from mnist_app.imaging.segments.marks import CORE, Segment, crop_segment

# A cut: int (H,), the first column of each row that lies right of it.
Seam = npt.NDArray[np.intp]

# Measured on pairs of touching digits, of MNIST's training images and of drawn strokes. The first four are in heights
# of a typical digit.
MIN_WIDTH = 0.7  # Narrower marks are not cut.
MARGIN = 0.1  # No cut lies closer to a mark's left or right end.
STEP = 0.14  # Valleys are looked for around columns that lie so far apart.
SWAY = 0.12  # A valley may lie so far from its column.
MAX_STROKES = 2  # A seam may cross so many strokes; more are a tangle.
MAX_CROSSING = 0.6  # So much of a seam may be ink; more is a block.


def find_seams(mark: Segment, height: float) -> list[Seam]:
    """Find the places where a mark could be cut, from left to right; none if it is no wider than a digit.

    Examples
    --------
    Two upright strokes that a short bar joins, 40 pixels high; each seam is cut where the bar is, between them:

    >>> import numpy as np
    >>> ink = np.zeros((40, 40), np.float32)
    >>> ink[:, :6] = ink[:, 34:] = ink[18:22] = 1
    >>> mark = Segment((0, 0, 40, 40), ink)
    >>> seams = find_seams(mark, height=40)
    >>> all(6 <= col < 34 for seam in seams for col in seam)
    True
    >>> [part.bbox[3] <= 34 for seam in seams if (part := cut_out(mark, None, seam))] == [True] * len(seams)
    True
    """
    margin = max(2, round(MARGIN * height))
    if mark.width < MIN_WIDTH * height or mark.width <= 2 * margin:
        return []
    core = mark.ink >= CORE
    # How many rows without ink lie above, and below, the first ink of each column.
    above, below = (np.where(core.any(axis=0), side.argmax(axis=0), len(core)) for side in (core, core[::-1]))
    reach = max(1, round(SWAY * height))
    seams: dict[tuple[int, int], Seam] = {}
    for center in range(margin, mark.width - margin, max(1, round(STEP * height))):
        window = slice(max(margin, center - reach), min(mark.width - margin, center + reach + 1))
        top, bottom = (window.start + _deepest(depth[window], center - window.start) for depth in (above, below))
        seam = _straight(top, int(above[top]), bottom, int(below[bottom]), len(core))
        on_ink = core[np.arange(len(core)), seam]
        if on_ink.mean() <= MAX_CROSSING and _runs(on_ink) <= MAX_STROKES:
            seams[top, bottom] = seam
    return sorted(seams.values(), key=lambda seam: float(seam.mean()))


def _deepest(depth: npt.NDArray[np.intp], center: int) -> int:
    """Where the deepest valley lies, next to the center if it has a flat ground."""
    deepest = np.flatnonzero(depth == depth.max())
    return int(deepest[np.abs(deepest - center).argmin()])


def _straight(top: int, above: int, bottom: int, below: int, height: int) -> Seam:
    """Straight down into the upper valley, on to the lower one, and out of it."""
    ground = max(above + 1, height - 1 - below)
    return np.rint(np.interp(np.arange(height), [above, ground], [top, bottom])).astype(np.intp)


def _runs(on_ink: npt.NDArray[np.bool_]) -> int:
    return int(on_ink[0]) + int((on_ink[1:] & ~on_ink[:-1]).sum())


def cut_out(mark: Segment, left: Seam | None, right: Seam | None) -> Segment | None:
    """The part of a mark between two seams; None stands for the mark's own end. None if hardly any ink is there."""
    cols = np.arange(mark.width)
    keep = np.ones(mark.ink.shape, np.bool_)
    if left is not None:
        keep &= cols >= left[:, np.newaxis]
    if right is not None:
        keep &= cols < right[:, np.newaxis]
    ink = np.where(keep, mark.ink, 0).astype(np.float32)
    return crop_segment(mark.bbox, ink) if (ink >= CORE).sum() > mark.stroke**2 else None
