"""The state of a training that was cut off: written after an epoch, read by --resume.

One .npz in the training's own folder. It holds numbers and JSON only, so reading it runs no code. Ours, because Keras's
BackupAndRestore keeps neither the average of the weights, nor the best ones so far, nor the history.
"""

import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from mnist_app.errors import NPZ_DAMAGED, ConfigError, RunError

FILE_NAME = "checkpoint.npz"
Arrays = list[npt.NDArray[np.generic]]


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """What a training needs to go on as if it had never stopped.

    Attributes
    ----------
    config : what decides the training, as JSON: its configuration and the SHA-256 of its data; only the same may go on
    history : Keras's keys, one list per epoch; its length is the number of epochs done
    groups : the model's variables, the optimizer's, the weights' average and the best weights so far, by name
    seconds : wall time so far
    """

    config: str
    history: dict[str, list[float]]
    groups: dict[str, Arrays]
    seconds: float


def save_checkpoint(checkpoint: Checkpoint, folder: Path) -> None:
    """Write the state beside the last one, then put it in its place: a kill leaves one of the two whole.

    Raises
    ------
    RunError
        if it cannot be written: the disk is full or may not be written to
    """
    arrays: dict[str, Any] = {
        f"{name}/{number:04d}": array for name, group in checkpoint.groups.items() for number, array in enumerate(group)
    }
    progress = json.dumps({"history": checkpoint.history, "seconds": checkpoint.seconds})
    unfinished = folder / f".{FILE_NAME}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            np.savez(file, config=checkpoint.config, progress=progress, **arrays)
        os.replace(unfinished, folder / FILE_NAME)
    except OSError as error:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise RunError(
            f"The training's state cannot be written to {folder}: {error.strerror or error}. Make room there and see "
            "that it may be written; then go on with --resume."
        ) from error


def load_checkpoint(folder: Path, config: str) -> Checkpoint | None:
    """Read the state that a training with this configuration and data, as in `Checkpoint`, left; None without one.

    Raises
    ------
    ConfigError
        if the training was started with another configuration or other data, or its state cannot be read
    """
    path = folder / FILE_NAME
    if not path.is_file():
        return None
    try:
        # Opened here, because np.load leaves the file open when it turns out to be damaged.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            stored = str(archive["config"])
            settings = dict(json.loads(stored))
            progress = json.loads(str(archive["progress"]))
            history, seconds = progress["history"], progress["seconds"]
            groups: dict[str, Arrays] = {}
            for key in sorted(name for name in archive.files if "/" in name):
                groups.setdefault(key.split("/")[0], []).append(archive[key])
    except NPZ_DAMAGED as error:
        raise ConfigError(f"{path} is damaged; delete it to start this training again.") from error
    if stored != config:
        difference = _difference(settings, json.loads(config))
        raise ConfigError(f"{path} is of a training with {difference}; delete it to start again.")
    return Checkpoint(stored, history, groups, seconds)


def _difference(before: dict[str, Any], now: dict[str, Any]) -> str:
    changed = [key for key in before | now if before.get(key) != now.get(key)]
    return ", ".join(f"{key} {before.get(key)} instead of {now.get(key)}" for key in changed)
