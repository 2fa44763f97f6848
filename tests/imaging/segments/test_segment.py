import numpy as np
import numpy.typing as npt
import pytest

from builders.ink import boxes_of_ink
from mnist_app.errors import CrowdedError
from mnist_app.imaging.bbox import Bbox
from mnist_app.imaging.guide import Expected
from mnist_app.imaging.segments.lattice import Lattice
from mnist_app.imaging.segments.marks import Segment
from mnist_app.imaging.segments.segment import JOIN_PRICE, writing_to_layout
from mnist_app.imaging.segments.writing import Writing


def lattices(ink: npt.NDArray[np.float32], photographed: bool = False, single: bool = False) -> list[Lattice]:
    return list(writing_to_layout(Writing(ink, photographed), single).rows)


def candidates(ink: npt.NDArray[np.float32], photographed: bool = False) -> list[set[Bbox]]:
    return [{segment.bbox for segment in lattice.candidates} for lattice in lattices(ink, photographed)]


def test_no_ink_gives_no_rows() -> None:
    assert lattices(boxes_of_ink()) == lattices(boxes_of_ink(), photographed=True) == []
    assert lattices(boxes_of_ink(), single=True) == lattices(boxes_of_ink(), photographed=True, single=True) == []


def test_rows_of_marks() -> None:
    upper, lower = [(20, 50, 80, 58), (22, 150, 82, 158)], [(150, 60, 210, 68)]
    assert candidates(boxes_of_ink(*lower, *upper)) == [set(upper), set(lower)]


def test_close_parts_are_also_offered_as_one() -> None:
    body, bar = (40, 50, 100, 58), (36, 62, 44, 90)
    assert (36, 50, 100, 90) in candidates(boxes_of_ink(body, bar))[0]


def price_of(ink: npt.NDArray[np.float32], bbox: Bbox) -> float:
    """Of taking a box of ink as one digit."""
    edges = [edge for lattice in lattices(ink) for edge in lattice.edges]
    return next(edge.price for edge in edges if edge.segment and edge.segment.bbox == bbox)


DIGITS = [(40, col, 100, col + 8) for col in (150, 220, 290)]


def test_two_rings_of_half_a_digits_height_are_rather_one_digit_than_two() -> None:
    upper, lower = (40, 50, 68, 76), (72, 50, 100, 76)
    ink = boxes_of_ink(upper, lower, *DIGITS)
    assert price_of(ink, (40, 50, 100, 76)) < 0 < price_of(ink, upper)


def test_two_digits_above_one_another_are_two() -> None:
    upper, lower = (28, 50, 70, 80), (74, 50, 116, 80)
    ink = boxes_of_ink(upper, lower, *DIGITS)
    assert price_of(ink, (28, 50, 116, 80)) > 0.25 > price_of(ink, upper)


def test_the_nearer_parts_are_the_rather_they_are_one_digit() -> None:
    corner = (40, 50, 80, 80)
    prices = [
        price_of(boxes_of_ink(corner, (60, 80 + gap, 100, 88 + gap), *DIGITS), (40, 50, 100, 88 + gap))
        for gap in (1, 3, 6, 12)
    ]
    assert prices == sorted(prices)
    assert prices[0] < JOIN_PRICE - 0.1
    assert prices[3] - prices[2] == pytest.approx(2 * 6 / 60, abs=0.03)  # where they do not nearly touch


def test_what_the_border_cuts_off_is_left_out_of_photos_beside_whole_digits() -> None:
    whole, cut_off = (100, 50, 160, 58), (260, 200, 300, 208)
    assert candidates(boxes_of_ink(whole, cut_off), photographed=True) == [{whole}]
    assert candidates(boxes_of_ink(cut_off), photographed=True) == [{cut_off}]
    assert candidates(boxes_of_ink(whole, cut_off)) == [{whole}, {cut_off}]


@pytest.mark.parametrize(
    ("height", "seen", "is_read"), [(60, 0.9, True), (52, 0.9, True), (49, 0.9, False), (60, 0.5, False)]
)
def test_what_the_border_touches_is_read_where_a_finder_sees_a_digit_about_as_high_as_others(
    height: int, seen: float, is_read: bool
) -> None:
    inside, touching = [(100, col, 160, col + 8) for col in (50, 120)], (300 - height, 200, 300, 208)
    ink = boxes_of_ink(*inside, touching)
    sure, none = np.ones_like(ink), np.zeros_like(ink)
    expected = Expected(np.full_like(ink, seen), none, sure, sure, np.full_like(ink, 60))
    layout = writing_to_layout(Writing(ink, photographed=True, expected=expected))
    read = {segment.bbox for row in layout.rows for segment in row.candidates}
    assert (touching in read, touching in layout.left_out) == (is_read, not is_read)


