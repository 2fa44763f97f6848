"""Picture -> writing: the ink of a picture, the marks it consists of, and how high its digits seem to be.

A photo is decoded once. Its ink is looked for on a small copy first, which is enough for most photos; only where the
digits turn out to be small is it looked for again, among all the pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mnist_app.imaging.bbox import touches_border
from mnist_app.imaging.decode import Picture, rgba_to_gray
from mnist_app.imaging.ink.ink import drawing_to_ink, photo_to_ink
from mnist_app.imaging.ink.paper import weighted_median
from mnist_app.imaging.options import ReadOptions
from mnist_app.imaging.segments.marks import Segment, find_marks

# Where digits seem to be lower than this, in pixels, all the pixels of the photo are looked at: 20 of a digit's go into
# the network.
FINE_HEIGHT = 28
# A mark that comes this close to the picture's border, in pixels, may be cut off by it.
BORDER = 1
# The most that one mark may weigh, by which a large drawing counts as a digit: this share of the weight up to which
# half of all weight lies. A guess.
MAX_WEIGHT = 0.75


@dataclass(frozen=True, eq=False)
class Writing:
    """What is written in a picture, before it is known which marks are digits.

    Attributes
    ----------
    ink : float32 (H, W) in [0, 1], 1 = full ink
    marks : the ink in its connected pieces, largest first
    height : how high its digits seem to be, in pixels; infinite where there are no marks
    photographed : whether it comes from a photo, whose border cuts marks off; nobody draws beyond a canvas
    """

    ink: npt.NDArray[np.float32]
    marks: tuple[Segment, ...]
    height: float
    photographed: bool

    @property
    def shape(self) -> tuple[int, int]:
        """(height, width) of the picture in whose pixels the marks lie."""
        return self.ink.shape[0], self.ink.shape[1]


def drawing_to_writing(rgba: npt.NDArray[np.uint8], options: ReadOptions) -> Writing:
    """Find the writing of a clean drawing, uint8 (H, W, 4).

    Raises
    ------
    ImageError
        if shape or dtype differ
    """
    return ink_to_writing(drawing_to_ink(rgba_to_gray(rgba), options.polarity))


def photo_to_writing(picture: Picture, options: ReadOptions) -> Writing:
    """Find the writing of a photo, in the pixels of its small copy, or of `picture.rgb` where its digits are small.

    Examples
    --------
    Strokes of 40 pixels are 20 pixels high in the small copy, so all the pixels are taken:

    >>> import numpy as np
    >>> rgb = np.full((500, 2000, 3), 255, np.uint8)
    >>> rgb[200:240, 600:606] = rgb[200:240, 700:706] = 0
    >>> writing = photo_to_writing(Picture(rgb, source_shape=(500, 2000)), ReadOptions())
    >>> writing.shape, writing.height
    ((500, 2000), 40.0)
    """
    writing = ink_to_writing(photo_to_ink(picture.small, options), photographed=True)
    if writing.height < FINE_HEIGHT and picture.small.shape != picture.rgb.shape:
        writing = ink_to_writing(photo_to_ink(picture.rgb, options), photographed=True)
    return writing


def ink_to_writing(ink: npt.NDArray[np.float32], photographed: bool = False) -> Writing:
    """Split ink, float32 (H, W) in [0, 1], into its marks, and measure them.

    Examples
    --------
    >>> import numpy as np
    >>> ink = np.zeros((60, 80), np.float32)
    >>> ink[10:50, 20:24] = ink[12:52, 60:64] = 1
    >>> writing = ink_to_writing(ink)
    >>> [mark.bbox for mark in writing.marks]
    [(10, 20, 50, 24), (12, 60, 52, 64)]
    >>> writing.height
    40.0
    """
    marks = tuple(find_marks(ink))
    return Writing(ink, marks, _typical_height(marks, (ink.shape[0], ink.shape[1])), photographed)


def _typical_height(marks: Sequence[Segment], shape: tuple[int, int]) -> float:
    """Median height of the marks, weighted by their ink's square root: dirt counts little, and a drawing as a digit."""
    inside = [mark for mark in marks if not touches_border(mark.bbox, shape, BORDER)] or list(marks)
    if not inside:
        return np.inf
    heights = np.array([max(mark.height, mark.width / 2) for mark in inside])
    weights = np.sqrt([mark.area for mark in inside])
    return weighted_median(heights, np.minimum(weights, MAX_WEIGHT * weighted_median(weights, weights)))
