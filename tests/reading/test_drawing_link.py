import base64
import zlib

import numpy as np
import pytest

from builders.digit_strokes import STROKES, strokes_of
from mnist_app.errors import LinkError
from mnist_app.imaging.pen_drawing import PenDrawing, PenStroke, draw
from mnist_app.reading.drawing_link import (
    DAMAGED,
    EMPTY,
    HIGHEST_CANVAS,
    LONGEST,
    MARGIN,
    MOST_BYTES,
    MOST_POINTS,
    OF_NO_SUCH_SIZE,
    OTHER_VERSION,
    TOO_LONG,
    VERSION,
    WIDEST_CANVAS,
    WIDEST_PEN,
    decode,
    encode,
)

SEVEN = PenDrawing(
    tuple(PenStroke(np.array(stroke, np.float32), 20) for stroke in strokes_of("7", (50, 60, 230, 220))),
    (280, 280),
    is_number=False,
)


def packed(*numbers: int, after: bytes = b"", version: int = VERSION) -> str:
    """A link of numbers below 128, written as they are."""
    return base64.urlsafe_b64encode(bytes([version]) + zlib.compress(bytes(numbers)) + after).decode().rstrip("=")


@pytest.mark.parametrize("seed", range(20))
def test_random_drawing_stays_what_it_is(seed: int) -> None:
    rng = np.random.default_rng(seed)
    canvas = 280, int(rng.integers(280, 829))
    strokes = tuple(
        PenStroke(
            (rng.uniform(0, canvas) + rng.normal(0, 15, (rng.integers(1, 30), 2)).cumsum(axis=0)).astype(np.float32),
            int(rng.integers(8, 37)),
        )
        for _ in range(rng.integers(1, 6))
    )
    drawing = PenDrawing(strokes, canvas, bool(seed % 2))
    again = decode(encode(drawing))
    assert (again.canvas, again.is_number) == (canvas, bool(seed % 2))
    assert [stroke.pen_width for stroke in again.strokes] == [stroke.pen_width for stroke in strokes]
    assert np.abs(draw(again).astype(int) - draw(drawing)).mean() < 2  # of 255: lines move by less than a pixel
    assert encode(again) == encode(decode(encode(again)))


def test_a_ring_that_ends_where_it_began_stays_closed() -> None:
    ring = PenStroke(np.array([[60, 60], [60, 200], [220, 200], [220, 60], [60, 60]], np.float32), 8)
    drawing = PenDrawing((ring,), (280, 280), is_number=False)
    np.testing.assert_array_equal(draw(decode(encode(drawing))), draw(drawing))


@pytest.mark.parametrize("form", STROKES)
def test_digit_is_a_short_link(form: str) -> None:
    strokes = tuple(PenStroke(np.array(s, np.float32), 20) for s in strokes_of(form, (50, 60, 230, 220)))
    assert len(encode(PenDrawing(strokes, (280, 280), is_number=False))) < 150


def test_drawing_that_is_too_long_is_refused() -> None:
    scribble = np.random.default_rng(0).uniform(0, 280, (3000, 2)).astype(np.float32)
    with pytest.raises(LinkError, match=TOO_LONG):
        encode(PenDrawing((PenStroke(scribble, 20),), (280, 280), is_number=False))
    with pytest.raises(LinkError, match=TOO_LONG):
        encode(PenDrawing((PenStroke(np.tile(scribble, (2, 1)), 20),), (280, 280), is_number=False))
    with pytest.raises(LinkError, match=TOO_LONG):
        encode(PenDrawing(SEVEN.strokes * 201, (280, 280), is_number=False))


def round_and_round(points: int) -> PenDrawing:
    """A pen on a triangle: few letters, packed, but four bytes a point unpacked, and eight more."""
    corners = np.array([[40, 20], [240, 160], [100, 260]], np.float32)
    return PenDrawing((PenStroke(corners[np.arange(points) % 3], 20),), (280, 280), is_number=True)


def test_what_no_link_is_read_with_is_refused_when_it_is_written() -> None:
    """As many points as fill what may be unpacked to its last byte, and one more."""
    most = (MOST_BYTES - 8) // 4
    code = encode(round_and_round(most))
    assert len(code) < LONGEST / 10
    assert len(zlib.decompress(base64.urlsafe_b64decode(code + "==")[1:])) == MOST_BYTES
    assert len(decode(code).strokes[0].points) == most
    with pytest.raises(LinkError, match=TOO_LONG):
        encode(round_and_round(most + 1))


def test_an_empty_drawing_has_no_link() -> None:
    with pytest.raises(LinkError, match=EMPTY):
        encode(PenDrawing((), (280, 280), is_number=True))


@pytest.mark.parametrize(
    ("canvas", "pen_width"),
    [
        ((HIGHEST_CANVAS + 1, 280), 20),
        ((280, WIDEST_CANVAS + 1), 20),
        ((0, 280), 20),
        ((280, 0), 20),
        ((280, 280), WIDEST_PEN + 1),
        ((280, 280), 0),
    ],
)
def test_a_size_that_no_link_is_read_with_is_refused(canvas: tuple[int, int], pen_width: int) -> None:
    with pytest.raises(LinkError, match=OF_NO_SUCH_SIZE):
        encode(PenDrawing((PenStroke(SEVEN.strokes[0].points, pen_width),), canvas, is_number=False))


