"""Numbers from pixels to text with the default network: nothing that may change a number's value is left unsaid."""

import numpy as np
import numpy.typing as npt
import pytest

from builders.digit_strokes import Stroke, draw_strokes, strokes_of, to_png
from mnist_app.reading.verdicts import Verdict
from mnist_app.recognizer import Reading, Recognizer

Pixels = npt.NDArray[np.uint8]

SHAPE = (280, 828)
TOP, BOTTOM = 70, 190
MARKS: dict[str, tuple[int, list[Stroke]]] = {  # their widths in pixels, and their strokes beside a left end at 0
    ".": (0, [[(BOTTOM, 0), (BOTTOM, 1)]]),
    ",": (12, [[(BOTTOM - 5, 10), (BOTTOM + 12, 11), (BOTTOM + 26, 0)]]),
    "-": (50, [[(130, 0), (130, 50)]]),
    " ": (200, []),
    ":": (0, [[(100, 0), (100, 1)], [(160, 0), (160, 1)]]),
    "=": (50, [[(115, 0), (115, 50)], [(145, 0), (145, 50)]]),
    "/": (50, [[(BOTTOM, 0), (TOP, 50)]]),
    "\\": (50, [[(TOP, 0), (BOTTOM, 50)]]),
    "(": (30, [[(60, 30), (85, 10), (130, 0), (175, 10), (200, 30)]]),
    ")": (30, [[(60, 0), (85, 20), (130, 30), (175, 20), (200, 0)]]),
    "?": (60, [[(80, 0), (70, 30), (85, 55), (115, 50), (160, 25)], [(BOTTOM, 25), (BOTTOM, 26)]]),
}


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer.load()


def write(number: str, pen_widths: dict[str, int] | int = 14) -> Pixels:
    """Draw a number on the wide canvas, its digits 120 pixels high: uint8 (280, 828, 4)."""
    col, canvas = 40, np.zeros((*SHAPE, 4), np.uint8)
    for character in number:
        pen = pen_widths if isinstance(pen_widths, int) else pen_widths[character]
        width, strokes = MARKS.get(character, (80, []))
        if character.isdigit():
            strokes = strokes_of(character, (TOP, 0, BOTTOM, width))
        moved = [[(row, col + at) for row, at in stroke] for stroke in strokes]
        canvas = np.maximum(canvas, draw_strokes(moved, SHAPE, pen))
        col += width + 40
    return canvas


def photograph(canvas: Pixels) -> bytes:
    """Dark ink on grainy paper."""
    ink = canvas[..., :1] / 255
    grain = np.random.default_rng(0).normal(0, 3, (*canvas.shape[:2], 1))
    return to_png(np.clip((225 + grain) * (1 - ink) + 40 * ink, 0, 255).astype(np.uint8).repeat(3, axis=2))


@pytest.mark.parametrize("digit", "012345678")
def test_a_small_digit_is_read_whatever_pen_drew_it(recognizer: Recognizer, digit: str) -> None:
    """With strokes as wide as the last pen draws them, a 0 and an 8 look like none, a 3 like an 8, a 5 like a 3."""
    box = (100, 100, 160, 145)
    for pen_width in (8, 14, 20, 26):
        assert recognizer.read_drawing(draw_strokes(strokes_of(digit, box), pen_width=pen_width)).text == digit


NUMBERS = {"12,5": "12?5", "3.57": "3?57", "-35": "?35", "0.25": "0?25", "-2,5": "?2?5", "12:30": "12?30", "7=": "7?"}


def assert_is_read(reading: Reading, text: str) -> None:
    assert reading.text == text
    assert reading.verdict != "sure"
    assert all(digit.reason for digit in reading.digits if digit.text == "?")


@pytest.mark.parametrize("number", NUMBERS)
def test_points_commas_and_minuses_are_shown(recognizer: Recognizer, number: str) -> None:
    assert_is_read(recognizer.read_drawing(write(number)), NUMBERS[number])
    assert_is_read(recognizer.read_photo(photograph(write(number))), NUMBERS[number])


@pytest.mark.parametrize("number", ["4/5", "23/70", "2/3/45", "4\\5", "(5", "2(5)"])
def test_slashes_and_parentheses_are_no_sure_1s(recognizer: Recognizer, number: str) -> None:
    for reading in (recognizer.read_drawing(write(number)), recognizer.read_photo(photograph(write(number)))):
        sure = [digit for digit in reading.digits if digit.verdict == "sure"]
        assert [str(digit.label) for digit in sure] == [digit for digit in number if digit.isdigit()]
        assert reading.verdict != "sure"


