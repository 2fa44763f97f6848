"""A mark as one stroke from top to bottom: how it leans and bends, which tells a 1 from a slash or a parenthesis."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Arc:
    """The parabola that lies nearest to the middles of a mark's rows.

    Attributes
    ----------
    lean : columns to the right per row upwards; below 0 where it leans to the left. Of all ink, and in degrees,
        shapes.py measures the slant
    bend : how far its middle lies from the line through its ends, in pixels, on either side
    roughness : how far the rows' middles lie from it, in pixels, root mean square
    """

    lean: float
    bend: float
    roughness: float


def fit_arc(image: npt.NDArray[np.uint8]) -> Arc:
    """Fit an arc to the ink of an image, uint8 (28, 28); all is 0 where fewer than three rows hold ink.

    Examples
    --------
    >>> import numpy as np
    >>> image = np.zeros((28, 28), np.uint8)
    >>> for row in range(4, 24):
    ...     image[row, 24 - row // 2] = 255
    >>> round(fit_arc(image).lean, 1), round(fit_arc(image).bend, 1)
    (0.5, 0.0)
    """
    ink = image.sum(axis=1, dtype=np.float64)
    rows = np.flatnonzero(ink)
    if len(rows) < 3:
        return Arc(0.0, 0.0, 0.0)
    ink = ink[rows]
    middles = image[rows] @ np.arange(image.shape[1], dtype=np.float64) / ink
    half = (rows[-1] - rows[0]) / 2
    down = (rows - rows[0]) / half - 1  # -1 at the top, 1 at the bottom
    curve = np.polynomial.Polynomial.fit(down, middles, 2, domain=(-1, 1), window=(-1, 1), w=np.sqrt(ink))
    _, slope, bend = curve.coef
    roughness = np.sqrt(np.average((middles - curve(down)) ** 2, weights=ink))
    return Arc(-float(slope / half), abs(float(bend)), float(roughness))
