"""Points, commas and minuses beside digits of 40 pixels, as boxes."""

import numpy as np
import pytest

from mnist_app.imaging.bbox import Bbox
from mnist_app.imaging.segments.marks import Segment
from mnist_app.imaging.segments.signs import are_specks, is_long_comma, is_sign, keep_written

HEIGHT = 40


def box(bbox: Bbox) -> Segment:
    min_row, min_col, max_row, max_col = bbox
    return Segment(bbox, np.ones((max_row - min_row, max_col - min_col), np.float32))


DIGITS = [box((100, 50, 140, 54)), box((100, 90, 140, 94))]

POINT = (136, 70, 140, 74)
COMMA = (135, 70, 148, 76)
MINUS = (118, 62, 122, 80)
SIGNS = {
    "a point": POINT,
    "a comma": COMMA,
    "a minus": MINUS,
    "a minus before the number": (118, 25, 122, 43),
    "a point after it": (136, 99, 140, 103),
    "a comma below the line, half as long as a digit": (140, 70, 160, 76),
    "a long comma": (130, 70, 154, 76),
    "a long comma close by": (130, 57, 154, 61),
    "a minus a little above the middle": (110, 62, 114, 80),
    "a minus that begins over a digit's last column": (118, 53, 122, 71),
    "a long minus after the number": (118, 99, 122, 159),
    "a large point after it, a little higher": (126, 99, 134, 107),
    "a raised point that reaches to the next digit": (118, 86, 122, 90),
    "a long minus before the number": (118, 0, 122, 44),
    "a point between two digits, raised": (118, 70, 122, 74),
}
OTHERS = {
    "a bar at the top, as of a 5": (100, 56, 104, 74),
    "a bar through a digit, as of a 7": (118, 44, 122, 62),
    "a small mark at the top": (100, 60, 113, 66),
    "a small digit on the line": (124, 66, 140, 76),
    "a stroke on the line, longer than a comma": (130, 70, 159, 76),
    "a small digit that hangs a little below the line": (120, 70, 144, 76),
    "a digit of the row below": (142, 70, 166, 76),
    "a flat mark on the line": (138, 66, 142, 80),
    "a digit": (100, 66, 140, 70),
    "a long line": (118, 100, 122, 170),
    "a point in the middle of the height, after the number": (118, 99, 122, 103),
    "a point above the digits": (100, 70, 104, 74),
    "a point over a digit's columns": (118, 52, 122, 56),
    "a point between two digits, near their top": (104, 70, 108, 74),
    "a mark above the line, larger than a point": (126, 70, 136, 76),
    "a stroke that hangs below a digit": (130, 51, 154, 55),
    "a bar near the top": (106, 62, 110, 80),
}


@pytest.mark.parametrize("name", SIGNS)
def test_signs(name: str) -> None:
    assert is_sign(box(SIGNS[name]), DIGITS, HEIGHT)


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_sign(name: str) -> None:
    assert not is_sign(box(OTHERS[name]), DIGITS, HEIGHT)


def test_a_mark_without_a_digit_beside_it_is_no_sign() -> None:
    point = box(POINT)
    assert not is_sign(point, [], HEIGHT)
    assert not is_sign(point, [point], HEIGHT)
    assert not is_sign(point, [box((121, 50, 140, 54))], HEIGHT)  # that is too low to be a digit


def test_a_point_in_a_digit_between_two_others_is_no_sign() -> None:
    assert not is_sign(box((118, 71, 122, 75)), [*DIGITS, box((100, 70, 140, 74))], HEIGHT)


def test_a_level_is_measured_beside_the_nearest_digit() -> None:
    """In a row that falls to the right, the line of the first digit is far above that of the last."""
    digits = [box((60, 50, 100, 54)), box((100, 90, 140, 94))]
    assert is_sign(box((136, 82, 140, 86)), digits, HEIGHT)
    assert not is_sign(box((96, 82, 100, 86)), digits, HEIGHT)
    assert is_long_comma(box((130, 82, 154, 86)), digits)
    assert not is_long_comma(box((90, 82, 114, 86)), digits)


def written(*bboxes: Bbox, specks: tuple[Bbox, ...] = ()) -> list[Bbox]:
    signs = [box(bbox) for bbox in bboxes]
    kept = keep_written(signs, DIGITS, HEIGHT)
    return [] if are_specks(kept, DIGITS, [*signs, *map(box, specks)], HEIGHT) else [sign.bbox for sign in kept]


def test_what_the_pen_has_made_is_kept() -> None:
    assert written(POINT, MINUS) == [POINT, MINUS]


def test_what_is_thinner_or_thicker_than_the_pen_is_dirt() -> None:
    digits = [box((100, 50, 220, 62)), box((100, 150, 220, 162))]
    thin, like_a_pen, thick = (box((218 - side, 80, 218, 110)) for side in (3, 12, 30))
    assert keep_written([thin, like_a_pen, thick], digits, 120) == [like_a_pen]


def test_what_is_far_from_every_digit_is_dirt() -> None:
    assert written((136, 140, 140, 144)) == []


def test_what_nearly_touches_a_digit_is_a_piece_of_it() -> None:
    assert written((136, 55, 140, 59)) == []
    assert written((136, 58, 140, 62)) == [(136, 58, 140, 62)]


def test_where_there_are_more_specks_than_signs_all_are_dirt() -> None:
    speck, other = (40, 40, 44, 44), (40, 80, 44, 84)
    assert written(POINT, specks=(speck,)) == [POINT]
    assert written(POINT, specks=(speck, other)) == []
    near = (110, 62, 114, 66), (110, 80, 114, 84)
    assert written(POINT, specks=near) == [POINT]  # these may be parts of digits
