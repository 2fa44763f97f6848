"""What a run says of itself, typed: run.json and history.json (format 1), both ways.

Reading and writing go through the same records, so the two cannot drift: `RunInfo.from_json(info.to_json()) == info`.
"""

import re
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Annotated, Any

from mnist_app.data.mnist import MNIST_SHA256
from mnist_app.metrics.calibration import Calibrated
from mnist_app.metrics.detection import Detection, measure_detection, refused_and_sure
from mnist_app.metrics.evaluation import Evaluation
from mnist_app.runs.record_reading import (
    Count,
    FieldError,
    NotNegative,
    Positive,
    PositiveCount,
    Rule,
    Share,
    read_record,
    read_value,
)
from mnist_app.runs.robustness import Robustness

FORMAT = 1
GROUP_AND_KIND = ": "  # between the two in the name of a kind of made-up pictures

_SHA256 = re.compile(r"[0-9a-f]{64}")

Sha256 = Annotated[str, Rule("64 hexadecimal digits", lambda text: bool(_SHA256.fullmatch(text)))]


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Settings:
    """The settings of a training that readers of a run ask for; 0 or "" where its configuration has no such setting.

    All settings are in `RunInfo.config`. They may be of a network that this version of the app cannot train.

    Attributes
    ----------
    augmentation : factor on how far training images were varied
    label_smoothing : share of each target that was spread over all digits
    pen_stroke_share, non_digit_share : shares of each batch taken by pen strokes and by what is no digit
    tta_degrees : by how many degrees each picture is turned either way to be looked at again; 0 = it is not
    from_run : the run that the training went on from, or ""
    """

    augmentation: NotNegative = 0.0
    label_smoothing: Share = 0.0
    pen_stroke_share: Share = 0.0
    non_digit_share: Share = 0.0
    tta_degrees: NotNegative = 0.0
    from_run: str = ""


@dataclass(frozen=True)
class Layer:
    """A layer of the network; `output_shape` is without the batch."""

    name: str
    type: str
    output_shape: tuple[Count, ...]
    parameters: Count


@dataclass(frozen=True)
class Checksums:
    """SHA-256, in hexadecimal, of the network's two files and of the data; None where there is no such file."""

    model: Sha256
    mnist: Sha256
    pen_strokes: Sha256 | None = None
    drawn_characters: Sha256 | None = None
    drawings: Sha256 | None = None
    onnx: Sha256 | None = None


@dataclass(frozen=True)
class OnTest:
    """How good the network is on the test digits, calibrated; see `Evaluation` for each figure."""

    accuracy: Share
    errors: Count
    loss: NotNegative
    calibration_error: Share

    @classmethod
    def of(cls, evaluation: Evaluation) -> "OnTest":
        """The figures of an evaluation that a run keeps."""
        return cls(evaluation.accuracy, evaluation.errors, evaluation.loss, evaluation.calibration_error)


@dataclass(frozen=True)
class OnNonDigits:
    """What becomes of pictures that are no digits: which share is refused, and which is called a sure digit.

    Attributes
    ----------
    auroc : how well the digit score tells digits from them: 0.5 = by luck, 1 = always
    false_positives : the share of them that passes where 95 %, and 99.5 %, of digits do
    """

    pictures: PositiveCount
    refused: Share
    sure: Share
    auroc: Share
    false_positives: tuple[Share, ...] = ()

    @property
    def unsure(self) -> float:
        """Which share is called an unsure digit: the rest."""
        return max(1 - self.refused - self.sure, 0.0)  # floating point may leave less than nothing

    @classmethod
    def of(cls, others: Calibrated, digits: Calibrated, thresholds: "Thresholds") -> "OnNonDigits":
        """The figures of answers to non-digits, at least one, beside answers to digits."""
        refused, sure = refused_and_sure(others, thresholds.sure, thresholds.digit)
        detection = measure_detection(digits.digit_score, others.digit_score)
        return cls(len(others.probs), refused, sure, detection.auroc, detection.false_positives)


@dataclass(frozen=True)
class OnValidation:
    """How good the network is on the validation digits of all sources, calibrated.

    Attributes
    ----------
    mnist_accuracy, pen_strokes_accuracy : on the digits of one source; None where it was not measured
    non_digits : on pictures that are no digits, on which the thresholds were fitted, too; None without any
    """

    accuracy: Share
    loss: NotNegative
    mnist_accuracy: Share | None = None
    pen_strokes_accuracy: Share | None = None
    non_digits: OnNonDigits | None = None


