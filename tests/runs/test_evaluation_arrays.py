import dataclasses
import io
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from builders.fake_run import make_evaluation, write_fake_run
from builders.npy import DAMAGED
from mnist_app.errors import RunError
from mnist_app.runs import evaluation_arrays
from mnist_app.runs.evaluation_arrays import read_evaluation, write_evaluation
from mnist_app.runs.runs import load_run

pytestmark = pytest.mark.usefixtures("models")


def test_read_evaluation_gives_back_every_array() -> None:
    write_fake_run("alpha", digits=50, errors=2)
    read, written = read_evaluation(load_run("alpha")), make_evaluation(50, 2)
    for field in dataclasses.fields(read):
        np.testing.assert_array_equal(getattr(read, field.name), getattr(written, field.name))


def test_missing_evaluation(models: Path) -> None:
    write_fake_run("alpha")
    (models / "alpha" / "evaluation.npz").unlink()
    with pytest.raises(RunError, match=r"evaluation\.npz is missing\..* evaluate --run alpha --write$"):
        read_evaluation(load_run("alpha"))


@pytest.mark.parametrize("keep", [0, 1, 100, 5000, -1])
def test_evaluation_cut_off(models: Path, keep: int) -> None:
    write_fake_run("alpha")
    path = models / "alpha" / "evaluation.npz"
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(
        RunError, match=r"evaluation\.npz is damaged or of another version\..* evaluate --run alpha --write$"
    ):
        read_evaluation(load_run("alpha"))


def test_evaluation_with_a_flipped_byte(models: Path) -> None:
    write_fake_run("alpha")
    path = models / "alpha" / "evaluation.npz"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(RunError, match="damaged"):
        read_evaluation(load_run("alpha"))


def test_evaluation_that_is_a_lone_array(models: Path) -> None:
    write_fake_run("alpha")
    with (models / "alpha" / "evaluation.npz").open("wb") as file:
        np.save(file, np.zeros(3))
    with pytest.raises(RunError, match="damaged or of another version"):
        read_evaluation(load_run("alpha"))


