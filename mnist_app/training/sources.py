"""What a network is trained and validated on: MNIST, drawn pen strokes, and pictures of what is no digit."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mnist_app.data.drawn_characters import DrawnCharacters
from mnist_app.data.look_alikes import DigitReader, leave_out_look_alikes, leave_out_plain_digits, make_reader
from mnist_app.data.mnist import NO_DIGIT_LABEL, Digits, Mnist, one_hot
from mnist_app.data.non_digits import NonDigits, draw_non_digits
from mnist_app.data.pen_strokes import PenStrokes
from mnist_app.data.stroke_drawing import draw_variants
from mnist_app.errors import ConfigError
from mnist_app.reading.judged_zip import JudgedDrawings
from mnist_app.training.batches import Source
from mnist_app.training.config import TrainConfig

# What each source is called.
SOURCES = {"mnist": "digits", "pen_strokes": "pen strokes", "drawn_characters": "drawn characters"}
PEN_VARIANTS = 10  # drawings of each pen stroke digit; more cost memory and were not tried
NON_DIGITS = 40_000  # pictures, a guess: nearly as many as MNIST has digits, for they differ more
VAL_SEED = 1_000_003  # the held-out writers' digits are drawn the same way for every run
# A network that goes on from a run is held to a part of what that has learned. Guesses: it takes a minute.
REMINDED_DIGITS = 30_000
REMINDED_VARIANTS = 2
REMINDED_NON_DIGITS = 5_000
VAL_NON_DIGITS = 3_000  # pictures, a guess: with fewer, the bound on what may be called sure gets loose


@dataclass(frozen=True, eq=False)
class TrainingData:
    """MNIST, and what else the configuration asks for: pen strokes, drawn characters, drawings that were judged."""

    mnist: Mnist
    pen_strokes: PenStrokes | None = None
    drawn_characters: DrawnCharacters | None = None
    drawings: JudgedDrawings | None = None

    @property
    def checksums(self) -> dict[str, str]:
        """The SHA-256 of each source that there is, by what it is."""
        given = {name: getattr(self, source) for source, name in SOURCES.items()}
        return {f"SHA-256 of the {name}": data.sha256 for name, data in given.items() if data}

    @cached_property
    def val_sources(self) -> dict[str, Digits]:
        """What is validated on, by source: "mnist", and "pen_strokes" drawn once each with pens of all widths."""
        sources = {"mnist": self.mnist.val}
        if self.pen_strokes:
            sources["pen_strokes"] = draw_variants(self.pen_strokes.val, 1, VAL_SEED)
        return sources

    @cached_property
    def val_non_digits(self) -> NonDigits:
        """What is validated on that is no digit: of other drawers and made with a seed of its own."""
        characters = self.characters.val if self.characters else ()
        pen_digits = self.pen_strokes.val if self.pen_strokes else ()
        return self._leave_out(draw_non_digits(VAL_NON_DIGITS, VAL_SEED, self.mnist.val, characters, pen_digits))

    def draw_train_non_digits(self, count: int, seed: int) -> NonDigits:
        """Draw at most `count` pictures of what is trained on that is no digit."""
        characters = self.characters.train if self.characters else ()
        pen_digits = self.pen_strokes.train if self.pen_strokes else ()
        return self._leave_out(draw_non_digits(count, seed, self.mnist.train, characters, pen_digits))

    @cached_property
    def characters(self) -> DrawnCharacters | None:
        """The drawn characters that do not look like digits."""
        if self.drawn_characters is None:
            return None
        return leave_out_look_alikes(self.drawn_characters, self.reader)

    @cached_property
    def reader(self) -> DigitReader:
        """Reads what anyone would read as a digit, by comparing it with the digits that are trained on."""
        return make_reader(self.mnist, self.pen_strokes)

    def _leave_out(self, others: NonDigits) -> NonDigits:
        return leave_out_plain_digits(others, self.reader) if self.characters else others

    @property
    def val(self) -> Digits:
        """All validation digits, source after source."""
        return _join(*self.val_sources.values())


def training_sources(config: TrainConfig, data: TrainingData) -> tuple[Source, ...]:
    """The sources with their shares of each batch; MNIST comes first and gets what the others leave.

    Raises
    ------
    ConfigError
        if the configuration asks for pen strokes and there are none
    """
    mnist, outputs = data.mnist.train, config.outputs
    if config.from_run:
        mnist = mnist.take(np.random.default_rng(config.seed).permutation(len(mnist))[:REMINDED_DIGITS])
    sources = [Source(mnist.images, one_hot(mnist.labels, outputs), 1 - config.other_shares)]
    if config.pen_stroke_share:
        if data.pen_strokes is None:
            raise ConfigError("This training needs pen strokes; name their file with --pen-strokes.")
        variants = REMINDED_VARIANTS if config.from_run else PEN_VARIANTS
        drawn = draw_variants(data.pen_strokes.train, variants, config.seed, other_forms=True)
        sources.append(Source(drawn.images, one_hot(drawn.labels, outputs), config.pen_stroke_share))
    if config.non_digit_share:
        others = data.draw_train_non_digits(REMINDED_NON_DIGITS if config.from_run else NON_DIGITS, config.seed)
        targets = one_hot(np.full(len(others), NO_DIGIT_LABEL), outputs)
        sources.append(Source(others.images, targets, config.non_digit_share))
    return tuple(sources)


def _join(*parts: Digits) -> Digits:
    return Digits(np.concatenate([part.images for part in parts]), np.concatenate([part.labels for part in parts]))
