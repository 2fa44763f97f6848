"""What a visitor gives, a drawing or a file, read and kept together with the picture that the page shows."""

import numpy as np
import numpy.typing as npt

from mnist_app.imaging.decode import decode_picture
from mnist_app.imaging.options import DEFAULTS, ReadOptions
from mnist_app.recognizer import Recognizer
from mnist_app.text.read_picture import ReadPicture


def read_drawing(recognizer: Recognizer, name: str, rgba: npt.NDArray[np.uint8], single: bool) -> ReadPicture:
    """Read the canvas's pixels, uint8 (H, W, 4), white ink on black."""
    reading = recognizer.read_drawing(rgba, single=single, polarity="light")
    return ReadPicture(name, rgba[..., :3], (rgba.shape[0], rgba.shape[1]), reading)


def read_file(recognizer: Recognizer, name: str, data: bytes, options: ReadOptions = DEFAULTS) -> ReadPicture:
    """Read the bytes of an image file.

    Raises
    ------
    ImageError
        if it cannot be read
    """
    picture = decode_picture(data)
    reading = recognizer.read_picture(picture, options)
    turned = picture.turned(reading.turn)
    return ReadPicture(name, turned.small, turned.source_shape, reading)
