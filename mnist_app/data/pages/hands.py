"""Who writes a page: digits of MNIST and of pen strokes, other people's characters, signs; with any pen.

label, pen, height -> strokes or an MNIST image -> ink, uint8 (H, W), cut to its box
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.data.drawn_characters import DrawnCharacter
from mnist_app.data.mnist import CLASSES, Digits
from mnist_app.data.non_digit_kinds.shapes import drawing
from mnist_app.data.pages.page import Pixels
from mnist_app.data.pages.recipes import PenForm
from mnist_app.data.pen_strokes import PenDigit, Stroke
from mnist_app.data.stroke_drawing import draw_strokes, vary_hand
from mnist_app.data.stroke_geometry import stroke_bounds
from mnist_app.data.stroke_variants import vary_strokes
from mnist_app.imaging.bbox import ink_bbox

WIDEST = 1.3  # a digit is at most so many times as wide as it was asked to be high; a guess
HOLLOW_BODY = 0.2  # between the outlines of a hollow digit, as a share of its height; a guess
# A digit that is drawn again is drawn from so many to below so many times, and each misses it by this share of the
# height; guesses.
REPEATS = {"retraced": (2, 4, 0.025), "scribbled": (4, 9, 0.018)}
LETTER_HEIGHTS = (0.6, 1.1)  # in digits' heights; a guess
ROUGH_HEIGHT = 64  # pixels; smaller digits are drawn so high and reduced, so that their edges are smooth

# Small marks as corners in a unit square of a digit's height, row,col.
SIGNS: dict[str, list[list[tuple[float, float]]]] = {
    "point": [[(0.97, 0.0), (0.98, 0.02)]],
    "comma": [[(0.92, 0.06), (1.12, 0.0)]],
    "minus": [[(0.52, 0.0), (0.5, 0.4)]],
    "plus": [[(0.55, 0.0), (0.53, 0.5)], [(0.3, 0.25), (0.78, 0.25)]],
    "equals": [[(0.42, 0.0), (0.41, 0.5)], [(0.62, 0.0), (0.6, 0.5)]],
    "slash": [[(-0.2, 0.75), (1.2, 0.0)]],
    "parenthesis": [[(-0.15, 0.3), (0.1, 0.1), (0.35, 0.01), (0.55, 0.0), (0.75, 0.02), (1.0, 0.12), (1.2, 0.32)]],
    "colon": [[(0.35, 0.0), (0.36, 0.02)], [(0.9, 0.0), (0.91, 0.02)]],
}


@dataclass(frozen=True)
class Pen:
    """What draws: its width in pixels, its color (red, green, blue; 0 to 1), how much it covers, and how it is led."""

    width: float
    color: tuple[float, float, float]
    strength: float
    form: PenForm = "plain"


@dataclass(frozen=True, eq=False)
class Hands:
    """Whose writing a page shows.

    Attributes
    ----------
    digits : MNIST images
    pen_digits : digits as strokes, of all ten labels or none
    characters : what is written besides digits, none of which looks like one (look_alikes.py)
    other_forms : whether pen digits are also drawn as other people write them; for training
    """

    digits: Digits
    pen_digits: Sequence[PenDigit] = ()
    characters: Sequence[DrawnCharacter] = ()
    other_forms: bool = False

    @cached_property
    def images_by_label(self) -> tuple[npt.NDArray[np.intp], ...]:
        """Where the images of each label are."""
        return tuple(np.flatnonzero(self.digits.labels == label) for label in range(CLASSES))

    @cached_property
    def alphabets(self) -> tuple[tuple[DrawnCharacter, ...], ...]:
        """The characters of each alphabet, in the alphabets' order."""
        names = sorted({character.alphabet for character in self.characters})
        return tuple(tuple(each for each in self.characters if each.alphabet == name) for name in names)

    @cached_property
    def strokes_by_label(self) -> tuple[tuple[PenDigit, ...], ...]:
        """The pen digits of each label."""
        return tuple(tuple(digit for digit in self.pen_digits if digit.label == label) for label in range(CLASSES))


def write_digit(
    hands: Hands, label: int, height: float, pen: Pen, from_strokes: bool, rng: np.random.Generator
) -> Pixels:
    """Write a digit so many pixels high.

    Parameters
    ----------
    from_strokes : whether it is drawn from a writer's strokes, where there are any, or an enlarged MNIST image

    Returns
    -------
    uint8 (H, W), 255 = full ink, cut to its box; H is about `height`, and less for a very wide digit
    """
    if from_strokes and hands.strokes_by_label[label]:
        digits = hands.strokes_by_label[label]
        chosen = digits[int(rng.integers(len(digits)))]
        strokes = vary_strokes(chosen.strokes, label, rng) if hands.other_forms else chosen.strokes
        return draw_with(pen, vary_hand(strokes, rng), height, rng)
    images = hands.images_by_label[label]
    return enlarge(hands.digits.images[images[int(rng.integers(len(images)))]], height, pen, rng)


