"""Where on a photo digits are written by hand, as a small network sees it before anything else looks at the picture.

It answers for each 4x4 pixels of the picture at FINDER_SIDE whether a digit's ink is there, or other writing's, how
large that digit is and whether it lies on a side. It was also asked which way up digits stand, but did not learn that
well enough.
It guides the search for ink (imaging/guide.py) and reads nothing itself.
"""

import threading
from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.imaging.guide import LIKELY, Findings
from mnist_app.reading.engine import load_keras_finder
from mnist_app.reading.engine_choice import choose_engine
from mnist_app.reading.onnx_engine import load_onnx_finder
from mnist_app.runs.finder_run import load_finder_run, verified_finder_path

# float32 (1, H, W, 3) in [0, 255], H and W multiples of 32 -> float32 (1, H / 4, W / 4, 7), see Findings
FinderNetwork = Callable[[npt.NDArray[np.float32]], npt.NDArray[np.float32]]

FINDER_SIDE = 640  # pixels of the longer side of what the network sees; it was trained at 320 to 1280
# Digits that are larger than this there, in pixels, are looked for in a copy that is so many times smaller: the network
# learned from few of them. Guesses.
LARGE, COARSER = 300, 2.9
MAX_ENLARGEMENT = 4.0  # of a smaller picture; a guess
STRIDE, MULTIPLE = 4, 32  # pixels of the page for each answer, and what its sides are multiples of
SIZE_UNIT = 32.0  # pixels: sizes come as the logarithm, to the base of two, of how many of it


class Finder:
    """A network that finds writing, loaded when it is first needed: drawings do without. Threads may share it."""

    def __init__(self, load: Callable[[], FinderNetwork]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._network: FinderNetwork | None = None

    def prepare(self) -> FinderNetwork:
        """Load the network, if it is not yet.

        Raises
        ------
        RunError
            if its file is no longer the one that its run describes
        """
        with self._lock:
            if self._network is None:
                self._network = self._load()
            return self._network

    def find(self, rgb: npt.NDArray[np.uint8]) -> Findings:
        """Find the writing of a picture, uint8 (H, W, 3); errors as of `prepare`."""
        return find_writing(self.prepare(), rgb)


def load_finder() -> Finder | None:
    """The finder of the directory of runs; None where there is none, or none for the chosen engine.

    Raises
    ------
    RunError
        if its run is damaged, or the network's file is missing, cannot be read or is not the one that it describes
    ConfigError
        if no engine can be used
    """
    run = load_finder_run()
    if run is None:
        return None
    is_keras = choose_engine() == "keras"
    if not is_keras and run.info.sha256.onnx is None:
        return None
    file_name, load = ("model.keras", load_keras_finder) if is_keras else ("model.onnx", load_onnx_finder)
    verified_finder_path(run, file_name)  # fails now, and not at the first photo
    return Finder(lambda: load(verified_finder_path(run, file_name)))  # the file may be another one by then


def find_writing(network: FinderNetwork, rgb: npt.NDArray[np.uint8]) -> Findings:
    """Find the writing of a picture, uint8 (H, W, 3): what is large for the network is found in a smaller copy."""
    seen = _ask(network, rgb, FINDER_SIDE)
    shape = seen.shape[1::-1]
    seen_small = cv2.resize(_ask(network, rgb, FINDER_SIDE / COARSER), shape, interpolation=cv2.INTER_LINEAR)
    is_large = (seen_small[..., 2] > LARGE / FINDER_SIDE * max(rgb.shape[:2])) & (seen_small[..., 0] > seen[..., 0])
    digits, others, sizes, sideways = np.moveaxis(np.where(is_large[..., None], seen_small, seen), -1, 0)
    ink = np.where(digits > LIKELY, digits, np.float32(0))
    on_side = float((ink * sideways).sum() / max(float(ink.sum()), 1e-6))
    return Findings(digits, others, sizes, rgb.shape[:2], on_side)


def _ask(network: FinderNetwork, rgb: npt.NDArray[np.uint8], longer_side: float) -> npt.NDArray[np.float32]:
    """What is seen in a copy of this longer side, float32 (h, w, 4).

    Returns
    -------
    probabilities of a digit's ink and of other writing's, sizes in the picture's pixels, probabilities that a digit
    lies on a side
    """
    scale = min(longer_side / max(rgb.shape[:2]), MAX_ENLARGEMENT)
    rows, cols = (max(1, round(side * scale)) for side in rgb.shape[:2])
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    page = cv2.resize(rgb, (cols, rows), interpolation=interpolation)
    page = cv2.copyMakeBorder(page, 0, -rows % MULTIPLE, 0, -cols % MULTIPLE, cv2.BORDER_REPLICATE)
    answers = network(page[None].astype(np.float32))[0, : -(-rows // STRIDE), : -(-cols // STRIDE)]
    inks = 1 / (1 + np.exp(-answers[..., :2]))
    sizes = SIZE_UNIT * 2 ** answers[..., 2] / scale
    turns = np.exp(answers[..., 3:] - answers[..., 3:].max(axis=-1, keepdims=True))
    sideways = turns[..., [1, 3]].sum(axis=-1) / turns.sum(axis=-1)
    return np.dstack([inks, sizes, sideways]).astype(np.float32)
