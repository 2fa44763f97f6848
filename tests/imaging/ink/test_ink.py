"""Ink of photos, on paper whose grain and strokes are known; of drawings: test_drawing.py."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.imaging.guide import Expected
from mnist_app.imaging.ink.ink import drawing_to_ink, photo_to_ink
from mnist_app.imaging.options import Polarity, ReadOptions

BOLD, FADING = np.s_[40:200, 60:68], np.s_[40:200, 240:248]


def grainy_paper() -> npt.NDArray[np.float64]:
    """A sheet, 240 x 320, whose grain has a standard deviation of 3 gray levels."""
    return np.repeat(np.random.default_rng(0).normal(200, 3, (240, 320, 1)), 3, axis=2)


def count_marks(ink: npt.NDArray[np.float32]) -> int:
    return int(cv2.connectedComponents((ink > 0).astype(np.uint8))[0]) - 1


def test_a_stroke_that_fades_and_returns_stays_in_one_piece() -> None:
    paper = grainy_paper()
    pressure = 20 + 10 * np.cos(np.linspace(0, 8 * np.pi, 160))
    for stroke in (BOLD, FADING):
        paper[stroke] -= pressure[:, np.newaxis, np.newaxis]
    ink = photo_to_ink(paper.clip(0, 255).astype(np.uint8))
    assert count_marks(ink) == 2
    assert (ink[FADING] > 0).mean() > 0.9


def test_grain_is_no_ink() -> None:
    paper = grainy_paper()
    paper[BOLD] -= 120
    ink = photo_to_ink(paper.clip(0, 255).astype(np.uint8))
    assert count_marks(ink) == 1
    assert not ink[:, 100:].any()


def test_what_is_blurred_beside_sharp_strokes_is_no_ink() -> None:
    """The shadow of something above the paper, which is nearly as dark as the stroke."""
    paper, above = grainy_paper(), np.zeros((240, 320))
    above[FADING] = 1
    shadow = cv2.GaussianBlur(above, (0, 0), 5)
    paper -= (80 * shadow / shadow.max())[..., np.newaxis]
    paper[BOLD] -= 110
    ink = photo_to_ink(paper.clip(0, 255).astype(np.uint8))
    assert (ink[BOLD] > 0).all()
    assert not ink[:, 100:].any()


def sheet_with(first: int, second: int) -> npt.NDArray[np.uint8]:
    """Grainy paper of level 200 with two strokes that are darker by so many levels, or lighter where it is negative."""
    paper = grainy_paper()
    paper[BOLD] -= first
    paper[FADING] -= second
    return paper.clip(0, 255).astype(np.uint8)


def found(pixels: npt.NDArray[np.uint8], options: ReadOptions) -> tuple[bool, bool]:
    """Whether the first and the second stroke are ink from end to end; what is ink must be one of them."""
    ink = photo_to_ink(pixels, options)
    strokes = ink[BOLD], ink[FADING]
    first, second = (bool((stroke[4:-4] > 0).all()) for stroke in strokes)
    assert [first, second] == [stroke.any() for stroke in strokes]
    assert count_marks(ink) == first + second
    return first, second


@pytest.mark.parametrize(
    ("darker", "needed"),  # of a stroke beside one of 120 levels, and the least sensitivity that finds it
    [(100, 0.5), (64, 1), (36, 2)],
)
def test_the_more_sensitive_the_fainter_marks_are_found(darker: int, needed: float) -> None:
    pixels = sheet_with(120, darker)
    for sensitivity in (0.5, 1, 2):
        assert found(pixels, ReadOptions(sensitivity=sensitivity)) == (True, sensitivity >= needed)


@pytest.mark.parametrize(("polarity", "expected"), [("dark", (True, False)), ("light", (False, True))])
def test_only_ink_of_the_polarity_that_is_asked_for_is_found(polarity: Polarity, expected: tuple[bool, bool]) -> None:
    assert found(sheet_with(100, -50), ReadOptions(polarity=polarity)) == expected
    assert found(255 - sheet_with(-50, 100), ReadOptions(polarity=polarity)) == expected


@pytest.mark.parametrize("paper", [0, 60, 200])
def test_paper_of_any_level_is_none_of_the_ink_that_is_asked_for(paper: int) -> None:
    gray = np.full((40, 40), paper, np.uint8)
    gray[10:30, 18:22] = paper + 55
    stroke = gray > paper
    np.testing.assert_array_equal(drawing_to_ink(gray, "light"), stroke)
    np.testing.assert_array_equal(drawing_to_ink(255 - gray, "dark"), stroke)
    np.testing.assert_array_equal(drawing_to_ink(255 - gray), stroke)


def test_a_drawing_that_is_painted_over_is_all_ink() -> None:
    assert (drawing_to_ink(np.full((9, 9), 255, np.uint8), "light") == 1).all()
    assert not drawing_to_ink(np.zeros((9, 9), np.uint8), "light").any()


@pytest.mark.parametrize("polarity", ["dark", "light"])
def test_a_saved_drawing_keeps_to_the_polarity_as_well(polarity: Polarity) -> None:
    """Most of it is of one level: no camera took it. Asked for light ink, all that is not black is ink."""
    drawing = np.full((240, 320, 3), 255, np.uint8)
    drawing[BOLD] = 0
    ink = photo_to_ink(drawing, ReadOptions(polarity=polarity))
    expected = np.zeros((240, 320), np.bool_)
    expected[BOLD] = True
    np.testing.assert_array_equal(ink == 1, expected if polarity == "dark" else ~expected)


def expecting(*strokes: tuple[slice, slice]) -> Expected:
    """A finder that sees digits of 160 pixels in strokes of `grainy_paper`, and nothing elsewhere."""
    digits = np.zeros((240, 320), np.float32)
    for stroke in strokes:
        digits[stroke] = 1
    return Expected(digits, 0 * digits, digits, digits, np.full_like(digits, 160))


def test_a_crease_that_runs_into_writing_does_not_take_it_along() -> None:
    paper = grainy_paper()
    paper[100:114, 100:] -= 25  # a fold's shadow, larger than the stroke that it meets
    paper[BOLD] -= 100
    paper[60:140, 240:248] -= 100
    pixels, stroke = paper.clip(0, 255).astype(np.uint8), np.s_[64:136, 242:246]
    assert not (photo_to_ink(pixels)[stroke] > 0.5).all()
    ink = photo_to_ink(pixels, expected=expecting(BOLD, np.s_[60:140, 240:248]))
    assert (ink[stroke] > 0.5).all()
    assert not ink[:, 100:236].any()
