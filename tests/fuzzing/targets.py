"""What must hold whatever comes in; a fuzzer or a property test brings the bytes.

Each of these takes any bytes and raises where something does not hold. An `ImageError` is an answer: it is the sentence
that a visitor gets.
"""

import contextlib
from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from builders.picture_files import WRITTEN, written
from mnist_app.errors import ImageError
from mnist_app.imaging.decode import LARGE_SIDE, SMALL_SIDE, Picture, decode_canvas, decode_picture
from mnist_app.imaging.options import TURNS, ReadOptions
from mnist_app.imaging.pdf import is_pdf
from mnist_app.reading.finder import Finder
from mnist_app.recognizer import Reading, Recognizer
from mnist_app.runs.records import Calibration, Thresholds

Floats = npt.NDArray[np.float32]

CANVAS_SHAPE = (12, 20)  # of the canvas that is drawn on: its height, and at most its width
# How a page is written in bytes: a head, then as many bytes for each mark on it.
HEAD, MARK = 8, 6
MAX_MARKS = 250  # more than are read


def read_file(data: bytes) -> None:
    """A file is a picture within bounds, or one sentence.

    Not a PDF, which is drawn in a process of its own: a fuzzer would do nothing but start processes.
    """
    if is_pdf(data):
        return
    with contextlib.suppress(ImageError):
        picture = decode_picture(data)
        for pixels, side in ((picture.small, SMALL_SIDE), (picture.large, LARGE_SIDE)):
            assert pixels.dtype == np.uint8
            assert pixels.shape[2] == 3
            assert 1 <= min(pixels.shape) <= max(pixels.shape) <= side


def read_canvas(data: bytes) -> None:
    """What a canvas reports is of its size, or one sentence."""
    height, width = CANVAS_SHAPE
    with contextlib.suppress(ImageError):
        rgba = decode_canvas(data, height, width)
        assert rgba.dtype == np.uint8
        assert rgba.shape[::2] == (height, 4)
        assert 1 <= rgba.shape[1] <= width


def find_digits(data: bytes) -> None:
    """In a page with marks of any kind, whatever the networks say of it, digits are found within it, or none."""
    if len(data) < HEAD:
        return
    page, choices = draw_page(data), data[6]
    options = ReadOptions(
        single=bool(choices & 1),
        polarity=("auto", "light", "dark", "auto")[choices >> 1 & 3],
        sensitivity=(0.5, 1.0, 2.0, 4.0)[choices >> 3 & 3],
        turn=None if choices & 0x80 else TURNS[choices >> 5 & 3],
    )
    network, finder = _network(data[7]), _finder(data[7]) if data[7] & 1 else None
    recognizer = Recognizer(network, Calibration(1.0, 1.0), Thresholds(sure=0.5, digit=0.3), finder=finder)
    rgb = cv2.cvtColor(page, cv2.COLOR_GRAY2RGB)
    rgba = np.dstack([rgb, page if choices & 0x40 else np.full_like(page, 255)])
    with contextlib.suppress(ImageError):
        _check(recognizer.read_drawing(rgba, options.single, options.polarity), page.shape)
    with contextlib.suppress(ImageError):
        reading = recognizer.read_picture(Picture(np.asarray(rgb, np.uint8), page.shape, b""), options)
        _check(reading, page.shape[::-1] if reading.turn in (90, 270) else page.shape)


TARGETS: dict[str, Callable[[bytes], None]] = {"files": read_file, "canvas": read_canvas, "digits": find_digits}
SEEDS: dict[str, list[bytes]] = {
    "files": [written(number) for number in range(len(WRITTEN))],
    "canvas": [written(number) for number in (2, 3)],  # PNGs
    "digits": [
        bytes([120, 200, 230, 0, noise, 1, 0x80, network, *marks])
        for noise in (0, 3)
        for network in (0, 1)
        for marks in (
            (),
            (0, 40, 20, 60, 8, 30, 0, 40, 90, 60, 8, 30, 1, 40, 150, 60, 40, 30),
            (2, 60, 100, 90, 180, 60, 2, 60, 100, 50, 180, 60, 1, 60, 60, 30, 20, 10),
        )
    ],
}


def draw_page(data: bytes) -> npt.NDArray[np.uint8]:
    """Gray paper in uneven light, uint8 (H, W), with bars, ovals, boxes and lines on it, as the bytes say."""
    height, width, paper, slope, noise, seed = (int(byte) for byte in data[:6])
    rows, cols = height + 1, width + 1
    light = paper + (slope - 128) / 128 * np.linspace(-60, 60, cols)
    grain = np.random.default_rng(seed).normal(0, noise / 4, (rows, cols))
    page = np.clip(light + grain, 0, 255).astype(np.uint8)
    for start in range(HEAD, min(len(data), HEAD + MARK * MAX_MARKS) - MARK + 1, MARK):
        kind, row, col, high, wide, level = (int(byte) for byte in data[start : start + MARK])
        thickness = -1 if kind < 128 else 1 + kind % 7
        center, half = (col, row), (wide // 2, high // 2)
        low, up = (col - half[0], row - half[1]), (col + half[0], row + half[1])
        match kind % 3:
            case 0:
                cv2.rectangle(page, low, up, level, thickness)
            case 1:
                cv2.ellipse(page, center, half, 0, 0, 360, level, thickness)
            case _:
                cv2.line(page, low, up, level, abs(thickness))
    return page


def _network(seed: int) -> Callable[[Floats], Floats]:
    """Answers of ten digits and "no digit" that depend on the image, and mean nothing."""
    weights = np.random.default_rng(seed).normal(0, 0.5, (28 * 28, 11))

    def network(x: Floats) -> Floats:
        logits = x.reshape(len(x), -1) @ weights
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        return (odds / odds.sum(axis=1, keepdims=True)).astype(np.float32)

    return network


def _finder(seed: int) -> Finder:
    """Findings in patches of any kind and size."""

    def network(page: Floats) -> Floats:
        rng = np.random.default_rng(seed)
        patches = rng.normal(0, rng.integers(1, 9), (rng.integers(1, 6), rng.integers(1, 6), 7)).astype(np.float32)
        return np.asarray(cv2.resize(patches, (page.shape[2] // 4, page.shape[1] // 4)), np.float32)[None]

    return Finder(lambda: network)


def _check(reading: Reading, shape: tuple[int, ...]) -> None:
    assert set(reading.text) <= set("0123456789? \n")
    assert (reading.verdict == "empty") == (not reading.digits)
    assert all(reading.rows)
    assert len({len(row) for row in reading.table or ()}) <= 1
    for top, left, bottom, right in (*reading.left_out, *(digit.bbox for digit in reading.digits)):
        assert 0 <= top < bottom <= shape[0]
        assert 0 <= left < right <= shape[1]
    for digit in reading.digits:
        assert (digit.image.dtype, digit.image.shape, digit.image.max()) == (np.uint8, (28, 28), 255)
        assert abs(digit.probs.sum() - 1) < 1e-4
        assert digit.label == digit.probs.argmax()
        assert digit.verdict in ("sure", "unsure", "not_a_digit")
        assert bool(digit.reason) == (digit.verdict != "sure")
