"""What decides what a training learns, in one frozen record; saved beside the model."""

import json
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from mnist_app.data.mnist import CLASSES
from mnist_app.errors import ConfigError
from mnist_app.runs.record_reading import FieldError, read_record
from mnist_app.runs.runs import ARCHITECTURES

OPTIMIZERS = ("adam", "adamw", "sgd")
DECAYS = ("constant", "cosine")
LARGEST_SEED = 2**32 - 1  # NumPy's, which Keras seeds, too


@dataclass(frozen=True)
class TrainConfig:
    """Everything that decides what a training learns, besides the data.

    Attributes
    ----------
    learning_rate, warmup_epochs, decay : the rate rises linearly, then stays ("constant") or falls ("cosine")
    optimizer : "adam", "adamw" or "sgd" (with Nesterov momentum)
    weight_decay : of "adamw"
    label_smoothing : share of each digit's target that is spread evenly over the ten digits
    dropout, width, l2, batch_norm : options of the architecture; None is what its authors chose
    ema : decay per step of the weights' moving average, which is then what is validated and kept; 0 is none
    augmentation : factor on the ranges of augment.py; 0 is none
    photometric_share : share of each batch that gets photometric effects
    calm_epochs : so many epochs at the end have less augmentation and fewer photometric effects (batches.py)
    pen_stroke_share, non_digit_share : shares of each batch taken by pen strokes and by what is no digit
    tta_degrees : a trained network also looks at each picture turned by so many degrees either way, and both
        answers count as much as that for the picture as it is (test-time augmentation); 0 is one look
    patience : stop after so many epochs in a row without a better validation accuracy; 0 is never
    seed : of the weights, the order and the augmentation
    from_run : the run whose last layer a visitor's drawings have changed (going_on.py); "" for a network of its own
    """

    architecture: str = "three_conv"
    epochs: int = 12
    batch_size: int = 128
    learning_rate: float = 1e-3
    optimizer: str = "adam"
    weight_decay: float = 0.0
    warmup_epochs: float = 0.0
    decay: str = "constant"
    label_smoothing: float = 0.0
    dropout: float | None = None
    width: float | None = None
    l2: float | None = None
    batch_norm: bool | None = None
    ema: float = 0.0
    augmentation: float = 0.0
    photometric_share: float = 0.0
    calm_epochs: int = 0
    pen_stroke_share: float = 0.0
    non_digit_share: float = 0.0
    tta_degrees: float = 0.0
    patience: int = 0
    seed: int = 0
    from_run: str = ""

    def __post_init__(self) -> None:
        _require(self.architecture in ARCHITECTURES, "architecture", f"one of {', '.join(ARCHITECTURES)}", self)
        _require(self.epochs >= 1, "epochs", "at least 1", self)
        _require(self.batch_size >= 1, "batch_size", "at least 1", self)
        _require(0 < self.learning_rate <= 10, "learning_rate", "above 0 and up to 10", self)
        _require(self.optimizer in OPTIMIZERS, "optimizer", f"one of {', '.join(OPTIMIZERS)}", self)
        _require(self.weight_decay >= 0, "weight_decay", "0 or more", self)
        _require(not self.weight_decay or self.optimizer == "adamw", "weight_decay", "0 unless it is adamw", self)
        _require(0 <= self.warmup_epochs < self.epochs, "warmup_epochs", "from 0 to below epochs", self)
        _require(self.decay in DECAYS, "decay", f"one of {', '.join(DECAYS)}", self)
        _require(0 <= self.label_smoothing < 1, "label_smoothing", "in [0, 1)", self)
        _require(0 <= self.ema < 1, "ema", "in [0, 1)", self)
        _require(0 <= self.augmentation <= 3, "augmentation", "from 0 to 3", self)
        for share in ("photometric_share", "pen_stroke_share", "non_digit_share"):
            _require(0 <= getattr(self, share) <= 1, share, "from 0 to 1", self)
        if not self.other_shares < 1:
            raise ConfigError("pen_stroke_share and non_digit_share must leave a share of each batch to MNIST.")
        _require(0 <= self.calm_epochs <= self.epochs, "calm_epochs", "from 0 to epochs", self)
        _require(0 <= self.tta_degrees <= 45, "tta_degrees", "from 0 to 45", self)
        _require(self.patience >= 0, "patience", "0 or more", self)
        _require(0 <= self.seed <= LARGEST_SEED, "seed", f"from 0 to {LARGEST_SEED}", self)

    @property
    def outputs(self) -> int:
        """Classes of the network: the ten digits, and "no digit" where it learns from pictures of that."""
        return CLASSES + bool(self.non_digit_share)

    @property
    def other_shares(self) -> float:
        """The share of each batch that is not MNIST's."""
        return self.pen_stroke_share + self.non_digit_share

    def with_changes(self, **changes: Any) -> "TrainConfig":
        """The same with other settings; with other `epochs`, warm-up and calm epochs follow unless they are named."""
        epochs = changes.get("epochs", self.epochs)
        if epochs == self.epochs:
            return replace(self, **changes)
        warmup_epochs = min(self.warmup_epochs, epochs / 2)
        calm_epochs = round(self.calm_epochs * epochs / self.epochs)
        return replace(self, **({"warmup_epochs": warmup_epochs, "calm_epochs": calm_epochs} | changes))

    def going_on(self, run: str, pen_strokes: bool, seed: int = 0) -> "TrainConfig":
        """How a run, trained like this, goes on with a visitor's drawings.

        Parameters
        ----------
        run : its name
        pen_strokes : whether there are pen strokes to be held to
        """
        return replace(self, from_run=run, pen_stroke_share=self.pen_stroke_share if pen_strokes else 0.0, seed=seed)

    def to_json(self) -> str:
        """The configuration on one line, keys in the order above."""
        return json.dumps(asdict(self))

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "TrainConfig":
        """Read what `asdict` wrote; unknown keys, and values of another type, are a ConfigError."""
        unknown = values.keys() - {known.name for known in fields(cls)}
        if unknown:
            raise ConfigError(f"A training has no setting called {', '.join(sorted(unknown))}.")
        try:
            return read_record(cls, values)
        except FieldError as error:
            raise ConfigError(f"A training's setting {error}.") from error


