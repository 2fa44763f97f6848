"""A row of three marks that stand close, of which the last can be cut: what is asked of its lattice."""

import numpy as np

from mnist_app.imaging.segments.lattice import Edge, Lattice
from mnist_app.imaging.segments.marks import Segment

A, B, C, LEFT, RIGHT, A_B, B_C = (Segment((0, col, 1, col + 1), np.ones((1, 1), np.float32)) for col in range(7))
ROW = Lattice(
    (
        Edge(0, 1, A, 0),
        Edge(0, 1, None, 0),
        Edge(1, 2, B, 0),
        Edge(1, 2, B, 0, is_sign=True),
        Edge(0, 2, A_B, 0, is_joined=True),
        Edge(2, 3, LEFT, 0, cut_from=C),
        Edge(3, 4, RIGHT, 0, cut_from=C),
        Edge(2, 4, C, 0),
        Edge(1, 4, B_C, 0, is_joined=True),
    )
)


def test_what_is_left_out_is_not_read() -> None:
    assert ROW.candidates == (A, B, B, A_B, LEFT, RIGHT, C, B_C)
    assert ROW.signs == (False, False, True, False, False, False, False, False)
    assert ROW.cut_from == (None, None, None, None, C, C, None, None)
    assert ROW.last == 4


def test_a_joined_mark_holds_single_ones_neither_signs_nor_parts() -> None:
    joined = [[ROW.candidates[i] for i in ROW.joined_in(candidate)] for candidate in range(8)]
    assert joined == [[], [], [], [A, B], [], [], [], [B, C]]