def test_a_single_digit_is_all_ink_of_a_drawing_and_all_writing_of_a_photo() -> None:
    ink = boxes_of_ink((100, 50, 160, 58), (100, 70, 160, 78), (0, 390, 300, 400), (30, 30, 32, 32))
    (drawn,), (photographed,) = (lattices(ink, photo, single=True)[0].candidates for photo in (False, True))
    assert drawn.bbox == (0, 30, 300, 400)
    assert photographed.bbox == (100, 50, 160, 78)


def test_of_a_photo_read_as_one_digit_another_one_that_the_border_cuts_off_is_told() -> None:
    ink = boxes_of_ink((100, 50, 160, 58), (260, 200, 300, 208))
    layout = writing_to_layout(Writing(ink, photographed=True), single=True)
    assert ([row.candidates[0].bbox for row in layout.rows], layout.left_out) == (
        [(100, 50, 160, 58)],
        ((260, 200, 300, 208),),
    )
    assert writing_to_layout(Writing(ink), single=True).left_out == ()


@pytest.mark.parametrize("photographed", [False, True])
@pytest.mark.parametrize("pen", [3, 4, 5, 8])
def test_a_point_as_wide_as_a_thin_pen_is_a_sign(pen: int, photographed: bool) -> None:
    digits = [(100, col, 160, col + pen) for col in (50, 120, 190)]
    point = (160 - pen, 85, 160, 85 + pen)
    assert signs(boxes_of_ink(*digits, point), photographed) == [point]


def test_specks_and_long_lines_are_left_out() -> None:
    digits = [(100, col, 160, col + 12) for col in (50, 120, 190)]
    speck, line = (20, 300, 25, 305), (40, 300, 295, 304)
    assert candidates(boxes_of_ink(*digits, speck, line), photographed=True) == [set(digits)]
    assert candidates(boxes_of_ink(*digits, line)) == [set(digits)]


def test_who_draws_may_make_a_point_with_a_thinner_pen() -> None:
    digits, point = [(100, col, 160, col + 20) for col in (50, 150, 250)], (154, 90, 160, 96)
    assert signs(boxes_of_ink(*digits, point)) == [point]


def test_points_among_more_dirt_than_points_are_left_out_and_told() -> None:
    digits, point = [(100, col, 160, col + 8) for col in (50, 150, 250)], (152, 90, 160, 98)
    specks = (40, 100, 48, 108), (40, 180, 48, 188)
    few, many = (
        writing_to_layout(Writing(boxes_of_ink(*digits, point, *some), photographed=True))
        for some in (specks[:1], specks)
    )
    assert (few.left_out, many.left_out) == ((), (point,))


def test_large_digits_have_wider_strokes_than_the_small_ones_which_are_more() -> None:
    large = [(20, col, 150, col + 22) for col in (50, 150)]
    small = [(220, col, 268, col + 8) for col in range(50, 290, 40)]
    ink = boxes_of_ink(*large, *small)
    heights = np.where(np.arange(300)[:, None] < 200, 130, 48) * np.ones_like(ink)
    sure, none = np.ones_like(ink), np.zeros_like(ink)
    expected = Expected(sure, none, sure, sure, heights.astype(np.float32))
    layout = writing_to_layout(Writing(ink, photographed=True, expected=expected))
    assert [{segment.bbox for segment in row.candidates} for row in layout.rows] == [set(large), set(small)]
    assert layout.left_out == ()


def test_a_row_of_touching_digits_that_the_border_cuts_off_is_told() -> None:
    digits, joined = [(100, col, 160, col + 8) for col in (220, 280, 340)], (100, 0, 160, 190)
    layout = writing_to_layout(Writing(boxes_of_ink(*digits, joined), photographed=True))
    assert layout.left_out == (joined,)


def test_of_flat_marks_that_the_border_cuts_off_only_those_as_long_as_a_digit_are_told() -> None:
    digits, bar, line = [(100, col, 160, col + 8) for col in (50, 120, 190)], (292, 20, 300, 100), (292, 150, 300, 390)
    layout = writing_to_layout(Writing(boxes_of_ink(*digits, bar, line), photographed=True))
    assert layout.left_out == (bar,)


