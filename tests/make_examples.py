"""Makes the example pictures of the recognize page: `PYTHONPATH=.:tests python -m make_examples`."""

import cv2
import numpy as np
import numpy.typing as npt

from builders.digit_strokes import draw_strokes, strokes_of, to_png
from builders.photos import make_photo
from mnist_app.ui.examples import EXAMPLES

PHOTOS = {"number.jpg": ("plain", 2), "shadow.jpg": ("shadow", 4), "ruled.jpg": ("ruled", 5), "board.jpg": ("board", 4)}
LONGEST = 1000  # pixels: enough to show, and small in the repository


def make(file: str) -> bytes:
    """The bytes of one picture; the same each time."""
    if file in PHOTOS:
        kind, seed = PHOTOS[file]
        return shrink_jpeg(make_photo(kind, seed).data)
    strokes = {"european.png": european, "doodle.png": doodle}[file]()
    canvas = draw_strokes(strokes, (300, 520), pen_width=10)
    return to_png(255 - canvas[..., 0])


def european() -> list[list[tuple[float, float]]]:
    """A 1 with a flag and a 7 with a bar."""
    return [*strokes_of("1 with a flag", (50, 30, 250, 230)), *strokes_of("7 with a bar", (50, 270, 250, 470))]


def doodle() -> list[list[tuple[float, float]]]:
    """A pen that runs to and fro without lifting: a Lissajous curve."""
    angles = np.linspace(0, 2 * np.pi, 400)
    rows, cols = 150 + 100 * np.sin(7 * angles), 260 + 130 * np.sin(6 * angles + 0.5)
    return [[(float(row), float(col)) for row, col in zip(rows, cols, strict=True)]]


def shrink_jpeg(data: bytes) -> bytes:
    """Bring a JPEG to LONGEST pixels."""
    pixels: npt.NDArray[np.uint8] = np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), np.uint8)
    factor = LONGEST / max(pixels.shape)
    small = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 80])[1].tobytes()


if __name__ == "__main__":
    for example in EXAMPLES:
        example.path.write_bytes(make(example.file))
