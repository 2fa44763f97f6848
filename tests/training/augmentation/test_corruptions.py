"""Every corruption keeps shape, type and seed; each does what its name says, on one upright stroke."""

import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.training.augmentation.corruptions import CORRUPTIONS, corrupt


@pytest.fixture
def strokes() -> npt.NDArray[np.uint8]:
    """Forty equal images: ink in rows 6 to 21 and columns 12 to 15."""
    images = np.zeros((40, 28, 28), np.uint8)
    images[:, 6:22, 12:16] = 255
    return images


def test_there_are_fifteen() -> None:
    assert len(CORRUPTIONS) == 15


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_no_images(name: str) -> None:
    assert corrupt(np.zeros((0, 28, 28), np.uint8), name).shape == (0, 28, 28)


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_changes_the_image_and_leaves_the_argument(name: str, strokes: npt.NDArray[np.uint8]) -> None:
    before = strokes.copy()
    corrupted = corrupt(strokes, name)
    np.testing.assert_array_equal(strokes, before)
    assert (corrupted.shape, corrupted.dtype) == (strokes.shape, np.uint8)
    assert (corrupted != strokes).any(axis=(1, 2)).all()


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_follows_the_seed(name: str, strokes: npt.NDArray[np.uint8]) -> None:
    np.testing.assert_array_equal(corrupt(strokes, name, seed=3), corrupt(strokes, name, seed=3))
    by_rule = {"scale", "brightness", "stripe", "canny_edges"}
    assert (corrupt(strokes, name, seed=3) != corrupt(strokes, name, seed=4)).any() == (name not in by_rule)


def test_noise_has_its_share(strokes: npt.NDArray[np.uint8]) -> None:
    assert (corrupt(strokes, "impulse_noise") != strokes).mean() == pytest.approx(0.085, abs=0.01)
    grainy = corrupt(strokes, "shot_noise")
    assert not grainy[strokes == 0].any()
    assert (grainy[strokes > 0] == 0).mean() == pytest.approx(np.exp(-3), abs=0.02)


@pytest.mark.parametrize("name", ["glass_blur", "motion_blur"])
def test_blurs_keep_the_ink(name: str, strokes: npt.NDArray[np.uint8]) -> None:
    blurred = corrupt(strokes, name)
    assert blurred.mean() == pytest.approx(strokes.mean(), rel=0.02)
    assert blurred.max() < 255 or name == "motion_blur"
    assert (blurred > 0).sum() > 1.5 * (strokes > 0).sum()


@pytest.mark.parametrize("name", ["shear", "rotate", "translate"])
def test_goes_either_way(name: str, strokes: npt.NDArray[np.uint8]) -> None:
    moved = corrupt(strokes, name)
    ways = np.unique(moved, axis=0)
    assert len(ways) == (4 if name == "translate" else 2)
    assert moved.mean() == pytest.approx(strokes.mean(), rel=0.1)


def test_translate_moves_three_pixels(strokes: npt.NDArray[np.uint8]) -> None:
    rows = {tuple(np.flatnonzero(image.any(axis=1))[[0, -1]]) for image in corrupt(strokes, "translate")}
    assert rows == {(3, 18), (9, 24)}


def test_scale_shrinks_about_the_center(strokes: npt.NDArray[np.uint8]) -> None:
    (small,) = np.unique(corrupt(strokes, "scale"), axis=0)
    assert small.mean() == pytest.approx(0.49 * strokes.mean(), rel=0.05)
    np.testing.assert_array_equal(small, small[::-1])


def test_stripe_inverts_the_sides(strokes: npt.NDArray[np.uint8]) -> None:
    striped = corrupt(strokes, "stripe")
    assert (striped[:, :, :7] == 255).all()
    assert (striped[:, :, 21:] == 255).all()
    np.testing.assert_array_equal(striped[:, :, 7:21], strokes[:, :, 7:21])


def test_brightness_and_fog_lighten_the_paper(strokes: npt.NDArray[np.uint8]) -> None:
    assert (corrupt(strokes, "brightness")[strokes == 0] == 128).all()
    foggy = corrupt(strokes, "fog")
    assert 20 < foggy[strokes == 0].mean() < foggy[strokes > 0].mean() < 255


def test_spatter_is_darker_than_ink(strokes: npt.NDArray[np.uint8]) -> None:
    splashed = corrupt(strokes, "spatter")[strokes == 0]
    assert 0 < splashed.max() <= 63


@pytest.mark.parametrize(("name", "share"), [("dotted_line", 14 * 3 / 784), ("zigzag", 23 * 4 / 784)])
def test_lines_add_ink_and_take_none(name: str, share: float, strokes: npt.NDArray[np.uint8]) -> None:
    lined = corrupt(strokes, name)
    assert (lined >= strokes).all()
    assert share / 2 < (lined != strokes).mean() < share * 2


def test_canny_leaves_the_outline(strokes: npt.NDArray[np.uint8]) -> None:
    (edges,) = np.unique(corrupt(strokes, "canny_edges"), axis=0)
    assert set(np.unique(edges)) == {0, 255}
    for row in edges[7:21]:
        np.testing.assert_allclose(np.flatnonzero(row), [12, 15], atol=1)
