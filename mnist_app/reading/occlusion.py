"""Which ink speaks for a digit: parts of an image are erased one by one, and the network reads what is left.

No gradients, so that it works with every network that only answers. Two sets of parts: small patches that overlap, for
a map; and places that have a name, such as the top, for a sentence.

Source: Zeiler, Fergus, "Visualizing and Understanding Convolutional Networks" (2014), section 4.2.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mnist_app.imaging.bbox import ink_bbox
from mnist_app.imaging.normalize import IMAGE_SIZE

PATCH, STEP = 7, 3  # pixels: a stroke is about 3 wide; both are guesses
# Below this probability all answers are alike: no change down there colors the map. A guess.
LEAST_PROB = 0.01
NOTICEABLE = 0.05  # of evidence: the answer is a twentieth less probable without the ink. A guess.

# Shares of the digit's height or width, begin and end.
Share = tuple[float, float]
FIRST, SECOND, LAST, WHOLE = (0.0, 1 / 3), (1 / 3, 2 / 3), (2 / 3, 1.0), (0.0, 1.0)
NINTHS: dict[str, tuple[Share, Share]] = {  # (rows, columns)
    "top left": (FIRST, FIRST),
    "top middle": (FIRST, SECOND),
    "top right": (FIRST, LAST),
    "middle left": (SECOND, FIRST),
    "middle": (SECOND, SECOND),
    "middle right": (SECOND, LAST),
    "bottom left": (LAST, FIRST),
    "bottom middle": (LAST, SECOND),
    "bottom right": (LAST, LAST),
}
THIRDS: dict[str, tuple[Share, Share]] = {
    "top": (FIRST, WHOLE),
    "bottom": (LAST, WHOLE),
    "left side": (WHOLE, FIRST),
    "right side": (WHOLE, LAST),
}


@dataclass(frozen=True, eq=False)
class Occlusions:
    """An image with one part erased after the other, as far as there is ink in the part.

    Attributes
    ----------
    images : uint8 (N, 28, 28)
    masks : bool (N, 28, 28), what was erased
    names : the N places, of `NINTHS` and `THIRDS`; empty for patches
    """

    images: npt.NDArray[np.uint8]
    masks: npt.NDArray[np.bool_]
    names: tuple[str, ...] = ()


def erase_patches(image: npt.NDArray[np.uint8]) -> Occlusions:
    """Erase one patch after the other.

    Examples
    --------
    One pixel of ink lies in every patch that covers it, 2 x 2 of them here:

    >>> import numpy as np
    >>> image = np.zeros((28, 28), np.uint8)
    >>> image[4, 5] = 255
    >>> len(erase_patches(image).images)
    4
    """
    starts = range(0, IMAGE_SIZE - PATCH + 1, STEP)
    masks = np.zeros((len(starts) ** 2, IMAGE_SIZE, IMAGE_SIZE), bool)
    for mask, (row, col) in zip(masks, ((row, col) for row in starts for col in starts), strict=True):
        mask[row : row + PATCH, col : col + PATCH] = True
    return _erase(image, masks)


def erase_places(image: npt.NDArray[np.uint8]) -> Occlusions:
    """Erase the ink of one place after the other: the ninths of the digit's box, then its outer thirds.

    Examples
    --------
    A stroke down the middle of an image has no left and no right:

    >>> import numpy as np
    >>> image = np.zeros((28, 28), np.uint8)
    >>> image[4:24, 14] = 255
    >>> erase_places(image).names
    ('top middle', 'middle', 'bottom middle', 'top', 'bottom')
    """
    if not image.any():
        return _erase(image, np.zeros((0, IMAGE_SIZE, IMAGE_SIZE), bool))
    places = NINTHS | THIRDS
    return _erase(image, np.stack([_place_mask(image, *shares) for shares in places.values()]), tuple(places))


def evidence_map(occlusions: Occlusions, prob: float, without: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """How much each pixel's ink speaks for an answer.

    Parameters
    ----------
    occlusions : N of them
    prob : the answer's probability for the whole image
    without : float32 (N,), its probability where a part is erased

    Returns
    -------
    float32 (28, 28), the mean over the parts that hold a pixel of log(prob / without): above 0 where the ink speaks for
    the answer, below 0 where it speaks against it, 0 where nothing was erased
    """
    change = np.log(max(prob, LEAST_PROB)) - np.log(np.maximum(without.astype(np.float64), LEAST_PROB))
    total = np.einsum("n,nrc->rc", change, occlusions.masks.astype(np.float64))
    return np.asarray(total / np.maximum(occlusions.masks.sum(axis=0), 1), np.float32)


def strongest_place(image: npt.NDArray[np.uint8], evidence: npt.NDArray[np.float32]) -> str:
    """The ninth of an image with ink that speaks most for the answer, by `evidence_map`; "" if none noticeably does."""
    speaks = np.where((image > 0) & (evidence >= NOTICEABLE), evidence, 0)
    sums = {name: float(speaks[_place_mask(image, *shares)].sum()) for name, shares in NINTHS.items()}
    name = max(sums, key=sums.__getitem__)
    return name if sums[name] > 0 else ""


def _place_mask(image: npt.NDArray[np.uint8], rows: Share, cols: Share) -> npt.NDArray[np.bool_]:
    min_row, min_col, max_row, max_col = ink_bbox(image)
    mask = np.zeros((IMAGE_SIZE, IMAGE_SIZE), bool)
    mask[_part(min_row, max_row - min_row, rows), _part(min_col, max_col - min_col, cols)] = True
    return mask


def _part(start: int, size: int, share: Share) -> slice:
    return slice(start + round(share[0] * size), start + round(share[1] * size))


def _erase(image: npt.NDArray[np.uint8], masks: npt.NDArray[np.bool_], names: tuple[str, ...] = ()) -> Occlusions:
    has_ink = np.flatnonzero((masks & (image > 0)).any(axis=(1, 2)))
    kept = masks[has_ink]
    return Occlusions(np.where(kept, np.uint8(0), image), kept, tuple(names[i] for i in has_ink) if names else ())
