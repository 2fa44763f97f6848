"""Picture -> writing: the ink of a picture, the marks it consists of, and how high its digits seem to be.

The ink of a photo is looked for in a small copy first, which is enough for most photos; only where the digits turn out
to be small is it looked for again, in a copy twice as large.

A photo that is cropped to its digits shows hardly any paper: its border cuts nothing off, and its ink is looked for
with a margin of paper laid around it, as paper, pen and sheet are told by what lies around the strokes.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.imaging.bbox import Bbox, scale_bbox, touches_border
from mnist_app.imaging.blocks import find_tiny
from mnist_app.imaging.decode import Picture, rgba_to_gray
from mnist_app.imaging.guide import LIKELY, Expected, Findings, find_part, keep_handwriting
from mnist_app.imaging.ink.grid import take_off_grid
from mnist_app.imaging.ink.ink import drawing_to_ink, photo_to_ink
from mnist_app.imaging.ink.paper import weighted_median
from mnist_app.imaging.options import ReadOptions
from mnist_app.imaging.printed_lines import take_off_lines
from mnist_app.imaging.segments.cells import find_cell
from mnist_app.imaging.segments.marks import MIN_DIGIT, Segment, find_marks

# Where digits seem to be lower than this, in pixels, the photo is looked at in its large copy: of a digit, 20 pixels go
# into the network.
FINE_HEIGHT = 28
# A mark that comes this close to the picture's border, in pixels, may be cut off by it.
BORDER = 1
# The most that one mark may weigh, by which a large drawing counts as a digit: this share of the weight up to which
# half of all weight lies. A guess.
MAX_WEIGHT = 0.75
# A digit that a finder sees is larger than most if it is so many times as high; a mark is that digit if it is no more
# than so many times as low or, as a finder takes large digits for smaller ones, LARGER times as high. Guesses.
OTHER_SIZE, LARGER = 1.5, 2.0
# A finder that hardly sees a digit's ink or other writing's says nothing: this is added to both probabilities. Its odds
# are a mean over many squares, so that they count so many times. Guesses, tried on made-up pages.
TRACE, EMPHASIS = 0.05, 3.0
# What stands no further to the side of a digit, in its heights, and no further below its line, may be a comma. Guesses.
BESIDE, BELOW_LINE = 2.0, 0.5
# Cells are the squares of the paper if more than the first share of the marks that are higher than half of most reach
# out of their cell by more than the second share of their height. Guesses, tried on made-up pages.
MAX_ACROSS, ACROSS = 0.4, 0.2
# Whether a photo is cropped to its digits is seen in a copy whose shorter side has at most so many pixels: its digits
# are higher than this share of that side, and more than half of the marks of a digit's size come closer to the border
# than this share of the digits' height. All are guesses.
CROP_SIDE = 128
MIN_SHARE = 0.5
MAX_NEAR = 0.06
# A digit that a finder sees fills the photo if it is higher than this share of its longer side. A guess.
FILLS = 0.4
# Around a photo that is cropped, or filled by a digit, its paper is carried on for this share of its shorter side;
# paper is the median over a window of so large a share of that side. Guesses.
MARGIN = 0.5
PAPER_WINDOW = 0.6


@dataclass(frozen=True, eq=False)
class Writing:
    """What is written in a picture, before it is known which marks are digits. Its marks are found once.

    Attributes
    ----------
    ink : float32 (H, W) in [0, 1], 1 = full ink
    photographed : whether it comes from a photo, whose border cuts marks off; nobody draws beyond a canvas
    enlarged : whether it is a tiny drawing whose pixels were repeated: its strokes are as wide as they have to be
    cells : the boxes of printed cells, in no order; see `slots`
    cropped : whether the photo is cropped to its digits, so that its border cuts none of them off
    part, whole : where this lies in the photo, and the photo's shape, in pixels of any size; None for all of it
    expected : what a finder lets expect of each pixel; None where none has looked
    least_height : its digits are taken to be at least so high, in pixels

    Examples
    --------
    >>> import numpy as np
    >>> ink = np.zeros((60, 80), np.float32)
    >>> ink[10:50, 20:24] = ink[12:52, 60:64] = 1
    >>> writing = Writing(ink)
    >>> [mark.bbox for mark in writing.marks]
    [(10, 20, 50, 24), (12, 60, 52, 64)]
    >>> writing.height
    40.0
    """

    ink: npt.NDArray[np.float32]
    photographed: bool = False
    enlarged: bool = False
    cells: tuple[Bbox, ...] = ()
    cropped: bool = False
    part: Bbox | None = None
    whole: tuple[int, int] | None = None
    expected: Expected | None = None
    least_height: float = 0.0

    @property
    def shape(self) -> tuple[int, int]:
        """(height, width) of the picture in whose pixels the marks lie."""
        return self.ink.shape[0], self.ink.shape[1]

    def place(self, bbox: Bbox, source_shape: tuple[int, int]) -> Bbox:
        """Where a box of this lies in the photo, in pixels of its shape `source_shape`.

        Examples
        --------
        The lower half of a photo, twice as large:

        >>> lower = Writing(np.zeros((100, 200), np.float32), part=(50, 0, 100, 100), whole=(100, 100))
        >>> lower.place((10, 20, 30, 40), source_shape=(100, 100))
        (55, 10, 65, 20)
        """
        if self.part is None or self.whole is None:
            return scale_bbox(bbox, self.shape, source_shape)
        top, left, bottom, right = scale_bbox(self.part, self.whole, source_shape)
        within = scale_bbox(bbox, self.shape, (bottom - top, right - left))
        return within[0] + top, within[1] + left, within[2] + top, within[3] + left

    def support(self, segment: Segment) -> float:
        """How probable a handwritten digit's ink is in the mean of a segment's; 1 where no finder has looked."""
        return 1.0 if self.expected is None else _mean_over_ink(self.expected.digits, segment)

    def foreignness(self, segment: Segment) -> float:
        """How probable it is that a segment is other writing than a digit; 0.5 where no finder has called it that."""
        if self.expected is None:
            return 0.5
        others = _mean_over_ink(self.expected.others, segment)
        odds = max(1.0, (others + TRACE) / (self.support(segment) + TRACE)) ** EMPHASIS
        return odds / (1 + odds)

    def height_at(self, segment: Segment) -> float:
        """How high digits are where a segment is, pixels.

        As everywhere, unless a finder has seen a digit of another size there, and the segment is about so high; of a
        large digit, which a finder takes for a smaller one, its own height counts then. What is smaller than
        everywhere must not stand beside a digit either: there it could as well be a comma.
        """
        if self.expected is None or self.support(segment) < LIKELY:
            return self.height
        top, left, bottom, right = segment.bbox
        window = np.s_[top:bottom, left:right]
        ink = self.expected.digits[window] * segment.ink
        height = float((self.expected.sizes[window] * ink).sum() / ink.sum())
        is_larger, is_smaller = height > OTHER_SIZE * self.height, height < self.height / OTHER_SIZE
        if not 1 / OTHER_SIZE < segment.height / height < (LARGER if is_larger else OTHER_SIZE):
            return self.height
        if segment.height > OTHER_SIZE * height:
            return float(segment.height)
        return height if is_larger or (is_smaller and not self._is_beside_digit(segment)) else self.height

    def _is_beside_digit(self, segment: Segment) -> bool:
        """Whether a segment stands right or left of a digit as high as most, or a little below its line."""
        tops, lefts, bottoms, rights = self._digit_boxes
        row, (_, left, _, right) = segment.center[0], segment.bbox
        in_line = (tops < row) & (row < bottoms + BELOW_LINE * self.height)
        apart = np.maximum(lefts - right, left - rights)
        return bool((in_line & (apart < BESIDE * self.height)).any())

    @cached_property
    def _digit_boxes(self) -> npt.NDArray[np.intp]:
        """The boxes of marks about as high as most, (4, N)."""
        boxes = [mark.bbox for mark in self.marks if 1 / OTHER_SIZE < mark.height / self.height < OTHER_SIZE]
        return np.array(boxes, np.intp).reshape(-1, 4).T

    @cached_property
    def marks(self) -> tuple[Segment, ...]:
        """The ink in its connected pieces, largest first."""
        return tuple(find_marks(self.ink))

    @cached_property
    def slots(self) -> tuple[Bbox, ...]:
        """The cells that were printed to be written in: none where they are the squares of the paper, as on squared."""
        marks = [mark for mark in self.marks if mark.height > self.height / 2]
        places = [(mark, find_cell(mark.bbox, self.cells)) for mark in marks]
        within = [(mark, self.cells[place]) for mark, place in places if place is not None]
        across = sum(_reach(mark.bbox, cell) > ACROSS * mark.height for mark, cell in within)
        return () if across > MAX_ACROSS * len(within) else self.cells

    @cached_property
    def inside(self) -> tuple[Segment, ...]:
        """The marks that the picture's border may not have cut off: of a cropped photo all, else those away from it."""
        marks = self.marks
        return marks if self.cropped else tuple(m for m in marks if not touches_border(m.bbox, self.shape, BORDER))

    def may_be_cut_off(self, segment: Segment) -> bool:
        """Whether a photo's border may have cut off a part of a segment: not where it reaches from border to border.

        A photo is cropped so, to one digit alone.
        """
        if not self.photographed or self.cropped:
            return False
        height, width = shape = self.whole or self.shape
        top, left, bottom, right = self.place(segment.bbox, shape)
        sides = (top <= BORDER, height - bottom <= BORDER), (left <= BORDER, width - right <= BORDER)
        return any(one != other for one, other in sides)

    @cached_property
    def height(self) -> float:
        """How high its digits seem to be, in pixels; infinite where there are no marks.

        It is the median height of the marks, weighted by their ink's square root: dirt counts little, and a drawing as
        a digit. By the square of its support, print counts little beside handwriting.
        """
        marks = self.inside or self.marks
        if not marks:
            return np.inf
        heights = np.array([max(mark.height, mark.width / 2) for mark in marks])
        weights = np.sqrt([mark.area for mark in marks])
        weights = np.minimum(weights, MAX_WEIGHT * weighted_median(weights, weights))
        supports = np.array([self.support(mark) for mark in marks])
        return max(self.least_height, weighted_median(heights, weights * (supports + TRACE) ** 2))


