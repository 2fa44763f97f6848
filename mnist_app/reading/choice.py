"""Which of a row's marks are digits: the cheapest way through its lattice, once all that may be a digit has been read.

Source: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition" (1998), section V:
heuristic over-segmentation and Viterbi search.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mnist_app.imaging.segments.lattice import Edge, Lattice
from mnist_app.imaging.segments.marks import Segment

# What is cut off a scribble is seldom a digit by itself; a mark no wider than NARROW times its height may be a letter,
# and parts of many read doubtfully as digits. Guesses, tried on made-up pages.
MIN_PART_SCORE, MIN_NARROW_PART_SCORE = 0.8, 0.96
NARROW = 1.3
# Below this score, one mark is no worse a digit than another, so that what is certainly none stays a mark of its own,
# and is not joined with its neighbors. A guess.
MIN_SCORE = 0.0025
# A mark that reads so surely as a digit alone is hardly a part of one if lower than this share of it. Guesses.
DIGIT_ALONE, SMALL_PART = 0.9, 0.5
READING_WEIGHT = 2.0  # a guess: how much more a doubtful reading costs than an odd shape


def choose_segments(lattice: Lattice, scores: Sequence[float] | npt.NDArray[np.floating]) -> list[int]:
    """Find the cheapest way through a lattice.

    Parameters
    ----------
    lattice : one row
    scores : for each of the lattice's candidates, how surely it is a digit, in (0, 1]

    Returns
    -------
    indices into the lattice's candidates, from left to right

    Raises
    ------
    ValueError
        if there are not as many scores as candidates

    Examples
    --------
    Two marks that read badly alone, and well together, are one digit:

    >>> import numpy as np
    >>> from mnist_app.imaging.segments.lattice import Edge, Lattice
    >>> from mnist_app.imaging.segments.marks import Segment
    >>> mark = Segment((0, 0, 1, 1), np.ones((1, 1), np.float32))
    >>> lattice = Lattice((Edge(0, 1, mark, price=0), Edge(1, 2, mark, price=0), Edge(0, 2, mark, price=0.3)))
    >>> choose_segments(lattice, [0.4, 0.4, 0.95])
    [2]
    >>> choose_segments(lattice, [0.9, 0.9, 0.5])
    [0, 1]
    """
    return _cheapest(_read_edges(lattice, scores), lattice.last)[1]


def find_price(lattice: Lattice, scores: Sequence[float] | npt.NDArray[np.floating]) -> float:
    """What the cheapest way through a lattice costs; parameters and errors as of `choose_segments`."""
    return _cheapest(_read_edges(lattice, scores), lattice.last)[0]


def find_leads(
    lattice: Lattice, scores: Sequence[float] | npt.NDArray[np.floating], chosen: Sequence[int]
) -> list[float]:
    """By how much the cheapest way is cheaper than the cheapest one that takes its marks otherwise.

    Parameters
    ----------
    lattice, scores : as for `choose_segments`
    chosen : what that returns

    Returns
    -------
    for each candidate that is chosen, how much more the row costs without it; infinite where there is no other way

    Examples
    --------
    Two marks that read a little better alone than together:

    >>> import numpy as np
    >>> from mnist_app.imaging.segments.lattice import Edge, Lattice
    >>> from mnist_app.imaging.segments.marks import Segment
    >>> mark = Segment((0, 0, 1, 1), np.ones((1, 1), np.float32))
    >>> lattice = Lattice((Edge(0, 1, mark, price=0), Edge(1, 2, mark, price=0), Edge(0, 2, mark, price=0.3)))
    >>> find_leads(lattice, [1.0, 1.0, 1.0], choose_segments(lattice, [1.0, 1.0, 1.0]))
    [0.3, 0.3]
    """
    edges = _read_edges(lattice, scores)
    total = _cheapest(edges, lattice.last)[0]
    others = ([edge for edge in edges if edge.taken != [index]] for index in chosen)
    return [_cheapest(other, lattice.last)[0] - total for other in others]


def swallows_digit(lattice: Lattice, candidate: int, scores: Sequence[float] | npt.NDArray[np.floating]) -> bool:
    """Whether a candidate joins marks each of which reads as a digit, one of them much smaller than all: an exponent.

    Examples
    --------
    >>> import numpy as np
    >>> from mnist_app.imaging.segments.lattice import Edge, Lattice
    >>> from mnist_app.imaging.segments.marks import Segment
    >>> base, exponent, both = (Segment((0, 0, height, 1), np.ones((height, 1))) for height in (9, 3, 9))
    >>> lattice = Lattice((Edge(0, 1, base, 0), Edge(1, 2, exponent, 0), Edge(0, 2, both, 0, is_joined=True)))
    >>> swallows_digit(lattice, 2, [0.9, 0.9, 0.9]), swallows_digit(lattice, 2, [0.9, 0.5, 0.9])
    (True, False)
    """
    single = lattice.joined_in(candidate)
    if not single or min(scores[i] for i in single) < DIGIT_ALONE:
        return False
    smallest = min(lattice.candidates[i].side for i in single)
    return smallest < SMALL_PART * lattice.candidates[candidate].height


def is_narrow(mark: Segment) -> bool:
    """Whether a mark is as narrow as most letters are, so that its parts are hardly digits.

    Examples
    --------
    >>> import numpy as np
    >>> [is_narrow(Segment((0, 0, 10, width), np.ones((10, width), np.float32))) for width in (13, 14)]
    [True, False]
    """
    return mark.width <= NARROW * mark.height


@dataclass(frozen=True)
class _ReadEdge:
    """An edge once it is read: its price, and the candidate that it takes, if any."""

    start: int
    end: int
    price: float
    taken: list[int]


def _read_edges(lattice: Lattice, scores: Sequence[float] | npt.NDArray[np.floating]) -> list[_ReadEdge]:
    """The edges in the order of where they begin."""
    if len(scores) != len(lattice.candidates):
        raise ValueError(f"expected {len(lattice.candidates)} scores, received {len(scores)}")
    readings = enumerate(scores)
    return sorted((_read(edge, readings) for edge in lattice.edges), key=lambda edge: edge.start)


def _cheapest(edges: Sequence[_ReadEdge], last: int) -> tuple[float, list[int]]:
    """The price of the cheapest way, and the candidates that it takes; infinite where none leads to the last node."""
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for edge in edges:
        if edge.start in best:
            price, taken = best[edge.start]
            if edge.end not in best or price + edge.price < best[edge.end][0]:
                best[edge.end] = (price + edge.price, taken + edge.taken)
    return best.get(last, (np.inf, []))


def _read(edge: Edge, readings: Iterator[tuple[int, float]]) -> _ReadEdge:
    if edge.segment is None:
        return _ReadEdge(edge.start, edge.end, edge.price, [])
    index, score = next(readings)
    price = edge.price
    if edge.cut_from is not None and score < (MIN_NARROW_PART_SCORE if is_narrow(edge.cut_from) else MIN_PART_SCORE):
        price = np.inf
    elif not edge.is_sign:
        price -= READING_WEIGHT * float(np.log(max(score, MIN_SCORE)))
    return _ReadEdge(edge.start, edge.end, price, [index])