def test_digits_alone_are_sure(recognizer: Recognizer) -> None:
    for reading in (recognizer.read_drawing(write("23570")), recognizer.read_photo(photograph(write("23570")))):
        assert (reading.text, reading.verdict, reading.left_out) == ("23570", "sure", ())


@pytest.mark.parametrize(
    ("number", "pens"),
    [("2345", {"2": 20, "3": 20, "4": 20, "5": 8}), ("26340", dict(zip("26340", [6, 6, 6, 20, 20], strict=True)))],
)
def test_digits_of_another_pen_are_read(recognizer: Recognizer, number: str, pens: dict[str, int]) -> None:
    assert recognizer.read_drawing(write(number, pens)).text == number


def test_digits_of_another_pen_are_counted_on_a_photo(recognizer: Recognizer) -> None:
    reading = recognizer.read_photo(photograph(write("2345", {"2": 20, "3": 20, "4": 20, "5": 6})))
    assert reading.text.startswith("234")
    assert reading.text == "2345" or (len(reading.left_out), reading.verdict) == (1, "unsure")


def test_a_scribble_beside_digits_is_counted(recognizer: Recognizer) -> None:
    scribble = [(140 + 4 * a * np.sin(a), 640 + 4 * a * np.cos(a)) for a in np.linspace(0, 25, 200)]
    canvas = np.maximum(write("25"), draw_strokes([scribble], SHAPE, 8))
    reading = recognizer.read_drawing(canvas)
    assert (reading.text, len(reading.left_out), reading.verdict) == ("25", 1, "unsure")


@pytest.mark.parametrize(
    ("digit", "width", "verdict"), [("5", 80, "sure"), ("7", 80, "sure"), ("6", 50, "unsure"), ("9", 50, "unsure")]
)
def test_a_digit_beside_more_small_marks_is_read(
    recognizer: Recognizer, digit: str, width: int, verdict: Verdict
) -> None:
    """The circles of a percent sign are the most of the marks."""
    angles, gap = np.linspace(0, 2 * np.pi, 20), width / 2 + 40
    centers = (85, 60 + width + gap), (195, 130 + width + gap)
    circles = [[(row + 25 * np.cos(at), col + 20 * np.sin(at)) for at in angles] for row, col in centers]
    slash = [(60.0, 140 + width + gap), (220.0, 50 + width + gap)]
    strokes = strokes_of(digit, (60, 60, 220, 60 + width))
    reading = recognizer.read_drawing(draw_strokes([*strokes, *circles, slash], SHAPE, 8))
    assert reading.text.startswith(digit)
    assert reading.digits[0].verdict == verdict
    assert {each.verdict for each in reading.digits[1:]} <= {"unsure", "not_a_digit"}


def test_lines_between_which_digits_stand_are_no_larger_digits(recognizer: Recognizer) -> None:
    lines: list[Stroke] = [[(20.0, col), (260.0, col)] for col in (30.0, 240.0)]
    digits = [stroke for number, digit in enumerate("345") for stroke in strokes_of(digit, digit_box(number))]
    reading = recognizer.read_drawing(draw_strokes([*lines, *digits], SHAPE, 8))
    assert (reading.text, len(reading.left_out)) == ("345", 2)


def digit_box(number: int) -> tuple[int, int, int, int]:
    return 100, 60 + 60 * number, 160, 100 + 60 * number


def test_two_numbers_are_parted_by_a_space(recognizer: Recognizer) -> None:
    assert recognizer.read_drawing(write("23 57")).text == "23 57"


@pytest.mark.parametrize(("radius", "count"), [(1, 40), (2, 12), (6, 8)])
def test_dust_is_no_point(recognizer: Recognizer, radius: int, count: int) -> None:
    """Specks all over the paper, thinner than the pen or as wide, some of them beside the digits."""
    rng = np.random.default_rng(3)
    specks = [[(row, col), (row, col)] for row, col in rng.uniform((10, 10), (270, 818), (count, 2))]
    dusty = np.maximum(write("2357"), draw_strokes(specks, SHAPE, 2 * radius))
    assert recognizer.read_photo(photograph(dusty)).text == "2357"


def test_what_stands_above_the_dot_of_a_question_mark_is_not_sure(recognizer: Recognizer) -> None:
    for reading in (recognizer.read_drawing(write("4?")), recognizer.read_photo(photograph(write("4?")))):
        four, *others = sorted(reading.digits, key=lambda digit: digit.bbox[1])
        assert (four.label, four.verdict) == (4, "sure")
        assert others
        assert all(digit.verdict != "sure" for digit in others)
