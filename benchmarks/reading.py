"""Reading a drawing, from canvas pixels to verdict, against one call of Keras's own `predict` on a ready image."""

import statistics
import time
from collections.abc import Callable

import cv2
import keras
import numpy as np

from mnist_app.learning.runs import load_run, verified_model_path
from mnist_app.recognizer import Recognizer

ROUNDS = 40


def predict_over_reading() -> float:
    """How many times longer `Model.predict` of one 28x28 image takes than `read_drawing` of a 280x280 canvas."""
    recognizer = Recognizer.load()
    model = keras.saving.load_model(verified_model_path(load_run()), compile=False)
    canvas = np.zeros((280, 280, 4), np.uint8)
    cv2.polylines(canvas, [np.array([[80, 60], [200, 60], [130, 230]], np.int32)], False, (255, 255, 255, 255), 20)
    x = recognizer.read_drawing(canvas, single=True).digits[0].image[None, ..., None].astype(np.float32) / 255
    model.predict(x, verbose=0)
    reading, predict = [], []
    for _ in range(ROUNDS):
        reading.append(_seconds(lambda: recognizer.read_drawing(canvas, single=True)))
        predict.append(_seconds(lambda: model.predict(x, verbose=0)))
    return statistics.median(predict) / statistics.median(reading)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
