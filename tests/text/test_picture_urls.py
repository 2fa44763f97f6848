import base64
import io

import cv2
import numpy as np
import pytest
from PIL import Image

from mnist_app.text.picture_urls import image_to_url, photo_to_url


@pytest.mark.parametrize("zoom", [1, 4])
def test_url_holds_sharp_squares(zoom: int) -> None:
    image = np.random.default_rng(0).integers(0, 256, (28, 28), np.uint8)
    png = base64.b64decode(image_to_url(image, zoom).removeprefix("data:image/png;base64,"))
    decoded = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
    assert decoded is not None
    assert decoded.shape == (28 * zoom, 28 * zoom)
    for row in range(zoom):
        np.testing.assert_array_equal(decoded[row::zoom, row::zoom], image)


def test_colors_stay_what_they_are() -> None:
    image = np.array([[[255, 0, 10], [0, 200, 30]]], np.uint8)
    png = base64.b64decode(image_to_url(image, zoom=2).removeprefix("data:image/png;base64,"))
    with Image.open(io.BytesIO(png)) as decoded:
        np.testing.assert_array_equal(np.asarray(decoded), image.repeat(2, axis=0).repeat(2, axis=1))


def test_a_photo_is_shrunk_to_a_jpeg() -> None:
    photo = np.full((200, 400, 3), (200, 30, 30), np.uint8)
    jpeg = base64.b64decode(photo_to_url(photo, 100).removeprefix("data:image/jpeg;base64,"))
    with Image.open(io.BytesIO(jpeg)) as decoded:
        assert (decoded.format, decoded.size) == ("JPEG", (100, 50))
        np.testing.assert_allclose(np.asarray(decoded), photo[:50, :100], atol=8)
