"""Pictures written as data URLs, which a page shows without asking the server for a file."""

import base64
import io

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from mnist_app.imaging.decode import shrink
from mnist_app.imaging.display import enlarge


def image_to_url(image: npt.NDArray[np.uint8], zoom: int = 8) -> str:
    """Enlarge a picture so that every pixel is a sharp square, and write it as a PNG data URL.

    Parameters
    ----------
    image : uint8 (H, W), or (H, W, 3) in red, green and blue
    zoom : the side of a square in pixels
    """
    _, png = cv2.imencode(".png", enlarge(image[..., ::-1] if image.ndim == 3 else image, zoom))
    return "data:image/png;base64," + base64.b64encode(png.tobytes()).decode("ascii")


def photo_to_url(pixels: npt.NDArray[np.uint8], side: int) -> str:
    """Shrink a picture, uint8 (H, W, 3), to at most `side` pixels a side, and write it as a JPEG data URL."""
    jpeg = io.BytesIO()
    Image.fromarray(shrink(pixels, side)).save(jpeg, "JPEG")
    return "data:image/jpeg;base64," + base64.b64encode(jpeg.getvalue()).decode("ascii")