def write_member(path: Path, content: bytes) -> None:
    """Write evaluation.npz with other content for its array `probs`."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in (members | {"probs.npy": content}).items():
            archive.writestr(name, member)


def npy(shape: tuple[int, ...], dtype: str = "<f4", content: bytes = bytes(1000)) -> bytes:
    """An array file that claims a shape and a type."""
    file = io.BytesIO()
    np.lib.format.write_array_header_1_0(file, {"descr": dtype, "fortran_order": False, "shape": shape})
    return file.getvalue() + content


@pytest.mark.parametrize(
    "content",
    [
        npy((10**11, 10)),
        npy((10**30, 10)),
        npy((200, 10), "<U1000000"),
        npy((1000, 10)),
        npy((200, 10), "|O"),
        npy((-1, 10)),
        b"\x93NUMPY\2\0\xff\xff\xff\xff" + bytes(100),
        b"no array",
        b"",
        *DAMAGED.values(),
    ],
    ids=["terabytes", "more", "text", "short", "objects", "negative", "header", "other", "empty", *DAMAGED],
)
def test_evaluation_that_claims_what_it_does_not_hold(models: Path, content: bytes) -> None:
    write_fake_run("alpha")
    write_member(models / "alpha" / "evaluation.npz", content)
    run = load_run("alpha")
    tracemalloc.start()
    with pytest.raises(RunError, match=r"evaluation\.npz is damaged or of another version\..* evaluate --run alpha"):
        read_evaluation(run)
    assert tracemalloc.get_traced_memory()[1] < 10 * 2**20
    tracemalloc.stop()


def test_evaluation_that_unpacks_to_more_than_it_may(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluation_arrays, "MAX_BYTES", 2**20)
    write_fake_run("alpha")
    read_evaluation(load_run("alpha"))
    write_member(models / "alpha" / "evaluation.npz", npy((2**15, 10), content=bytes(2**20)))
    with pytest.raises(RunError, match="damaged"):
        read_evaluation(load_run("alpha"))


@pytest.mark.parametrize("name", ["probs", "neighbors_true_similarity"])
def test_evaluation_that_is_not_finite(models: Path, name: str) -> None:
    write_fake_run("alpha")
    evaluation = make_evaluation()
    getattr(evaluation, name)[3, 1] = np.nan
    write_evaluation(models / "alpha" / "evaluation.npz", evaluation)
    with pytest.raises(RunError, match="damaged"):
        read_evaluation(load_run("alpha"))


def last(array: Any, value: int) -> Any:
    """The array with another last number: all are looked at."""
    changed = array.copy()
    changed.flat[-1] = value
    return changed


@pytest.mark.parametrize(
    ("name", "allowed", "beyond"),
    [
        ("labels", 9, 10),
        ("exemplar_labels", 9, 10),
        ("sample_index", 199, 200),
        ("sample_index", 0, -1),
        ("neighbors_true", 59, 60),
        ("neighbors_pred", 59, 60),
        ("map_positions", 1000, 1001),
    ],
)
def test_evaluation_that_points_at_nothing(models: Path, name: str, allowed: int, beyond: int) -> None:
    write_fake_run("alpha", digits=200)
    path = models / "alpha" / "evaluation.npz"
    evaluation = dataclasses.replace(make_evaluation(200), map_positions=np.zeros((200, 2), np.uint16))
    array = getattr(evaluation, name)
    write_evaluation(path, dataclasses.replace(evaluation, **{name: last(array, allowed)}))
    assert getattr(read_evaluation(load_run("alpha")), name).flat[-1] == allowed
    write_evaluation(path, dataclasses.replace(evaluation, **{name: last(array, beyond)}))
    with pytest.raises(RunError, match=r"npz does not hold what an evaluation writes\. .* --run alpha --write$"):
        read_evaluation(load_run("alpha"))


@pytest.mark.parametrize(
    "arrays",
    [
        {"probs": np.full((200, 10), 0.5, np.float32)},
        {"probs": np.tile(np.array([-1, 2, 0, 0, 0, 0, 0, 0, 0, 0], np.float32), (200, 1))},
        {"digit_prob": np.full(200, 1.5, np.float32)},
        {"non_digit_certainty": np.full(3, -0.5, np.float32)},
        {"non_digit_certainty": np.zeros(0, np.float32)},
    ],
    ids=lambda arrays: next(iter(arrays)),
)
def test_evaluation_of_no_probabilities(models: Path, arrays: dict[str, Any]) -> None:
    write_fake_run("alpha", digits=200)
    write_evaluation(models / "alpha" / "evaluation.npz", dataclasses.replace(make_evaluation(200), **arrays))
    with pytest.raises(RunError, match=r"npz does not hold what an evaluation writes\. .* --run alpha --write$"):
        read_evaluation(load_run("alpha"))


def test_evaluation_of_no_digits(models: Path) -> None:
    write_fake_run("alpha")
    write_evaluation(models / "alpha" / "evaluation.npz", make_evaluation(0, 0))
    with pytest.raises(RunError, match="does not hold what an evaluation writes"):
        read_evaluation(load_run("alpha"))


def test_evaluation_that_lacks_an_array(models: Path) -> None:
    write_fake_run("alpha")
    np.savez(models / "alpha" / "evaluation.npz", probs=np.zeros((3, 10), np.float32))
    with pytest.raises(RunError, match="another version"):
        read_evaluation(load_run("alpha"))


def test_evaluation_checks_shapes() -> None:
    with pytest.raises(ValueError, match=r"expected labels to be uint8 \(20,\), received int64 \(20,\)"):
        dataclasses.replace(make_evaluation(20), labels=np.zeros(20, np.int64))


def test_arrays_of_non_digits_are_read_as_they_were_written(models: Path) -> None:
    write_fake_run("alpha", digits=50, errors=2)
    certainty = np.linspace(0, 1, 7, dtype=np.float32)
    digit_prob = np.linspace(1, 0, 50, dtype=np.float32)
    whole = dataclasses.replace(make_evaluation(50, 2), digit_prob=digit_prob, non_digit_certainty=certainty)
    write_evaluation(models / "alpha" / "evaluation.npz", whole)
    read = read_evaluation(load_run("alpha"))
    np.testing.assert_array_equal(read.non_digit_certainty, certainty)
    np.testing.assert_array_equal(read.digit_prob, digit_prob)


@pytest.mark.parametrize(
    ("name", "array", "message"),
    [
        ("digit_prob", np.ones(49, np.float32), r"expected digit_prob to be float32 \(50,\), received float32 \(49,\)"),
        ("non_digit_certainty", np.ones(3), r"expected non_digit_certainty to be float32 \(3,\), received float64"),
        ("non_digit_certainty", np.ones((3, 2), np.float32), r"received float32 \(3, 2\)"),
    ],
)
def test_arrays_of_non_digits_are_checked(name: str, array: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        dataclasses.replace(make_evaluation(50, 2), **{name: array})
