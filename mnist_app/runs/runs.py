"""The run directory: a trained network and its evidence, `models/<run>/`. How it is found, read and checked.

    model.keras      the network, as Keras saves it
    model.onnx       its twin for ONNX Runtime: the same answers without TensorFlow; older runs have none
    run.json         what it is: configuration, versions, SHA-256, metrics, calibration, thresholds (records.py)
    history.json     Keras's training history: its own keys, one list per epoch
    evaluation.npz   the test set's probabilities and what the explorer shows beside them (evaluation_arrays.py)
    figures/*.png    the figures of the training
    model_card.md    the same for people

It is written by run_writing.py. A missing, damaged or foreign file is one `RunError` that says what to do. Keras is
not needed to read a run.
"""

import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mnist_app.errors import RunError
from mnist_app.runs.record_reading import FieldError
from mnist_app.runs.records import FORMAT, RunInfo, read_history
from mnist_app.runs.run_lock import mend_all

DEFAULT_RUN = "digit_net"
ARCHITECTURES = ("two_conv", "three_conv", "mnist_convnet", "resnet", "digit_net")  # each has a run of its name
FINDER = "page_net"  # the network that finds writing: an architecture and its only run, of another kind (finder_run.py)

_VALID_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


@dataclass(frozen=True, eq=False)
class Run:
    """A run as it lies on disk.

    Attributes
    ----------
    name : the directory's name
    path : the directory
    info : run.json
    history : Keras's keys, one value per epoch
    """

    name: str
    path: Path
    info: RunInfo
    history: dict[str, list[float]]


def models_dir() -> Path:
    """The directory of all runs: `models/` beside the package, or what the variable MNIST_APP_MODELS names."""
    return Path(os.environ.get("MNIST_APP_MODELS") or Path(__file__).parents[2] / "models")


def list_runs() -> list[str]:
    """The names of the runs on disk, the default one first, the others in alphabetical order."""
    try:
        mend_all(models_dir())
        found = sorted(path.parent.name for path in models_dir().glob("*/run.json"))
    except OSError:
        return []
    return sorted(filter(_VALID_NAME.fullmatch, found), key=lambda name: name != DEFAULT_RUN)


def list_own_runs() -> list[str]:
    """The names of the runs on disk that did not come with the app, in alphabetical order."""
    return [name for name in list_runs() if name not in ARCHITECTURES]


def load_run(name: str | None = None) -> Run:
    """Read what a run is; its model and its evaluation are read when they are asked for.

    Parameters
    ----------
    name : the default run if None

    Raises
    ------
    RunError
        if there is no such run, or its run.json or history.json is damaged or of another format, or `name` is FINDER,
        which reads no digits
    """
    name = DEFAULT_RUN if name is None else name
    check_name(name)
    path = models_dir() / name
    if not path.exists():
        mend_all(path.parent)
    if not (path / "run.json").is_file():
        others = ", ".join(list_runs())
        instead = f" There is: {others}." if others else ""
        if name == FINDER:
            raise RunError(f"“{FINDER}” finds writing on photos and reads no digits: name another run.{instead}")
        raise RunError(f"There is no trained run “{name}” in {models_dir()}.{instead} Train it: {train_command(name)}")
    return Run(name, path, _read_info(path / "run.json"), _read_history(path / "history.json"))


def run_stamp(name: str) -> int:
    """When a run's run.json last changed, in ns: another number once the run is replaced, 0 where there is none."""
    return file_stamp(models_dir() / name / "run.json")