def _require(holds: bool, setting: str, expected: str, config: TrainConfig) -> None:
    if not holds:
        raise ConfigError(f"{setting} must be {expected}; received {getattr(config, setting)}.")


# How each network was trained for the runs that come with the app, each with seed 0.
RECIPES: dict[str, TrainConfig] = {
    "two_conv": TrainConfig("two_conv", epochs=12),
    "three_conv": TrainConfig("three_conv", epochs=15, learning_rate=2e-3, decay="cosine", augmentation=0.4),
    "mnist_convnet": TrainConfig("mnist_convnet", epochs=15),
    "resnet": TrainConfig("resnet", epochs=8, learning_rate=2e-3, warmup_epochs=1, decay="cosine", augmentation=0.5),
    "digit_net": TrainConfig(
        "digit_net",
        epochs=45,
        learning_rate=2e-3,
        optimizer="adamw",
        weight_decay=0.02,
        warmup_epochs=1,
        decay="cosine",
        label_smoothing=0.05,
        ema=0.999,
        augmentation=1.0,
        photometric_share=0.2,
        calm_epochs=18,
        width=1.25,
        pen_stroke_share=0.22,
        non_digit_share=0.15,
        tta_degrees=10.0,
    ),
}


def recipe(architecture: str, **changes: Any) -> TrainConfig:
    """The configuration a network is trained with here, with what the caller wants otherwise."""
    if architecture not in RECIPES:
        raise ConfigError(f"There is no network called {architecture!r}; there are {', '.join(RECIPES)}.")
    return RECIPES[architecture].with_changes(**changes)