def test_a_frame_around_a_page_is_no_empty_form_where_a_finder_sees_digits() -> None:
    ink, cells = boxes_of_ink((100, 50, 116, 54)), ((5, 5, 295, 395),)
    sure, none = np.ones_like(ink), np.zeros_like(ink)
    for seen, size, rows in ((sure, 16, 1), (none, 16, 0), (sure, 60, 0)):
        expected = Expected(seen, none, sure, sure, np.full_like(ink, size))
        writing = Writing(ink, photographed=True, cells=cells, expected=expected)
        assert len(writing_to_layout(writing).rows) == rows


@pytest.mark.parametrize("photographed", [False, True])
def test_strokes_of_another_pen_are_read_if_drawn_and_counted_if_photographed(photographed: bool) -> None:
    alike = [(100, col, 160, col + 20) for col in (50, 120, 190)]
    thin = (100, 260, 160, 263)
    layout = writing_to_layout(Writing(boxes_of_ink(*alike, thin), photographed))
    (row,) = layout.rows
    assert (thin in {segment.bbox for segment in row.candidates}) == (not photographed)
    assert layout.left_out == (thin,) * photographed


@pytest.mark.parametrize(("alike", "is_read"), [(1, True), (2, False)])
def test_a_pen_is_told_from_three_digits_on(alike: int, is_read: bool) -> None:
    digits, thin = [(100, col, 160, col + 24) for col in (50, 120)[:alike]], (100, 260, 160, 264)
    read = set().union(*candidates(boxes_of_ink(*digits, thin), photographed=True))
    assert set(digits) <= read
    assert (thin in read) is is_read


def test_small_digits_may_be_written_with_the_pen_of_the_large_ones() -> None:
    large, small = (
        [(20, col, 150, col + 8) for col in range(20, 320, 60)],
        [(220, col, 268, col + 8) for col in (50, 90)],
    )
    ink = boxes_of_ink(*large, *small)
    heights = np.where(np.arange(300)[:, None] < 200, 130, 48) * np.ones_like(ink)
    sure, none = np.ones_like(ink), np.zeros_like(ink)
    expected = Expected(sure, none, sure, sure, heights.astype(np.float32))
    assert writing_to_layout(Writing(ink, photographed=True, expected=expected)).left_out == ()


@pytest.mark.parametrize(("side", "rows"), [(14, 0), (16, 1)])
def test_cells_with_specks_alone_are_empty(side: int, rows: int) -> None:
    ink = boxes_of_ink((20, 20, 20 + side, 28), (50, 150, 55, 155))
    cells = ((10, 10, 110, 110), (10, 110, 110, 300))
    layout = writing_to_layout(Writing(ink, photographed=True, cells=cells))
    assert len(layout.rows) == rows
    assert layout.left_out == ()


@pytest.mark.parametrize(("height", "rows"), [(230, 1), (250, 2)])
def test_a_row_of_cells_is_one_row_however_high_its_digits_stand(height: int, rows: int) -> None:
    """Cells that are far higher than a digit may each hold anything, and stand where they are."""
    upper, lower = (20, 50, 80, 58), (150, 200, 210, 208)
    cells = ((10, 10, 10 + height, 110), (10, 120, 10 + height, 300))
    layout = writing_to_layout(Writing(boxes_of_ink(upper, lower), photographed=True, cells=cells))
    assert len(layout.rows) == rows


def test_two_rows_in_a_cell_stay_two() -> None:
    upper, lower, beside = (20, 50, 80, 58), (150, 50, 210, 58), (80, 200, 140, 208)
    cells = ((10, 10, 230, 110), (10, 120, 230, 300))
    layout = writing_to_layout(Writing(boxes_of_ink(upper, lower, beside), photographed=True, cells=cells))
    assert [len(row.candidates) for row in layout.rows] == [1, 1, 1]


def test_what_is_left_out_is_told_if_a_digit_is_as_large() -> None:
    digits = [(100, col, 160, col + 8) for col in (50, 120, 190)]
    speck, cut_off, long = (20, 300, 23, 303), (250, 250, 300, 258), (40, 380, 295, 384)
    drawn, photographed = (
        writing_to_layout(Writing(boxes_of_ink(*digits, speck, cut_off, long), photo)) for photo in (False, True)
    )
    assert photographed.left_out == (cut_off,)  # so long a line is no digit
    assert drawn.left_out == (long,)  # the line, which somebody drew; there is no border that cuts off
    assert writing_to_layout(Writing(boxes_of_ink(*digits))).left_out == ()


