"""A picture to send on: what was written and what was read in it, side by side as a PNG. Drawn when it is asked for."""

import io
from dataclasses import replace
from functools import cache

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from mnist_app.reading.result import NO_DIGIT, Digit, Reading
from mnist_app.text.read_picture import ReadPicture
from mnist_app.text.reading import (
    NO_DIGIT_ANSWER,
    answer_hint,
    digit_answer,
    digit_hint,
    hint_below_answer,
    with_left_out,
)
from mnist_app.text.recognizing import TITLE

# Messengers show a picture of this shape whole: The Open Graph protocol's previews are 1200 x 630.
WIDTH, HEIGHT = 1200, 630
MARGIN, GAP = 48, 48
FOOTER = 40  # pixels at the bottom that hold the app's name
# A picture at least so many times as wide as high stands above the answer, and else beside it. A guess.
WIDE = 1.8
SIDE = 520  # pixels of the picture beside the answer, at most
TOP = 280  # pixels of the picture above the answer, at most
CORNER = 16  # pixels: the radius of the picture's corners
LABEL, HINT, NAME = 34, 32, 26  # sizes of type, pixels
LARGEST, SMALLEST = 300, 26  # of the answer, which is as large as it fits
LARGEST_WORDS = 76  # of an answer with words in it
LEADING, ASCENT = 1.06, 0.8  # of the type's size: from line to line, and from a line's top to its baseline

PAPER, INK, GRAY, LINE = (255, 255, 255), (23, 26, 35), (92, 98, 112), (215, 219, 228)
NOT_ONE = "non-digit"
Box = tuple[int, int, int, int]  # left, top, right, bottom, as Pillow has them


