"""Pictures of what is no digit: every kind leaves ink, differs each time, and is normalized like a drawing."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from builders.pen_strokes import stroke
from builders.tiny_mnist import bars
from mnist_app.data.drawn_characters import DrawnCharacter
from mnist_app.data.mnist import Digits
from mnist_app.data.non_digit_kinds import hands, letters, shapes
from mnist_app.data.non_digit_kinds.blots import BLOTS, Canvas
from mnist_app.data.non_digit_kinds.composites import several_digits
from mnist_app.data.non_digit_kinds.letters import LETTER_KINDS, LETTERS, PEN_LETTERS, find_fonts
from mnist_app.data.non_digit_kinds.shapes import DRAWINGS, SHAPES, Points, drawing
from mnist_app.data.non_digits import FROM_CHARACTERS, NonDigits, draw_non_digits
from mnist_app.data.pen_strokes import PenDigit

DIGITS = Digits(*bars(20, 0))


def character(strokes: int, drawer: int = 1) -> DrawnCharacter:
    """Parallel lines, each twice as long as the one before."""
    lines = tuple(stroke((row, 0), (row + 2, 2.0 ** (row + 1))) for row in range(strokes))
    return DrawnCharacter("Greek", f"character{strokes:02}", drawer, lines)


CHARACTERS = [character(strokes, drawer) for strokes in (1, 2, 5) for drawer in (1, 2, 3)]
PEN_DIGITS = [PenDigit(label, 1, (stroke((0, 0), (10, label), (20, 0)), stroke((5, 5)))) for label in range(10)]


def extents(image: np.ndarray) -> int:
    return max(int(np.ptp(np.nonzero(image)[axis])) + 1 for axis in (0, 1))


def drawn(count: int, seed: int) -> NonDigits:
    return draw_non_digits(count, seed, DIGITS, CHARACTERS, PEN_DIGITS)


@pytest.mark.parametrize("kind", [*BLOTS, *LETTER_KINDS])
def test_every_canvas_has_ink_and_varies(kind: Callable[[np.random.Generator], Canvas]) -> None:
    rng = np.random.default_rng(0)
    canvases = [kind(rng) for _ in range(5)]
    assert all(canvas.dtype == np.uint8 and canvas.ndim == 2 for canvas in canvases)
    assert all((canvas > 0).sum() >= 20 for canvas in canvases)
    assert all(canvases[0].shape != canvas.shape or (canvases[0] != canvas).any() for canvas in canvases[1:])


@pytest.mark.parametrize(
    ("labels", "missing"),
    [([0, 1], {"several_digits", "cut_digit"}), ([2, 3, 7], {"cut_digit"}), ([2, 3, 5], set())],
)
def test_digits_that_lack_classes(labels: list[int], missing: set[str]) -> None:
    some = DIGITS.take(np.flatnonzero(np.isin(DIGITS.labels, labels)))
    kinds = set(draw_non_digits(300, 0, some).kinds)
    assert {"several_digits", "cut_digit"} - kinds == missing


@pytest.mark.parametrize("kind", SHAPES)
def test_every_shape_has_strokes_and_varies(kind: Callable[[np.random.Generator], list[Points]]) -> None:
    rng = np.random.default_rng(0)
    shapes = [np.concatenate(kind(rng)) for _ in range(5)]
    assert all(points.shape[1] == 2 and len(points) >= 2 and np.isfinite(points).all() for points in shapes)
    assert all(shapes[0].shape != points.shape or (shapes[0] != points).any() for points in shapes[1:])


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_drawing_can_be_drawn(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = DRAWINGS[name]
    monkeypatch.setattr(shapes, "DRAWINGS", {name: text})  # put back one by one, they would come in another order
    required = sum(not part.strip().startswith("?") for part in text.split(";"))
    assert all(required <= len(drawing(np.random.default_rng(seed))) <= text.count(";") + 1 for seed in range(4))


def test_images_are_normalized_and_of_all_kinds() -> None:
    others = drawn(600, 0)
    assert others.images.shape == (len(others), 28, 28) == (600, 28, 28)
    assert others.images.dtype == np.uint8
    assert (others.images.max(axis=(1, 2)) == 255).all()
    assert {extents(image) for image in others.images} <= {18, 19, 20}  # faint ink at an edge may round to nothing
    made_up = {kind.__name__ for kind in (*SHAPES, *BLOTS, *LETTER_KINDS)} | {"several_digits", "cut_digit"}
    from_digits = {"mirrored_digit", "digits_side_by_side", "digits_stacked", "digits_overlaid"}
    assert set(others.kinds) == made_up | from_digits | set(FROM_CHARACTERS)


def test_half_are_drawn_by_hand_where_there_are_characters() -> None:
    share = np.isin(drawn(600, 0).kinds, FROM_CHARACTERS).mean()
    assert 0.4 < share < 0.6
    assert not set(draw_non_digits(200, 0, DIGITS).kinds) & {*FROM_CHARACTERS, "mirrored_digit"}


def test_two_pictures_of_digits_do_not_lie_on_one_another() -> None:
    digits = Digits(DIGITS.images[DIGITS.labels > 1], DIGITS.labels[DIGITS.labels > 1])
    single = {int((image > 0).sum()) for image in digits.images}
    for seed in range(20):
        assert int((several_digits(digits, np.random.default_rng(seed)) > 0).sum()) > max(single)


def test_same_seed_same_pictures() -> None:
    first, again, other = (drawn(60, seed) for seed in (3, 3, 4))
    np.testing.assert_array_equal(first.images, again.images)
    assert first.kinds == again.kinds
    assert (first.images != other.images).any()


def test_no_letter_that_is_written_like_a_digit() -> None:
    assert not set(LETTERS + PEN_LETTERS) & set("OoDQGIilJjZzSsBbgq$!|/()0123456789")


def test_without_fonts_pen_letters_are_drawn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "damaged.ttf").write_bytes(b"no font")
    monkeypatch.setattr(letters, "FONT_DIRECTORIES", (tmp_path, tmp_path / "none"))
    find_fonts.cache_clear()
    try:
        assert find_fonts() == ()
        for with_font, with_pen in ((letters.font_letter, letters.pen_letter), (letters.font_word, letters.pen_word)):
            np.testing.assert_array_equal(with_font(np.random.default_rng(1)), with_pen(np.random.default_rng(1)))
    finally:
        find_fonts.cache_clear()


def test_recombined_strokes_fill_the_places_of_others() -> None:
    plan, other = character(4), DrawnCharacter("Latin", "x", 1, (stroke((0, 0), (1, 2)),))
    boxes = {tuple(np.ptp(line, axis=0).tolist()) for line in plan.strokes}
    for seed in range(5):
        strokes = hands.recombined([plan, other], np.random.default_rng(seed))
        assert len(strokes) >= 2  # one stroke gets a second one beside it
        sides = {round(float(np.ptp(line, axis=0).max()), 3) for line in strokes}
        assert sides <= {round(max(box), 3) for box in boxes} | {2.0}


def test_turning_keeps_lengths() -> None:
    lengths = [np.linalg.norm(np.ptp(line, axis=0)) for line in character(4).strokes]
    for seed in range(5):
        turned = hands.turned([character(4)], np.random.default_rng(seed))
        np.testing.assert_allclose([np.linalg.norm(np.ptp(line, axis=0)) for line in turned], lengths)


def test_a_mirror_exchanges_left_and_right() -> None:
    digit = PenDigit(3, 1, (stroke((0, 1), (2, 5)),))
    np.testing.assert_array_equal(hands.mirrored([digit], np.random.default_rng(0))[0], [[0, -1], [2, -5]])


def test_two_digits_do_not_lie_on_one_another() -> None:
    digit = PenDigit(3, 1, (stroke((0, 0), (4, 4)),))
    for seed in range(10):
        rng = np.random.default_rng(seed)
        upper, lower = hands.digits_stacked([digit], rng)
        assert lower[:, 0].min() > upper[:, 0].max()
        first, second = hands.digits_overlaid([digit], rng)
        assert np.linalg.norm(second[0] - first[0]) >= 0.34
        assert len(hands.digits_side_by_side([digit], rng)) in (2, 3)


def test_kinds_whose_digits_are_missing_are_left_out() -> None:
    zeros = [digit for digit in PEN_DIGITS if digit.label == 0]
    kinds = set(draw_non_digits(400, 0, DIGITS, pen_digits=zeros).kinds)
    assert "digits_side_by_side" in kinds
    assert not kinds & {"mirrored_digit", "digits_stacked", "digits_overlaid"}
