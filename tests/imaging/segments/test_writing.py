"""How large the digits of made-up ink are, and in how many pixels a photo is looked at."""

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from builders.ink import boxes_of_ink
from mnist_app.imaging.bbox import Bbox
from mnist_app.imaging.decode import LARGE_SIDE, SMALL_SIDE, Picture, decode_picture
from mnist_app.imaging.guide import Expected
from mnist_app.imaging.options import DEFAULTS, ReadOptions
from mnist_app.imaging.segments import writing as module
from mnist_app.imaging.segments.marks import Segment, crop_segment
from mnist_app.imaging.segments.segment import writing_to_layout
from mnist_app.imaging.segments.writing import (
    CROP_SIDE,
    FINE_HEIGHT,
    MARGIN,
    Writing,
    drawing_to_writing,
    photo_to_writing,
)


def sheet(height: int) -> npt.NDArray[np.uint8]:
    """A photo of LARGE_SIDE pixels with three strokes of this height on grainy paper."""
    paper = np.random.default_rng(0).normal(210, 3, (LARGE_SIDE // 2, LARGE_SIDE, 1)).repeat(3, axis=2)
    for col in (600, 900, 1200):
        paper[400 : 400 + height, col : col + 8] = 40
    return np.asarray(cv2.GaussianBlur(paper.clip(0, 255).astype(np.uint8), (0, 0), 1), np.uint8)


def picture_of(pixels: npt.NDArray[np.uint8]) -> Picture:
    return decode_picture(cv2.imencode(".png", pixels)[1].tobytes())


def test_no_ink_has_no_height() -> None:
    writing = Writing(boxes_of_ink())
    assert (writing.marks, writing.height, writing.shape) == ((), np.inf, (300, 400))


def test_dirt_hardly_counts() -> None:
    digits = [(20, 50, 80, 58), (22, 150, 82, 158), (21, 250, 81, 258)]
    dirt = [(150, col, 153, col + 3) for col in range(20, 380, 60)]
    assert Writing(boxes_of_ink(*digits)).height == 60
    assert Writing(boxes_of_ink(*digits, *dirt)).height == 60


def test_a_mark_that_the_border_cuts_off_does_not_count_beside_whole_ones() -> None:
    whole, cut_off = (20, 50, 80, 58), (100, 200, 300, 230)
    assert Writing(boxes_of_ink(whole, cut_off)).height == 60
    assert Writing(boxes_of_ink(cut_off)).height == 200


@pytest.mark.parametrize(("height", "side"), [(120, SMALL_SIDE), (40, LARGE_SIDE)])
def test_small_digits_are_looked_for_in_all_pixels(height: int, side: int) -> None:
    writing = photo_to_writing(picture_of(sheet(height)), DEFAULTS)
    assert writing.photographed
    assert writing.shape == (side // 2, side)
    assert writing.height == pytest.approx(height * side / LARGE_SIDE, abs=5)


@pytest.mark.parametrize(("height", "times"), [(120, 1), (40, 2)])
def test_marks_are_found_once_for_each_size_that_is_needed(
    height: int, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[tuple[int, ...]] = []
    find_marks = module.find_marks

    def watched(ink: npt.NDArray[np.float32]) -> list[Segment]:
        found.append(ink.shape)
        return find_marks(ink)

    monkeypatch.setattr(module, "find_marks", watched)
    writing_to_layout(photo_to_writing(picture_of(sheet(height)), DEFAULTS))
    assert len([shape for shape in found if shape[0] > CROP_SIDE]) == times


def test_what_is_one_digit_anyway_is_not_split_into_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_marks", lambda ink: pytest.fail("the marks of a single drawn digit were found"))
    assert len(writing_to_layout(Writing(boxes_of_ink((20, 50, 80, 58), (20, 90, 80, 98))), single=True).rows) == 1


def test_a_small_picture_is_not_looked_at_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[tuple[int, ...]] = []
    find = module.photo_to_ink

    def watched(rgb: npt.NDArray[np.uint8], *choices: Any) -> npt.NDArray[np.float32]:
        looked_at.append(rgb.shape)
        return find(rgb, *choices)

    monkeypatch.setattr(module, "photo_to_ink", watched)
    writing = photo_to_writing(picture_of(sheet(20)[300:500, 500:1300]), DEFAULTS)
    assert writing.height < FINE_HEIGHT
    rough = round(2 * MARGIN * CROP_SIDE) + CROP_SIDE  # a small copy on more paper shows whether it is cropped
    assert [shape for shape in looked_at if shape[0] != rough] == [(200, 800, 3)]


def test_a_drawing_is_not_photographed() -> None:
    rgba = np.full((50, 60, 4), 255, np.uint8)
    assert not drawing_to_writing(rgba, DEFAULTS).marks
    painted_over = drawing_to_writing(rgba, ReadOptions(polarity="light"))
    assert not painted_over.photographed
    assert [mark.bbox for mark in painted_over.marks] == [(0, 0, 50, 60)]


def expecting(size: float, likely: float = 0.9) -> Writing:
    """Six marks of 60 pixels and one of 200, of which a finder has seen each as a digit of some size."""
    ink = boxes_of_ink(*((20, col, 80, col + 8) for col in range(20, 320, 50)), (90, 250, 290, 270))
    maps = np.full_like(ink, likely)
    return Writing(ink, expected=Expected(maps, 0 * maps, maps, maps, np.full_like(ink, size)))


def test_print_says_little_of_how_high_digits_are() -> None:
    """Five marks of 60 pixels that a finder hardly takes for handwriting, and two of 100 that it does."""
    ink = boxes_of_ink(
        *((20, col, 80, col + 8) for col in range(20, 270, 50)), *((100, at, 200, at + 8) for at in (20, 60))
    )
    likely = np.full_like(ink, 0.9)
    likely[:90] = 0.3
    assert Writing(ink).height == 60
    assert Writing(ink, expected=Expected(likely, 0 * ink, likely, ink, np.full_like(ink, 100))).height == 100


def test_digits_are_as_high_as_everywhere_unless_others_are_seen_there() -> None:
    small, large = (0, 0, 60, 8), (0, 0, 200, 20)
    at = {
        side: Segment((90, 250, 90 + side[2], 250 + side[3]), np.ones(side[2:], np.float32)) for side in (small, large)
    }
    seen = expecting(190)
    assert seen.height == 60
    assert seen.height_at(at[large]) == pytest.approx(190)
    assert expecting(105).height_at(at[large]) == 200  # for a large digit is seen too small
    assert expecting(95).height_at(at[large]) == 60  # for that is too much
    tall = Segment((90, 250, 230, 270), np.ones((140, 20), np.float32))
    assert expecting(85).height_at(tall) == 60  # for that is no larger digit, but perhaps one of each of two rows
    assert seen.height_at(at[small]) == 60  # for it is not so high
    assert expecting(70).height_at(at[small]) == 60  # for that is hardly another size
    assert expecting(190, likely=0.3).height_at(at[large]) == 60  # for that is hardly seen
    assert Writing(seen.ink).height_at(at[large]) == 60


@pytest.mark.parametrize(
    ("top", "left", "height"),
    [(150, 100, 21), (85, 100, 60), (40, 30, 60), (60, 340, 60)],
    ids=["below", "just below", "between", "behind the last"],
)
def test_a_smaller_digit_is_as_high_as_it_is_seen_if_it_can_be_no_comma(top: int, left: int, height: float) -> None:
    mark = Segment((top, left, top + 20, left + 5), np.ones((20, 5), np.float32))
    assert expecting(21).height_at(mark) == pytest.approx(height)


@pytest.mark.parametrize(
    ("digits", "others", "least", "most"),
    [(0.9, 0.02, 0.5, 0.5), (0.4, 0.6, 0.7, 0.8), (0.1, 0.9, 0.95, 1), (0, 0, 0.5, 0.5)],
)
def test_what_a_finder_takes_for_other_writing_is_foreign(
    digits: float, others: float, least: float, most: float
) -> None:
    seen = expecting(60)
    assert seen.expected is not None
    maps = {"digits": np.full_like(seen.ink, digits), "others": np.full_like(seen.ink, others)}
    foreign = replace(seen, expected=replace(seen.expected, **maps))
    assert least <= foreign.foreignness(foreign.marks[0]) <= most
    assert Writing(seen.ink).foreignness(foreign.marks[0]) == 0.5


CELLS = tuple((row, col, row + 60, col + 60) for row in (0, 60) for col in (0, 60, 120))


@pytest.mark.parametrize(
    ("row", "col", "are_slots"),
    [
        (10, 15, True),
        (28, 15, True),  # a little across the lower line, or far
        (35, 15, False),
        (45, 15, False),  # across the upper line
        (10, 37, False),  # across the right one
        (10, 46, False),  # and across the left one
    ],
)
def test_cells_that_digits_reach_out_of_are_the_squares_of_the_paper(row: int, col: int, are_slots: bool) -> None:
    """Digits of 40 x 32 pixels in cells of 60."""
    ink = boxes_of_ink(*((row, col + left, row + 40, col + left + 32) for left in (0, 60)), shape=(130, 190))
    writing = Writing(ink, photographed=True, cells=CELLS)
    assert writing.slots == (CELLS if are_slots else ())
    assert len(writing_to_layout(writing, single=False).rows) == 1


def test_digits_of_a_row_stay_in_it_where_the_squares_of_the_paper_part_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two digits stand a little lower than the third, so that their middles lie in the next row of squares."""
    places = [(42, 20), (42, 80), (26, 140)]
    ink = boxes_of_ink(*((row, col, row + 40, col + 10) for row, col in places), shape=(130, 190))
    writing = Writing(ink, photographed=True, cells=CELLS)
    assert len(writing_to_layout(writing, single=False).rows) == 1
    monkeypatch.setattr(module, "MAX_ACROSS", 1.0)
    assert len(writing_to_layout(replace(writing), single=False).rows) == 2


@pytest.mark.parametrize(
    ("bbox", "may_be"),
    [
        ((100, 50, 160, 58), False),
        ((240, 50, 300, 58), True),
        ((100, 0, 160, 58), True),
        ((100, 342, 160, 400), True),
        ((0, 50, 60, 58), True),
        ((100, 1, 160, 58), True),
        ((100, 2, 160, 58), False),
        ((0, 50, 300, 258), False),  # cropped to one digit, from border to border
    ],
)
def test_what_one_border_alone_touches_may_be_cut_off(bbox: Bbox, may_be: bool) -> None:
    ink = boxes_of_ink(bbox)
    assert Writing(ink, photographed=True).may_be_cut_off(crop_segment((0, 0, *ink.shape), ink)) is may_be
    for uncut in (Writing(ink), Writing(ink, photographed=True, cropped=True)):
        assert not uncut.may_be_cut_off(uncut.marks[0])


def test_the_border_of_a_part_cuts_nothing_off() -> None:
    ink = boxes_of_ink((240, 50, 300, 58))
    within, at_the_end = (
        Writing(ink, photographed=True, part=(0, 0, 300, 400), whole=(end, 400)) for end in (600, 300)
    )
    assert [writing.may_be_cut_off(writing.marks[0]) for writing in (within, at_the_end)] == [False, True]
