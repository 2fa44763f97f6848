"""Which marks stand in one row: rows may slant, and digits need not sit on one line."""

import numpy as np
import numpy.typing as npt

MAX_SLOPE = 0.36  # 20 degrees: a guess; whoever writes steeper turns the sheet
SLOPES = np.linspace(-MAX_SLOPE, MAX_SLOPE, 41)
ROW_GAP = 0.6  # of a digit's height: centers further apart belong to different rows


def group_rows(centers: npt.NDArray[np.float64], height: float) -> list[list[int]]:
    """Group points into rows, from top to bottom, each from left to right.

    The slope is the one that makes the fewest and thinnest rows.

    Parameters
    ----------
    centers : float64 (N, 2), (row, col) of each digit's center
    height : a typical digit's height, in the same unit

    Returns
    -------
    lists of indices into `centers`

    Examples
    --------
    Two rows that rise to the right:

    >>> import numpy as np
    >>> centers = np.array([[50.0, 10], [46.0, 30], [90.0, 10], [86.0, 30], [82.0, 50]])
    >>> group_rows(centers, height=15)
    [[0, 1], [2, 3, 4]]
    """
    if not len(centers):
        return []
    _, rows = min(
        ((slope, _split(centers[:, 0] - slope * centers[:, 1], height)) for slope in SLOPES),
        key=lambda candidate: _cost(centers, height, *candidate),
    )
    return [sorted(row, key=lambda i: float(centers[i, 1])) for row in rows]


def _split(levels: npt.NDArray[np.float64], height: float) -> list[list[int]]:
    """Cut sorted levels wherever one is too far from the mean of the row so far."""
    rows: list[list[int]] = []
    total = 0.0  # of the levels of the last row
    for i in np.argsort(levels, kind="stable").tolist():
        level = float(levels[i])
        if rows and level - total / len(rows[-1]) <= ROW_GAP * height:
            rows[-1].append(i)
            total += level
        else:
            rows.append([i])
            total = level
    return rows


def _cost(centers: npt.NDArray[np.float64], height: float, slope: float, rows: list[list[int]]) -> float:
    """Spread within the rows, in squared digit heights, a fixed price for each row, and a little for slanting."""
    levels = (centers[:, 0] - slope * centers[:, 1]) / height
    spread = sum(float(np.square(levels[row] - levels[row].mean()).sum()) for row in rows)
    return spread + 0.5 * len(rows) + 0.5 * abs(slope)