def _mean_over_ink(values: npt.NDArray[np.float32], segment: Segment) -> float:
    """The mean of a map, float32 (H, W), where a segment lies, weighted by its ink."""
    top, left, bottom, right = segment.bbox
    return float((values[top:bottom, left:right] * segment.ink).sum() / segment.ink.sum())


def _reach(bbox: Bbox, cell: Bbox) -> int:
    """How far a box reaches out of a cell, to the side where it does so most."""
    return max(cell[0] - bbox[0], cell[1] - bbox[1], bbox[2] - cell[2], bbox[3] - cell[3])


def drawing_to_writing(rgba: npt.NDArray[np.uint8], options: ReadOptions) -> Writing:
    """Find the writing of a clean drawing, uint8 (H, W, 4).

    Raises
    ------
    ImageError
        if shape or dtype differ
    """
    gray = rgba_to_gray(rgba)
    return Writing(drawing_to_ink(gray, options.polarity), enlarged=find_tiny(gray[..., np.newaxis]) is not None)


def photo_to_writing(picture: Picture, options: ReadOptions, findings: Findings | None = None) -> Writing:
    """Find the writing of a photo, in the pixels of `picture.small`, or `picture.large` where its digits are small.

    Parameters
    ----------
    findings : what a finder says of `picture.small`; then only the part that holds digits is looked at, and what no
        hand has written is left out

    Examples
    --------
    Strokes of 40 pixels are 20 pixels high in the small copy, so the large one is taken:

    >>> import cv2
    >>> import numpy as np
    >>> from mnist_app.imaging.decode import decode_picture
    >>> rgb = np.full((500, 2000, 3), 255, np.uint8)
    >>> rgb[200:240, 600:606] = rgb[200:240, 700:706] = 0
    >>> _, file = cv2.imencode(".png", rgb)
    >>> writing = photo_to_writing(decode_picture(file.tobytes()), ReadOptions())
    >>> writing.shape, writing.height
    ((500, 2000), 40.0)
    """
    if findings is None:
        return _find_fine_writing(picture, options)
    part = find_part(findings)
    seen = picture if part == (0, 0, *findings.shape) else picture.cropped(part)
    writing = _find_fine_writing(seen, options, findings, part)
    return replace(writing, part=part, whole=findings.shape)


