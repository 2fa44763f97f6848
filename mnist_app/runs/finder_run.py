"""The run of the network that finds handwriting on photos: `models/page_net/`, read and checked as any other run is.

    model.keras      the network, as Keras saves it
    model.onnx       its twin for ONNX Runtime; it has none where it was trained without ONNX
    finder.json      what it is: configuration, versions, SHA-256, how well it finds each kind of page
    history.json     Keras's training history
    figures/*.png    the figures of the training
    model_card.md    the same for people

A directory of runs may have none: photos are then read without it, as they are without TensorFlow where it has no twin.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mnist_app.errors import RunError
from mnist_app.runs.record_reading import Count, FieldError, NotNegative, PositiveCount, Share, read_record
from mnist_app.runs.records import Checksums
from mnist_app.runs.runs import FINDER, file_stamp, models_dir, verified_file

FINDER_FORMAT = 1
# What a training of it takes of `train`'s settings, by their names there.
FINDER_SETTINGS = ("pages", "epochs", "steps", "batch_size", "learning_rate", "weight_decay", "ema", "seed")


@dataclass(frozen=True)
class OnPages:
    """How well writing is found on made-up pages of one kind, or of several.

    Attributes
    ----------
    recall : share of the digits most of whose ink is found
    precision : share of what is taken for digits' ink that is digits' ink, or touches it; 1 where nothing is
    """

    pages: Count
    digits: Count
    recall: Share
    precision: Share


@dataclass(frozen=True)
class FinderInfo:
    """finder.json; fields as in `RunInfo`, pages as in `OnPages`, by kind."""

    name: str
    created: str
    config: dict[str, Any]
    parameters: Count
    epochs: PositiveCount
    versions: dict[str, str]
    sha256: Checksums
    seed: Count
    wall_time_s: NotNegative
    hardware: str
    kinds: dict[str, OnPages]

    def to_json(self) -> dict[str, Any]:
        """What is written to finder.json."""
        return {"format": FINDER_FORMAT, "architecture": FINDER, **asdict(self)}


@dataclass(frozen=True, eq=False)
class FinderRun:
    """The run as it lies on disk."""

    path: Path
    info: FinderInfo


def load_finder_run() -> FinderRun | None:
    """Read what the finder's run says of itself; None where there is none.

    Raises
    ------
    RunError
        if it is damaged or of another format
    """
    path = models_dir() / FINDER / "finder.json"
    if not path.is_file():
        return None
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content.get("format") != FINDER_FORMAT:
            raise FieldError("format", str(FINDER_FORMAT), content.get("format"))
        return FinderRun(path.parent, read_record(FinderInfo, content))
    except FieldError as error:
        raise RunError(f"{path} has no valid {error}. {AGAIN}") from error
    except (OSError, ValueError, RecursionError, AttributeError) as error:
        raise RunError(f"{path} cannot be read: it is damaged. {AGAIN}") from error


def finder_stamp() -> int:
    """When finder.json last changed, in ns: another number once the run is replaced, 0 where there is none."""
    return file_stamp(models_dir() / FINDER / "finder.json")


def verified_finder_path(run: FinderRun, file_name: str) -> Path:
    """The run's "model.keras" or "model.onnx", once its SHA-256 is found to be the one that finder.json states.

    Raises
    ------
    RunError
        if the run has no such file, or it is missing, cannot be read or is not the one that was written with the run
    """
    sha256 = run.info.sha256.onnx if file_name == "model.onnx" else run.info.sha256.model
    again = f"Train it again where ONNX Runtime is installed: {TRAIN}" if sha256 is None else AGAIN
    return verified_file(run.path / file_name, sha256, "finder.json", again)


TRAIN = f"python -m mnist_app train --architecture {FINDER} --run {FINDER}"
AGAIN = f"Restore it, or train it again: {TRAIN}"
