"""Photos from bytes to text with the default network: what must not change a reading, and what must not be read."""

import contextlib
import io
import time
from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from builders.digit_strokes import arc, draw_strokes, strokes_of, to_png
from builders.photos import KINDS, light, make_photo
from builders.png import pack_png
from mnist_app.errors import ImageError
from mnist_app.imaging.bbox import ink_bbox
from mnist_app.imaging.decode import decode_picture
from mnist_app.imaging.options import TURNS, ReadOptions, Turn
from mnist_app.metrics.pages import align
from mnist_app.recognizer import Reading, Recognizer

Pixels = npt.NDArray[np.uint8]
TEXT = "2706\n481"


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer.load()


@pytest.fixture(scope="module")
def sheet() -> Pixels:
    """Two rows of digits in blue pen on grainy paper, uint8 (480, 640, 3)."""
    forms = ["2", "7", "0", "6"], ["4", "8", "1 with a flag"]
    strokes = []
    for row, names in enumerate(forms):
        for col, name in enumerate(names):
            top, left = 80 + 180 * row, 90 + 130 * col
            strokes += strokes_of(name, (top, left, top + 90, left + 70))
    ink = draw_strokes(strokes, (480, 640), pen_width=7)[..., :1].astype(np.float64) / 255
    paper = 225 + np.random.default_rng(0).normal(0, 3, (480, 640, 1))
    return np.clip(paper * (1 - ink) + np.array([30, 40, 120]) * ink, 0, 255).astype(np.uint8)


def to_jpeg(pixels: Pixels, **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=92, **options)
    return buffer.getvalue()


def resize(pixels: Pixels, factor: float) -> Pixels:
    method = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=method), np.uint8)


def shade(pixels: Pixels) -> Pixels:
    """Lay a shadow with a slanted edge over the right half."""
    rows, cols = np.mgrid[: pixels.shape[0], : pixels.shape[1]]
    edge = np.clip((cols + 0.4 * rows - 400) / 6, 0, 1)[..., np.newaxis]
    return (pixels * (1 - 0.55 * edge)).astype(np.uint8)


