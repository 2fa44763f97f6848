"""What the ways cost in which a row's marks may be taken, beside digits of 60 pixels."""

import pytest

from builders.ink import boxes_of_ink
from mnist_app.imaging.bbox import Bbox
from mnist_app.imaging.segments.lattice import Lattice
from mnist_app.imaging.segments.segment import writing_to_layout
from mnist_app.imaging.segments.writing import Writing


def lattice_of(*boxes: Bbox) -> tuple[Lattice, ...]:
    """The rows of a drawing of boxes."""
    return writing_to_layout(Writing(boxes_of_ink(*boxes))).rows


@pytest.mark.parametrize(
    ("bbox", "price"),
    [
        ((100, 300, 160, 308), 0),
        ((100, 300, 190, 308), 0),  # one and a half times as high
        ((70, 300, 190, 308), 1),  # twice as high
        ((100, 300, 172, 372), 0),  # 1.2 times as wide as most are high
        ((100, 300, 160, 420), 0.8),
        ((100, 300, 160, 560), 3),  # the most that is said against width
        ((100, 300, 127, 308), 0.3),  # hardly as large as a digit
    ],
)
def test_what_is_as_large_as_no_digit_costs_more(bbox: Bbox, price: float) -> None:
    top, left, bottom, right = bbox
    corner = (top, left, bottom, left + 8), (bottom - 8, left, bottom, right)
    ink = boxes_of_ink(*((100, col, 160, col + 8) for col in (50, 120, 190, 240)), *corner, shape=(300, 700))
    (row,) = writing_to_layout(Writing(ink)).rows
    (edge,) = [e for e in row.edges if e.segment and e.segment.bbox == bbox and not (e.is_sign or e.is_joined)]
    assert edge.price == pytest.approx(price)


@pytest.mark.parametrize(
    ("first", "second", "price"),
    [
        ((100, 200, 160, 208), (100, 220, 160, 228), 0.7),  # side by side, a fifth of a digit apart
        ((112, 200, 160, 240), (100, 200, 106, 240), 0),  # one above the other
        ((112, 200, 160, 240), (100, 236, 106, 276), 0.38),  # for a tenth of their width
        ((84, 200, 127, 208), (131, 200, 174, 208), 0.42),  # as high, so that none is the other's bar
        ((98, 200, 128, 208), (132, 200, 162, 208), -0.3),  # the halves of one digit
    ],
)
def test_marks_as_one_digit_cost_their_gap_and_less_above_one_another(first: Bbox, second: Bbox, price: float) -> None:
    (row,) = lattice_of((100, 50, 160, 58), (100, 120, 160, 128), (100, 350, 160, 358), first, second)
    whole = tuple(f(pair) for f, pair in zip((min, min, max, max), zip(first, second, strict=True), strict=True))
    (edge,) = [edge for edge in row.edges if edge.segment and edge.segment.bbox == whole]
    assert edge.is_joined
    assert edge.price == pytest.approx(price, abs=0.04)


def test_a_part_of_a_mark_is_neither_all_of_it_nor_larger_than_a_digit() -> None:
    """Three strokes that a bar joins, as long as two digits are high; the last is twice as high as a digit."""
    joined = (100, 260, 160, 268), (100, 316, 160, 324), (40, 372, 160, 380), (128, 260, 132, 380)
    (row,) = lattice_of(*((100, col, 160, col + 8) for col in (50, 100, 150, 200)), *joined)
    parts = [edge for edge in row.edges if edge.cut_from]
    assert {edge.cut_from.bbox for edge in parts if edge.cut_from} == {(40, 260, 160, 380)}
    prices = {edge.segment.bbox: edge.price for edge in parts if edge.segment}
    assert all(bottom - top > 24 and right - left < 78 for top, left, bottom, right in prices)
    firsts, lasts = ([price for box, price in prices.items() if box[i] == end] for i, end in ((1, 260), (3, 380)))
    between = [price for box, price in prices.items() if box[1] > 260 and box[3] < 380]
    assert min(map(len, (firsts, lasts, between))) > 0
    for costs, price in ((firsts, 0.1), (lasts, 1.1), (between, 0.2)):  # a cut costs 0.1, the height 1
        assert costs == pytest.approx([price] * len(costs), abs=0.05)


def test_one_digit_has_no_more_than_four_marks_and_is_hardly_higher_than_others() -> None:
    strokes = [(100, 200 + 10 * k, 160, 204 + 10 * k) for k in range(5)]
    (row,) = lattice_of((100, 50, 160, 58), *strokes)
    assert max(edge.end - edge.start for edge in row.edges) == 4
    for drop, is_joined in ((30, True), (32, False)):
        (row,) = lattice_of((100, 50, 160, 58), (100, 200, 160, 208), (100 - drop, 214, 160 - drop, 222))
        assert any(edge.is_joined for edge in row.edges) is is_joined


def test_one_bar_above_another_mark_is_enough_to_cost_less() -> None:
    """As of a 5 whose bar stands over its first stroke alone."""
    (row,) = lattice_of((100, 50, 160, 58), (100, 196, 106, 206), (112, 200, 160, 204), (112, 214, 160, 218))
    assert [edge.price for edge in row.edges if edge.end - edge.start == 3] == [0]


@pytest.mark.parametrize(("side", "price"), [(9, 0.05), (20, 4.45)])
def test_leaving_out_a_small_mark_costs_more_the_larger_it_is(side: int, price: float) -> None:
    ink = boxes_of_ink(*((100, col, 160, col + 8) for col in (50, 120, 190)), (100, 66, 100 + side, 73))
    (row,) = writing_to_layout(Writing(ink, photographed=True)).rows
    assert [edge.price for edge in row.edges if edge.segment is None] == [pytest.approx(price)]


def test_marks_in_two_cells_are_no_digit_together() -> None:
    digits = [(20, 30, 80, 38), (20, 52, 80, 60), (20, 72, 80, 80)]
    cells = ((0, 0, 100, 66), (0, 66, 100, 132))
    layout = writing_to_layout(Writing(boxes_of_ink(*digits), photographed=True, cells=cells))
    joined = {edge.segment.bbox for row in layout.rows for edge in row.edges if edge.is_joined and edge.segment}
    assert joined == {(20, 30, 80, 60)}
