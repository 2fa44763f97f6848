"""MNIST -> train, val and test: from a file, from the file that MNIST_NPZ names, or from Keras's own download.

Every array is checked here once, so that the rest of the package may rely on it. This module needs only NumPy: Keras
is imported when MNIST must be downloaded, and not before.

Source: LeCun, Cortes, Burges, "The MNIST database of handwritten digits"; CC BY-SA 3.0.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mnist_app.errors import NPZ_DAMAGED, DataError
from mnist_app.imaging.normalize import IMAGE_SIZE

CLASSES = 10
NO_DIGIT_LABEL = CLASSES  # the label of what is no digit, for networks that learn it
MNIST_SHA256 = "06b0d1f124c4e5fa796686ade41a9b778edacc8622f2195a352ef479ad44fc16"  # `Mnist.sha256` of MNIST itself
ENVIRONMENT_VARIABLE = "MNIST_NPZ"
VAL_SHARE = 12  # one training digit in 12 is held out: 5,000 of MNIST's 60,000
SPLIT_SEED = 0  # every run holds out the same digits, so that validation figures of two runs can be compared
TEST_ARRAYS = ("x_test", "y_test")
ARRAYS = ("x_train", "y_train", *TEST_ARRAYS)  # the keys of Keras's own mnist.npz


@dataclass(frozen=True, eq=False)
class Digits:
    """Labeled images: uint8 (N, 28, 28), 255 = full ink, and uint8 (N,), 0 to 9."""

    images: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.uint8]

    def __post_init__(self) -> None:
        if self.images.dtype != np.uint8 or self.images.shape[1:] != (IMAGE_SIZE, IMAGE_SIZE):
            raise ValueError(f"expected uint8 images (N, 28, 28), received {self.images.dtype} {self.images.shape}")
        if self.labels.dtype != np.uint8 or self.labels.shape != self.images.shape[:1]:
            raise ValueError(
                f"expected {len(self.images)} uint8 labels, received {self.labels.dtype} {self.labels.shape}"
            )

    def __len__(self) -> int:
        return len(self.labels)

    def take(self, index: npt.NDArray[np.integer]) -> "Digits":
        """The digits at the positions `index`, int (M,), in that order."""
        return Digits(self.images[index], self.labels[index])


@dataclass(frozen=True, eq=False)
class Mnist:
    """MNIST, split.

    Attributes
    ----------
    train, val, test : 55,000, 5,000 and 10,000 digits
    train_index, val_index : int32 (55000,) and (5000,), where each digit lies in MNIST's own training set
    sha256 : of the pixels and labels, so the same whichever file they came from
    """

    train: Digits
    val: Digits
    test: Digits
    train_index: npt.NDArray[np.int32]
    val_index: npt.NDArray[np.int32]
    sha256: str


def load_mnist(path: Path | None = None) -> Mnist:
    """Load MNIST and hold out every twelfth training digit, the same ones each time.

    Parameters
    ----------
    path : an .npz with `x_train, y_train, x_test, y_test`; without it the file that the environment variable
        `MNIST_NPZ` names; without that `keras.datasets.mnist`, which downloads MNIST once and keeps it

    Raises
    ------
    DataError
        if the file is missing, is no .npz, lacks an array or holds one of another shape, type or range; if MNIST
        cannot be downloaded
    """
    path = path or _file_in_environment()
    arrays = _read_npz(path, ARRAYS) if path else _download()
    train, test = (_checked(arrays, part, path) for part in ("train", "test"))
    train_index, val_index = _split(len(train))
    return Mnist(train.take(train_index), train.take(val_index), test, train_index, val_index, _sha256(train, test))


def read_test_digits(path: Path) -> Digits:
    """Read the test set, and only that, from an .npz with `x_test` and `y_test`.

    Raises
    ------
    DataError
        as `load_mnist` does
    """
    return _checked(_read_npz(path, TEST_ARRAYS), "test", path)


def find_mnist() -> Path | None:
    """Where MNIST lies on this machine (`MNIST_NPZ`, else Keras's cache), or None; downloads nothing."""
    cached = keras_cache_file()
    return _file_in_environment() or (cached if cached.is_file() else None)


def keras_cache_file() -> Path:
    """Where Keras keeps its MNIST; the file need not exist."""
    return Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras") / "datasets" / "mnist.npz"


def one_hot(labels: npt.NDArray[np.integer], outputs: int = CLASSES) -> npt.NDArray[np.float32]:
    """Labels (N,), below `outputs` -> the targets of a categorical cross-entropy, float32 (N, outputs)."""
    return np.eye(outputs, dtype=np.float32)[labels]


def _file_in_environment() -> Path | None:
    named = os.environ.get(ENVIRONMENT_VARIABLE)
    return Path(named) if named else None


def _read_npz(path: Path, names: tuple[str, ...]) -> dict[str, npt.NDArray[np.generic]]:
    if not path.is_file():
        raise DataError(f"There is no file {path}; name an .npz with the arrays {', '.join(names)}.")
    try:
        # Opened here, because np.load leaves the file open when it turns out to be damaged.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            missing = [name for name in names if name not in archive]
            if missing:
                raise DataError(f"{path} lacks {', '.join(missing)}; expected the arrays {', '.join(names)}.")
            return {name: archive[name] for name in names}
    except NPZ_DAMAGED as error:
        raise DataError(f"{path} cannot be read as an .npz file; it is of another kind or damaged.") from error


def _download() -> dict[str, npt.NDArray[np.generic]]:
    from keras.datasets import mnist  # seconds and hundreds of megabytes, so only where it is needed

    try:
        (x_train, y_train), (x_test, y_test) = mnist.load_data()
    except Exception as error:  # Keras raises a bare Exception when a download fails
        raise DataError(
            f"MNIST could not be downloaded; name an .npz file with --data or {ENVIRONMENT_VARIABLE}. ({error})"
        ) from error
    return dict(zip(ARRAYS, (x_train, y_train, x_test, y_test), strict=True))


def _checked(arrays: dict[str, npt.NDArray[np.generic]], part: str, path: Path | None) -> Digits:
    source = path or "MNIST"
    images, labels = arrays[f"x_{part}"], arrays[f"y_{part}"]
    if images.dtype != np.uint8 or images.ndim != 3 or images.shape[1:] != (IMAGE_SIZE, IMAGE_SIZE):
        raise DataError(
            f"{source}: x_{part} must be uint8 images of shape (N, 28, 28); received {images.dtype} {images.shape}."
        )
    if not np.issubdtype(labels.dtype, np.integer) or labels.shape != images.shape[:1]:
        raise DataError(
            f"{source}: y_{part} must hold {len(images)} whole numbers; received {labels.dtype} {labels.shape}."
        )
    if len(labels) < VAL_SHARE:
        raise DataError(f"{source}: x_{part} must hold at least {VAL_SHARE} images; received {len(labels)}.")
    low, high = labels.min(), labels.max()
    if low < 0 or high >= CLASSES:
        raise DataError(f"{source}: the labels in y_{part} must lie from 0 to 9; received {low} to {high}.")
    return Digits(np.ascontiguousarray(images, np.uint8), labels.astype(np.uint8))


def _split(count: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    order = np.random.default_rng(SPLIT_SEED).permutation(count).astype(np.int32)
    held_out = count // VAL_SHARE
    return np.sort(order[held_out:]), np.sort(order[:held_out])


def _sha256(*parts: Digits) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.images.tobytes())
        digest.update(part.labels.tobytes())
    return digest.hexdigest()
