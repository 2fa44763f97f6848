"""How well a finder finds the digits of made-up pages that it never saw, kind by kind."""

from collections.abc import Callable, Iterable, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.data.pages.hands import Hands
from mnist_app.data.pages.making import make_page
from mnist_app.data.pages.page import Page
from mnist_app.data.pages.recipes import MIXED, RECIPES
from mnist_app.data.pages.splits import measuring_seed
from mnist_app.reading.finder import Findings
from mnist_app.runs.finder_run import OnPages

NEAR = 1  # answers: ink that is found so close to a digit's ink is found rightly
Finder = Callable[[npt.NDArray[np.uint8]], Findings]


def measure_finder(find: Finder, hands: Hands, pages: int) -> dict[str, OnPages]:
    """Find the writing of so many pages of each kind.

    Parameters
    ----------
    find : uint8 (H, W, 3) -> what is found
    hands : whose digits no training saw
    """
    return {
        kind: _measure(find, (make_page(kind, measuring_seed(n), hands) for n in range(pages)))
        for kind in (*RECIPES, MIXED)
    }


def _measure(find: Finder, pages: Iterable[Page]) -> OnPages:
    counts = np.sum([_count(find, page) for page in pages], axis=0)
    pages_seen, digits, found, answers, right = counts.tolist()
    return OnPages(pages_seen, digits, _share(found, digits), _share(right, answers))


def _count(find: Finder, page: Page) -> Sequence[int]:
    """1, its digits, those found, answers that say "a digit's ink", and those of them that are right."""
    image = page.image if page.image.ndim == 3 else np.repeat(page.image[..., None], 3, axis=2)
    findings = find(image)
    said = findings.digits > 0.5
    shape = said.shape
    ink = cv2.resize(page.strokes, shape[::-1], interpolation=cv2.INTER_AREA) > 0
    is_digit, found = np.zeros(shape, np.uint8), 0
    scale = np.array(shape * 2) / np.array(page.image.shape[:2] * 2)
    for digit in page.digits:
        top, left, bottom, right = np.rint(np.array(digit.bbox) * scale).astype(int).tolist()
        window = np.s_[top : bottom + 1, left : right + 1]
        is_digit[window] |= ink[window]
        found += bool(said[window][ink[window]].mean() > 0.5) if ink[window].any() else 0
    near = cv2.dilate(is_digit, np.ones((2 * NEAR + 1,) * 2, np.uint8)) > 0
    return 1, len(page.digits), found, int(said.sum()), int((said & near).sum())


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
