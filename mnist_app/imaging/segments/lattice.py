"""All the ways in which a row of marks can be taken as digits, and the best of them.

Whether two marks are one digit, or one mark is two digits, is often seen only by reading them. So a row becomes a
lattice: its marks (and the halves of those that could be cut) are steps from left to right, and each edge takes one or
more of them as one digit, or leaves one out as dirt. An edge has a price for its shape; reading adds another. The
cheapest way through is the row's reading.

Source: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition" (1998), section V:
heuristic over-segmentation and Viterbi search.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mnist_app.imaging.segments.marks import Segment

MIN_PART_SCORE = 0.8  # a guess: what is cut off a scribble is seldom a digit by itself
READING_WEIGHT = 2.0  # a guess: how much more a doubtful reading costs than an odd shape


@dataclass(frozen=True, eq=False)
class Edge:
    """One step along a row.

    Attributes
    ----------
    start, end : nodes of the lattice, start < end
    segment : what is taken as one digit; None where the marks between the nodes are left out
    price : what speaks against it, before it is read: 0 = nothing, 1 = as much as a confidence of 0.6
    is_part : whether it is cut from a mark; then it is taken only if it is read as a digit
    """

    start: int
    end: int
    segment: Segment | None
    price: float
    is_part: bool = False


@dataclass(frozen=True)
class Lattice:
    """A row's edges; every way leads from node 0 to the last node."""

    edges: tuple[Edge, ...]

    @property
    def candidates(self) -> tuple[Segment, ...]:
        """What has to be read, in the order in which `choose_segments` expects its scores."""
        return tuple(edge.segment for edge in self.edges if edge.segment is not None)


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
    if edge.segment is None:
        return edge.start, edge.end, edge.price, []
    index, score = next(readings)
    if edge.is_part and score < MIN_PART_SCORE:
        return edge.start, edge.end, np.inf, [index]
    return edge.start, edge.end, edge.price - READING_WEIGHT * float(np.log(max(score, 1e-6))), [index]
