"""What a finder says of a photo, and how it guides the search for ink: where to look, and what is no handwriting.

Nothing is found by it: the ink is still that of ink.py, within the part of the photo that holds handwriting, and
without the marks of which the finder says that no hand has written them.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.imaging.bbox import Bbox, ink_bbox
from mnist_app.imaging.options import Turn

Floats = npt.NDArray[np.float32]

# All are guesses, tried on made-up pages.
LIKELY = 0.4  # A digit's ink is where it is at least so probable,
POSSIBLE = 0.25  # and may be where it is so probable, no further than AROUND from such ink, or from other that may be.
JOINED = 0.35  # Ink that is no further apart than twice this, in sizes of a digit, belongs together;
NEAR = 0.2  # what is no further from a digit, in sizes of it, may be a point or a part of it;
AROUND = 3.0  # so far from a digit, in sizes of it, there may be another one, though the finder hardly sees it.
LEAST_SHARE = 0.03  # what holds less than this share of the most ink that belongs together is left out,
LEAST_ANSWERS = 3  # and what is not seen in so many squares.
MARGIN = 3.0  # Around all that, so much of the photo is read, too, in sizes of a digit.
LEAST_CUT = 0.25  # A part is not worth cutting out if less of the photo than this is left out.
# Of a mark that is written by hand, handwriting is at least so probable in the mean; around digits, less will do for
# what may be one that the finder hardly sees. What is smaller than SMALL sizes of a digit is rather print or a speck.
WRITTEN, WRITTEN_AROUND = 0.25, 0.01
SMALL = 0.7


@dataclass(frozen=True, eq=False)
class Findings:
    """What a finder says of a photo, for each of (h, w) squares that cover it.

    Attributes
    ----------
    digits : float32 (h, w), the probability that a handwritten digit's ink is there
    others : float32 (h, w), the probability that ink of other handwriting is there
    sizes : float32 (h, w), pixels of the photo: the longer side of the digit that is there, if one is
    shape : (height, width) of the photo, pixels
    sideways : the probability that the digits lie on a side, in the mean
    """

    digits: Floats
    others: Floats
    sizes: Floats
    shape: tuple[int, int]
    sideways: float = 0.0

    @cached_property
    def size(self) -> float:
        """The median of its digits' sizes, pixels; infinite where there are none."""
        likely = self.digits > LIKELY
        return float(np.median(self.sizes[likely])) if likely.any() else np.inf

    @property
    def side(self) -> float:
        """Of a square, pixels of the photo."""
        return self.shape[0] / self.digits.shape[0]

    def turned(self, degrees: Turn) -> "Findings":
        """What is said of the photo turned counterclockwise."""
        quarters = degrees // 90
        digits, others, sizes = (np.rot90(each, quarters) for each in (self.digits, self.others, self.sizes))
        if quarters % 2:
            return Findings(digits, others, sizes, self.shape[::-1], 1 - self.sideways)
        return Findings(digits, others, sizes, self.shape, self.sideways)

    def seen_in(self, part: Bbox, shape: tuple[int, int]) -> "Expected":
        """What is to be expected in a part of the photo, pixel by pixel of this shape."""
        near = _grow(self.digits > LIKELY, NEAR * self.size / self.side)
        around = _grow(_go_on(self, self.digits > LIKELY), AROUND * self.size / self.side)
        sizes = self.sizes * np.float32(shape[0] / (part[2] - part[0]))
        writing = np.maximum(np.maximum(self.digits, self.others * around), near)
        maps = (self.digits, self.others, writing, around.astype(np.float32), sizes)
        return Expected(*(_resample(each, part, self.shape, shape) for each in maps))


@dataclass(frozen=True, eq=False)
class Expected:
    """What a finder lets expect of each pixel.

    Attributes
    ----------
    digits : float32 (H, W), how probable a handwritten digit's ink is there
    others : float32 (H, W), how probable ink of other handwriting is there
    writing : float32 (H, W), how probable ink of a hand is there, be it a digit's or, around digits, another sign's;
        close to a digit all ink is taken for a hand's: points, commas and what the finder does not see of the digit
    around : float32 (H, W), 1 where another digit of the same row or rows may stand, 0 elsewhere
    sizes : float32 (H, W), the longer side of the digit that is there, if one is, in these pixels
    """

    digits: Floats
    others: Floats
    writing: Floats
    around: Floats
    sizes: Floats

    @cached_property
    def size(self) -> float:
        """The median of its digits' sizes, pixels; 0 where there are none."""
        likely = self.digits > LIKELY
        return float(np.median(self.sizes[likely])) if likely.any() else 0.0

    def padded(self, margin: int) -> "Expected":
        """The same with so many pixels around it where nothing is to be expected."""
        maps = (self.digits, self.others, self.writing, self.around, self.sizes)
        return Expected(*(np.pad(each, margin) for each in maps))


