import numpy as np
import pytest

from mnist_app.imaging.display import crop, enlarge, pad_to_square

PICTURE = np.arange(20, dtype=np.uint8).reshape(4, 5)


def test_crop() -> None:
    assert crop(PICTURE, (1, 2, 3, 4)).tolist() == [[7, 8], [12, 13]]


def test_crop_with_a_margin_stays_inside() -> None:
    assert crop(PICTURE, (0, 0, 1, 1), margin=1).tolist() == [[0, 1], [5, 6]]
    assert crop(PICTURE, (3, 4, 4, 5), margin=9).shape == (4, 5)


def test_enlarge() -> None:
    assert enlarge(np.array([[1, 2]], np.uint8), 2).tolist() == [[1, 1, 2, 2], [1, 1, 2, 2]]


@pytest.mark.parametrize(("shape", "inside"), [((3, 1), np.s_[:, 1:2]), ((1, 4), np.s_[1:2, :]), ((2, 2), np.s_[:, :])])
def test_pad_to_square(shape: tuple[int, int], inside: tuple[slice, slice]) -> None:
    square = pad_to_square(np.full((*shape, 4), 200, np.uint8))
    assert square.shape == (max(shape), max(shape), 4)
    assert (square[inside] == 200).all()
    assert (square[..., :3] == 200).sum() == 3 * shape[0] * shape[1]
    assert set(square[..., 3].ravel()) <= {200, 255}
