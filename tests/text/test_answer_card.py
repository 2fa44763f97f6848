import io
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from builders.digits import make_digit
from mnist_app.reading.result import NO_DIGIT, Digit, LikeJudged, Reading
from mnist_app.text.answer_card import HEIGHT, MARGIN, WIDTH, card_words, draw_card
from mnist_app.text.read_picture import ReadPicture

UNSURE = make_digit({7: 0.6, 1: 0.3}, "unsure", reason="It could be 7, but also 1.")
DOT = make_digit(1, "not_a_digit", reason="It is only a dot; draw it larger.")


def make_card(reading: Reading, shape: tuple[int, int] = (280, 280), has_boxes: bool = False) -> npt.NDArray[np.uint8]:
    """The pixels of the card of a black picture."""
    png = draw_card(ReadPicture("a.png", np.zeros((*shape, 3), np.uint8), shape, reading), has_boxes)
    image = Image.open(io.BytesIO(png))
    assert image.format == "PNG"
    return np.asarray(image)


def rows_of(rows: int, digits: int) -> Reading:
    side = range(digits)
    return Reading(
        tuple(
            tuple(make_digit(8, bbox=(30 * row, 12 * i, 30 * row + 20, 12 * i + 10)) for i in side)
            for row in range(rows)
        )
    )


@pytest.mark.parametrize(
    ("digit", "truth", "words"),
    [
        (make_digit(7), None, ("Read as", "7", "> 99.9% sure.")),
        (make_digit(7), "7", ("My 7, read as", "7", "> 99.9% sure.")),
        (make_digit(7), "1", ("My 1, read as", "7", "> 99.9% sure.")),
        (UNSURE, None, ("Read as", "7, but could be 1", "60.0% likely.")),
        (DOT, None, ("Read as", "No digit", "It is only a dot; draw it larger.")),
        (DOT, "1", ("My 1, read as", "No digit", "It is only a dot; draw it larger.")),
        (make_digit(7), NO_DIGIT, ("My non-digit, read as", "7", "> 99.9% sure.")),
    ],
)
def test_words_for_one_digit(digit: Digit, truth: str | None, words: tuple[str, str, str]) -> None:
    reading = Reading(((digit,),)).corrected({} if truth is None else {digit.id: truth})
    assert card_words(reading) == words


@pytest.mark.parametrize("digit", [make_digit(7), UNSURE, replace(make_digit(7), is_added=True, truth="1")])
def test_a_card_says_what_was_left_out_beside_one_digit(digit: Digit) -> None:
    plain, left_out = (Reading(((digit,),), left_out=marks) for marks in ((), ((0, 50, 20, 70),)))
    label, answer, hint = card_words(plain)
    assert card_words(left_out) == (label, answer, f"{hint} 1 mark left out.".strip())


def test_words_for_a_digit_that_was_added() -> None:
    digit = replace(make_digit(7), is_added=True, truth="1")
    assert card_words(Reading(((digit,),))) == ("Overlooked, and added by hand", "1", "")


def test_words_for_a_number_do_not_say_you_to_whom_it_is_sent() -> None:
    one, seven = make_digit(1), make_digit(7, bbox=(0, 25, 20, 45))
    reading = Reading(((one, seven),)).corrected({one.id: "4"})
    assert card_words(reading) == ("Read as", "47", "2 digits: 1 corrected by hand, no doubt left.")


@pytest.mark.parametrize("shape", [(280, 280), (280, 828), (1000, 20), (20, 1000), (1, 1)])
def test_a_picture_of_any_shape_is_on_it_whole(shape: tuple[int, int]) -> None:
    card = make_card(Reading(((make_digit(7),),)), shape)
    assert card.shape == (HEIGHT, WIDTH, 3)
    rows, cols = np.nonzero((card == 0).all(axis=2))
    assert rows.min() >= MARGIN - 1
    assert cols.min() >= MARGIN - 1
    shown = np.array([np.ptp(rows), np.ptp(cols)]) + 1
    assert shown == pytest.approx(np.array(shape) * shown.max() / max(shape), abs=3)  # round corners take some off


@pytest.mark.parametrize(
    "reading", [Reading(((UNSURE,),)), rows_of(1, 1), rows_of(3, 6), rows_of(1, 80), rows_of(60, 80)]
)
@pytest.mark.parametrize("shape", [(280, 280), (280, 828)])
def test_nothing_is_written_beyond_the_margin(reading: Reading, shape: tuple[int, int]) -> None:
    card = make_card(reading, shape)
    assert (card[:, -MARGIN + 6 :] == 255).all()
    assert (card[-10:] == 255).all()
    written = card[:, WIDTH // 2 + 20 :] if shape == (280, 280) else card[MARGIN + 300 :]
    assert (written < 100).any()


def test_the_answer_is_large_and_a_second_row_makes_it_smaller() -> None:
    one, two = (make_card(rows_of(rows, 4))[:, WIDTH // 2 :] for rows in (1, 2))
    assert highest_line(one) > highest_line(two) > 60


def highest_line(card: npt.NDArray[np.uint8]) -> int:
    """How many rows of pixels the highest line of type takes."""
    dark = (card.max(axis=2) < 100).max(axis=1)
    return max(map(len, "".join("x" if mark else " " for mark in dark).split()))


def test_boxes_are_drawn_where_they_are_asked_for() -> None:
    digit = replace(make_digit(7), bbox=(60, 60, 200, 200))
    plain, boxed = (make_card(Reading(((digit,),)), has_boxes=has_boxes) for has_boxes in (False, True))
    assert (plain != boxed).any()


def test_a_card_does_not_say_whose_digits_it_was_read_like() -> None:
    like = LikeJudged(1, was_corrected=True)
    digit = make_digit({7: 0.8, 1: 0.2}, "unsure")
    reading = Reading(((digit,),))
    read_like = ("Read as", "1, but could be 7", "Read like digits judged before.")
    assert card_words(reading.corrected({}, {digit.id: like})) == read_like
    assert card_words(reading.corrected({digit.id: "1"}, {digit.id: like})) == card_words(
        reading.corrected({digit.id: "1"})
    )