def find_part(findings: Findings) -> Bbox:
    """The part of a photo that holds its digits and what is near them, in its pixels; all of it if that is most."""
    height, width = findings.shape
    whole = 0, 0, height, width
    likely = findings.digits > LIKELY
    if likely.sum() < LEAST_ANSWERS:
        return whole
    joined = _grow(likely, JOINED * findings.size / findings.side)
    count, labels = cv2.connectedComponents(joined)
    ink = np.bincount(labels.ravel(), (findings.digits * likely).ravel(), count)
    squares = np.bincount(labels.ravel(), likely.ravel(), count)
    kept = (squares >= LEAST_ANSWERS) & (ink >= LEAST_SHARE * ink[1:].max())
    kept[0] = False
    if not kept.any():
        return whole
    margin = MARGIN * findings.size
    top, left, bottom, right = (edge * findings.side for edge in ink_bbox(_go_on(findings, kept[labels])))
    part = (
        max(0, int(top - margin)),
        max(0, int(left - margin)),
        min(height, int(bottom + margin)),
        min(width, int(right + margin)),
    )
    is_most = (part[2] - part[0]) * (part[3] - part[1]) > (1 - LEAST_CUT) * height * width
    return whole if is_most else part


def keep_handwriting(ink: Floats, expected: Expected) -> Floats:
    """Leave out the marks of ink, float32 (H, W) in [0, 1], that no hand has written."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((ink > 0).astype(np.uint8), connectivity=8)
    weights, seen, around = sum_by_mark(labels, count, ink, ink * expected.writing, ink * expected.around)
    sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    may_be_digit = (around > 0.5 * weights) & (sides > SMALL * expected.size)
    kept = seen >= np.where(may_be_digit, WRITTEN_AROUND, WRITTEN) * weights
    return np.where(kept[labels], ink, np.float32(0))


def sum_by_mark(labels: npt.NDArray[Any], count: int, *maps: npt.NDArray[Any]) -> tuple[npt.NDArray[np.float64], ...]:
    """What each map, (H, W), adds up to over each mark, float64 (count,); 0 where there is none, label 0.

    Most of a picture is paper, which is passed over.
    """
    inked = np.flatnonzero(labels)
    owners = labels.ravel()[inked]
    return tuple(np.bincount(owners, each.ravel()[inked], count).astype(np.float64) for each in maps)


def _go_on(findings: Findings, where: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Squares with digits, bool (h, w), and those where the rows of these may go on, though the finder hardly sees it.

    Source: Canny, "A Computational Approach to Edge Detection" (1986): thresholding with hysteresis.
    """
    possible = where | (findings.digits > POSSIBLE)
    count, labels = cv2.connectedComponents(_grow(possible, AROUND / 2 * findings.size / findings.side))
    goes_on = np.bincount(labels.ravel(), where.ravel(), count) > 0
    return np.asarray(possible & goes_on[labels])


def _grow(where: npt.NDArray[np.bool_], distance: float) -> npt.NDArray[np.uint8]:
    """What is True, and all that is at most so many squares away, at least one: 1 there, 0 elsewhere."""
    reach = 2 * max(1, round(min(distance, max(where.shape)))) + 1
    return np.asarray(cv2.dilate(where.astype(np.uint8), np.ones((reach, reach), np.uint8)), np.uint8)


def _resample(maps: Floats, part: Bbox, source: tuple[int, int], target: tuple[int, int]) -> Floats:
    """A part of the photo, in pixels of its shape `source`, out of maps that cover it, at the shape `target`."""
    rows, cols = maps.shape[0] / source[0], maps.shape[1] / source[1]
    down, right = (part[2] - part[0]) / target[0] * rows, (part[3] - part[1]) / target[1] * cols
    window = np.array(
        [
            [right, 0, part[1] * cols + (right - 1) / 2],
            [0, down, part[0] * rows + (down - 1) / 2],
        ],
        np.float32,
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    contiguous = np.ascontiguousarray(maps, np.float32)
    return np.asarray(
        cv2.warpAffine(contiguous, window, target[::-1], flags=flags, borderMode=cv2.BORDER_REPLICATE), np.float32
    )
