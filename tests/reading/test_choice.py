import numpy as np
import pytest

from mnist_app.imaging.segments.lattice import Edge, Lattice
from mnist_app.imaging.segments.marks import Segment
from mnist_app.reading.choice import READING_WEIGHT, choose_segments, find_leads, find_price, swallows_digit


def segment(col: int = 0) -> Segment:
    return Segment((0, col, 1, col + 1), np.ones((1, 1), np.float32))


def test_one_mark_is_taken() -> None:
    assert choose_segments(Lattice((Edge(0, 1, segment(), 0.0),)), [0.9]) == [0]


def test_a_mark_that_reads_badly_is_left_out_if_that_is_cheap() -> None:
    lattice = Lattice((Edge(0, 1, segment(), 1.0), Edge(0, 1, None, 0.1)))
    assert choose_segments(lattice, [0.5]) == []


def test_two_marks_become_one_digit_if_together_they_read_better() -> None:
    edges = (Edge(0, 1, segment(0), 0), Edge(1, 2, segment(1), 0), Edge(0, 2, segment(2), 0.3))
    assert choose_segments(Lattice(edges), [0.4, 0.4, 0.95]) == [2]
    assert choose_segments(Lattice(edges), [0.9, 0.9, 0.5]) == [0, 1]


def test_edges_may_come_in_any_order() -> None:
    edges = (Edge(1, 2, segment(1), 0), Edge(0, 2, segment(2), 9), Edge(0, 1, segment(0), 0))
    assert choose_segments(Lattice(edges), [0.9, 0.9, 0.9]) == [2, 0]


def test_every_candidate_needs_a_score() -> None:
    with pytest.raises(ValueError, match="expected 1 scores, received 2"):
        choose_segments(Lattice((Edge(0, 1, segment(), 0.0),)), [0.9, 0.9])


@pytest.mark.parametrize(("width", "least"), [(3, 0.8), (1, 0.96)], ids=["wide", "narrow as a letter"])
def test_what_is_cut_off_a_mark_is_taken_only_if_it_is_read_as_a_digit(width: int, least: float) -> None:
    whole = Segment((0, 0, 1, width), np.ones((1, width), np.float32))
    halves = (Edge(0, 1, segment(0), 0, cut_from=whole), Edge(1, 2, segment(1), 0, cut_from=whole))
    lattice = Lattice((*halves, Edge(0, 2, whole, 9)))
    assert lattice.cut_from == (whole, whole, None)
    assert choose_segments(lattice, [least + 0.01, least + 0.01, 0.5]) == [0, 1]
    assert choose_segments(lattice, [least - 0.01, 0.99, 0.5]) == [2]


def test_a_sign_is_taken_by_its_price_however_it_reads() -> None:
    lattice = Lattice((Edge(0, 1, segment(), 0.5), Edge(0, 1, segment(), 0.05, is_sign=True)))
    assert choose_segments(lattice, [0.99, 0.01]) == [1]
    assert lattice.signs == (False, True)


def test_what_is_certainly_no_digit_is_not_joined_with_a_digit() -> None:
    edges = (Edge(0, 1, segment(0), 0), Edge(1, 2, segment(1), 0), Edge(0, 2, segment(2), 0.3))
    assert choose_segments(Lattice(edges), [1e-6, 0.99, 0.002]) == [0, 1]


def test_the_lead_is_what_the_next_best_way_costs_more() -> None:
    lattice = Lattice((Edge(0, 1, segment(0), 0), Edge(1, 2, segment(1), 0), Edge(0, 2, segment(2), 0.3)))
    scores = [1.0, 1.0, 0.5]
    leads = find_leads(lattice, scores, choose_segments(lattice, scores))
    assert leads == pytest.approx([0.3 + READING_WEIGHT * np.log(2)] * 2)
    assert find_price(lattice, scores) == 0


def test_what_can_be_taken_in_one_way_only_leads_by_far() -> None:
    lattice = Lattice((Edge(0, 1, segment(0), 0), Edge(1, 2, segment(1), 0.1), Edge(1, 2, segment(1), 0, is_sign=True)))
    assert find_leads(lattice, [0.9, 1.0, 1.0], [0, 2]) == [np.inf, pytest.approx(0.1)]


@pytest.mark.parametrize(
    ("side", "score", "swallows"),
    [(4, 0.9, True), (5, 0.9, False), (4, 0.89, False)],
    ids=["an exponent", "5", "unsure"],
)
def test_an_exponent_is_less_than_half_as_high_and_reads_surely(side: int, score: float, swallows: bool) -> None:
    base, exponent, both = (Segment((0, 0, height, 1), np.ones((height, 1), np.float32)) for height in (9, side, 10))
    edges = (Edge(0, 1, base, 0), Edge(1, 2, exponent, 0), Edge(0, 2, both, 0, is_joined=True))
    assert swallows_digit(Lattice(edges), 2, [1.0, score, 1.0]) is swallows
    assert not swallows_digit(Lattice(edges), 1, [1.0, score, 1.0])
