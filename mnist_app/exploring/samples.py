"""The pictures behind the figures: those that a run carries with it, or all of them where MNIST is on the machine."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mnist_app.imaging.normalize import IMAGE_SIZE


@dataclass(frozen=True, eq=False)
class Pictures:
    """Pictures of some test digits.

    Attributes
    ----------
    index : int32 (S,), ascending positions in the test set
    images : uint8 (S, 28, 28), 255 = full ink
    """

    index: npt.NDArray[np.int32]
    images: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.index)

    def available(self, positions: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Those of the positions (M,) whose picture is there, in the same order."""
        return positions[np.isin(positions, self.index)]

    def take(self, positions: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
        """The pictures (M, 28, 28) of positions (M,) that are all available, in the same order."""
        return self.images[np.searchsorted(self.index, positions)]

    def find(self, position: int) -> npt.NDArray[np.uint8] | None:
        """The picture (28, 28) of a test digit, or None if it is not there."""
        row = int(np.searchsorted(self.index, position))
        return self.images[row] if row < len(self) and self.index[row] == position else None


def collect_pictures(index: npt.NDArray[np.int32], images: npt.NDArray[np.uint8]) -> Pictures:
    """Pictures (S, 28, 28) at positions (S,) of the test set; positions may come in any order and more than once."""
    unique, first = np.unique(index, return_index=True)
    return Pictures(unique, images[first])


def join_pictures(a: Pictures, b: Pictures) -> Pictures:
    """The pictures of either collection."""
    if np.isin(b.index, a.index).all():  # as where MNIST is on the machine: nothing to copy
        return a
    return collect_pictures(np.concatenate([a.index, b.index]), np.concatenate([a.images, b.images]))


def images_to_strip(images: npt.NDArray[np.uint8], rows: int = 1) -> npt.NDArray[np.uint8]:
    """Lay pictures (N, 28, 28) side by side in equally long rows; N is a multiple of `rows`: uint8 (rows * 28, W)."""
    cols = len(images) // rows
    return images.reshape(rows, cols, IMAGE_SIZE, IMAGE_SIZE).swapaxes(1, 2).reshape(rows * IMAGE_SIZE, -1)


def draw_of_class(
    images: npt.NDArray[np.uint8], labels: npt.NDArray[np.uint8], digit: int, count: int, seed: int
) -> npt.NDArray[np.uint8]:
    """Draw at most `count` different pictures of a class from pictures (N, 28, 28) and labels (N,)."""
    of_class = np.flatnonzero(labels == digit)
    rng = np.random.default_rng([seed, digit])
    return images[rng.choice(of_class, min(count, len(of_class)), replace=False)]
