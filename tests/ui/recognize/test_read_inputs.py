import numpy as np
import numpy.typing as npt
import pytest

from builders.digit_strokes import draw_digit, draw_strokes, strokes_of, to_png
from mnist_app.errors import ImageError
from mnist_app.imaging.decode import SMALL_SIDE
from mnist_app.recognizer import Recognizer
from mnist_app.runs.records import Calibration, Thresholds
from mnist_app.ui.recognize.picture_file import PictureFile
from mnist_app.ui.recognize.read_inputs import read_drawing, read_file


def always_seven(x: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """A network that takes everything for a 7."""
    return np.tile(np.eye(10, dtype=np.float32)[7] * 0.91 + np.float32(0.009), (len(x), 1))


RECOGNIZER = Recognizer(always_seven, Calibration(1.0), Thresholds(0.9, 0.5))


def test_read_drawing() -> None:
    picture = read_drawing(RECOGNIZER, "Your drawing", draw_digit("7"), single=True)
    assert picture.reading.text == "7"
    assert picture.pixels.shape == (280, 280, 3)
    assert picture.shown_bbox(picture.reading.digits[0]) == picture.reading.digits[0].bbox


def test_read_file_is_shown_smaller_than_it_is() -> None:
    large = draw_strokes(strokes_of("7", (300, 600, 1200, 1500)), (1500, 3000), pen_width=90)
    picture = read_file(RECOGNIZER, PictureFile("a.png", to_png(large[..., :3])))
    assert picture.reading.text == "7"
    assert max(picture.pixels.shape) == SMALL_SIDE
    assert picture.source_shape == (1500, 3000)
    bbox = picture.shown_bbox(picture.reading.digits[0])
    assert np.abs(np.array(bbox) - np.array([255, 690, 1245, 1410]) * SMALL_SIDE / 3000).max() < 20


def test_unreadable_file() -> None:
    with pytest.raises(ImageError):
        read_file(RECOGNIZER, PictureFile("a.png", b"<html>"))
