"""The pipeline with a network of our own making; what a trained one reads is tested where runs are."""

import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from builders.digit_strokes import opaque
from builders.digits import make_digit
from mnist_app.errors import ImageError
from mnist_app.imaging.display import enlarge
from mnist_app.imaging.normalize import ink_to_image
from mnist_app.reading.finder import Finder, FinderNetwork
from mnist_app.reading.verdicts import AMONG_PRINT, CUT_OFF, MUCH_SMALLER, NOT_WRITTEN, SIGN_BESIDE, THICK, Verdict
from mnist_app.recognizer import Reading, Recognizer
from mnist_app.runs.records import Calibration, Thresholds


def width_network(x: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Says 1 to narrow ink and 0 to wide ink, 0.96 sure; the rest is spread evenly."""
    widths = (x[..., 0].max(axis=1) > 0).sum(axis=1)
    probs = np.full((len(x), 10), 0.04 / 9, np.float32)
    probs[np.arange(len(x)), np.where(widths < 8, 1, 0)] = 0.96
    return probs


@pytest.fixture
def recognizer() -> Recognizer:
    return Recognizer(width_network, Calibration(temperature=1.0), thresholds=Thresholds(sure=0.9, digit=0.5))


def canvas(*boxes: tuple[int, int, int, int]) -> npt.NDArray[np.uint8]:
    """White boxes (min_row, min_col, max_row, max_col) on a black canvas."""
    rgba = np.zeros((280, 280, 4), np.uint8)
    rgba[..., 3] = 255
    for min_row, min_col, max_row, max_col in boxes:
        rgba[min_row:max_row, min_col:max_col] = 255
    return rgba


def test_blank_is_empty(recognizer: Recognizer) -> None:
    reading = recognizer.read_drawing(canvas())
    assert (reading.text, reading.digits, reading.verdict) == ("", (), "empty")


@pytest.mark.parametrize("rgba", [canvas(), np.zeros((280, 280, 4), np.uint8), np.full((280, 280, 4), 255, np.uint8)])
def test_canvas_of_one_color_is_empty(recognizer: Recognizer, rgba: npt.NDArray[np.uint8]) -> None:
    assert recognizer.read_drawing(rgba, single=True).verdict == "empty"


def test_stroke_is_read(recognizer: Recognizer) -> None:
    reading = recognizer.read_drawing(canvas((60, 130, 220, 150)), single=True)
    (one,) = reading.digits
    assert (reading.text, reading.verdict) == ("1", "sure")
    assert one.bbox == (60, 130, 220, 150)
    assert one.confidence == pytest.approx(0.96, abs=1e-3)
    assert one.probs.dtype == np.float32
    assert one.image.shape == (28, 28)


def test_thick_strokes_are_thinned_and_sure_only_if_the_same_is_read_as_they_were_drawn(recognizer: Recognizer) -> None:
    thick, wide, thin = (60, 130, 160, 175), (60, 130, 160, 215), (60, 130, 220, 150)
    (narrower,) = recognizer.read_drawing(canvas(thick), single=True).digits
    assert (narrower.label, narrower.verdict, narrower.reason) == (1, "unsure", THICK)
    assert narrower.bbox == thick
    assert recognizer.read_drawing(canvas(wide), single=True).text == "0"
    assert recognizer.read_drawing(canvas(thin), single=True).verdict == "sure"


def test_an_enlarged_digit_comes_back_as_it_was_however_thick(recognizer: Recognizer) -> None:
    """As when a test digit is tried on the page; drawn as smoothly as a canvas does, its strokes would be thinned."""
    thick = np.zeros((400, 400), np.uint8)
    cv2.ellipse(thick, (200, 200), (100, 140), 20, 0, 360, 255, 90, cv2.LINE_AA)
    tiny = ink_to_image(thick.astype(np.float32) / np.float32(255))
    (same,) = recognizer.read_drawing(opaque(enlarge(tiny, 10)), single=True).digits
    np.testing.assert_array_equal(same.image, tiny)
    (thinned,) = recognizer.read_drawing(opaque(thick), single=True).digits
    assert (thinned.image > 128).sum() < 0.8 * (tiny > 128).sum()


def test_strokes_on_photos_stay_as_wide_as_they_are(recognizer: Recognizer) -> None:
    sheet = noisy_sheet((160, 130, 260, 175))
    assert recognizer.read_photo(sheet, single=True).text == "0"


def test_what_may_be_no_digit_is_less_certain_and_not_less_confident() -> None:
    """An eleventh class takes from the certainty that verdicts look at; the ten probabilities still sum to 1."""

    def network(x: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        return np.concatenate([0.6 * width_network(x), np.full((len(x), 1), 0.4, np.float32)], axis=1)

    for digit_threshold, verdict in ((0.5, "unsure"), (0.61, "not_a_digit")):
        recognizer = Recognizer(network, Calibration(1.0, 1.0), Thresholds(sure=0.9, digit=digit_threshold))
        (one,) = recognizer.read_drawing(canvas((60, 130, 220, 150)), single=True).digits
        assert (one.label, one.verdict) == (1, verdict)
        assert one.probs.shape == (10,)
        assert one.probs.sum() == pytest.approx(1)
        assert one.confidence == pytest.approx(0.96, abs=1e-3)
        assert one.digit_prob == pytest.approx(0.6, abs=1e-3)
        assert one.certainty == pytest.approx(0.576, abs=1e-3)
    assert recognizer.predict_probs(one.image[np.newaxis])[0] == pytest.approx(one.probs)


def test_dot_and_painted_over_canvas_are_no_digits(recognizer: Recognizer) -> None:
    for rgba in (canvas((100, 100, 105, 105)), canvas((100, 100, 140, 140)), canvas((0, 0, 280, 280))):
        reading = recognizer.read_drawing(rgba, single=True, polarity="light")
        assert (reading.verdict, reading.text) == ("not_a_digit", "?")
        assert reading.digits[0].reason


def test_a_single_digit_in_pieces_is_not_measured_by_them(recognizer: Recognizer) -> None:
    (one,) = recognizer.read_drawing(canvas((60, 130, 130, 150), (140, 130, 220, 150)), single=True).digits
    assert (one.label, one.verdict, one.reason) == (1, "sure", "")


def test_single_takes_all_ink_as_one(recognizer: Recognizer) -> None:
    assert len(recognizer.read_drawing(canvas((60, 40, 220, 60), (60, 200, 220, 220)), single=True).digits) == 1


def test_a_sign_beside_a_single_digit_makes_it_unsure(recognizer: Recognizer) -> None:
    one, minus, point = (60, 130, 220, 150), (135, 50, 150, 100), (200, 180, 220, 200)
    for sign in (minus, point):
        (digit,) = recognizer.read_drawing(canvas(one, sign), single=True).digits
        assert (digit.verdict, digit.reason) == ("unsure", SIGN_BESIDE)


def test_a_speck_beside_an_enlarged_digit_is_no_sign(recognizer: Recognizer) -> None:
    zero = np.zeros((400, 400), np.uint8)
    cv2.ellipse(zero, (200, 200), (100, 140), 20, 0, 360, 255, 40, cv2.LINE_AA)
    tiny = ink_to_image(zero.astype(np.float32) / np.float32(255))
    tiny[21:23, 23:25] = 255
    verdicts = [
        recognizer.read_drawing(opaque(large), single=True).digits[0].verdict
        for large in (enlarge(tiny, 10), np.asarray(cv2.resize(tiny, (280, 280)), np.uint8))
    ]
    assert verdicts == ["sure", "unsure"]


def test_what_is_too_much_for_a_number_is_one_digit_all_the_same(
    recognizer: Recognizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = canvas(*((200, col, 210, col + 8) for col in range(10, 270, 20)))
    two = canvas((60, 40, 220, 60), (60, 200, 220, 220))
    monkeypatch.setattr("mnist_app.imaging.segments.segment.MAX_CANDIDATES", 0)
    for drawing in (many, two):
        assert len(recognizer.read_drawing(drawing, single=True).digits) == 1


def test_a_digit_that_the_visitors_own_box_cuts_is_not_sure(recognizer: Recognizer) -> None:
    page = 255 - canvas((60, 130, 220, 150))[..., :3]
    whole, cut = (recognizer.read_box(page, box) for box in ((40, 110, 240, 170), (100, 110, 240, 170)))
    assert whole is not None
    assert cut is not None
    assert (whole.verdict, cut.verdict, cut.reason) == ("sure", "unsure", CUT_OFF)


def test_a_digit_does_not_keep_the_batch_that_it_was_read_in(recognizer: Recognizer) -> None:
    digits = recognizer.read_drawing(canvas((60, 40, 220, 60), (60, 200, 220, 220))).digits
    assert all(array.base is None for digit in digits for array in (digit.probs, digit.image))


def test_wrong_pixels_are_one_sentence(recognizer: Recognizer) -> None:
    with pytest.raises(ImageError):
        recognizer.read_drawing(np.zeros((280, 280), np.uint8))


def test_predict_nothing(recognizer: Recognizer) -> None:
    probs = recognizer.predict_probs(np.zeros((0, 28, 28), np.uint8))
    assert (probs.shape, probs.dtype) == ((0, 10), np.float32)


def test_probs_are_calibrated() -> None:
    soft = Recognizer(width_network, Calibration(temperature=2.0), thresholds=Thresholds(0.9, 0.5))
    assert soft.predict_probs(np.zeros((1, 28, 28), np.uint8)).max() < 0.96


def test_threads_share_one_recognizer(recognizer: Recognizer) -> None:
    drawings = [canvas((60, 130, 220, 150)), canvas((60, 60, 220, 200), (80, 80, 200, 180))] * 20
    with ThreadPoolExecutor(4) as pool:
        readings = list(pool.map(lambda rgba: recognizer.read_drawing(rgba, single=True).text, drawings))
    assert readings == [recognizer.read_drawing(rgba, single=True).text for rgba in drawings]


def test_reading_without_digits_is_empty() -> None:
    assert (Reading().text, Reading().verdict, Reading().digits) == ("", "empty", ())


def test_text_goes_by_rows_and_hides_what_is_no_digit() -> None:
    reading = Reading(((make_digit(7, "sure"), make_digit(8, "not_a_digit")), (make_digit(1, "unsure"),)))
    assert reading.text == "7?\n1"
    assert [d.label for d in reading.digits] == [7, 8, 1]


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [(["sure", "sure"], "sure"), (["sure", "unsure"], "unsure"), (["unsure", "not_a_digit", "sure"], "not_a_digit")],
)
def test_reading_is_as_sure_as_its_least_sure_digit(verdicts: list[Verdict], expected: str) -> None:
    assert Reading((tuple(make_digit(3, verdict) for verdict in verdicts),)).verdict == expected


def photo_of(*boxes: tuple[int, int, int, int]) -> bytes:
    """Dark rings in boxes on unevenly lit, grainy paper, as a JPEG; in narrow boxes they become bars."""
    rng = np.random.default_rng(0)
    light = np.linspace(230, 120, 400)[np.newaxis, :] + rng.normal(0, 3, (300, 400))
    for min_row, min_col, max_row, max_col in boxes:
        rows, cols = np.mgrid[min_row:max_row, min_col:max_col] + 0.5
        height, width = max_row - min_row, max_col - min_col
        place = (2 * rows - min_row - max_row) / height, (2 * cols - min_col - max_col) / width
        hole = [(part / (1 - 16 / side)) ** 2 for part, side in zip(place, (height, width), strict=True)]
        is_ink = (width < 16) | (np.hypot(*place) <= 1) & (sum(hole) >= 1)
        light[min_row:max_row, min_col:max_col] *= np.where(is_ink, 0.4, 1)
    buffer = io.BytesIO()
    Image.fromarray(light.astype(np.uint8)).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def test_photo_without_ink_is_empty(recognizer: Recognizer) -> None:
    assert recognizer.read_photo(photo_of()).verdict == "empty"


def test_photo_is_read_by_rows(recognizer: Recognizer) -> None:
    upper = [(40, 60, 100, 68), (42, 200, 98, 250)]
    lower = [(180, 70, 240, 120), (178, 210, 242, 218), (182, 300, 244, 308)]
    reading = recognizer.read_photo(photo_of(*lower, *upper))
    assert reading.text == "1 0\n011"
    for digit, box in zip(reading.digits, upper + lower, strict=True):
        np.testing.assert_allclose(digit.bbox, box, atol=3)


def test_sensitivity_and_polarity_reach_the_ink(recognizer: Recognizer) -> None:
    """A dark bar, one that is a quarter as dark, and a light one."""
    rng = np.random.default_rng(0)
    gray = rng.normal(150, 3, (300, 400))
    for left, change in ((60, -100), (160, -30), (260, 80)):
        gray[100:200, left : left + 10] += change
    buffer = io.BytesIO()
    Image.fromarray(gray.clip(0, 255).astype(np.uint8)).save(buffer, "PNG")

    def lefts(**options: Any) -> list[int]:
        return [round(d.bbox[1], -1) for d in recognizer.read_photo(buffer.getvalue(), **options).digits]

    assert lefts(polarity="dark") == [60]
    assert lefts(polarity="dark", sensitivity=2) == [60, 160]
    assert lefts(polarity="light") == [260]
    assert len(lefts(polarity="dark", sensitivity=2, single=True)) == 1


def test_unknown_options_are_refused(recognizer: Recognizer) -> None:
    red: Any = "red"
    with pytest.raises(ValueError, match="expected a polarity"):
        recognizer.read_drawing(canvas(), polarity=red)
    with pytest.raises(ValueError, match="expected a sensitivity above 0"):
        recognizer.read_photo(photo_of(), sensitivity=0)


def test_who_photographs_is_not_told_to_draw(recognizer: Recognizer) -> None:
    """A dot on a photo, and the same on a canvas."""
    photographed = recognizer.read_photo(photo_of((100, 100, 105, 105))).digits[0]
    drawn = recognizer.read_drawing(canvas((100, 100, 105, 105))).digits[0]
    assert photographed.verdict == drawn.verdict == "not_a_digit"
    assert "draw" not in photographed.reason
    assert "draw" in drawn.reason


def test_no_picture_is_one_sentence(recognizer: Recognizer) -> None:
    with pytest.raises(ImageError, match="not a picture"):
        recognizer.read_photo(b"PK\x03\x04")


def test_a_network_without_features_looks_at_nothing(recognizer: Recognizer) -> None:
    assert recognizer.look_at([np.zeros((28, 28), np.uint8)]) == ()


def finder_of(*boxes: tuple[int, int, int, int]) -> Finder:
    """Finds digits' ink, as high as they are, in these boxes of a photo of 320 x 480 pixels, and nowhere else."""

    def network(page: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        answers = np.zeros((1, page.shape[1] // 4, page.shape[2] // 4, 7), np.float32)
        answers[..., :2], answers[..., 2] = -8, np.log2(40 / 32 * 640 / 480)
        for box in boxes:
            top, left, bottom, right = (round(edge * 640 / 480 / 4) for edge in box)
            answers[0, top:bottom, left:right, 0] = 8
            answers[0, top:bottom, left:right, 2] = np.log2((box[2] - box[0]) / 32 * 640 / 480)
        return answers

    return Finder(lambda: network)


def noisy_sheet(*boxes: tuple[int, int, int, int]) -> bytes:
    """Dark boxes on a sheet with a camera's noise, 320 x 480."""
    light = np.random.default_rng(0).normal(220, 3, (320, 480, 1)).repeat(3, axis=2)
    for min_row, min_col, max_row, max_col in boxes:
        light[min_row:max_row, min_col:max_col] = 60
    file = io.BytesIO()
    Image.fromarray(np.clip(light, 0, 255).astype(np.uint8)).save(file, "PNG")
    return file.getvalue()


STROKE, FAR = (240, 40, 280, 46), (40, 400, 80, 406)


def with_finder(finder: Finder) -> Recognizer:
    return Recognizer(width_network, Calibration(temperature=1.0), Thresholds(sure=0.9, digit=0.5), finder=finder)


def test_of_a_photo_only_what_a_hand_has_written_is_read(recognizer: Recognizer) -> None:
    photo = noisy_sheet(STROKE, FAR)
    assert [len(row) for row in recognizer.read_photo(photo).rows] == [1, 1]
    reading = with_finder(finder_of(STROKE)).read_photo(photo)
    ((one,),) = reading.rows
    assert (one.label, one.verdict) == (1, "sure")
    assert np.abs(np.array(one.bbox) - STROKE).max() <= 1


def test_what_may_not_be_written_by_a_hand_is_not_sure() -> None:
    """Nor what stands beside it, unless more digits are seen there than may be print."""
    second, third = (240, 100, 280, 106), (240, 160, 280, 166)
    recognizer = with_finder(finder_of(STROKE, (240, 100, 280, 103), third))
    reading = recognizer.read_photo(noisy_sheet(STROKE, second, third))
    assert [(digit.verdict, digit.reason) for digit in reading.digits] == [
        ("sure", ""),
        ("unsure", NOT_WRITTEN),
        ("sure", ""),
    ]
    reading = recognizer.read_photo(noisy_sheet(STROKE, second))
    assert [digit.reason for digit in reading.digits] == [AMONG_PRINT, NOT_WRITTEN]


def test_what_is_much_smaller_than_the_digits_seen_there_is_not_sure() -> None:
    above = (160, 43, 178, 46)
    sheet = noisy_sheet(above, STROKE, (240, 100, 280, 106))
    as_large = finder_of((150, 34, 190, 55), STROKE, (240, 100, 280, 106))
    assert [(digit.verdict, digit.reason) for digit in with_finder(as_large).read_photo(sheet).digits] == [
        ("unsure", MUCH_SMALLER),
        ("sure", ""),
        ("sure", ""),
    ]
    as_small = finder_of((160, 30, 178, 60), STROKE, (240, 100, 280, 106))
    assert with_finder(as_small).read_photo(sheet).digits[0].verdict == "sure"


def test_a_digit_of_another_size_is_read_where_a_hand_has_written_it(recognizer: Recognizer) -> None:
    small = [(250, col, 274, col + 4) for col in range(60, 400, 50)]
    large = (40, 100, 160, 120)
    photo = noisy_sheet(large, *small)
    assert len(recognizer.read_photo(photo).digits) == len(small)
    reading = with_finder(finder_of(large, *small)).read_photo(photo)
    assert [len(row) for row in reading.rows] == [1, len(small)]
    assert np.abs(np.array(reading.digits[0].bbox) - large).max() <= 1


def test_hollow_digits_are_read_as_if_they_were_filled() -> None:
    """A network that knows solid strokes only finds none in an outline."""

    def network(images: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        middle = images.reshape(len(images), 28, 28)[:, 14, 14]
        probs = np.full((len(images), 10), 0.05, np.float32)
        probs[:, 1] = np.where(middle > 0.5, 0.99, 0.05)
        return np.asarray(probs / probs.sum(axis=1, keepdims=True), np.float32)

    outlines = [(60, col, 160, col + 26) for col in (100, 200, 300)]
    with Image.open(io.BytesIO(noisy_sheet(*outlines))) as image:
        pixels = np.array(image)
    for top, left, bottom, right in outlines:
        pixels[top + 5 : bottom - 5, left + 5 : right - 5] = pixels[:90, :16]
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    hollow_reader = Recognizer(network, Calibration(temperature=1.0), Thresholds(sure=0.9, digit=0.5))
    assert hollow_reader.read_photo(file.getvalue()).text == "111"


def test_where_no_hand_has_written_nothing_is_read() -> None:
    assert with_finder(finder_of()).read_photo(noisy_sheet(STROKE)).verdict == "empty"


def test_a_photo_that_is_said_to_show_one_digit_is_read_all_the_same() -> None:
    assert with_finder(finder_of()).read_photo(noisy_sheet(STROKE), single=True).text == "1"


def test_a_drawing_does_without_the_finder() -> None:
    def fail() -> Any:
        raise AssertionError("it was loaded")

    reading = with_finder(Finder(fail)).read_drawing(canvas((60, 130, 220, 150)), single=True)
    assert reading.text == "1"


def test_the_finder_is_loaded_before_it_is_needed() -> None:
    loaded = []

    def load() -> FinderNetwork:
        loaded.append(1)
        return lambda page: page

    with_finder(Finder(load)).prepare()
    assert loaded == [1]
