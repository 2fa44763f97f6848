"""All the ways in which a row of marks can be taken as digits.

Whether two marks are one digit, or one mark is two digits, is often seen only by reading them. So a row becomes a
lattice: its marks (and the halves of those that could be cut) are steps from left to right, and each edge takes one or
more of them as one digit, takes one as a sign, or leaves one out as dirt. An edge has a price for its shape; reading
adds another, and the cheapest way through is the row's reading (reading/choice.py).

Source: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition" (1998), section V.
"""

from dataclasses import dataclass
from functools import cached_property

from mnist_app.imaging.bbox import Bbox
from mnist_app.imaging.segments.marks import Segment


@dataclass(frozen=True, eq=False)
class Edge:
    """One step along a row.

    Attributes
    ----------
    start, end : nodes of the lattice, start < end
    segment : what is taken as one digit, or as a sign; None where the marks between the nodes are left out
    price : what speaks against it, before it is read: 0 = nothing, 1 = as much as a confidence of 0.6
    cut_from : the mark from which it is cut; then it is taken only if it is read as a digit. None: it is cut from none
    is_sign : whether it is taken as a mark that is no digit, such as a comma, however it is read
    is_joined : whether it is several marks
    """

    start: int
    end: int
    segment: Segment | None
    price: float
    cut_from: Segment | None = None
    is_sign: bool = False
    is_joined: bool = False


@dataclass(frozen=True)
class Lattice:
    """A row's edges; every way leads from node 0 to the last node."""

    edges: tuple[Edge, ...]

    @property
    def last(self) -> int:
        """The node to which every way leads."""
        return max(edge.end for edge in self.edges)

    @cached_property
    def candidates(self) -> tuple[Segment, ...]:
        """What has to be read, in the order of the edges."""
        return tuple(edge.segment for edge in self.edges if edge.segment is not None)

    @cached_property
    def signs(self) -> tuple[bool, ...]:
        """Which of the candidates are taken as signs."""
        return tuple(edge.is_sign for edge in self.edges if edge.segment is not None)

    def joined_in(self, candidate: int) -> list[int]:
        """The numbers of those candidates that are the single marks joined in one; none if it is one mark itself."""
        edges = [edge for edge in self.edges if edge.segment is not None]
        whole = edges[candidate]
        if not whole.is_joined:
            return []
        within = [i for i, edge in enumerate(edges) if whole.start <= edge.start and edge.end <= whole.end]
        return [i for i in within if not (edges[i].is_joined or edges[i].is_sign or edges[i].cut_from)]

    @cached_property
    def cut_from(self) -> tuple[Segment | None, ...]:
        """From which mark each of the candidates is cut, if from any."""
        return tuple(edge.cut_from for edge in self.edges if edge.segment is not None)


@dataclass(frozen=True)
class Layout:
    """How a picture may be read.

    Attributes
    ----------
    rows : one lattice a row, from top to bottom
    left_out : the boxes of marks of a digit's size that are in none of them, of a drawing of larger ones, too; of a
        photo, what the ink does not hold, such as what lies beside the sheet, does not count
    """

    rows: tuple[Lattice, ...] = ()
    left_out: tuple[Bbox, ...] = ()