def _find_fine_writing(
    picture: Picture, options: ReadOptions, findings: Findings | None = None, part: Bbox = (0, 0, 0, 0)
) -> Writing:
    """Find the writing of what is a part of the photo that was looked at by the finder, if it was."""
    writing = _find_writing(picture.small, options, findings, part)
    if writing.height < FINE_HEIGHT and picture.large is not picture.small:
        writing = _find_writing(picture.large, options, findings, part)
    return writing


def _find_writing(rgb: npt.NDArray[np.uint8], options: ReadOptions, findings: Findings | None, part: Bbox) -> Writing:
    """Find the writing of a photo, uint8 (H, W, 3), within and without printed boxes."""
    expected = findings.seen_in(part, rgb.shape[:2]) if findings else None
    if _is_cropped(rgb, options):
        writing = Writing(_ink_on_more_paper(rgb, options, expected), photographed=True, cropped=True)
    else:
        left, cells = take_off_grid(rgb)
        fills = expected is not None and expected.size > FILLS * max(rgb.shape[:2])
        ink = _ink_on_more_paper(left, options, expected) if fills else photo_to_ink(left, options, expected)
        writing = Writing(ink, photographed=True, cells=cells)
    if expected is None:
        return writing
    return replace(writing, ink=take_off_lines(keep_handwriting(writing.ink, expected), expected), expected=expected)


