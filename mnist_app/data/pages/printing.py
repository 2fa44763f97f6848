"""Print on a page: words, numbers, paragraphs, stamps; in the machine's own fonts, or in a pen font where it has none.

Print is no handwriting: nothing here is a digit that should be read. Pages of one seed differ between two machines
whose fonts differ.
"""

from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from mnist_app.data.non_digit_kinds.letters import PEN_FONTS, find_fonts
from mnist_app.data.pages.hands import cut
from mnist_app.data.pages.page import Pixels

VOCABULARY = """Name Date Total Sum Score Points Class Group Test Page Result Team Round Player Price Amount Order Phone
Street City Country School Teacher Exercise Answer Number Account Signature Week Month the and of with for from please
write here one digit each box must not be used if more than see below form year tax office customer"""
WORDS = tuple(VOCABULARY.split())
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
LINE_DISTANCE = 1.6  # in heights of the letters
NUMBER_SHARE = 0.15  # of the words of a text


def choose_font(rng: np.random.Generator) -> Path | None:
    """One of the machine's fonts, or None where it has none."""
    fonts = find_fonts()
    return fonts[int(rng.integers(len(fonts)))] if fonts else None


def print_text(text: str, height: float, font: Path | None) -> Pixels:
    """Print a line, its letters about so many pixels high: uint8 (H, W), 255 = full ink, cut to its box."""
    size = max(5, round(1.35 * height))  # capitals are about three quarters of a font's size
    if font is None:
        scale, thickness = height / 21, max(1, round(height / 12))  # a pen font's capitals are 21 units high
        (width, _), _ = cv2.getTextSize(text, PEN_FONTS[0], scale, thickness)
        canvas = np.zeros((round(2 * height) + 6, width + 6), np.uint8)
        cv2.putText(canvas, text, (3, round(1.4 * height)), PEN_FONTS[0], scale, 255, thickness, cv2.LINE_AA)
        return cut(canvas)
    face = _load(font, size)
    left, top, right, bottom = face.getbbox(text)
    canvas_image = Image.new("L", (max(1, int(right - left) + 2), max(1, int(bottom - top) + 2)))
    ImageDraw.Draw(canvas_image).text((1 - left, 1 - top), text, 255, face)
    return cut(np.asarray(canvas_image))


def choose_words(count: int, rng: np.random.Generator) -> str:
    """So many words, some of them numbers."""
    numbers = rng.random(count) < NUMBER_SHARE
    return " ".join(
        str(int(rng.integers(1, 3000))) if is_number else WORDS[int(rng.integers(len(WORDS)))] for is_number in numbers
    )


def print_paragraph(shape: tuple[int, int], height: float, font: Path | None, rng: np.random.Generator) -> Pixels:
    """Fill a rectangle with lines of text: uint8 (H, W), 255 = full ink."""
    block = np.zeros(shape, np.uint8)
    words = max(2, round(shape[1] / (3.5 * height)))
    for top in np.arange(0, shape[0] - height, LINE_DISTANCE * height).astype(int):
        count = words if rng.random() < 0.85 else int(rng.integers(1, words + 1))
        line = print_text(choose_words(count, rng), height, font)
        window = block[top : top + line.shape[0], : line.shape[1]]
        np.maximum(window, line[: window.shape[0], : window.shape[1]], out=window)
    return block


def print_date(height: float, font: Path | None, rng: np.random.Generator) -> Pixels:
    """A date stamp: worn, in a frame or not, turned a little; uint8 (H, W), 255 = full ink."""
    day, month, year = int(rng.integers(1, 29)), int(rng.integers(12)), int(rng.integers(1995, 2031))
    formats = (f"{day:02} {MONTHS[month]} {year}", f"{day:02}.{month + 1:02}.{year}", f"{year}/{month + 1:02}/{day:02}")
    text = print_text(formats[int(rng.integers(len(formats)))], height, font)
    stamped = np.pad(text, round(0.6 * height) + 2)
    if rng.random() < 0.5:
        corner = (stamped.shape[1] - 2, stamped.shape[0] - 2)
        cv2.rectangle(stamped, (1, 1), corner, 255, max(1, round(height / 10)))
    worn = rng.uniform(0.35, 1, (max(2, stamped.shape[0] // 4), max(2, stamped.shape[1] // 4))).astype(np.float32)
    stamped = (stamped * cv2.resize(worn, stamped.shape[::-1])).astype(np.uint8)
    return turn_alpha(stamped, float(rng.normal(0, 5)))


def turn_alpha(alpha: Pixels, degrees: float) -> Pixels:
    """Turn a small alpha around its middle; it grows so that nothing is cut off."""
    side = int(np.hypot(*alpha.shape)) + 2
    matrix = cv2.getRotationMatrix2D((alpha.shape[1] / 2, alpha.shape[0] / 2), degrees, 1)
    matrix[:, 2] = matrix[:, 2] + side / 2 - np.array(alpha.shape[::-1]) / 2
    return cut(np.asarray(cv2.warpAffine(alpha, matrix, (side, side)), np.uint8))


@lru_cache(256)
def _load(font: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font, size)