def test_smaller_digits_that_a_finder_sees_are_told_where_they_are_left_out() -> None:
    digits, small = [(100, col, 160, col + 8) for col in (50, 120, 190)], (60, 320, 78, 330)
    speck, beside = (60, 360, 70, 364), (100, 62, 118, 72)  # this one may be a part of a digit
    ink = boxes_of_ink(*digits, small, speck, beside)
    sure, none = np.ones_like(ink), np.zeros_like(ink)
    left_out = []
    for seen in (sure, none):
        expected = Expected(seen, none, sure, sure, np.full_like(ink, 60))
        left_out.append(writing_to_layout(Writing(ink, photographed=True, expected=expected)).left_out)
    assert left_out == [(small,), ()]


def signs(ink: npt.NDArray[np.float32], photographed: bool = False) -> list[Bbox]:
    """The boxes of what is offered as a sign, whatever it costs."""
    edges = [edge for lattice in lattices(ink, photographed) for edge in lattice.edges if edge.is_sign]
    return [edge.segment.bbox for edge in edges if edge.segment]


def test_a_point_beside_digits_is_offered_as_a_sign() -> None:
    digits = [(100, col, 160, col + 8) for col in (50, 120, 190)]
    point = (152, 70, 160, 78)
    assert point in signs(boxes_of_ink(*digits, point))
    assert signs(boxes_of_ink(*digits, point), photographed=True) == [point]


def test_a_long_comma_stays_in_its_row_and_costs_less_as_a_sign() -> None:
    comma = (145, 100, 181, 109)
    (row,) = lattices(boxes_of_ink(*((100, col, 160, col + 8) for col in (50, 75, 130)), comma))
    prices = {edge.is_sign: edge.price for edge in row.edges if edge.segment and edge.segment.bbox == comma}
    assert prices[True] < prices[False] - 0.1


def test_a_small_mark_far_from_the_digits_is_dirt_on_a_photo_and_shown_in_a_drawing() -> None:
    digits = [(100, col, 160, col + 8) for col in (50, 120, 190)]
    speck = (20, 300, 28, 308)
    assert speck in signs(boxes_of_ink(*digits, speck))
    assert signs(boxes_of_ink(*digits, speck), photographed=True) == []


def test_a_small_mark_belongs_to_the_nearest_row_only() -> None:
    upper, lower, point = (20, 50, 80, 58), (100, 50, 160, 58), (72, 70, 80, 78)
    first, second = candidates(boxes_of_ink(upper, lower, point))
    assert (point in first, point in second) == (True, False)


def test_too_many_are_refused() -> None:
    ink = np.zeros((600, 600), np.float32)
    for row in range(5, 580, 30):
        for col in range(5, 590, 12):
            ink[row : row + 20, col : col + 4] = 1
    with pytest.raises(CrowdedError, match="page of text"):
        lattices(ink)


def test_too_many_ways_are_refused() -> None:
    """Combs of five teeth, each of which may be cut in many ways: 80 crops of each would be read."""
    comb = np.zeros((50, 120), np.float32)
    comb[25:27] = 1
    for col in range(0, 117, 28):
        comb[:, col : col + 4] = 1
    page = np.pad(comb, 10)
    assert len(candidates(np.tile(page, (5, 5)))[0]) > 5 * 50
    with pytest.raises(CrowdedError, match=r"too much in this picture that may be a digit.*Crop it"):
        lattices(np.tile(page, (12, 12)))


def test_all_ink_is_one_segment_however_faint() -> None:
    ink = np.zeros((10, 10), np.float32)
    ink[1, 2] = ink[7, 8] = 0.3
    ((segment,),) = (lattice.candidates for lattice in lattices(ink, single=True))
    assert segment.bbox == (1, 2, 8, 9)
    np.testing.assert_array_equal(segment.ink, ink[1:8, 2:9])


def test_box_and_ink_must_agree() -> None:
    with pytest.raises(ValueError, match="expected ink of the box"):
        Segment((0, 0, 2, 2), np.zeros((3, 2), np.float32))
