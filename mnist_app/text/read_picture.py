"""A picture together with what was read in it: what every input ends in, and what the page shows. No Streamlit."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from mnist_app.imaging.bbox import Bbox, scale_bbox
from mnist_app.imaging.display import Box, Color, draw_boxes
from mnist_app.reading.result import Digit, Reading
from mnist_app.text.reading import short_answer

# Told apart by color-blind people, legible with white on them (Okabe and Ito's blue, vermilion and a gray, and their
# green for what is corrected); the label says the same in writing.
BOX_COLORS: dict[str, Color] = {"sure": (0, 92, 156), "unsure": (190, 75, 0), "not_a_digit": (90, 90, 90)}
CORRECTED_COLOR: Color = (0, 110, 80)
CORRECTED_MARK = "*"  # the letters on a picture are OpenCV's, which has no others than ASCII


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
        height, width = self.pixels.shape[:2]
        return scale_bbox(digit.bbox, self.source_shape, (height, width))

    def with_boxes(self, selected: int | None) -> npt.NDArray[np.uint8]:
        """The picture with a box around every digit, the selected one's thick, if any: uint8 (H, W, 3)."""
        digits = self.reading.digits
        boxes = [
            Box(self.shown_bbox(digit), box_label(digit), _box_color(digit), is_bold=number == selected)
            for number, digit in enumerate(digits)
        ]
        return draw_boxes(self.pixels, boxes)

    def corrected(self, truths: Mapping[str, str]) -> "ReadPicture":
        """The same with what a visitor says of its digits, see `Reading.corrected`."""
        return replace(self, reading=self.reading.corrected(truths))


def box_label(digit: Digit) -> str:
    """A digit in short, with a mark if it is corrected: "7", "7?", "?", "2*"."""
    return short_answer(digit) + CORRECTED_MARK * digit.is_corrected


def _box_color(digit: Digit) -> Color:
    return CORRECTED_COLOR if digit.is_corrected else BOX_COLORS[digit.final_verdict]
