"""Pictures of blocks become smooth; all others stay as they are."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from builders.digit_strokes import draw_digit
from mnist_app.imaging.blocks import MAX_BLOCKS, MIN_BLOCK, MIN_LEVELS, smooth_blocks
from mnist_app.recognizer import Recognizer

Pixels = npt.NDArray[np.uint8]


def enlarged(tiny: Pixels, side: int) -> Pixels:
    """Each pixel of (H, W) as a block of side x side, uint8 (H, W, 3)."""
    return tiny.repeat(side, axis=0).repeat(side, axis=1)[..., np.newaxis].repeat(3, axis=2)


def levels(count: int, shape: tuple[int, int] = (20, 30)) -> Pixels:
    return np.asarray(np.arange(shape[0] * shape[1]).reshape(shape) % count, np.uint8)


@pytest.mark.parametrize("side", [MIN_BLOCK, 4, 10])
def test_blocks_become_smooth(side: int) -> None:
    """Levels that rise by 8 from block to block."""
    smooth = smooth_blocks(enlarged(np.asarray(8 * levels(30), np.uint8), side))
    assert smooth.shape == (20 * side, 30 * side, 3)
    row = smooth[10 * side, :, 0].astype(int)
    assert np.diff(row).max() <= 8 / side + 2
    assert (row[0], row[-1]) == pytest.approx((0, 8 * 29), abs=4)


@pytest.mark.parametrize(
    "picture",
    [enlarged(levels(MIN_LEVELS), 5), enlarged(levels(200, (20, MAX_BLOCKS)), 4)],
    ids=["levels enough", "hardly too many blocks"],
)
def test_that_is_enough_to_be_smoothed(picture: Pixels) -> None:
    assert smooth_blocks(picture) is not picture


@pytest.mark.parametrize(
    "picture",
    [
        enlarged(levels(200), MIN_BLOCK - 1),
        enlarged(levels(MIN_LEVELS - 1), 5),
        enlarged(levels(200, (20, MAX_BLOCKS + 1)), 4),
        np.random.default_rng(0).integers(0, 255, (60, 90, 3), np.uint8),
        np.full((60, 90, 3), 200, np.uint8),
        np.full((1, 1, 3), 200, np.uint8),
    ],
    ids=["small blocks", "few levels", "many blocks", "noise", "one level", "a pixel"],
)
def test_all_others_stay_as_they_are(picture: Pixels) -> None:
    assert smooth_blocks(picture) is picture


def test_one_pixel_that_differs_makes_it_no_picture_of_blocks() -> None:
    picture = enlarged(levels(200), 5)
    picture[7, 7] ^= 255
    assert smooth_blocks(picture) is picture


@pytest.mark.parametrize("form", ["2", "5", "7"])
@pytest.mark.parametrize("is_dark", [False, True])
def test_a_tiny_picture_of_a_digit_is_read_however_it_was_enlarged(form: str, is_dark: bool) -> None:
    tiny = np.asarray(cv2.resize(draw_digit(form)[..., 0], (28, 28), interpolation=cv2.INTER_AREA), np.uint8)
    picture = enlarged(255 - tiny if is_dark else tiny, 10)
    _, file = cv2.imencode(".png", picture)
    assert Recognizer.load().read_photo(file.tobytes()).text == form
