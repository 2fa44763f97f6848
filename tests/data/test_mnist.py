"""MNIST from files: every way in which one can be wrong is one sentence, and the split holds out what it says."""

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from builders.npy import DAMAGED
from mnist_app.data.mnist import MNIST_SHA256, NO_DIGIT_LABEL, Digits, find_mnist, load_mnist, one_hot, read_test_digits
from mnist_app.errors import DataError

Arrays = dict[str, Any]  # of arrays: np.savez takes switches as keywords, too


def small_mnist(train: int = 48, test: int = 12) -> Arrays:
    """Digits that are told apart by their first pixel: it holds the position."""
    arrays: Arrays = {}
    for part, count in (("train", train), ("test", test)):
        images = np.zeros((count, 28, 28), np.uint8)
        images[:, 0, 0] = np.arange(count)
        arrays |= {f"x_{part}": images, f"y_{part}": (np.arange(count) % 10).astype(np.uint8)}
    return arrays


def saved(folder: Path, arrays: Arrays) -> Path:
    path = folder / "mnist.npz"
    np.savez(path, **arrays)
    return path


def test_split_holds_out_one_in_twelve(tmp_path: Path) -> None:
    path = saved(tmp_path, small_mnist())
    mnist = load_mnist(path)
    assert (len(mnist.train), len(mnist.val), len(mnist.test)) == (44, 4, 12)
    assert sorted([*mnist.train_index, *mnist.val_index]) == list(range(48))
    np.testing.assert_array_equal(mnist.val.images[:, 0, 0], mnist.val_index)
    np.testing.assert_array_equal(mnist.train.labels, mnist.train_index % 10)
    np.testing.assert_array_equal(load_mnist(path).val_index, mnist.val_index)


@pytest.mark.mnist
def test_sha256_of_mnist_itself() -> None:
    assert load_mnist().sha256 == MNIST_SHA256


def test_sha256_is_of_the_content_and_not_of_the_file(tmp_path: Path) -> None:
    arrays = small_mnist()
    stored = load_mnist(saved(tmp_path, arrays)).sha256
    np.savez_compressed(tmp_path / "compressed.npz", **arrays)
    assert load_mnist(tmp_path / "compressed.npz").sha256 == stored
    arrays["x_test"][0, 5, 5] = 1
    assert load_mnist(saved(tmp_path, arrays)).sha256 != stored


def test_environment_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, small_mnist())
    monkeypatch.setenv("MNIST_NPZ", str(path))
    assert find_mnist() == path
    assert len(load_mnist().test) == 12


def test_finds_what_keras_has_downloaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MNIST_NPZ", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    assert find_mnist() is None
    (tmp_path / "datasets").mkdir()
    assert find_mnist() is None
    path = saved(tmp_path / "datasets", small_mnist())
    assert find_mnist() == path


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x_train": None}, "lacks x_train"),
        ({"y_train": None, "y_test": None}, "lacks y_train, y_test"),
        ({"x_train": np.zeros((48, 28, 27), np.uint8)}, r"x_train must be uint8 .* \(48, 28, 27\)"),
        ({"x_train": np.zeros((48, 784), np.uint8)}, r"x_train must be uint8 .* \(48, 784\)"),
        ({"x_test": np.zeros((12, 28, 28), np.float32)}, r"x_test must be uint8 .* float32"),
        ({"y_test": np.zeros(11, np.uint8)}, r"y_test must hold 12 whole numbers; received uint8 \(11,\)"),
        ({"y_test": np.zeros(12)}, "y_test must hold 12 whole numbers; received float64"),
        ({"y_train": np.full(48, 10)}, "y_train must lie from 0 to 9; received 10 to 10"),
        ({"y_train": np.full(48, -1)}, "y_train must lie from 0 to 9; received -1 to -1"),
        ({"x_test": np.zeros((0, 28, 28), np.uint8), "y_test": np.zeros(0, np.uint8)}, "at least 12 images"),
        ({"y_test": np.array(["1"] * 12, dtype=object)}, "cannot be read as an .npz"),
    ],
)
def test_refuses_wrong_arrays(tmp_path: Path, change: dict[str, np.ndarray | None], message: str) -> None:
    arrays = {name: array for name, array in (small_mnist() | change).items() if array is not None}
    with pytest.raises(DataError, match=message):
        load_mnist(saved(tmp_path, arrays))


