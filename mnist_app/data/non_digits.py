"""Pictures of things that are no digits, so that the network learns to tell them from digits.

A network that has only ever seen digits calls a scribble "4, 100 %". A small share of its training images are
therefore drawn here, with a class of their own as their target: outlier exposure (Hendrycks, Mazeika, Dietterich
2019, https://arxiv.org/abs/1812.04606). Half of them were drawn by hand where drawn characters are given; shapes,
signs, blots and printed letters are made up. Whatever people write for a digit must not be among them; what slips
through is found by look_alikes.py.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from mnist_app.data.drawn_characters import DrawnCharacter
from mnist_app.data.mnist import Digits
from mnist_app.data.non_digit_kinds import composites, hands, shapes
from mnist_app.data.non_digit_kinds.blots import BLOTS, Canvas
from mnist_app.data.non_digit_kinds.letters import LETTER_KINDS
from mnist_app.data.non_digit_kinds.shapes import DENSE, SHAPES
from mnist_app.data.pen_strokes import PenDigit
from mnist_app.data.stroke_drawing import RELATIVE_WIDTHS, draw_digit
from mnist_app.imaging.normalize import IMAGE_SIZE, ink_to_image

# How often each kind is drawn, compared with the others; guesses. Where there are drawn characters, half of all
# pictures come from them: they are what people draw, and what the network took for digits most often.
SHAPE_WEIGHTS = {"drawing": 8.0, "loops_and_arches": 4.0, "curls": 3.0}  # the others have 1
BLOT_WEIGHT = 0.6
LETTER_WEIGHTS = {"pen_letter": 1.0, "pen_word": 0.5, "font_letter": 6.0, "font_word": 1.0}
MNIST_WEIGHTS = {"several_digits": 1.5, "cut_digit": 0.5}
PEN_DIGIT_WEIGHTS = {"mirrored_digit": 1.0, "digits_side_by_side": 1.0, "digits_stacked": 1.0, "digits_overlaid": 1.0}
CHARACTER_SHARES = {"drawn_character": 0.32, "recombined": 0.14, "turned": 0.04}  # of all pictures

FROM_CHARACTERS = tuple(CHARACTER_SHARES)
BY_CHANCE = (*FROM_CHARACTERS, *(shape.__name__ for shape in shapes.BY_CHANCE))  # among which may be plain digits
THIN = 0.1  # the widest pen, as a share of the longer side, for what a thick one would fill up; a guess

Painter = Callable[[np.random.Generator], npt.NDArray[np.uint8]]  # draws one picture, uint8 (28, 28)


@dataclass(frozen=True, eq=False)
class NonDigits:
    """Pictures of what is no digit: uint8 (N, 28, 28), normalized like every drawing, and each one's kind."""

    images: npt.NDArray[np.uint8]
    kinds: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.kinds)


def draw_non_digits(
    count: int,
    seed: int,
    digits: Digits,
    characters: Sequence[DrawnCharacter] = (),
    pen_digits: Sequence[PenDigit] = (),
) -> NonDigits:
    """Draw pictures that are no digits, of all kinds in random order.

    Parameters
    ----------
    count : how many
    seed : of everything that is random
    digits : of MNIST, from which pictures of several digits and of halves are made, where it has the classes for that
    characters : drawn characters that are no look-alikes of digits; without them everything is made up
    pen_digits : digits as strokes, which are laid over one another and mirrored; without them, or without the digits
        that a kind needs, that kind is left out
    """
    rng = np.random.default_rng(seed)
    painters, weights = _painters(digits, characters, pen_digits)
    names = list(painters)
    kinds = tuple(names[kind] for kind in rng.choice(len(names), count, p=weights).tolist())
    images = np.zeros((count, IMAGE_SIZE, IMAGE_SIZE), np.uint8)
    for number, kind in enumerate(kinds):
        images[number] = painters[kind](rng)
    return NonDigits(images, kinds)


def _painters(
    digits: Digits, characters: Sequence[DrawnCharacter], pen_digits: Sequence[PenDigit]
) -> tuple[dict[str, Painter], npt.NDArray[np.float64]]:
    """Who draws each kind, and how probable each is."""
    made_up = _made_up(digits) | (_from_pen_digits(pen_digits) if pen_digits else {})
    weights = np.array([weight for weight, _ in made_up.values()])
    painters = {name: painter for name, (_, painter) in made_up.items()}
    weights /= weights.sum()
    if characters:
        painters |= _from_characters(characters)
        shares = np.array(list(CHARACTER_SHARES.values()))
        weights = np.concatenate([weights * (1 - shares.sum()), shares])
    return painters, weights


def _made_up(digits: Digits) -> dict[str, tuple[float, Painter]]:
    painters: dict[str, tuple[float, Painter]] = {}
    for shape in SHAPES:
        painters[shape.__name__] = (
            SHAPE_WEIGHTS.get(shape.__name__, 1.0),
            _with_pen(shape, THIN if shape in DENSE else RELATIVE_WIDTHS[1]),
        )
    for blot in BLOTS:
        painters[blot.__name__] = BLOT_WEIGHT, _normalized(blot)
    for letter in LETTER_KINDS:
        painters[letter.__name__] = LETTER_WEIGHTS[letter.__name__], _normalized(letter)
    for composite in composites.possible(digits):
        painters[composite.__name__] = MNIST_WEIGHTS[composite.__name__], _normalized(partial(composite, digits))
    return painters


def _from_pen_digits(pen_digits: Sequence[PenDigit]) -> dict[str, tuple[float, Painter]]:
    large = [digit for digit in pen_digits if digit.label > 1]
    odd = [digit for digit in pen_digits if digit.label in hands.ODD_MIRRORED]
    kinds = {
        "mirrored_digit": (hands.mirrored, odd),
        "digits_side_by_side": (hands.digits_side_by_side, pen_digits),
        "digits_stacked": (hands.digits_stacked, large),
        "digits_overlaid": (hands.digits_overlaid, large),
    }
    return {
        name: (PEN_DIGIT_WEIGHTS[name], _with_pen(partial(kind, needed), THIN))
        for name, (kind, needed) in kinds.items()
        if needed
    }


def _from_characters(characters: Sequence[DrawnCharacter]) -> dict[str, Painter]:
    many = [character for character in characters if hands.has_many_strokes(character)]
    return {
        "drawn_character": _with_pen(partial(hands.as_drawn, characters)),
        "recombined": _with_pen(partial(hands.recombined, characters)),
        "turned": _with_pen(partial(hands.turned, many) if many else partial(hands.recombined, characters)),
    }


def _with_pen(
    kind: Callable[[np.random.Generator], Sequence[npt.NDArray[np.floating]]],
    widest: float = RELATIVE_WIDTHS[1],
) -> Painter:
    def paint(rng: np.random.Generator) -> npt.NDArray[np.uint8]:
        strokes = tuple(np.asarray(stroke, np.float32) for stroke in kind(rng))
        return draw_digit(strokes, rng, widest=widest)

    return paint


def _normalized(kind: Callable[[np.random.Generator], Canvas]) -> Painter:
    return lambda rng: ink_to_image(kind(rng).astype(np.float32) / np.float32(255))