def test_the_largest_canvas_and_pen() -> None:
    largest = PenDrawing((PenStroke(SEVEN.strokes[0].points, WIDEST_PEN),), (HIGHEST_CANVAS, WIDEST_CANVAS), True)
    assert decode(encode(largest)).canvas == (HIGHEST_CANVAS, WIDEST_CANVAS)


def test_smallest_drawing() -> None:
    drawing = decode(packed(0, 100, 100, 1, 20, 1, 2, 4))
    assert drawing.strokes[0].points.tolist() == [[0.5, 1.0]]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("", id="empty"),
        pytest.param("A" * (LONGEST + 1), id="too long"),
        pytest.param("A", id="one letter"),
        pytest.param("AQ", id="a version alone"),
        pytest.param("?!", id="no base64"),
        pytest.param("ä" * 8, id="no ASCII"),
        pytest.param(encode(SEVEN) + "\n", id="a line's end"),
        pytest.param(packed(0, 100, 100, 1, 20, 1, 2, 4, after=b"x"), id="something behind the packed numbers"),
        pytest.param(packed(0, 100, 100, 1, 20, 1, 2, 4, 0), id="something behind the strokes"),
        pytest.param(packed(), id="no numbers"),
        pytest.param(packed(2, 100, 100, 1, 20, 1, 2, 4), id="neither a digit nor a number"),
        pytest.param(packed(0, 0, 100, 1, 20, 1, 2, 4), id="no height"),
        pytest.param(packed(0, 100, 0xFF, 0x7F, 1, 20, 1, 2, 4), id="too wide"),
        pytest.param(packed(0, 100, 100, 0), id="no strokes"),
        pytest.param(packed(0, 100, 100, 0xC9, 1, 20, 1, 2, 4), id="too many strokes"),
        pytest.param(packed(0, 100, 100, 1, 0, 1, 2, 4), id="no pen"),
        pytest.param(packed(0, 100, 100, 1, 20, 0), id="no points"),
        pytest.param(packed(0, 100, 100, 1, 20, 0xFF, 0x7F, 2, 4), id="too many points"),
        pytest.param(packed(0, 100, 100, 1, 20, 2, 2, 4), id="fewer points than said"),
        pytest.param(packed(0, 100, 100, 1, 20, 1, 0xFF, 0x7F, 4), id="far outside, above"),
        pytest.param(packed(0, 100, 100, 1, 20, 1, 4, 0xFE, 0x7F), id="far outside, right"),
        pytest.param(packed(0, 100, 100, 1, 20, 1, 2, 0x84), id="a number without an end"),
        pytest.param(packed(0, 0x80, 0x80, 0x80, 1), id="a huge number"),
        pytest.param(packed(*[0] * 1_000_000), id="a bomb"),
    ],
)
def test_forged_link_is_refused(code: str) -> None:
    with pytest.raises(LinkError, match=DAMAGED):
        decode(code)


def test_points_are_bounded_in_all_strokes_together() -> None:
    """2500 and 2600 points a stroke, of steps that go nowhere."""
    as_many_as_may_be = decode(packed(0, 100, 100, 2, *[20, 0xC4, 0x13, *[0] * 5000] * 2))
    assert sum(len(stroke.points) for stroke in as_many_as_may_be.strokes) == MOST_POINTS
    with pytest.raises(LinkError, match=DAMAGED):
        decode(packed(0, 100, 100, 2, *[20, 0xA8, 0x14, *[0] * 5200] * 2))


def test_no_more_is_unpacked_than_a_drawing_needs() -> None:
    """4500 points, each of two bytes a step, forth and back: fewer than there may be, but more bytes."""
    forth_and_back = [0x82, 0x01, 0x82, 0x01, 0x81, 0x01, 0x81, 0x01]
    assert len(decode(packed(0, 100, 100, 1, 20, 0x84, 0x07, *forth_and_back * 450)).strokes[0].points) == 900
    with pytest.raises(LinkError, match=DAMAGED):
        decode(packed(0, 100, 100, 1, 20, 0x94, 0x23, *forth_and_back * 2250))


def test_a_pen_far_outside_of_the_canvas_is_kept_near_it() -> None:
    away = PenStroke(np.array([[10, 10], [900, 950]], np.float32), 20)
    (again,) = decode(encode(PenDrawing((away,), (280, 300), is_number=False))).strokes
    assert again.points.tolist() == [[10, 10], [280 + MARGIN, 300 + MARGIN]]


def test_link_of_another_version_says_so() -> None:
    with pytest.raises(LinkError, match=OTHER_VERSION):
        decode(packed(0, 100, 100, 1, 20, 1, 2, 4, version=2))


def test_every_shortened_link_is_refused() -> None:
    code = encode(SEVEN)
    for length in range(len(code)):
        with pytest.raises(LinkError):
            decode(code[:length])


def test_every_flipped_bit_is_refused() -> None:
    code = encode(SEVEN)
    bits = np.unpackbits(np.frombuffer(base64.urlsafe_b64decode(code + "=" * (-len(code) % 4)), np.uint8))
    for position in range(len(bits)):
        flipped = bits.copy()
        flipped[position] ^= 1
        try:
            again = decode(base64.urlsafe_b64encode(np.packbits(flipped).tobytes()).decode().rstrip("="))
        except LinkError:
            continue
        assert encode(again) == code  # zlib's header has bits that change nothing
