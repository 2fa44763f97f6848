"""A training's state survives being written and read, and a damaged one is said to be."""

import errno
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mnist_app.errors import ConfigError, RunError
from mnist_app.training.checkpoint import FILE_NAME, Checkpoint, load_checkpoint, save_checkpoint

CONFIG = json.dumps({"epochs": 3})
STATE = Checkpoint(
    CONFIG,
    {"loss": [0.5, 0.25]},
    {"model": [np.full(2, number, np.float32) for number in range(12)], "optimizer": [np.array(7)]},
    seconds=12.5,
)


def test_nothing_there(tmp_path: Path) -> None:
    assert load_checkpoint(tmp_path, CONFIG) is None


def test_comes_back_as_it_was(tmp_path: Path) -> None:
    save_checkpoint(STATE, tmp_path / "new" / "folder")
    back = load_checkpoint(tmp_path / "new" / "folder", CONFIG)
    assert back is not None
    assert (back.config, back.history, back.seconds) == (CONFIG, STATE.history, 12.5)
    assert [array.tolist() for array in back.groups["model"]] == [[number] * 2 for number in range(12)]
    assert back.groups["optimizer"][0] == 7
    assert [path.name for path in (tmp_path / "new" / "folder").iterdir()] == [FILE_NAME]


def test_refuses_what_is_damaged_or_of_another_training(tmp_path: Path) -> None:
    save_checkpoint(STATE, tmp_path)
    with pytest.raises(ConfigError, match="with epochs 3 instead of 4"):
        load_checkpoint(tmp_path, json.dumps({"epochs": 4}))
    whole = (tmp_path / FILE_NAME).read_bytes()
    for content in (b"", b"text", whole[: len(whole) // 2]):
        (tmp_path / FILE_NAME).write_bytes(content)
        with pytest.raises(ConfigError, match="is damaged; delete it"):
            load_checkpoint(tmp_path, CONFIG)


def test_damage_within_the_archive(tmp_path: Path) -> None:
    save_checkpoint(STATE, tmp_path)
    whole = (tmp_path / FILE_NAME).read_bytes()
    at = whole.rindex(b"PK\x01\x02", 0, whole.rindex(b"PK\x01\x02"))  # a header of the archive's directory
    unknown_compression = bytearray(whole)
    unknown_compression[at + 10 : at + 12] = b"\x63\x00"
    (tmp_path / FILE_NAME).write_bytes(unknown_compression)
    with pytest.raises(ConfigError, match="is damaged; delete it"):
        load_checkpoint(tmp_path, CONFIG)


@pytest.mark.parametrize(
    "stored", [{"config": "no JSON"}, {"config": CONFIG, "progress": "[]"}, {"config": CONFIG, "progress": "3"}]
)
def test_an_archive_that_holds_something_else(tmp_path: Path, stored: dict[str, Any]) -> None:
    np.savez(tmp_path / FILE_NAME, **({"progress": '{"history": {}, "seconds": 1}'} | stored))
    with pytest.raises(ConfigError, match="is damaged; delete it"):
        load_checkpoint(tmp_path, CONFIG)


def test_says_when_it_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match=r"cannot be written to .*file: File exists"):
        save_checkpoint(STATE, tmp_path / "file")

    def fail(*args: object, **kwargs: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    save_checkpoint(STATE, tmp_path)
    monkeypatch.setattr(np, "savez", fail)
    with pytest.raises(RunError, match="No space left on device"):
        save_checkpoint(STATE, tmp_path)
    assert load_checkpoint(tmp_path, CONFIG) is not None
    assert not (tmp_path / f".{FILE_NAME}").exists()