CHANGES: dict[str, Callable[[Pixels], Pixels]] = {
    "nothing": lambda pixels: pixels,
    "inverted": lambda pixels: 255 - pixels,
    "half the size": lambda pixels: resize(pixels, 0.5),
    "three times the size": lambda pixels: resize(pixels, 3),
    "30 % darker": lambda pixels: (pixels * 0.7).astype(np.uint8),
    "30 % brighter": lambda pixels: np.clip(pixels * 1.3, 0, 255).astype(np.uint8),
    "a shadow": shade,
    "gray": lambda pixels: np.repeat(pixels.mean(axis=2, keepdims=True), 3, axis=2).astype(np.uint8),
    "a margin": lambda pixels: np.pad(pixels, ((200, 60), (40, 300), (0, 0)), mode="edge"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_reading_does_not_change(recognizer: Recognizer, sheet: Pixels, change: str) -> None:
    assert recognizer.read_photo(to_jpeg(CHANGES[change](sheet))).text == TEXT


@pytest.mark.parametrize("margin", [2, 5, 10])
@pytest.mark.parametrize("pen_width", [9, 26], ids=["pen", "felt pen"])
def test_a_photo_cropped_to_its_digits_is_read(recognizer: Recognizer, margin: int, pen_width: int) -> None:
    ink = (
        draw_strokes(
            [
                stroke
                for i, form in enumerate("860375")
                for stroke in strokes_of(form, (50, 50 + 130 * i, 170, 140 + 130 * i))
            ],
            (220, 860),
            pen_width=pen_width,
        )[..., :1].astype(np.float64)
        / 255
    )
    paper = 225 + np.random.default_rng(0).normal(0, 3, ink.shape) - np.linspace(0, 40, ink.shape[1])[:, np.newaxis]
    photo = np.clip(paper * (1 - ink) + np.array([30, 40, 120]) * ink, 0, 255).astype(np.uint8)
    top, left, bottom, right = ink_bbox(ink[..., 0] > 0.5)
    assert min(top, left, 220 - bottom, 860 - right) >= 10
    crop = photo[top - margin : bottom + margin, left - margin : right + margin]
    assert recognizer.read_photo(to_jpeg(crop)).text == "860375"


@pytest.mark.parametrize("seed", [4, 33, 35, 36])
def test_shading_on_a_narrow_strip_is_no_digit_that_fills_it(recognizer: Recognizer, seed: int) -> None:
    strokes = [
        stroke for i, form in enumerate("2706483") for stroke in strokes_of(form, (25, 40 + 115 * i, 95, 90 + 115 * i))
    ]
    ink = draw_strokes(strokes, (120, 900), pen_width=5)[..., :1].astype(np.float64) / 255
    rng = np.random.default_rng(seed)
    faint_red = 0.92 * (1 - ink) + 0.95 * np.array([1, 0.75, 0.75]) * ink
    lit = cv2.GaussianBlur(faint_red * light("plain", (120, 900), rng)[..., np.newaxis], (0, 0), 0.8)
    noisy = np.clip(lit, 0, 1) ** 0.9 + rng.normal(0, 0.01, lit.shape)
    photo = np.rint(np.clip(noisy, 0, 1) * 255).astype(np.uint8)
    assert recognizer.read_photo(to_jpeg(photo)).text == "2706483"


@pytest.mark.parametrize(("orientation", "turns"), [(3, 2), (6, 1), (8, 3)])
def test_turned_by_exif(recognizer: Recognizer, sheet: Pixels, orientation: int, turns: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    upright = recognizer.read_photo(to_jpeg(sheet))
    turned = recognizer.read_photo(to_jpeg(np.ascontiguousarray(np.rot90(sheet, turns)), exif=exif))
    assert turned.text == TEXT
    for digit, other in zip(upright.digits, turned.digits, strict=True):
        np.testing.assert_allclose(digit.bbox, other.bbox, atol=4)


def test_boxes_are_in_the_pixels_of_the_original(recognizer: Recognizer, sheet: Pixels) -> None:
    small = recognizer.read_photo(to_jpeg(sheet))
    large = recognizer.read_photo(to_jpeg(resize(sheet, 3)))
    for digit, other in zip(small.digits, large.digits, strict=True):
        np.testing.assert_allclose(np.array(digit.bbox) * 3, other.bbox, atol=12)


def test_single_takes_all_as_one(recognizer: Recognizer, sheet: Pixels) -> None:
    assert len(recognizer.read_photo(to_jpeg(sheet[60:190, 80:170]), single=True).digits) == 1


def test_tiny_digits_are_looked_at_again(recognizer: Recognizer, sheet: Pixels) -> None:
    page = np.pad(resize(sheet, 0.45), ((400, 1000), (300, 1400), (0, 0)), mode="edge")
    assert recognizer.read_photo(to_jpeg(page)).text == TEXT


@pytest.mark.parametrize(
    ("form", "shape", "pen_width"),
    [("1", (640, 480), 12), ("7", (640, 480), 12), ("9", (640, 480), 12), ("1", (900, 1200), 7), ("4", (900, 1200), 7)],
)
def test_a_digit_that_fills_the_photo_is_not_taken_for_rules(
    recognizer: Recognizer, form: str, shape: tuple[int, int], pen_width: int
) -> None:
    """In the larger pictures each stroke could be followed along several of its rows, as if it were several lines."""
    pixels = one_large_digit(form, shape, (0.7 * shape[0], 0.42 * shape[0]), pen_width)
    assert recognizer.read_photo(to_jpeg(pixels)).text == form


@pytest.mark.parametrize("form", ["0", "4", "7"])
def test_a_thick_pen_is_no_dark_paper(recognizer: Recognizer, form: str) -> None:
    """Most of the paper that its strokes are compared with lies beyond the photo."""
    pixels = one_large_digit(form, (1000, 700), (750, 434), pen_width=110)
    assert recognizer.read_photo(to_jpeg(pixels)).text == form


def one_large_digit(form: str, shape: tuple[int, int], size: tuple[float, float], pen_width: int) -> Pixels:
    """A digit of some height and width in the middle of a photo."""
    (rows, cols), (height, width) = shape, size
    box = ((rows - height) / 2, (cols - width) / 2, (rows + height) / 2, (cols + width) / 2)
    ink = draw_strokes(strokes_of(form, box), shape, pen_width)[..., :1] / 255
    paper = 225 + np.random.default_rng(0).normal(0, 3, (*shape, 1))
    return np.clip(paper * (1 - ink) + 40 * ink, 0, 255).astype(np.uint8).repeat(3, axis=2)


@pytest.mark.parametrize("kind", KINDS)
def test_synthetic_photos(recognizer: Recognizer, kind: str) -> None:
    """The two photos of a kind hold 26 to 54 digits; one of them may be wrong, and six where digits touch.

    On dirty paper two specks that lie between digits, and are as wide as the pen, are points.
    """
    photos = [make_photo(kind, seed) for seed in (2, 3)]
    mistakes = [align("\n".join(photo.rows), recognizer.read_photo(photo.data).text)[0] for photo in photos]
    assert sum(mistakes) <= {"touching": 6, "dirty": 2}.get(kind, 1)


@pytest.mark.parametrize("turn", TURNS)
def test_a_photo_is_read_whichever_way_up_it_is(recognizer: Recognizer, turn: Turn) -> None:
    photo = make_photo("plain", 5)
    upright = np.asarray(Image.open(io.BytesIO(photo.data)))
    reading = recognizer.read_photo(to_png(np.ascontiguousarray(np.rot90(upright, -turn // 90))))
    assert (reading.turn, reading.text.replace(" ", "")) == (turn, "\n".join(photo.rows))
    ends = np.array([digit.bbox[2:] for digit in reading.digits])
    assert (ends <= upright.shape[:2]).all()  # boxes lie in the picture as it is turned


def test_a_photo_is_turned_as_it_is_asked_for(recognizer: Recognizer, sheet: Pixels) -> None:
    asked = recognizer.read_picture(decode_picture(to_png(sheet)), ReadOptions(turn=180))
    assert (asked.turn, asked.text == TEXT) == (180, False)


def test_other_drawings_beside_digits_are_left_out(recognizer: Recognizer) -> None:
    strokes = [*strokes_of("2", (100, 100, 190, 170)), *strokes_of("5", (100, 220, 190, 290))]
    spiral = [(330 + 3 * a * np.sin(a), 480 + 3 * a * np.cos(a)) for a in np.linspace(0, 25, 200)]
    canvas = draw_strokes([*strokes, spiral, [(10, 10), (10, 600)]], (480, 640), pen_width=7)
    reading = recognizer.read_drawing(canvas)
    assert reading.text == "25"


def test_a_scribble_alone_is_refused(recognizer: Recognizer) -> None:
    turns = [point for turn in range(6) for point in arc((150, 120 + 40 * turn), (90, 70), -90, 250)]
    assert recognizer.read_drawing(draw_strokes([turns], (300, 520), pen_width=8)).verdict == "not_a_digit"


def test_a_page_of_print_is_not_read(recognizer: Recognizer, monkeypatch: pytest.MonkeyPatch) -> None:
    page = np.full((1000, 1000, 3), 240, np.uint8)
    for row in range(40):
        cv2.putText(page, "8 6 4 2 9 7 5 3 1 0 " * 2, (20, 24 * row + 30), 0, 0.7, (20, 20, 20), 1, cv2.LINE_AA)
    assert recognizer.read_photo(to_jpeg(page)).verdict == "empty"
    monkeypatch.setattr(recognizer, "_finder", None)
    with pytest.raises(ImageError, match="page of text"):
        recognizer.read_photo(to_jpeg(page))


def bitmap(width: int, height: int) -> bytes:
    """A one-bit PNG, all white, that holds as many pixels as it says."""
    return pack_png(width, height, (b"\0" + b"\xff" * ((width + 7) // 8)) * height)


def animation(frames: int) -> bytes:
    images = [Image.fromarray(np.full((40, 40), level % 256, np.uint8)) for level in range(frames)]
    buffer = io.BytesIO()
    images[0].save(buffer, "GIF", save_all=True, append_images=images[1:])
    return buffer.getvalue()


def noise(seed: int, amplitude: float) -> bytes:
    rng = np.random.default_rng(seed)
    return to_png(np.clip(rng.normal(128, amplitude, (500, 700, 3)), 0, 255).astype(np.uint8))


HARMFUL: dict[str, Callable[[], bytes]] = {
    "one pixel": lambda: to_png(np.zeros((1, 1, 3), np.uint8)),
    "a line of pixels": lambda: to_png(np.zeros((1, 20000), np.uint8)),
    "a column of pixels": lambda: to_png(np.full((20000, 1), 255, np.uint8)),
    "all white": lambda: to_png(np.full((300, 300, 3), 255, np.uint8)),
    "all black": lambda: to_png(np.zeros((300, 300, 3), np.uint8)),
    "transparent": lambda: to_png(np.zeros((300, 300, 4), np.uint8)),
    "faint noise": lambda: noise(0, 4),
    "noise": lambda: noise(1, 30),
    "loud noise": lambda: noise(2, 90),
    "a slope of light": lambda: to_png(np.linspace(0, 255, 640).astype(np.uint8)[np.newaxis].repeat(480, axis=0)),
    "half black": lambda: to_png(np.repeat([[0, 255]], 300, axis=1).repeat(400, axis=0).astype(np.uint8)),
    "checkers": lambda: to_png((np.indices((600, 600)).sum(axis=0) // 50 % 2 * 255).astype(np.uint8)),
    "49 megapixels": lambda: bitmap(7000, 7000),
    "400 megapixels": lambda: bitmap(20000, 20000),
    "300 frames": lambda: animation(300),
}


def read(recognizer: Recognizer, data: bytes) -> Reading | None:
    """Read, or None where the picture is refused; anything else that is raised fails the test."""
    with contextlib.suppress(ImageError):
        return recognizer.read_photo(data)
    return None


@pytest.mark.filterwarnings("default::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("name", HARMFUL)
def test_harmful_pictures_are_never_read_surely(recognizer: Recognizer, name: str) -> None:
    data = HARMFUL[name]()
    started = time.process_time()
    reading = read(recognizer, data)
    assert time.process_time() - started < 10  # far above what it takes, and below what a visitor would notice as dead
    assert reading is None or reading.verdict != "sure"


def test_cut_off_anywhere_it_is_refused(recognizer: Recognizer, sheet: Pixels) -> None:
    data = to_jpeg(resize(sheet, 0.5))
    for length in range(0, len(data) - 100, len(data) // 25):
        with pytest.raises(ImageError):
            recognizer.read_photo(data[:length])


@pytest.mark.filterwarnings("default")  # decoders warn about what they mend
def test_flipped_bits(recognizer: Recognizer, sheet: Pixels) -> None:
    clean = to_jpeg(resize(sheet, 0.5))
    rng = np.random.default_rng(0)
    for _ in range(25):
        data = bytearray(clean)
        for position in rng.integers(0, len(data), 4):
            data[position] ^= 1 << int(rng.integers(8))
        read(recognizer, bytes(data))
