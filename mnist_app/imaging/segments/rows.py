"""Which marks stand in one row: rows may slant, and digits need not sit on one line."""

import numpy as np
import numpy.typing as npt

MAX_SLOPE = 0.36  # 20 degrees: a guess; whoever writes steeper turns the sheet
SLOPES = np.linspace(-MAX_SLOPE, MAX_SLOPE, 41)
ROW_GAP = 0.6  # of a digit's height: centers further apart belong to different rows
# What a row costs, and a slope, beside how far digits stray from their row: squared, in heights of theirs. Guesses. A
# slope costs the more the further apart digits are, squared, as those that are scattered stand in no row.
ROW_PRICE, SLOPE_PRICE = 0.5, 0.5


def group_rows(centers: npt.NDArray[np.float64], height: float | npt.NDArray[np.float64]) -> list[list[int]]:
    """Group points into rows, from top to bottom, each from left to right.

    The slope is the one that makes the fewest and thinnest rows.

    Parameters
    ----------
    centers : float64 (N, 2), (row, col) of each digit's center
    height : a typical digit's height, in the same unit, or each point's own, float64 (N,)

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
    heights = np.broadcast_to(np.asarray(height, np.float64), len(centers))
    slope_price = SLOPE_PRICE * max(1.0, _distance(centers, heights)) ** 2
    _, rows = min(
        ((slope, _split(centers[:, 0] - slope * centers[:, 1], heights)) for slope in SLOPES),
        key=lambda candidate: _stray(centers, heights, *candidate) + slope_price * abs(candidate[0]),
    )
    return [sorted(row, key=lambda i: float(centers[i, 1])) for row in rows]


def _split(levels: npt.NDArray[np.float64], heights: npt.NDArray[np.float64]) -> list[list[int]]:
    """Cut sorted levels wherever one is too far from the mean of the row so far."""
    rows: list[list[int]] = []
    total = 0.0  # of the levels of the last row
    for i in np.argsort(levels, kind="stable").tolist():
        level = float(levels[i])
        if rows and level - total / len(rows[-1]) <= ROW_GAP * float(np.sqrt(heights[i] * heights[rows[-1][-1]])):
            rows[-1].append(i)
            total += level
        else:
            rows.append([i])
            total = level
    return rows


def _distance(centers: npt.NDArray[np.float64], heights: npt.NDArray[np.float64]) -> float:
    """How far apart digits are: from each to the nearest, in heights, in the median."""
    if len(centers) < 2:
        return 0.0
    distances = np.hypot(*(centers[:, None] - centers[None]).transpose(2, 0, 1))
    np.fill_diagonal(distances, np.inf)
    return float(np.median(distances.min(axis=1) / heights))


def _stray(
    centers: npt.NDArray[np.float64], heights: npt.NDArray[np.float64], slope: float, rows: list[list[int]]
) -> float:
    """Spread within the rows, in squared digit heights, and a fixed price for each row."""
    levels = centers[:, 0] - slope * centers[:, 1]
    spread = sum(float(np.square((levels[row] - levels[row].mean()) / heights[row]).sum()) for row in rows)
    return spread + ROW_PRICE * len(rows)