def draw_card(picture: ReadPicture, has_boxes: bool) -> bytes:
    """Draw a read picture and the answer to it as a PNG of 1200 x 630 pixels.

    Parameters
    ----------
    picture : with at least one digit
    has_boxes : whether a box is drawn around each digit, as on a photo

    Examples
    --------
    >>> from PIL import Image
    >>> probs = np.full(10, 0.0001, np.float32)
    >>> probs[7] = 0.9991
    >>> seven = Digit(7, probs, "sure", "", (40, 40, 240, 240), np.zeros((28, 28), np.uint8))
    >>> drawing = np.zeros((280, 280, 3), np.uint8)
    >>> png = draw_card(ReadPicture("Your drawing", drawing, (280, 280), Reading(((seven,),))), has_boxes=False)
    >>> Image.open(io.BytesIO(png)).size
    (1200, 630)
    """
    card = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pixels = picture.with_boxes(None) if has_boxes else picture.pixels
    answer_box = _paste(card, pixels)
    draw = ImageDraw.Draw(card)
    label, answer, hint = card_words(picture.reading)
    _write(draw, answer_box, label, answer, hint)
    draw.text((WIDTH - MARGIN, HEIGHT - FOOTER // 2 - 8), TITLE, GRAY, _font(NAME), anchor="rm")
    png = io.BytesIO()
    card.save(png, "PNG")
    return png.getvalue()


def card_words(reading: Reading) -> tuple[str, str, str]:
    """What a card says: a line above the answer, the answer, and a sentence below it. Not who it was that corrected.

    Examples
    --------
    >>> probs = np.full(10, 0.0001, np.float32)
    >>> probs[7] = 0.9991
    >>> seven = Digit(7, probs, "sure", "", (0, 0, 20, 20), np.zeros((28, 28), np.uint8))
    >>> card_words(Reading(((seven,),)))
    ('Read as', '7', '99.9% sure.')
    >>> card_words(Reading(((seven,),)).corrected({seven.id: "1"}))
    ('My 1, read as', '7', '99.9% sure.')
    """
    if len(reading.digits) > 1:
        return "Read as", reading.text, answer_hint(reading, by="hand")
    (digit,) = reading.digits
    label, answer, hint = _words_of_one(digit)
    return label, answer, with_left_out(hint, reading)


def _words_of_one(digit: Digit) -> tuple[str, str, str]:
    if digit.is_added:
        return "Overlooked, and added by hand", digit.text, ""
    if digit.by_hand is not None and digit.truth is None:
        return "Read as", digit_answer(digit), "Read like digits judged before."
    said = replace(digit, truth=None, by_hand=None)
    if digit.verdict == "not_a_digit":
        return _whose(digit), NO_DIGIT_ANSWER, digit_hint(said)
    return _whose(digit), digit_answer(said), hint_below_answer(said)


def _whose(digit: Digit) -> str:
    if digit.truth is None:
        return "Read as"
    return f"My {NOT_ONE if digit.truth == NO_DIGIT else digit.truth}, read as"


def _paste(card: Image.Image, pixels: npt.NDArray[np.uint8]) -> Box:
    """Put the picture, uint8 (H, W, 3), on the card; returns what is left for the answer."""
    height, width = pixels.shape[:2]
    is_wide = width >= WIDE * height
    room = (WIDTH - 2 * MARGIN, TOP) if is_wide else (SIDE, HEIGHT - 2 * MARGIN)
    scale = min(room[0] / width, room[1] / height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    sampling = Image.Resampling.LANCZOS if scale < 1 else Image.Resampling.BICUBIC
    left, top = MARGIN, MARGIN if is_wide else (HEIGHT - size[1]) // 2
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), CORNER, 255)
    card.paste(Image.fromarray(pixels).resize(size, sampling), (left, top), mask)
    outline = left - 1, top - 1, left + size[0], top + size[1]
    ImageDraw.Draw(card).rounded_rectangle(outline, CORNER + 1, outline=LINE, width=2)
    if is_wide:
        return MARGIN, top + size[1] + GAP // 2, WIDTH - MARGIN, HEIGHT - FOOTER
    return left + size[0] + GAP, MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN - FOOTER


def _write(draw: ImageDraw.ImageDraw, box: Box, label: str, answer: str, hint: str) -> None:
    """Write label, answer and hint below one another into the middle of a box."""
    left, top, right, bottom = box
    hints = _wrap(hint, _font(HINT), right - left)
    above, below = round(1.6 * LABEL), GAP // 2 + round(1.35 * HINT) * len(hints)
    size, lines = _fit(answer, right - left, bottom - top - above - below)
    row = top + max(0, bottom - top - above - below - _height(lines, size)) // 2
    draw.text((left, row), label, GRAY, _font(LABEL))
    row += above
    for number, line in enumerate(lines):
        start = left - _font(size).getbbox(line, anchor="ls")[0]  # so that the first glyph's ink begins at the left
        place = start, row + (ASCENT + LEADING * number) * size
        draw.text(place, line, INK, _font(size), "ls", stroke_width=size / 60, stroke_fill=INK)
    row += _height(lines, size) + GAP // 2
    for number, line in enumerate(hints):
        draw.text((left, row + round(1.35 * HINT) * number), line, GRAY, _font(HINT))


def _fit(answer: str, width: int, height: int) -> tuple[int, list[str]]:
    """The largest type in which an answer fits, and its lines; what fits at no size ends with an ellipsis."""
    for size in range(LARGEST_WORDS if _has_words(answer) else LARGEST, SMALLEST, -2):
        lines = _wrap(answer, _font(size), width)
        if _height(lines, size) <= height and all(_font(size).getlength(line) <= width for line in lines):
            return size, lines
    lines = [_cut(line, _font(SMALLEST), width) for line in answer.splitlines()]
    while len(lines) > 1 and _height(lines, SMALLEST) > height:
        lines = [*lines[:-2], "…"]
    return SMALLEST, lines


def _height(lines: list[str], size: int) -> int:
    """How high lines of type are, in pixels; digits do not reach below their baseline."""
    last = LEADING if _has_words(lines[-1]) else ASCENT
    return round((LEADING * (len(lines) - 1) + last) * size)


def _has_words(text: str) -> bool:
    return any(map(str.isalpha, text))


def _cut(line: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """A line, cut off where it is too wide."""
    if font.getlength(line) <= width:
        return line
    return next(f"{line[:end]}…" for end in range(len(line), -1, -1) if font.getlength(f"{line[:end]}…") <= width)


def _wrap(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Break sentences where they become too wide; the rows of a number, which hold no words, stay as they are."""
    lines: list[str] = []
    for row in text.splitlines():
        if not _has_words(row):
            lines.append(row)
            continue
        line = ""
        for word in row.split():
            longer = f"{line} {word}".strip()
            if line and font.getlength(longer) > width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    """Pillow's own typeface, so that the card looks the same on every machine."""
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError(f"expected Pillow with FreeType, received {type(font).__name__}")
    return font
