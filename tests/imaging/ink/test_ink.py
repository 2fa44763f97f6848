"""Ink of photos, on paper whose grain and strokes are known; of drawings: test_drawing.py."""

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.imaging.ink.ink import photo_to_ink

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
