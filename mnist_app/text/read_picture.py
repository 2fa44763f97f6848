"""A picture together with what was read in it: what every input ends in, and what the page shows. No Streamlit."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from mnist_app.imaging.bbox import Bbox, scale_bbox
from mnist_app.imaging.display import Box, Color, draw_boxes
from mnist_app.reading.added import add_digits
from mnist_app.reading.feedback import Missed
from mnist_app.reading.result import Digit, LikeJudged, Reading
from mnist_app.text.reading import short_answer

# Told apart by color-blind people, legible with white on them (Okabe and Ito's blue, vermilion and a gray, and their
# green for what is corrected or added); the label says the same in writing.
BOX_COLORS: dict[str, Color] = {"sure": (0, 92, 156), "unsure": (190, 75, 0), "not_a_digit": (90, 90, 90)}
CORRECTED_COLOR: Color = (0, 110, 80)
CORRECTED_MARK, ADDED_MARK = "*", "+"  # the letters on a picture are OpenCV's, which has no others than ASCII


@dataclass(frozen=True, eq=False)
class ReadPicture:
    """A picture and its reading.

    Attributes
    ----------
    name : how the visitor knows it: "Your drawing", or a file's name
    pixels : uint8 (H, W, 3), as it is shown; often smaller than the source
    source_shape : (height, width) of the source, in whose pixels the reading's boxes are
    reading : what was read
    """

    name: str
    pixels: npt.NDArray[np.uint8]
    source_shape: tuple[int, int]
    reading: Reading

    def shown_bbox(self, digit: Digit) -> Bbox:
        """Where a digit lies in `pixels`."""
        return scale_bbox(digit.bbox, self.source_shape, self._shape)

    def to_source(self, digit: Digit) -> Digit:
        """A digit whose box is in `pixels`, with its box in the source's pixels."""
        return replace(digit, bbox=scale_bbox(digit.bbox, self._shape, self.source_shape))

    def with_boxes(self, selected: int | None) -> npt.NDArray[np.uint8]:
        """The picture with a box around every digit, the selected one's thick, if any: uint8 (H, W, 3).

        What was left out has a dashed box.
        """
        digits = self.reading.digits
        boxes = [
            Box(self.shown_bbox(digit), box_label(digit), _box_color(digit), is_bold=number == selected)
            for number, digit in enumerate(digits)
        ]
        left_out = (scale_bbox(bbox, self.source_shape, self._shape) for bbox in self.reading.left_out)
        boxes += [Box(bbox, "", BOX_COLORS["not_a_digit"], is_dashed=True) for bbox in left_out]
        return draw_boxes(self.pixels, boxes)

    def corrected(self, truths: Mapping[str, str], by_hand: Mapping[str, LikeJudged] | None = None) -> "ReadPicture":
        """The same with what a visitor says of its digits, see `Reading.corrected`."""
        return replace(self, reading=self.reading.corrected(truths, by_hand))

    def with_missed(self, missed: Sequence[Missed]) -> "ReadPicture":
        """The same with those of the digits that a visitor has added that were added to this very picture."""
        here = [one.digit for one in missed if one.place == self.place(one.digit.bbox)]
        return replace(self, reading=add_digits(self.reading, here)) if here else self

    def place(self, bbox: Bbox) -> str:
        """What tells a piece of the picture, a box in the source's pixels, from all others: where it is and its pixels.

        So a digit that was added stays where it is when more is drawn elsewhere, and comes back with an undo.
        """
        min_row, min_col, max_row, max_col = scale_bbox(bbox, self.source_shape, self._shape)
        piece = np.ascontiguousarray(self.pixels[min_row:max_row, min_col:max_col])
        return hashlib.sha256(repr((bbox, self.source_shape)).encode() + piece.tobytes()).hexdigest()

    @property
    def _shape(self) -> tuple[int, int]:
        return self.pixels.shape[0], self.pixels.shape[1]


def box_label(digit: Digit) -> str:
    """A digit in short, with a mark if it is corrected or added: "7", "7?", "?", "2*", "2+"."""
    return short_answer(digit) + CORRECTED_MARK * digit.is_corrected + ADDED_MARK * digit.is_added


def _box_color(digit: Digit) -> Color:
    return CORRECTED_COLOR if digit.is_corrected or digit.is_added else BOX_COLORS[digit.final_verdict]
