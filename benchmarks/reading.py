"""Reading a drawing against one call of Keras's own `predict`, and reading a photo against decoding its JPEG."""

import io
import statistics
import time
from collections.abc import Callable

import cv2
import keras
import numpy as np
from PIL import Image

from mnist_app.recognizer import Recognizer
from mnist_app.runs.runs import load_run, verified_model_path

ROUNDS = 8  # the machine's load drifts: both are measured in turns
IN_A_ROW = 5  # the first of a row pays for what the other left in the caches; the median leaves it out
PHOTO_SHAPE = (3000, 4000, 3)  # 12 megapixels, as a phone takes them


def predict_over_reading() -> float:
    """How many times longer `Model.predict` of one 28x28 image takes than `read_drawing` of a 280x280 canvas."""
    recognizer = Recognizer.load()
    model = keras.saving.load_model(verified_model_path(load_run()), compile=False)
    canvas = np.zeros((280, 280, 4), np.uint8)
    cv2.polylines(canvas, [np.array([[80, 60], [200, 60], [130, 230]], np.int32)], False, (255, 255, 255, 255), 20)
    x = recognizer.read_drawing(canvas, single=True).digits[0].image[None, ..., None].astype(np.float32) / 255
    model.predict(x, verbose=0)
    return _ratio(lambda: model.predict(x, verbose=0), lambda: recognizer.read_drawing(canvas, single=True))


def explaining_over_reading() -> float:
    """How many times longer it takes to explain a digit, about 100 images in a batch, than to read its canvas."""
    recognizer = Recognizer.load()
    recognizer.prepare()  # as the app does while nobody waits
    canvas = np.zeros((280, 280, 4), np.uint8)
    cv2.polylines(canvas, [np.array([[80, 60], [200, 60], [130, 230]], np.int32)], False, (255, 255, 255, 255), 20)
    digit = recognizer.read_drawing(canvas, single=True).digits[0]
    return _ratio(lambda: recognizer.explain(digit), lambda: recognizer.read_drawing(canvas, single=True))


def reading_over_decoding() -> float:
    """How many times longer `read_photo` of 12 megapixels with 20 digits takes than Pillow's decoding at full size."""
    recognizer = Recognizer.load()
    data = _photo_of_twenty_digits()
    if len(recognizer.read_photo(data).digits) != 20:
        raise RuntimeError("the photo that is measured must be read as 20 digits")
    return _ratio(lambda: recognizer.read_photo(data), lambda: Image.open(io.BytesIO(data)).load())


def _photo_of_twenty_digits() -> bytes:
    """Two rows of digits on grainy paper that is darker to the right, as a JPEG."""
    rng = np.random.default_rng(0)
    light = np.linspace(230, 150, PHOTO_SHAPE[1])[np.newaxis, :, np.newaxis]
    paper = np.clip(light + rng.normal(0, 4, PHOTO_SHAPE), 0, 255).astype(np.uint8)
    for digit in range(20):
        at = (350 + 340 * (digit % 10), 1200 + 900 * (digit // 10))
        cv2.putText(paper, str(digit % 10), at, cv2.FONT_HERSHEY_SIMPLEX, 9, (50, 40, 40), 26, cv2.LINE_AA)
    file = io.BytesIO()
    Image.fromarray(paper).save(file, "JPEG", quality=90)
    return file.getvalue()


def _ratio(work: Callable[[], object], other: Callable[[], object]) -> float:
    """How many times longer one piece of work takes than another, by their medians."""
    seconds: list[list[float]] = [[], []]
    for _ in range(ROUNDS):
        for each, times in zip((work, other), seconds, strict=True):
            times += [_seconds(each) for _ in range(IN_A_ROW)]
    return statistics.median(seconds[0]) / statistics.median(seconds[1])


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