def write_other(hands: Hands, height: float, pen: Pen, rng: np.random.Generator) -> tuple[Pixels, float]:
    """Write what is no digit: a sign, a character by another hand or a small drawing.

    Returns
    -------
    its ink, as `write_digit` returns it, and how far below a digit's top it begins, as a share of the height
    """
    chance = rng.random()
    if chance < 0.35:
        names = list(SIGNS)
        corners = SIGNS[names[int(rng.integers(len(names)))]]
        strokes = [np.array(stroke, np.float32) + rng.normal(0, 0.01, 2).astype(np.float32) for stroke in corners]
        return draw_with(pen, strokes, height, rng, keep_size=True), float(stroke_bounds(strokes)[0][0])
    if chance < 0.85 and hands.characters:
        return write_letter(choose_alphabet(hands, rng), height, pen, rng), 0.0
    return draw_with(pen, [np.asarray(stroke, np.float32) for stroke in drawing(rng)], height, rng), 0.0


def choose_alphabet(hands: Hands, rng: np.random.Generator) -> Sequence[DrawnCharacter]:
    """The characters of one of the alphabets; empty where the hands know none."""
    return hands.alphabets[int(rng.integers(len(hands.alphabets)))] if hands.alphabets else ()


def write_letter(alphabet: Sequence[DrawnCharacter], height: float, pen: Pen, rng: np.random.Generator) -> Pixels:
    """Write one of the characters: its ink, as `write_digit` returns it."""
    character = alphabet[int(rng.integers(len(alphabet)))]
    return draw_with(pen, vary_hand(character.strokes, rng), height, rng)


def draw_with(
    pen: Pen, strokes: list[Stroke], height: float, rng: np.random.Generator, keep_size: bool = False
) -> Pixels:
    """Draw strokes with a pen, so many pixels high, pen included; with `keep_size` one unit is as long as that.

    Returns
    -------
    uint8 (H, W), 255 = full ink, cut to its box
    """
    zoom = max(1.0, ROUGH_HEIGHT / height)
    width = pen.width * zoom
    low, high = stroke_bounds(strokes)
    extent = np.maximum(high - low, 1e-6)
    room = max(height * zoom - width, 1.0)
    scale = room if keep_size else room * min(1 / extent[0], WIDEST / extent[1])
    size = float(extent.max() * scale)
    if pen.form == "hollow":
        ink = _outline(draw_strokes(strokes, size, max(3, round(HOLLOW_BODY * size))), width)
    elif pen.form in REPEATS:
        least, most, error = REPEATS[pen.form]
        missed = rng.normal(0, error * float(extent.max()), (int(rng.integers(least, most)), 2)).astype(np.float32)
        ink = draw_strokes([stroke + each for each in missed for stroke in strokes], size, max(1, round(width)))
    else:
        ink = draw_strokes(strokes, size, max(1, round(width)))
    return _reduce(ink, zoom)


def enlarge(image: Pixels, height: float, pen: Pen, rng: np.random.Generator) -> Pixels:
    """Enlarge an MNIST image to so many pixels, and thin its strokes halfway to the pen's width.

    Parameters
    ----------
    image : uint8 (28, 28), 255 = ink, with some ink in it

    Returns
    -------
    uint8 (H, W), 255 = full ink, cut to its box
    """
    zoom = max(1.0, ROUGH_HEIGHT / height)
    crop = cut(image)
    scale = height * zoom * min(1 / crop.shape[0], WIDEST / crop.shape[1])
    size = (max(2, round((crop.shape[1] + 2) * scale)), max(2, round((crop.shape[0] + 2) * scale)))
    shape = (cv2.resize(np.pad(crop, 1), size, interpolation=cv2.INTER_CUBIC) > 127).astype(np.uint8)
    if pen.form == "hollow":
        return _reduce(_outline(shape * np.uint8(255), pen.width * zoom), zoom)
    ink = _thin(shape, pen.width * zoom)
    if pen.form == "retraced":
        moved = np.roll(np.pad(ink, 8), rng.integers(-4, 5, 2), (0, 1))
        ink = np.maximum(np.pad(ink, 8), moved)
    return _reduce(ink, zoom)


def cut(ink: Pixels) -> Pixels:
    """The ink within its box."""
    min_row, min_col, max_row, max_col = ink_bbox(ink)
    return ink[min_row:max_row, min_col:max_col]


def _outline(body: Pixels, width: float) -> Pixels:
    """The outline of a digit, drawn with a pen."""
    padded = np.pad(body, math.ceil(width))
    contours, _ = cv2.findContours((padded > 127).astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    outline = np.zeros_like(padded)
    cv2.drawContours(outline, contours, -1, 255, max(1, round(width)), cv2.LINE_AA)
    return outline


def _thin(shape: Pixels, pen_width: float) -> Pixels:
    """Thin a digit's strokes halfway to the width of the pen, or as far as it stays in one piece."""
    depth = cv2.distanceTransform(shape, cv2.DIST_L2, 5)
    pieces = cv2.connectedComponents(shape)[0]
    thinning = max(0.0, (float(np.percentile(depth[depth > 0], 90)) - pen_width / 2) / 2)
    while thinning > 0.25 and cv2.connectedComponents((depth > thinning + 0.5).astype(np.uint8))[0] != pieces:
        thinning *= 0.7
    return np.rint(np.clip(depth - thinning, 0, 1) * 255).astype(np.uint8)


def _reduce(ink: Pixels, zoom: float) -> Pixels:
    tight = cut(ink)
    if zoom == 1:
        return tight
    size = (max(1, round(tight.shape[1] / zoom)), max(1, round(tight.shape[0] / zoom)))
    return np.asarray(cv2.resize(tight, size, interpolation=cv2.INTER_AREA), np.uint8)
