"""What a visitor gives, a drawing or a file, read and kept together with the picture that the page shows."""

import numpy as np
import numpy.typing as npt

from mnist_app.imaging.decode import decode_picture
from mnist_app.imaging.options import DEFAULTS, ReadOptions
from mnist_app.recognizer import Recognizer
from mnist_app.text.read_picture import ReadPicture
from mnist_app.ui.recognize.picture_file import PictureFile


def read_drawing(recognizer: Recognizer, name: str, rgba: npt.NDArray[np.uint8], single: bool) -> ReadPicture:
    """Read the canvas's pixels, uint8 (H, W, 4), white ink on black.

    Raises
    ------
    ImageError
        if there are more marks on it than are read
    """
    reading = recognizer.read_drawing(rgba, single=single, polarity="light")
    return ReadPicture(name, rgba[..., :3], (rgba.shape[0], rgba.shape[1]), reading)


def read_file(recognizer: Recognizer, file: PictureFile, options: ReadOptions = DEFAULTS) -> ReadPicture:
    """Read a picture file or a page of a PDF.

    Raises
    ------
    ImageError
        if it cannot be read
    """
    picture = decode_picture(file.data, file.page)
    reading = recognizer.read_picture(picture, options)
    turned = picture.turned(reading.turn)
    return ReadPicture(file.name, turned.small, turned.source_shape, reading)
