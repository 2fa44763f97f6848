"""The finder's run: what it says of itself, checked."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mnist_app.errors import RunError
from mnist_app.runs.finder_run import FinderInfo, OnPages, load_finder_run, verified_finder_path
from mnist_app.runs.records import Checksums
from mnist_app.runs.runs import FINDER, file_sha256, list_runs

NONE = "0" * 64


@pytest.fixture
def run_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A finder's run with two files that are no networks."""
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path))
    folder = tmp_path / FINDER
    folder.mkdir()
    for name in ("model.keras", "model.onnx"):
        (folder / name).write_bytes(name.encode())
    digests = Checksums(file_sha256(folder / "model.keras"), NONE, onnx=file_sha256(folder / "model.onnx"))
    info = FinderInfo(
        FINDER, "2026-01-01", {"pages": 3}, 10, 1, {}, digests, 0, 1.5, "none", {"plain": OnPages(1, 4, 0.75, 1.0)}
    )
    write(folder, info.to_json())
    return folder


def write(folder: Path, content: Any) -> None:
    (folder / "finder.json").write_text(json.dumps(content), encoding="utf-8")


def test_what_is_written_is_read(run_dir: Path) -> None:
    run = load_finder_run()
    assert run is not None
    assert run.info.kinds["plain"].recall == 0.75
    assert run.info.to_json() == json.loads((run_dir / "finder.json").read_text(encoding="utf-8"))
    assert verified_finder_path(run, "model.keras") == run_dir / "model.keras"
    assert verified_finder_path(run, "model.onnx") == run_dir / "model.onnx"


@pytest.mark.usefixtures("run_dir")
def test_it_is_none_of_the_runs_that_read_digits() -> None:
    assert list_runs() == []


@pytest.mark.parametrize("file_name", ["model.keras", "model.onnx"])
def test_another_network_is_not_loaded(run_dir: Path, file_name: str) -> None:
    run = load_finder_run()
    assert run is not None
    (run_dir / file_name).write_bytes(b"another")
    with pytest.raises(RunError, match=rf"{file_name} is not the file that finder\.json describes .*Restore it"):
        verified_finder_path(run, file_name)
    (run_dir / file_name).unlink()
    with pytest.raises(RunError, match=rf"{file_name} is missing\. Restore it"):
        verified_finder_path(run, file_name)


def test_a_twin_that_the_run_does_not_state_is_none(run_dir: Path) -> None:
    """Whatever lies there: it is no other file than the described one, for none is described."""
    run = load_finder_run()
    assert run is not None
    without = replace(run, info=replace(run.info, sha256=replace(run.info.sha256, onnx=None)))
    with pytest.raises(RunError, match=rf"^{run_dir} has no model\.onnx, .* --architecture {FINDER} --run {FINDER}$"):
        verified_finder_path(without, "model.onnx")


@pytest.mark.parametrize(
    "change",
    [{"format": 2}, {"parameters": -1}, {"kinds": {"plain": {"pages": 1}}}, {"wall_time_s": "long"}, {"sha256": 3}],
    ids=str,
)
def test_a_field_that_is_none_is_named(run_dir: Path, change: dict[str, Any]) -> None:
    content = json.loads((run_dir / "finder.json").read_text(encoding="utf-8"))
    write(run_dir, content | change)
    with pytest.raises(RunError, match=f"no valid “{next(iter(change))}"):
        load_finder_run()


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000])
def test_a_damaged_file_is_one_sentence(run_dir: Path, text: str) -> None:
    (run_dir / "finder.json").write_text(text, encoding="utf-8")
    with pytest.raises(RunError, match="is damaged"):
        load_finder_run()
