"""Cells in rows and columns, with one that was not found, one over two columns, and others beside them."""

import numpy as np

from mnist_app.imaging.bbox import Bbox
from mnist_app.imaging.segments.cells import arrange_cells, find_cell


def table(rows: int, cols: int, turn: float = 0.0) -> list[Bbox]:
    """Cells of 40 x 60 pixels with rules of 4, turned by some radians; from top to bottom, each row from the left."""
    places = [(row, col) for row in range(rows) for col in range(cols)]
    corners = [(round(44 * row + turn * 64 * col), round(64 * col - turn * 44 * row)) for row, col in places]
    return [(top, left, top + 40, left + 60) for top, left in corners]


def test_no_cells() -> None:
    assert arrange_cells([]) == ()
    assert find_cell((0, 0, 10, 10), []) is None


def test_the_order_of_the_cells_does_not_count() -> None:
    cells = table(3, 4)
    shuffled = [cells[i] for i in np.random.default_rng(0).permutation(12)]
    assert [cell for row in arrange_cells(shuffled) for cell in row] == cells


def test_a_turned_table() -> None:
    cells = table(5, 6, turn=0.1)
    assert [cell for row in arrange_cells(cells) for cell in row] == cells


def test_a_comb_is_no_table() -> None:
    assert arrange_cells(table(1, 6)) == arrange_cells(table(6, 1)) == ()


def test_boxes_apart_are_no_table() -> None:
    apart = [(2 * top, 2 * left, 2 * top + 40, 2 * left + 60) for top, left, _, _ in table(2, 2)]
    assert arrange_cells(apart) == ()


def test_a_box_beside_the_table_is_none_of_its_cells() -> None:
    cells = table(2, 3)
    assert [cell for row in arrange_cells([*cells, (0, 400, 40, 460)]) for cell in row] == cells


def test_a_cell_that_was_not_found_is_filled_in() -> None:
    cells = table(3, 3)
    assert [cell for row in arrange_cells(cells[:4] + cells[5:]) for cell in row] == cells


def test_a_cell_over_two_columns_stands_in_the_first() -> None:
    cells = table(3, 3)
    title = (0, 0, 40, 124)
    assert arrange_cells([title, *cells[2:]])[0] == (title, None, cells[2])


def test_scattered_cells_are_no_table() -> None:
    steps = [(44 * i, 64 * i, 44 * i + 44, 64 * i + 64) for i in range(6)]
    assert arrange_cells(steps) == ()


def test_a_mark_lies_in_the_cell_of_its_middle() -> None:
    cells = table(2, 2)
    assert find_cell((30, 70, 60, 90), cells) == 3
    assert find_cell((100, 0, 110, 10), cells) is None
