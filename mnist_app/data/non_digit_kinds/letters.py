"""Printed letters and words, in OpenCV's pen fonts and in the machine's own fonts.

Each function returns a canvas, uint8 (112, 112), 255 = full ink. A machine without fonts draws pen fonts only.
"""

from functools import cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from mnist_app.data.non_digit_kinds.blots import SIDE, Canvas

FONT_DIRECTORIES = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/Library/Fonts"))
PEN_LETTERS = "ACEFHKMNPRVWXacdefhkmnpvwx#%@*<+="  # those that no digit resembles
LETTERS = "ACEFHKLMNPRTUVWXYacdefhkmnprtuvwxyΔΛΞΠΣΨΩλμπψωЖЩЮЯЦДЛ#%@&*<>+=×÷~?±√∞♥☺★♪→€"
PEN_FONTS = (
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_SCRIPT_SIMPLEX,
    cv2.FONT_HERSHEY_SCRIPT_COMPLEX,
)
FONT_SIZE = 72  # pixels; an em fills two thirds of the canvas

_LACKING = "\U000fffff"  # no character: a font draws it as it draws what it lacks


def pen_letter(rng: np.random.Generator) -> Canvas:
    """A letter or sign of a pen font, slanted and turned a little."""
    return _write_with_pen(rng.choice(list(PEN_LETTERS)), rng.uniform(2, 3), int(rng.integers(2, 10)), rng)


def pen_word(rng: np.random.Generator) -> Canvas:
    """Two to four letters of a pen font side by side."""
    text = "".join(rng.choice(list(PEN_LETTERS), rng.integers(2, 5)))
    return _write_with_pen(text, 4 / (1 + len(text)), int(rng.integers(1, 6)), rng)


def font_letter(rng: np.random.Generator) -> Canvas:
    """A letter or sign of one of the machine's fonts; of a pen font where there is none."""
    fonts = find_fonts()
    if not fonts:
        return pen_letter(rng)
    font, text = fonts[rng.integers(len(fonts))], rng.choice(list(LETTERS))
    return _distort(_print(text, font, SIDE), rng) if _has(font, text) else pen_letter(rng)


def font_word(rng: np.random.Generator) -> Canvas:
    """Two or three letters of one of the machine's fonts; of a pen font where there is none."""
    fonts = find_fonts()
    if not fonts:
        return pen_word(rng)
    font, text = fonts[rng.integers(len(fonts))], "".join(rng.choice(list(LETTERS[:34]), rng.integers(2, 4)))
    return _distort(_print(text, font, 2 * SIDE), rng) if all(_has(font, char) for char in text) else pen_word(rng)


@cache
def find_fonts() -> tuple[Path, ...]:
    """The outline fonts of this machine, in a fixed order; none is fine."""
    found = [path for folder in FONT_DIRECTORIES for path in folder.rglob("*.[to]tf")]
    return tuple(sorted(path for path in found if _loads(path)))


LETTER_KINDS = (pen_letter, pen_word, font_letter, font_word)


def _loads(path: Path) -> bool:
    try:
        return _has(path, "A")
    except OSError:  # a damaged font is none
        return False


@cache
def _font(path: Path) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), FONT_SIZE)


@cache
def _has(path: Path, char: str) -> bool:
    mask, lacking = (_font(path).getmask(text) for text in (char, _LACKING))
    return mask.size != lacking.size or bytes(mask) != bytes(lacking)


def _print(text: str, path: Path, width: int) -> Canvas:
    image = Image.new("L", (width, SIDE))
    ImageDraw.Draw(image).text((width / 2, SIDE / 2), text, fill=255, font=_font(path), anchor="mm")
    return np.asarray(image, np.uint8)


def _write_with_pen(text: str, scale: float, width: int, rng: np.random.Generator) -> Canvas:
    canvas = np.zeros((SIDE, 2 * SIDE), np.uint8)
    cv2.putText(canvas, text, (25, 85), PEN_FONTS[rng.integers(len(PEN_FONTS))], scale, 255, width, cv2.LINE_AA)
    return _distort(canvas, rng)


def _distort(canvas: Canvas, rng: np.random.Generator) -> Canvas:
    """Slant and turn what is on the canvas about its center."""
    height, width = canvas.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-12, 12), 0.9)
    matrix[0, 1] += rng.uniform(-0.2, 0.2)
    return np.asarray(cv2.warpAffine(canvas, matrix, (width, height)), np.uint8)
