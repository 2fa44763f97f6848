"""A picture through a network that finds writing: sizes, scales, loading."""

import json
import shutil
import threading
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.errors import RunError
from mnist_app.reading import finder
from mnist_app.reading.finder import COARSER, FINDER_SIDE, LARGE, MULTIPLE, STRIDE, Finder, find_writing, load_finder
from mnist_app.runs.runs import FINDER, models_dir

Floats = npt.NDArray[np.float32]
seen: list[tuple[int, ...]] = []


def dark_is_ink(page: Floats) -> Floats:
    """A network that takes what is dark for a digit's ink, of 32 pixels, rather on a side."""
    seen.append(page.shape)
    rows, cols = page.shape[1] // STRIDE, page.shape[2] // STRIDE
    level = page[0, ..., 0].reshape(rows, STRIDE, cols, STRIDE).mean(axis=(1, 3))
    answers = np.zeros((1, rows, cols, 7), np.float32)
    answers[0, ..., 0] = (128 - level) / 8
    answers[..., 1], answers[..., 3:] = -16, np.log([0.1, 0.2, 0.1, 0.6])
    return answers


@pytest.mark.parametrize("shape", [(480, 640), (1000, 750), (100, 1000), (28, 28), (1, 1), (3, 1000)])
def test_any_picture_is_seen_whole(shape: tuple[int, int]) -> None:
    seen.clear()
    findings = find_writing(dark_is_ink, np.full((*shape, 3), 255, np.uint8))
    for (_, rows, cols, channels), side in zip(seen, (FINDER_SIDE, FINDER_SIDE / COARSER), strict=True):
        assert rows % MULTIPLE == cols % MULTIPLE == 0
        assert channels == 3
        assert max(rows, cols) < side + MULTIPLE
    assert findings.shape == shape
    assert not (findings.digits > 0.5).any()


def test_what_is_found_lies_where_it_is_in_the_picture() -> None:
    page = np.full((960, 1280, 3), 255, np.uint8)
    page[400:480, 800:840] = 0
    findings = find_writing(dark_is_ink, page)
    ink = findings.seen_in((0, 0, 960, 1280), (960, 1280)).digits > 0.5
    rows, cols = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    assert np.abs(np.array([rows[0], rows[-1], cols[0], cols[-1]]) - (400, 479, 800, 839)).max() <= STRIDE
    assert findings.sideways == pytest.approx(0.8)
    assert findings.others.max() < 0.01
    assert findings.size == pytest.approx(64)  # 32 pixels of a picture half as large


@pytest.mark.parametrize(("size", "is_found"), [(LARGE + 20, True), (LARGE - 20, False)])
def test_only_what_is_large_is_looked_for_in_a_smaller_copy(size: float, is_found: bool) -> None:
    """A network that finds a digit of this size, in pixels of the larger copy, everywhere in small copies."""

    def in_small_copies(page: Floats) -> Floats:
        answers = np.zeros((1, page.shape[1] // STRIDE, page.shape[2] // STRIDE, 7), np.float32)
        is_small = page.shape[2] < FINDER_SIDE
        answers[..., :2], answers[..., 2] = 8 if is_small else -8, np.log2(size / COARSER / 32)
        return answers

    findings = find_writing(in_small_copies, np.full((960, 1280, 3), 255, np.uint8))
    assert (findings.digits > 0.9).all() == is_found
    assert (findings.digits < 0.1).all() != is_found
    assert (findings.others > 0.9).all() == is_found
    if is_found:
        assert findings.size == pytest.approx(2 * size, rel=0.01)


def test_the_network_is_loaded_once_by_whoever_comes_first() -> None:
    loaded = []

    def load() -> finder.FinderNetwork:
        loaded.append(1)
        return dark_is_ink

    shared = Finder(load)
    assert not loaded
    threads = [threading.Thread(target=shared.find, args=(np.zeros((32, 32, 3), np.uint8),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loaded) == 1


def test_a_directory_of_runs_may_have_no_finder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path))
    assert load_finder() is None


@pytest.fixture(params=["keras", "onnx"])
def finder_file(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that each engine loads, of a directory of runs with the finder that comes with the app alone."""
    pytest.importorskip({"keras": "tensorflow", "onnx": "onnxruntime"}[request.param])
    folder = shutil.copytree(models_dir() / FINDER, tmp_path / FINDER, ignore=shutil.ignore_patterns("figures"))
    monkeypatch.setenv("MNIST_APP_ENGINE", request.param)
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path))
    return folder / f"model.{request.param}"


def test_a_file_that_is_missing_or_another_one_is_found_out_at_once(finder_file: Path) -> None:
    assert load_finder() is not None
    finder_file.write_bytes(b"another")
    with pytest.raises(RunError, match=rf"{finder_file.name} is not the file that finder\.json describes"):
        load_finder()
    finder_file.unlink()
    with pytest.raises(RunError, match=rf"{finder_file.name} is missing\. Restore it"):
        load_finder()


def test_a_file_that_has_become_another_one_is_not_loaded(finder_file: Path) -> None:
    found = load_finder()
    assert found is not None
    finder_file.write_bytes(b"another")
    with pytest.raises(RunError, match="describes"):
        found.prepare()


@pytest.mark.parametrize("lies_there", [True, False])
def test_without_a_twin_onnx_runtime_has_no_finder(finder_file: Path, lies_there: bool) -> None:
    """As after a training without ONNX; another training may have left a twin."""
    path = finder_file.parent / "finder.json"
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    content["sha256"]["onnx"] = None
    path.write_text(json.dumps(content), encoding="utf-8")
    if not lies_there:
        (finder_file.parent / "model.onnx").unlink()
    assert (load_finder() is None) == (finder_file.name == "model.onnx")