@dataclass(frozen=True)
class Metrics:
    """How good the network is.

    Attributes
    ----------
    test, val : on digits
    non_digits : on what is no digit and nothing was fitted on, by group; None where it was not measured
    detectors : by score and by group, how well each of several scores tells test digits from that group
    robustness : on corrupted digits and other sources; None in runs that were written before it was measured
    """

    test: OnTest
    val: OnValidation
    non_digits: dict[str, OnNonDigits] | None = None
    detectors: dict[str, dict[str, Detection]] | None = None
    robustness: Robustness | None = None


@dataclass(frozen=True)
class Calibration:
    """What divides the logits, so that the probabilities mean what they say.

    Attributes
    ----------
    temperature : of the ten digits
    detection_temperature : of "a digit" against "no digit"; None for a network that knows digits only
    """

    temperature: Positive
    detection_temperature: Positive | None = None


@dataclass(frozen=True)
class Thresholds:
    """Fitted on validation data when the network was trained.

    Attributes
    ----------
    sure : least joint probability (a digit, and this one) of an answer that is called sure; above 1 where none is
    digit : least digit score (see `Calibrated`) of what is called a digit; 0 where everything is
    """

    sure: NotNegative
    digit: Share


@dataclass(frozen=True)
class RunInfo:
    """run.json: what a run is.

    Attributes
    ----------
    name : of the run when it was trained
    created : when, in ISO 8601
    architecture : the network's name; this version of the app may not know it
    config : all settings of the training, as they were written
    parameters : numbers that were learned, and the layers' statistics
    epochs, best_epoch : how many there were, and which one's weights were kept, counted from 1
    layers : from the input to the output
    versions : of Python and of the packages, by name
    seed : of the training
    wall_time_s : how long it took
    hardware : what it ran on, for people
    """

    name: str
    created: Annotated[str, Rule("a time in ISO 8601", _is_time)]
    architecture: str
    config: dict[str, Any]
    parameters: Count
    epochs: PositiveCount
    best_epoch: PositiveCount
    layers: tuple[Layer, ...]
    versions: dict[str, str]
    sha256: Checksums
    seed: Count
    wall_time_s: NotNegative
    hardware: str
    metrics: Metrics
    calibration: Calibration
    thresholds: Thresholds

    @property
    def settings(self) -> Settings:
        """The settings that readers ask for."""
        return read_record(Settings, self.config, "config")

    @property
    def is_mnist(self) -> bool:
        """Whether it was trained and tested on MNIST itself and not on the digits of another file."""
        return self.sha256.mnist == MNIST_SHA256

    def to_json(self) -> dict[str, Any]:
        """What run.json holds, its keys in their order there."""
        content = {"format": FORMAT} | asdict(self)
        metrics = content["metrics"]
        for place, key in (
            (content["sha256"], "drawn_characters"),
            (content["sha256"], "drawings"),
            (content["sha256"], "onnx"),
            (metrics["val"], "non_digits"),
            (metrics, "non_digits"),
            (metrics, "detectors"),
            (metrics, "robustness"),
            (content["calibration"], "detection_temperature"),
        ):
            if place[key] is None:  # as in runs that were trained before there were any
                del place[key]
        return content

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> "RunInfo":
        """Read what run.json holds.

        Raises
        ------
        FieldError
            if something is missing, of another type or out of range
        """
        info = read_record(cls, content)
        if info.best_epoch > info.epochs:
            raise FieldError("best_epoch", f"at most {info.epochs}, the number of epochs", info.best_epoch)
        read_record(Settings, info.config, "config")
        if info.metrics.robustness:
            info.metrics.robustness.check("metrics.robustness")
        return info


def read_history(content: dict[str, Any]) -> dict[str, list[float]]:
    """Read what history.json holds: Keras's keys, one finite number per epoch.

    Raises
    ------
    FieldError
        if a value is no finite number, or the keys do not hold the same epochs, at least one
    """
    history = {key: read_value(list[float], values, key) for key, values in content.items()}
    lengths = {key: len(values) for key, values in history.items()}
    if len(set(lengths.values())) != 1 or 0 in lengths.values():
        raise FieldError("epochs", "as many values under each key, at least one", lengths)
    return history
