"""Picture -> writing: the ink of a picture, the marks it consists of, and how high its digits seem to be.

The ink of a photo is looked for in a small copy first, which is enough for most photos; only where the digits turn out
to be small is it looked for again, in a copy twice as large.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from mnist_app.imaging.bbox import Bbox, touches_border
from mnist_app.imaging.decode import Picture, rgba_to_gray
from mnist_app.imaging.ink.grid import take_off_grid
from mnist_app.imaging.ink.ink import drawing_to_ink, photo_to_ink
from mnist_app.imaging.ink.paper import weighted_median
from mnist_app.imaging.options import ReadOptions
from mnist_app.imaging.segments.marks import Segment, find_marks

# Where digits seem to be lower than this, in pixels, the photo is looked at in its large copy: of a digit, 20 pixels go
# into the network.
FINE_HEIGHT = 28
# A mark that comes this close to the picture's border, in pixels, may be cut off by it.
BORDER = 1
# The most that one mark may weigh, by which a large drawing counts as a digit: this share of the weight up to which
# half of all weight lies. A guess.
MAX_WEIGHT = 0.75


@dataclass(frozen=True, eq=False)
class Writing:
    """What is written in a picture, before it is known which marks are digits. Its marks are found once.

    Attributes
    ----------
    ink : float32 (H, W) in [0, 1], 1 = full ink
    photographed : whether it comes from a photo, whose border cuts marks off; nobody draws beyond a canvas
    cells : the boxes of printed cells, in no order

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
    cells: tuple[Bbox, ...] = ()

    @property
    def shape(self) -> tuple[int, int]:
        """(height, width) of the picture in whose pixels the marks lie."""
        return self.ink.shape[0], self.ink.shape[1]

    @cached_property
    def marks(self) -> tuple[Segment, ...]:
        """The ink in its connected pieces, largest first."""
        return tuple(find_marks(self.ink))

    @cached_property
    def height(self) -> float:
        """How high its digits seem to be, in pixels; infinite where there are no marks.

        It is the median height of the marks, weighted by their ink's square root: dirt counts little, and a drawing as
        a digit.
        """
        marks = [mark for mark in self.marks if not touches_border(mark.bbox, self.shape, BORDER)] or self.marks
        if not marks:
            return np.inf
        heights = np.array([max(mark.height, mark.width / 2) for mark in marks])
        weights = np.sqrt([mark.area for mark in marks])
        return weighted_median(heights, np.minimum(weights, MAX_WEIGHT * weighted_median(weights, weights)))


def drawing_to_writing(rgba: npt.NDArray[np.uint8], options: ReadOptions) -> Writing:
    """Find the writing of a clean drawing, uint8 (H, W, 4).

    Raises
    ------
    ImageError
        if shape or dtype differ
    """
    return Writing(drawing_to_ink(rgba_to_gray(rgba), options.polarity))


def photo_to_writing(picture: Picture, options: ReadOptions) -> Writing:
    """Find the writing of a photo, in the pixels of `picture.small`, or `picture.large` where its digits are small.

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
    writing = _find_writing(picture.small, options)
    if writing.height < FINE_HEIGHT and picture.large is not picture.small:
        writing = _find_writing(picture.large, options)
    return writing


def _find_writing(rgb: npt.NDArray[np.uint8], options: ReadOptions) -> Writing:
    """Find the writing of a photo, uint8 (H, W, 3), within and without printed boxes."""
    left, cells = take_off_grid(rgb)
    return Writing(photo_to_ink(left, options), photographed=True, cells=cells)
