import base64

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.exploring.pictures import collect_pictures, image_to_url, images_to_strip, join_pictures


def picture(value: int) -> npt.NDArray[np.uint8]:
    return np.full((28, 28), value, np.uint8)


def test_no_pictures() -> None:
    none = collect_pictures(np.array([], np.int32), np.zeros((0, 28, 28), np.uint8))
    assert none.find(3) is None
    assert none.available(np.array([3])).tolist() == []


def test_pictures_are_found_by_position_in_any_order() -> None:
    pictures = collect_pictures(np.array([7, 3], np.int32), np.stack([picture(70), picture(30)]))
    assert pictures.available(np.array([3, 4, 7])).tolist() == [3, 7]
    found = pictures.find(3)
    assert found is not None
    assert found[0, 0] == 30
    assert [pictures.find(missing) for missing in (0, 4, 8)] == [None, None, None]


def test_join_keeps_each_picture_once() -> None:
    a = collect_pictures(np.array([3, 5], np.int32), np.stack([picture(30), picture(50)]))
    b = collect_pictures(np.array([5, 7], np.int32), np.stack([picture(50), picture(70)]))
    assert join_pictures(a, b).index.tolist() == [3, 5, 7]


@pytest.mark.parametrize("zoom", [1, 4])
def test_url_holds_sharp_squares(zoom: int) -> None:
    image = np.random.default_rng(0).integers(0, 256, (28, 28), np.uint8)
    png = base64.b64decode(image_to_url(image, zoom).removeprefix("data:image/png;base64,"))
    decoded = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
    assert decoded is not None
    assert decoded.shape == (28 * zoom, 28 * zoom)
    for row in range(zoom):
        np.testing.assert_array_equal(decoded[row::zoom, row::zoom], image)


def test_strip_lays_pictures_side_by_side() -> None:
    strip = images_to_strip(np.stack([picture(10), picture(20)]), gap=2)
    assert strip.shape == (28, 58)
    assert strip[0, [0, 27, 28, 29, 30]].tolist() == [10, 10, 0, 0, 20]