def file_stamp(path: Path) -> int:
    """When a file last changed, in ns; 0 where there is none."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def verified_model_path(run: Run) -> Path:
    """The run's model file, once its SHA-256 is found to be the one that run.json states: a .keras file is code.

    Raises
    ------
    RunError
        if the file is missing, cannot be read or is not the one that was written with the run
    """
    train = train_command(run.name, run.info.architecture, run.info.settings.from_run)
    again = f"Restore it, or train the run again: {train}"
    return verified_file(run.path / "model.keras", run.info.sha256.model, "run.json", again)


def verified_twin_path(run: Run) -> Path:
    """The run's model.onnx, checked as `verified_model_path` checks model.keras.

    Raises
    ------
    RunError
        if the run has none, or the file is missing, cannot be read or is not the one that was written with the run
    """
    sha256 = run.info.sha256.onnx
    make = "Make it" if sha256 is None else "Restore it, or make it again"
    again = f"{make} where TensorFlow is installed: {twin_command(run.name)}"
    return verified_file(run.path / "model.onnx", sha256, "run.json", again)


def verified_file(path: Path, sha256: str | None, record: str, again: str) -> Path:
    """A network's file, once its SHA-256 is found to be the one that its run states.

    Parameters
    ----------
    path : of the file, in the run's directory
    sha256 : what the run states; None where it has no such file, whatever lies there
    record : the name of the file that states it
    again : the sentence that says how to come by the file

    Raises
    ------
    RunError
        if the run has none, or the file is missing, cannot be read or is another one
    """
    if sha256 is None:
        raise RunError(f"{path.parent} has no {path.name}, which reading without TensorFlow needs. {again}")
    try:
        digest = file_sha256(path)
    except FileNotFoundError:
        raise RunError(f"{path} is missing. {again}") from None
    except OSError as error:
        raise RunError(f"{path} cannot be read: {_reason(error)}.") from error
    if digest != sha256:
        raise RunError(
            f"{path} is not the file that {record} describes (its SHA-256 differs), so it is not loaded. {again}"
        )
    return path


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's content, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_name(name: str, of: str = "run") -> None:
    """Refuse a name of a run (or of what else is named) that is no plain name of a file; it may come from a link.

    Raises
    ------
    RunError
        if the name is not allowed
    """
    if not _VALID_NAME.fullmatch(name):
        raise RunError(
            f"“{name[:80]}” cannot be the name of a {of}: use at most 64 letters, digits, '_', '-' and '.', "
            "and begin with a letter or a digit."
        )


def train_command(name: str, architecture: str = "", from_run: str = "") -> str:
    """The command that makes a run of this name, with the architecture, or from the run, that it had if it had one."""
    if from_run:
        return f"python -m mnist_app train --from-run {from_run} --drawings FILE.zip --run {name}"
    known = [each for each in (architecture, name) if each in ARCHITECTURES]
    return f"python -m mnist_app train --architecture {[*known, DEFAULT_RUN][0]} --run {name}"


def twin_command(name: str) -> str:
    """The command that writes a run's model.onnx."""
    return f"python -m mnist_app export --run {name} --format onnx --into-run"


def evaluate_command(name: str) -> str:
    """The command that measures a run's own network again and writes what it finds."""
    return f"python -m mnist_app evaluate --run {name} --write"


def _read_json(path: Path) -> dict[str, Any]:
    again = f"Restore it, or train the run again: {train_command(path.parent.name)}"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RunError(f"{path} is missing. {again}") from None
    except (OSError, ValueError, RecursionError) as error:
        raise RunError(f"{path} cannot be read: it is damaged. {again}") from error
    if not isinstance(content, dict):
        raise RunError(f"{path} is not what a training writes. {again}")
    return content


def _read_info(path: Path) -> RunInfo:
    content = _read_json(path)
    again = f"Train the run again: {train_command(path.parent.name)}"
    if content.get("format") != FORMAT:
        raise RunError(
            f"{path} has format {content.get('format')!r}; this version of the app reads format {FORMAT}. {again}"
        )
    try:
        return RunInfo.from_json(content)
    except FieldError as error:
        raise RunError(f"{path} has no valid {error}. {again}") from error


def _read_history(path: Path) -> dict[str, list[float]]:
    try:
        return read_history(_read_json(path))
    except FieldError as error:
        raise RunError(
            f"{path} is not a training history: {error}. Train the run again: {train_command(path.parent.name)}"
        ) from error


def _reason(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__
