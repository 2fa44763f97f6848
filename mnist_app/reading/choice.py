"""Which of a row's marks are digits: the cheapest way through its lattice, once all that may be a digit has been read.

Source: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition" (1998), section V:
heuristic over-segmentation and Viterbi search.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from mnist_app.imaging.segments.lattice import Edge, Lattice

MIN_PART_SCORE = 0.8  # a guess: what is cut off a scribble is seldom a digit by itself
# Below this score, one mark is no worse a digit than another, so that what is certainly none stays a mark of its own,
# and is not joined with its neighbors. A guess.
MIN_SCORE = 0.0025
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
    if len(scores) != len(lattice.candidates):
        raise ValueError(f"expected {len(lattice.candidates)} scores, received {len(scores)}")
    readings = enumerate(scores)
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    priced = [_read(edge, readings) for edge in lattice.edges]
    for start, end, price, taken in sorted(priced, key=lambda edge: edge[0]):
        if start in best:
            total = best[start][0] + price
            if end not in best or total < best[end][0]:
                best[end] = (total, best[start][1] + taken)
    return best[max(best)][1]


def _read(edge: Edge, readings: Iterator[tuple[int, float]]) -> tuple[int, int, float, list[int]]:
    """An edge's start, its end, its price once it is read, and the candidate that it takes."""
    if edge.segment is None:
        return edge.start, edge.end, edge.price, []
    index, score = next(readings)
    if edge.is_sign:
        return edge.start, edge.end, edge.price, [index]
    if edge.is_part and score < MIN_PART_SCORE:
        return edge.start, edge.end, np.inf, [index]
    return edge.start, edge.end, edge.price - READING_WEIGHT * float(np.log(max(score, MIN_SCORE))), [index]
