import os

import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.imaging.bbox import ink_bbox
from mnist_app.imaging.normalize import crop_to_ink, ink_to_image, to_model_input


def ring(height: int = 200, width: int = 120, pen: int = 24) -> npt.NDArray[np.float32]:
    """A rectangular zero, without any margin."""
    ink = np.ones((height, width), np.float32)
    ink[pen:-pen, pen:-pen] = 0
    return ink


def enlarge(image: npt.NDArray[np.uint8], factor: int) -> npt.NDArray[np.float32]:
    return image.repeat(factor, axis=0).repeat(factor, axis=1).astype(np.float32) / np.float32(255)


def test_no_ink_gives_a_blank_image() -> None:
    image = ink_to_image(np.zeros((280, 280), np.float32))
    assert image.shape == (28, 28)
    assert image.dtype == np.uint8
    assert not image.any()


def test_longer_side_becomes_20_pixels_and_strongest_ink_255() -> None:
    image = ink_to_image(ring() * np.float32(0.4))
    assert crop_to_ink(image).shape == (20, 12)
    assert image.max() == 255


def test_center_of_mass_rounds_to_14() -> None:
    image = ink_to_image(np.triu(np.ones((90, 90), np.float32)))
    weight = image.astype(float)
    rows, cols = (weight.sum(axis=1) @ np.arange(28), weight.sum(axis=0) @ np.arange(28)) / weight.sum()
    assert (round(rows), round(cols)) == (14, 14)


@pytest.mark.parametrize("row", [0, 40, 80])
@pytest.mark.parametrize("col", [0, 80, 160])
def test_position_does_not_matter(row: int, col: int) -> None:
    canvas = np.zeros((280, 280), np.float32)
    canvas[row : row + 200, col : col + 120] = ring()
    np.testing.assert_array_equal(ink_to_image(canvas), ink_to_image(ring()))


@pytest.mark.parametrize("factor", [1, 2, 3, 5, 13])
def test_size_does_not_matter(factor: int) -> None:
    small = ring(20, 10, 3)
    np.testing.assert_array_equal(ink_to_image(small.repeat(factor, 0).repeat(factor, 1)), ink_to_image(small))


def test_smaller_than_the_box_is_doubled() -> None:
    assert crop_to_ink(ink_to_image(ring(10, 5, 2))).shape == (20, 10)


def test_ink_far_off_its_center_stays_inside() -> None:
    ink = np.zeros((100, 100), np.float32)
    ink[:, 0] = 1
    ink[0, :] = 0.01
    assert crop_to_ink(ink_to_image(ink)).shape[0] == 20


def test_one_pixel() -> None:
    ink = np.zeros((50, 50), np.float32)
    ink[7, 9] = 0.3
    assert crop_to_ink(ink_to_image(ink)).shape == (20, 20)


def test_enlarged_image_comes_back() -> None:
    image = ink_to_image(ring(200, 130, 37))
    np.testing.assert_array_equal(ink_to_image(enlarge(image, 10)), image)


@pytest.mark.mnist
def test_enlarged_mnist_comes_back() -> None:
    with np.load(os.environ["MNIST_NPZ"]) as data:
        images = data["x_test"][:2000]
    back = np.stack([ink_to_image(enlarge(image, 10)) for image in images])
    difference = np.abs(back.astype(int) - images).max(axis=(1, 2))
    same_place = [ink_bbox(a) == ink_bbox(b) for a, b in zip(back, images, strict=True)]
    assert np.mean(difference <= 3) > 0.99
    assert np.mean(same_place) > 0.99


def test_model_input_is_scaled_to_one() -> None:
    x = to_model_input(np.full((2, 28, 28), 255, np.uint8))
    assert x.shape == (2, 28, 28, 1)
    assert x.dtype == np.float32
    assert x.max() == x.min() == 1


@pytest.mark.parametrize(
    "images", [np.zeros((28, 28), np.uint8), np.zeros((1, 28, 28)), np.zeros((1, 20, 28), np.uint8)]
)
def test_model_input_refuses_other_shapes_and_types(images: npt.NDArray[np.uint8]) -> None:
    with pytest.raises(ValueError, match="expected uint8 images"):
        to_model_input(images)
