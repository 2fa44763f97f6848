"""Which printed cell something lies in, and how cells make a table: its rows and columns, from their boxes alone."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from mnist_app.imaging.bbox import Bbox
from mnist_app.imaging.segments.rows import group_rows

# All are guesses. Cells belong to one table if no more than the first share of the shorter side of both lies between
# them: a rule, or two. At least the second share of a table's places hold a cell of their own.
JOINT = 0.15
MIN_FOUND = 0.5


def find_cell(bbox: Bbox, cells: Sequence[Bbox]) -> int | None:
    """The index of the cell in which the middle of a box lies; None if it lies in none.

    Examples
    --------
    >>> find_cell((10, 55, 30, 65), [(0, 0, 50, 50), (0, 50, 50, 100)])
    1
    """
    row, col = (bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2
    inside = (i for i, cell in enumerate(cells) if cell[0] <= row < cell[2] and cell[1] <= col < cell[3])
    return next(inside, None)


def arrange_cells(cells: Sequence[Bbox]) -> tuple[tuple[Bbox | None, ...], ...]:
    """Arrange the largest group of cells that lie side by side as a table.

    A cell that goes over several rows or columns stands in the first of them, and None in the others. Where one cell
    was not found, it is taken to be as high as its row and as wide as its column.

    Returns
    -------
    the table's rows from top to bottom, each from left to right and of the same length; () if the cells make fewer
    than two rows or two columns

    Examples
    --------
    >>> arrange_cells([(0, 50, 40, 90), (45, 0, 85, 45), (0, 0, 40, 45), (45, 50, 85, 90)])
    (((0, 0, 40, 45), (0, 50, 40, 90)), ((45, 0, 85, 45), (45, 50, 85, 90)))
    >>> arrange_cells([(0, 0, 40, 45), (0, 50, 40, 90)])
    ()
    """
    boxes = _largest_group(np.array(cells, np.float64).reshape(-1, 4))
    if len(boxes) < 3:
        return ()
    tops, lefts = boxes[:, [0, 1]], boxes[:, [1, 0]]
    rows = group_rows(tops, float((boxes[:, 2] - boxes[:, 0]).min()))
    cols = group_rows(lefts, float((boxes[:, 3] - boxes[:, 1]).min()))
    if len(rows) < 2 or len(cols) < 2 or len(boxes) < MIN_FOUND * len(rows) * len(cols):
        return ()
    places = [[set(row) & set(col) for col in cols] for row in rows]
    return tuple(
        tuple(
            _to_bbox(boxes[min(place)]) if place else _fill_in(boxes, row, col)
            for place, col in zip(across, cols, strict=True)
        )
        for across, row in zip(places, rows, strict=True)
    )


def _largest_group(boxes: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Those of the boxes (N, 4) that hang together, as many as do."""
    left = set(range(len(boxes)))
    largest: list[int] = []
    while left:
        group, border = [], [left.pop()]
        while border:
            group.append(border.pop())
            near = {i for i in left if _is_joined(boxes[group[-1]], boxes[i])}
            border += near
            left -= near
        largest = max(largest, group, key=len)
    return boxes[sorted(largest)]


def _is_joined(a: npt.NDArray[np.float64], b: npt.NDArray[np.float64]) -> bool:
    gaps = np.maximum(a[:2], b[:2]) - np.minimum(a[2:], b[2:])
    sides = np.minimum(a[2:] - a[:2], b[2:] - b[:2])
    return bool((gaps <= JOINT * sides.min()).all())


def _fill_in(boxes: npt.NDArray[np.float64], row: Sequence[int], col: Sequence[int]) -> Bbox | None:
    """The cell that was not found, as its nearest neighbors have it; None where another one lies there."""
    across, down = boxes[row], boxes[col]
    beside = across[np.abs(across[:, 1] - down[:, 1].mean()).argmin()]
    above = down[np.abs(down[:, 0] - across[:, 0].mean()).argmin()]
    bbox = _to_bbox(np.array([beside[0], above[1], beside[2], above[3]]))
    return None if find_cell(bbox, [_to_bbox(box) for box in boxes]) is not None else bbox


def _to_bbox(box: npt.NDArray[np.float64]) -> Bbox:
    min_row, min_col, max_row, max_col = (int(value) for value in box)
    return min_row, min_col, max_row, max_col