def _is_cropped(rgb: npt.NDArray[np.uint8], options: ReadOptions) -> bool:
    """Whether a photo, uint8 (H, W, 3), is cropped to a row of digits: most of them come close to its border."""
    writing = Writing(_ink_on_more_paper(_shrink(rgb), options), cropped=True)
    if not MIN_SHARE * min(writing.shape) < writing.height <= writing.shape[0]:
        return False
    near = max(BORDER, round(MAX_NEAR * writing.height))
    digits = [mark for mark in writing.marks if mark.side >= MIN_DIGIT * writing.height]
    close = sum(touches_border(mark.bbox, writing.shape, near) for mark in digits)
    return len(digits) > 1 and close > len(digits) / 2  # noise may become one mark that fills the picture


def _ink_on_more_paper(
    rgb: npt.NDArray[np.uint8], options: ReadOptions, expected: Expected | None = None
) -> npt.NDArray[np.float32]:
    """The ink of a photo, float32 (H, W), found with its paper carried on around it."""
    margin = max(1, round(MARGIN * min(rgb.shape[:2])))
    small = _shrink(rgb)
    paper = cv2.medianBlur(small, round(PAPER_WINDOW * min(small.shape[:2])) // 2 * 2 + 1)
    paper = cv2.resize(paper, rgb.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    sheet = np.asarray(cv2.copyMakeBorder(paper, margin, margin, margin, margin, cv2.BORDER_REPLICATE), np.uint8)
    sheet[margin:-margin, margin:-margin] = rgb
    return photo_to_ink(sheet, options, expected.padded(margin) if expected else None)[margin:-margin, margin:-margin]


def _shrink(rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """A copy of a photo, uint8 (H, W, 3), whose shorter side has at most CROP_SIDE pixels."""
    scale = min(1.0, CROP_SIDE / min(rgb.shape[:2]))
    return np.asarray(cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
