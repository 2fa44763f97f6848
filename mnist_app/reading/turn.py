"""Which way up a photo is, by how well the network reads its marks at the four turns.

No picture is looked at anew for it: whole marks of a digit's size, as 28x28 images, go through the network as they are
and, unless they are read too well for that to change anything, at the other turns. Not the digits of a reading: cut and
joined, a page on its side reads as 0s and 1s. Digits that are read as well upside down (0, 1, 8, and 6 for 9) say
little, so a picture stays as it is unless another turn is clearly better: the prior is that people send pictures
upright. Where a finder has looked, it says whether the digits lie on a side; on which, and which way up they stand, is
still found by reading them.
"""

import numpy as np
import numpy.typing as npt

from mnist_app.imaging.options import TURNS, Turn
from mnist_app.imaging.segments.marks import Segment
from mnist_app.imaging.segments.writing import Writing

WITNESSES = 32  # marks at most, a guess
# Of a witness's longer side, in units of the height that digits seem to have; on their side, they seem lower. Guesses.
SIZES = (0.6, 2.5)

LEAST_SUPPORT = (
    0.5  # a hand must have written it at least so probably: a spiral's coils are read well at some turn, a guess
)

LEAST_CERTAINTY = 0.02  # what is less certain says no more than this: one bad mark must not turn a page
LEAST_EVIDENCE = 5.0  # in nats, for another turn, of all marks together; this and the next chosen on made-up photos
LEAST_GAIN = 0.3  # in nats, for another turn, of a mark in the mean
# So large a share of the marks must be read, that is be more probably one digit than all else: of print, turned or not,
# at most half is. Chosen on made-up pages.
LEAST_READ = 0.6
LEAST_WITNESSES = 2  # so many must gain a nat each; chosen on made-up pages, of which a third one leaves more unturned
SURELY_SIDEWAYS = 0.9  # beyond this a finder needs no evidence: of 210 upright pages with few digits it turned none


def choose_witnesses(writing: Writing) -> list[Segment]:
    """The marks that may each be one whole digit by a hand: those of the usual size, the most usual first.

    Examples
    --------
    Two strokes of 40 pixels and a point:

    >>> ink = np.zeros((80, 100), np.float32)
    >>> ink[10:50, 20:24] = ink[12:52, 60:64] = ink[48:52, 80:84] = 1
    >>> [mark.bbox for mark in choose_witnesses(Writing(ink, photographed=True))]
    [(10, 20, 50, 24), (12, 60, 52, 64)]
    """
    marks = [mark for mark in writing.marks if writing.support(mark) >= LEAST_SUPPORT]
    sides = np.array([max(mark.height, mark.width) for mark in marks])
    low, high = (share * writing.height for share in SIZES)
    usual = np.argsort(np.abs(np.log(np.maximum(sides, 1) / writing.height)), kind="stable")
    return [marks[i] for i in usual.tolist() if low <= sides[i] <= high][:WITNESSES]


def turn_images(images: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Images uint8 (N, 28, 28) at the turns of `TURNS` but 0: uint8 (3 N, 28, 28), all turns of the first image first.

    Examples
    --------
    >>> images = np.zeros((1, 28, 28), np.uint8)
    >>> images[0, 0, 27] = 255  # top right
    >>> [np.argwhere(turned)[0].tolist() for turned in turn_images(images)]
    [[0, 0], [27, 0], [27, 27]]
    """
    turned = [np.rot90(images, turn // 90, axes=(1, 2)) for turn in TURNS[1:]]
    return np.stack(turned, axis=1).reshape(-1, *images.shape[1:])


def may_turn(upright: npt.NDArray[np.float32], sideways: float | None = None) -> bool:
    """Whether a picture may be turned, however well its marks are read at other turns; if not, they need not be.

    Parameters
    ----------
    upright : float32 (N,), certainty of the answers to the marks as they are
    sideways : as for `choose_turn`

    Examples
    --------
    Five marks that are read well leave no room for better, five others do:

    >>> may_turn(np.full(5, 0.9, np.float32)), may_turn(np.full(5, 0.3, np.float32))
    (False, True)
    """
    best_case = np.ones((len(upright), len(TURNS)), np.float32)
    best_case[:, 0] = upright
    return choose_turn(best_case, sideways) != 0


def choose_turn(certainty: npt.NDArray[np.float32], sideways: float | None = None) -> Turn:
    """The turn, counterclockwise, that sets a picture upright.

    Parameters
    ----------
    certainty : float32 (N, 4), of the answers to the marks at the turns of `TURNS`, each in [0, 1]; N may be 0
    sideways : the probability that the digits lie on a side, as a finder says; None where nobody has said so

    Examples
    --------
    Ten digits that are read well after a quarter turn only, and one of them alone:

    >>> certainty = np.tile(np.array([0.3, 0.99, 0.2, 0.4], np.float32), (10, 1))
    >>> choose_turn(certainty), choose_turn(certainty[:1])
    (90, 0)

    A finder that sees them stand, upright or on their head, is believed, and one that surely sees them lie is, too:

    >>> choose_turn(certainty, sideways=0.1), choose_turn(certainty[:2], sideways=0.99)
    (0, 90)
    """
    if not certainty.size:
        return 0
    nats = np.log(np.maximum(certainty, LEAST_CERTAINTY))
    gain = nats - nats[:, :1]
    total = gain.sum(axis=0)
    if sideways is not None:
        total[[2] if sideways > 0.5 else [1, 3]] = -np.inf
    is_surely_sideways = sideways is not None and sideways > SURELY_SIDEWAYS
    if is_surely_sideways:
        total[0] = -np.inf
    best = int(total.argmax())
    is_clear = is_surely_sideways or (
        gain[:, best].sum() >= max(LEAST_EVIDENCE, LEAST_GAIN * len(gain))
        and (gain[:, best] >= 1).sum() >= LEAST_WITNESSES
        and (certainty[:, best] > 0.5).mean() >= LEAST_READ
    )
    return TURNS[best] if is_clear else 0
