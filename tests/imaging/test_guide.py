"""What a finder says, and what of a photo is looked at because of it."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.imaging.guide import (
    AROUND,
    LEAST_ANSWERS,
    MARGIN,
    NEAR,
    POSSIBLE,
    Expected,
    Findings,
    find_part,
    keep_handwriting,
)
from mnist_app.imaging.options import TURNS, Turn

SHAPE = (400, 600)  # of the photo, pixels
SQUARE = 5  # pixels of it for each answer


def make_findings(*boxes: tuple[int, int, int, int], size: float = 40.0, probability: float = 0.9) -> Findings:
    """Findings of a photo with digits' ink in these boxes, in pixels."""
    maps = np.zeros((SHAPE[0] // SQUARE, SHAPE[1] // SQUARE), np.float32)
    for top, left, bottom, right in boxes:
        maps[top // SQUARE : bottom // SQUARE, left // SQUARE : right // SQUARE] = probability
    return Findings(maps, 0.1 * maps, np.full(maps.shape, size, np.float32), SHAPE, sideways=0.25)


def test_the_part_holds_the_digits_and_a_margin_of_their_size() -> None:
    top, left, bottom, right = find_part(make_findings((160, 200, 200, 220), (160, 260, 200, 280), size=20))
    assert 160 - (MARGIN + 1) * 20 <= top <= 160 - MARGIN * 20
    assert 200 - (MARGIN + 1) * 20 <= left <= 200 - MARGIN * 20
    assert 200 + MARGIN * 20 <= bottom <= 200 + (MARGIN + 1) * 20
    assert 280 + MARGIN * 20 <= right <= 280 + (MARGIN + 1) * 20


@pytest.mark.parametrize(("box", "edge"), [((330, 40, 350, 560), 0), ((40, 500, 360, 520), 1)], ids=["low", "right"])
def test_half_of_a_photo_is_cut_out_wherever_it_lies(box: tuple[int, int, int, int], edge: int) -> None:
    part = find_part(make_findings(box, size=20))
    assert part[edge] > SHAPE[edge] / 2
    assert part[2:] == SHAPE if edge == 0 else part[3] < SHAPE[1]


def test_the_part_does_not_leave_the_photo() -> None:
    top, left, _, _ = find_part(make_findings((0, 0, 40, 20)))
    assert (top, left) == (0, 0)


@pytest.mark.parametrize(
    "findings",
    [
        make_findings(),
        make_findings((100, 200, 100 + SQUARE, 200 + SQUARE * (LEAST_ANSWERS - 1))),
        make_findings((100, 200, 140, 220), probability=0.3),
        make_findings((20, 20, 60, 40), (340, 540, 380, 560)),
    ],
    ids=["nothing", "hardly anything", "nothing likely", "nearly everything"],
)
def test_else_all_of_the_photo_is_looked_at(findings: Findings) -> None:
    assert find_part(findings) == (0, 0, *SHAPE)


def test_what_lies_apart_counts_if_there_is_enough_of_it() -> None:
    large, small, far = (40, 40, 140, 140), (300, 500, 300 + SQUARE, 500 + 2 * SQUARE), (300, 500, 340, 520)
    assert find_part(make_findings(large, small, size=20)) == find_part(make_findings(large, size=20))
    assert find_part(make_findings(large, far, size=20)) == (0, 0, *SHAPE)
    digit, faint = (40, 40, 80, 60), (300, 500, 300 + 2 * SQUARE, 500 + 2 * SQUARE)
    assert find_part(make_findings(digit, faint, size=20, probability=0.6)) == (0, 0, *SHAPE)


def row_that_goes_on(gap: int, probability: float) -> Findings:
    """A digit of 20 pixels that is seen well, and two more to the right of it, as far apart, that are hardly seen."""
    seen = make_findings((40, 40, 60, 60), size=20)
    faint = make_findings(
        *((40, 40 + k * (20 + gap), 60, 60 + k * (20 + gap)) for k in (1, 2)), probability=probability
    )
    return replace(seen, digits=np.maximum(seen.digits, faint.digits))


def test_the_part_goes_on_with_a_row_whose_digits_are_hardly_seen() -> None:
    alone, seen = find_part(make_findings((40, 40, 60, 60), size=20)), find_part(row_that_goes_on(40, POSSIBLE + 0.01))
    assert alone[3] + 100 < seen[3] <= alone[3] + 120
    assert find_part(row_that_goes_on(40, POSSIBLE - 0.01)) == alone
    assert find_part(row_that_goes_on(90, POSSIBLE + 0.01)) == alone


def test_a_row_whose_digits_are_hardly_seen_is_around_digits() -> None:
    whole = (0, 0, *SHAPE)
    around = row_that_goes_on(40, POSSIBLE + 0.01).seen_in(whole, SHAPE).around
    assert around[50, 160:200].all()
    assert not row_that_goes_on(40, POSSIBLE - 0.01).seen_in(whole, SHAPE).around[50, 160:200].any()


@pytest.mark.parametrize("turn", TURNS)
def test_findings_turn_with_the_photo(turn: Turn) -> None:
    findings = make_findings((100, 200, 140, 220))
    seen = findings.seen_in((0, 0, *SHAPE), SHAPE)
    turned = findings.turned(turn)
    expected = np.rot90(seen.writing, turn // 90)
    assert turned.shape == expected.shape
    assert turned.sideways == (0.75 if turn in (90, 270) else 0.25)
    seen_turned = turned.seen_in((0, 0, *turned.shape), turned.shape)
    assert np.allclose(seen_turned.writing, expected, atol=1e-5)
    assert np.allclose(seen_turned.others, np.rot90(seen.others, turn // 90), atol=1e-5)
    assert seen_turned.others.max() == pytest.approx(0.09, abs=1e-3)


def test_the_maps_of_a_part_are_that_part_of_the_maps() -> None:
    findings = make_findings((100, 200, 140, 220))
    part = (50, 150, 250, 450)
    whole = findings.seen_in((0, 0, *SHAPE), SHAPE).digits
    assert (whole > 0.45).sum() == pytest.approx(40 * 20, rel=0.1)
    assert whole[105:135, 205:215].min() > 0.85
    assert np.allclose(findings.seen_in(part, (200, 300)).digits, whole[50:250, 150:450], atol=1e-5)
    twice = findings.seen_in(part, (400, 600)).digits
    assert np.abs(twice[::2, ::2] - whole[50:250, 150:450]).max() < 0.15  # half a pixel beside


def test_what_is_near_and_around_reaches_as_far_as_digits_are_large() -> None:
    expected = make_findings((200, 300, 240, 320), size=30).seen_in((0, 0, *SHAPE), SHAPE)
    reach = {"writing": NEAR * 30, "around": AROUND * 30}
    for name, far in reach.items():
        row = getattr(expected, name)[220]
        assert row[int(300 - far + SQUARE) : 320].min() > 0.85
        assert row[: int(300 - far - SQUARE)].max() < 0.01


def test_sizes_are_those_of_the_pixels_that_are_looked_at() -> None:
    findings = make_findings((100, 200, 140, 220), size=40)
    assert np.allclose(findings.seen_in((50, 150, 250, 350), (400, 400)).sizes, 80)


def marks(*columns: int) -> npt.NDArray[np.float32]:
    ink = np.zeros((60, 100), np.float32)
    for column in columns:
        ink[10:50, column : column + 4] = 1
    return ink


nowhere = np.zeros((60, 100), np.float32)


def test_marks_that_no_hand_has_written_are_left_out_whole() -> None:
    ink, handwriting = marks(20, 60), marks(20)
    handwriting[10:15, 60:64] = 1  # an eighth of the other mark
    assert np.array_equal(
        keep_handwriting(ink, Expected(handwriting, nowhere, handwriting, nowhere, nowhere)), marks(20)
    )


def test_a_mark_that_is_written_in_part_stays_whole() -> None:
    ink, handwriting = marks(20), np.zeros((60, 100), np.float32)
    handwriting[:30] = 1
    assert np.array_equal(keep_handwriting(ink, Expected(handwriting, nowhere, handwriting, nowhere, nowhere)), ink)


def test_beside_digits_a_mark_that_is_hardly_seen_stays() -> None:
    ink, seen = marks(20), 0.05 * marks(20)
    assert not keep_handwriting(ink, Expected(seen, nowhere, seen, nowhere, nowhere)).any()
    assert np.array_equal(keep_handwriting(ink, Expected(seen, nowhere, seen, nowhere + 1, nowhere)), ink)


def test_beside_digits_what_is_hardly_seen_and_small_is_print() -> None:
    ink = marks(20)
    digits, sizes = np.zeros_like(ink), np.full_like(ink, 60)
    digits[10:50, 60:64] = 0.9  # a digit elsewhere, one and a half times as high
    expected = Expected(digits, nowhere, 0.05 * ink, nowhere + 1, sizes)
    assert not keep_handwriting(ink, expected).any()
    assert np.array_equal(keep_handwriting(ink, replace(expected, sizes=sizes - 10)), ink)
    assert np.array_equal(keep_handwriting(ink, replace(expected, writing=0.3 * ink)), ink)


def test_other_writing_is_kept_around_digits_alone() -> None:
    findings = make_findings((160, 200, 200, 220))
    others = np.zeros_like(findings.digits)
    others[32:40, 50:54] = others[32:40, 110:114] = 0.8  # one digit's size beside it, and eight
    seen = replace(findings, others=others).seen_in((0, 0, *SHAPE), SHAPE)
    assert seen.writing[180, 260] > 0.7
    assert seen.writing[180, 560] < 0.1


def test_no_ink_is_no_ink() -> None:
    ink = np.zeros((60, 100), np.float32)
    assert not keep_handwriting(ink, Expected(ink, ink, ink, ink, ink)).any()