def test_refuses_files_of_another_kind(tmp_path: Path) -> None:
    whole = saved(tmp_path, small_mnist()).read_bytes()
    damaged = bytearray(whole)
    directory = whole.index(b"PK\x01\x02")
    compression = whole[:8] + b"\x63\x00" + whole[10 : directory + 10] + b"\x63\x00" + whole[directory + 12 :]
    damaged[len(whole) // 3] ^= 0xFF
    np.save(tmp_path / "one_array.npy", np.zeros(3))
    contents = {
        "empty": b"",
        "text": b"x_train",
        "cut_off": whole[: len(whole) // 2],
        "damaged": bytes(damaged),
        "unknown_compression": compression,
        "one_array": (tmp_path / "one_array.npy").read_bytes(),
    }
    for name, content in contents.items():
        path = tmp_path / f"{name}.npz"
        path.write_bytes(content)
        with pytest.raises(DataError, match=r"cannot be read as an \.npz"):
            load_mnist(path)


@pytest.mark.parametrize("damage", DAMAGED)
def test_refuses_arrays_with_a_damaged_header(tmp_path: Path, damage: str) -> None:
    path = saved(tmp_path, {"y_test": np.zeros(12, np.uint8)})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("x_test.npy", DAMAGED[damage])
    with pytest.raises(DataError, match=r"cannot be read as an \.npz"):
        read_test_digits(path)


def test_only_the_test_set_is_read(tmp_path: Path) -> None:
    arrays = {name: array for name, array in small_mnist().items() if name.endswith("_test")}
    digits = read_test_digits(saved(tmp_path, arrays))
    np.testing.assert_array_equal(digits.images, arrays["x_test"])
    np.testing.assert_array_equal(digits.labels, arrays["y_test"])


@pytest.mark.parametrize(
    ("change", "message"),
    [({"x_test": np.zeros((12, 8, 8), np.uint8)}, "x_test must be uint8 images"), ({"y_test": None}, "lacks y_test")],
)
def test_refuses_a_wrong_test_set(tmp_path: Path, change: dict[str, np.ndarray | None], message: str) -> None:
    arrays = {name: array for name, array in (small_mnist() | change).items() if array is not None}
    with pytest.raises(DataError, match=message):
        read_test_digits(saved(tmp_path, arrays))


def test_refuses_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.npz", tmp_path):
        with pytest.raises(DataError, match="There is no file"):
            load_mnist(path)


def test_says_what_to_do_when_the_download_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    from keras.datasets import mnist

    def fail() -> None:
        raise Exception("URL fetch failure")

    monkeypatch.delenv("MNIST_NPZ", raising=False)
    monkeypatch.setattr(mnist, "load_data", fail)
    with pytest.raises(DataError, match="--data or MNIST_NPZ"):
        load_mnist()


def test_takes_what_keras_downloads(monkeypatch: pytest.MonkeyPatch) -> None:
    from keras.datasets import mnist

    arrays = small_mnist()
    pairs = (arrays["x_train"], arrays["y_train"]), (arrays["x_test"], arrays["y_test"])
    monkeypatch.delenv("MNIST_NPZ", raising=False)
    monkeypatch.setattr(mnist, "load_data", lambda: pairs)
    np.testing.assert_array_equal(load_mnist().test.images, arrays["x_test"])


def test_digits_refuse_arrays_that_do_not_belong_together() -> None:
    images = np.zeros((2, 28, 28), np.uint8)
    floats: Any = images / 255
    with pytest.raises(ValueError, match="received float64"):
        Digits(floats, np.zeros(2, np.uint8))
    with pytest.raises(ValueError, match="expected 2 uint8 labels"):
        Digits(images, np.zeros(3, np.uint8))


def test_one_hot() -> None:
    targets = one_hot(np.array([3, 0], np.uint8))
    assert targets.dtype == np.float32
    np.testing.assert_array_equal(targets.argmax(axis=1), [3, 0])
    np.testing.assert_array_equal(targets.sum(axis=1), [1, 1])
    np.testing.assert_array_equal(one_hot(np.array([NO_DIGIT_LABEL, 0]), 11).argmax(axis=1), [10, 0])


@pytest.mark.mnist
def test_the_real_mnist() -> None:
    mnist = load_mnist()
    assert (len(mnist.train), len(mnist.val), len(mnist.test)) == (55_000, 5_000, 10_000)
    assert np.bincount(mnist.test.labels).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
