"""Gray -> ink: how much of each pixel is ink, whatever the colour of the paper."""

from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt

Polarity = Literal["auto", "light", "dark"]

MIN_CONTRAST = 16  # gray levels between paper and the strongest ink; a guess: below it nobody sees a stroke


def drawing_to_ink(gray: npt.NDArray[np.uint8], polarity: Polarity = "auto") -> npt.NDArray[np.float32]:
    """Find the ink of a clean drawing: one paper level, no shadows, no noise.

    Parameters
    ----------
    gray : uint8 (H, W)
    polarity : the ink is "light" on black, "dark" on white, or on whatever most of the border shows ("auto")

    Returns
    -------
    float32 (H, W) in [0, 1], 0 = paper, 1 = the strongest ink; all zero where nothing stands out
    """
    if polarity == "auto":
        paper, light = _border_paper(gray)
    else:
        light = polarity == "light"
        paper = 0 if light else 255
    above_paper = gray.astype(np.int16) - paper if light else paper - gray.astype(np.int16)
    strongest = int(above_paper.max())
    if strongest < MIN_CONTRAST:
        return np.zeros(gray.shape, np.float32)
    return (above_paper.clip(min=0) / np.float32(strongest)).astype(np.float32)


def _border_paper(gray: npt.NDArray[np.uint8]) -> tuple[int, bool]:
    """The paper's gray level, and whether the ink on it is lighter than the paper."""
    threshold, _ = cv2.threshold(gray, 0, 255, cv2.THRESH_OTSU)
    border = np.concatenate([gray[0], gray[-1], gray[1:-1, 0], gray[1:-1, -1]])
    paper_is_dark = bool(np.median(border) <= threshold)
    paper = gray[(gray <= threshold) == paper_is_dark]
    return int(np.median(paper)), paper_is_dark
