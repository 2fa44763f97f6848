"""The pages that a finder learns from, made once by all cores and kept packed.

Page number i of a seed is the same whoever makes it, so a training that is resumed learns from the same pages.
"""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.data.pages.hands import Hands
from mnist_app.data.pages.making import make_training_page
from mnist_app.data.pages.not_handwriting import TRAINING_PICTURES, make_training_picture
from mnist_app.data.pages.page import Page
from mnist_app.data.pages.recipes import MIXED
from mnist_app.data.pages.splits import FIRST_TUNING_SEED, TRAINING_KINDS
from mnist_app.data.pages.targets import FinderPage, page_to_finder

# Shares of the pages: without handwriting, and with the parts of several kinds; the others are of one kind. Guesses.
PICTURES_SHARE, MIXED_SHARE = 0.2, 0.3
JPEG_QUALITY = 95
# What is hard to tell from handwritten digits, or hard to find, is learned from more often. Guesses.
OFTEN = {
    **{
        "signs": 6,
        "words": 6,
        "names": 6,
        "turned": 3,
        "comb": 2,
        "table": 5,
        "form": 2,
        "sizes": 2,
        "touching": 2,
        "hollow": 2,
    },
    **{"faint": 2, "bold": 2, "poster": 2, "heading": 2, "boxes": 2},
    **{"numbers": 4, "shapes": 3, "screen": 3, "headlines": 2, "empty form": 2},
}
SEEDS_APART = 1_000_000  # pages of one training's seed never are those of another's,
SEEDS = FIRST_TUNING_SEED // SEEDS_APART  # as long as it is below this

_SETTINGS: dict[str, Any] = {}  # of a process that makes pages: their seed and hands


@dataclass(frozen=True)
class PackedPage:
    """A `FinderPage` as files: its image as JPEG, its truth as PNG."""

    image: bytes
    truth: bytes
    turn: int


def make_pool(count: int, seed: int, hands: Hands) -> list[PackedPage]:
    """Make the first `count` pages of a seed, by as many processes as there are cores."""
    with ProcessPoolExecutor(mp_context=get_context("spawn"), initializer=_start, initargs=(seed, hands)) as processes:
        return list(processes.map(_make_packed, range(count), chunksize=8))


def unpack(packed: PackedPage) -> FinderPage:
    """The page again, but for what JPEG costs."""
    image = cv2.cvtColor(_decode(packed.image), cv2.COLOR_BGR2RGB)
    return FinderPage(np.asarray(image, np.uint8), _decode(packed.truth), packed.turn)


def make_pool_page(number: int, seed: int, hands: Hands) -> Page:
    """The page of this number."""
    rng = np.random.default_rng([seed, number])
    page_seed, share = seed * SEEDS_APART + number, rng.random()
    if share < PICTURES_SHARE:
        return make_training_picture(_choose(TRAINING_PICTURES, rng), page_seed)
    kind = MIXED if share < PICTURES_SHARE + MIXED_SHARE else _choose(TRAINING_KINDS, rng)
    return make_training_page(kind, page_seed, hands)


def _choose(kinds: tuple[str, ...], rng: np.random.Generator) -> str:
    """One of the kinds, those of OFTEN so many times as often."""
    shares = np.array([OFTEN.get(kind, 1) for kind in kinds])
    return kinds[int(rng.choice(len(kinds), p=shares / shares.sum()))]


def _start(seed: int, hands: Hands) -> None:
    """Keep what all pages of a process need; OpenCV's threads would only be in each other's way."""
    cv2.setNumThreads(1)
    _SETTINGS.update(seed=seed, hands=hands)


def _make_packed(number: int) -> PackedPage:
    page = page_to_finder(make_pool_page(number, **_SETTINGS))
    return PackedPage(
        _encode(".jpg", page.image[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY]),
        _encode(".png", page.truth, []),
        page.turn,
    )


def _encode(ending: str, pixels: npt.NDArray[np.uint8], options: list[int]) -> bytes:
    _, file = cv2.imencode(ending, pixels, options)
    return file.tobytes()


def _decode(file: bytes) -> npt.NDArray[np.uint8]:
    return np.asarray(cv2.imdecode(np.frombuffer(file, np.uint8), cv2.IMREAD_COLOR), np.uint8)
