import dataclasses
from pathlib import Path

import numpy as np
import pytest

from builders.fake_run import make_evaluation, write_fake_run
from mnist_app.errors import RunError
from mnist_app.runs.evaluation_arrays import read_evaluation
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


def test_evaluation_that_lacks_an_array(models: Path) -> None:
    write_fake_run("alpha")
    np.savez(models / "alpha" / "evaluation.npz", probs=np.zeros((3, 10), np.float32))
    with pytest.raises(RunError, match="another version"):
        read_evaluation(load_run("alpha"))


def test_evaluation_checks_shapes() -> None:
    with pytest.raises(ValueError, match=r"expected labels to be uint8 \(20,\), received int64 \(20,\)"):
        dataclasses.replace(make_evaluation(20), labels=np.zeros(20, np.int64))
