"""What a network is trained and validated on: MNIST, drawn pen strokes, and pictures of what is no digit."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mnist_app.data.mnist import NO_DIGIT, Digits, Mnist, one_hot
from mnist_app.data.non_digits import NonDigits, draw_non_digits
from mnist_app.data.pen_strokes import PenStrokes
from mnist_app.data.stroke_drawing import draw_variants
from mnist_app.errors import ConfigError
from mnist_app.training.batches import Source
from mnist_app.training.config import TrainConfig

PEN_VARIANTS = 10  # drawings of each pen stroke digit; more cost memory and were not tried
NON_DIGITS = 12_000  # pictures, a guess: as many as two of MNIST's digits have
VAL_SEED = 1_000_003  # the held-out writers' digits are drawn the same way for every run
VAL_NON_DIGITS = 3_000  # pictures, a guess: with fewer, the bound on what may be called sure gets loose


@dataclass(frozen=True, eq=False)
class TrainingData:
    """MNIST, and pen strokes where the configuration asks for them."""

    mnist: Mnist
    pen_strokes: PenStrokes | None = None

    @cached_property
    def val_sources(self) -> dict[str, Digits]:
        """What is validated on, by source: "mnist", and "pen_strokes" drawn once each with pens of all widths."""
        sources = {"mnist": self.mnist.val}
        if self.pen_strokes:
            sources["pen_strokes"] = draw_variants(self.pen_strokes.val, 1, VAL_SEED)
        return sources

    @cached_property
    def val_non_digits(self) -> NonDigits:
        """What is validated on that is no digit; made with a seed of its own."""
        return draw_non_digits(VAL_NON_DIGITS, VAL_SEED, self.mnist.val)

    @property
    def val(self) -> Digits:
        """All validation digits, source after source."""
        sources = self.val_sources.values()
        return Digits(np.concatenate([s.images for s in sources]), np.concatenate([s.labels for s in sources]))


def training_sources(config: TrainConfig, data: TrainingData) -> tuple[Source, ...]:
    """The sources with their shares of each batch; MNIST comes first and gets what the others leave.

    Raises
    ------
    ConfigError
        if the configuration asks for pen strokes and there are none
    """
    mnist, outputs = data.mnist.train, config.outputs
    mnist_share = 1 - config.pen_stroke_share - config.non_digit_share
    sources = [Source(mnist.images, one_hot(mnist.labels, outputs), mnist_share)]
    if config.pen_stroke_share:
        if data.pen_strokes is None:
            raise ConfigError("This training needs pen strokes; name their file with --pen-strokes.")
        drawn = draw_variants(data.pen_strokes.train, PEN_VARIANTS, config.seed, other_forms=True)
        sources.append(Source(drawn.images, one_hot(drawn.labels, outputs), config.pen_stroke_share))
    if config.non_digit_share:
        others = draw_non_digits(NON_DIGITS, config.seed, mnist).images
        targets = one_hot(np.full(NON_DIGITS, NO_DIGIT), outputs)
        sources.append(Source(others, targets, config.non_digit_share))
    return tuple(sources)
