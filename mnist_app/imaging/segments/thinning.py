"""Thick strokes, thinned: what a wide pen closes in a small digit, such as a 4's open top, opens again.

For drawings alone. On photos, where pens are seldom so wide and strokes have fewer pixels, it lost more than it won.
"""

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.imaging.segments.marks import STROKE_BIAS, Segment

# Strokes are thinned to this share of their digit's longer side; MNIST's are an eighth. Four networks that learned from
# MNIST alone misread fewest so, of 700 digits of 24 writers drawn with nine pens.
MAX_STROKE = 0.17


def thin_strokes(segment: Segment) -> npt.NDArray[np.float32]:
    """The ink of a segment, its strokes no wider than about MAX_STROKE of what is then its longer side.

    Returns
    -------
    float32 (H, W) in [0, 1], of the shape of the segment's ink, which it is where the strokes are not too wide

    Examples
    --------
    Of two bars, 100 pixels high, the thick one becomes narrower:

    >>> import numpy as np
    >>> thick, thin = (Segment((0, 0, 100, width), np.ones((100, width), np.float32)) for width in (30, 15))
    >>> [int(thin_strokes(bar).any(axis=0).sum()) for bar in (thick, thin)]
    [20, 15]
    """
    excess = _excess(segment)
    if excess < 1:
        return segment.ink
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (excess + 1, excess + 1))
    thinned = cv2.erode(segment.ink, disc, borderType=cv2.BORDER_CONSTANT, borderValue=0)
    return np.asarray(thinned, np.float32) if thinned.any() else segment.ink


def _excess(segment: Segment) -> int:
    """How many pixels its strokes, and with them its sides, are too wide; 0 or less where they are not."""
    return round((segment.stroke - STROKE_BIAS - MAX_STROKE * segment.side) / (1 - MAX_STROKE))
