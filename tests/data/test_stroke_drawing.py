"""Strokes are drawn as a round pen draws them, varied but still what they are."""

import numpy as np
import numpy.typing as npt
import pytest

from builders.pen_strokes import stroke
from mnist_app.data import stroke_drawing
from mnist_app.data.pen_strokes import PenDigit, Stroke
from mnist_app.data.stroke_drawing import draw_digit, draw_strokes, draw_variants
from mnist_app.imaging.bbox import ink_bbox

BAR = PenDigit(1, 1, (stroke((0, 0), (400, 0)),))
CROSS = PenDigit(4, 2, (stroke((0, 50), (100, 50)), stroke((50, 0), (50, 100))))


@pytest.mark.parametrize(("size", "width"), [(100, 20), (100, 2), (50, 9), (200.5, 36)])
def test_pen_is_as_wide_and_the_stroke_as_long_as_asked(size: float, width: int) -> None:
    gray = draw_strokes(list(BAR.strokes), size, width)
    min_row, min_col, max_row, max_col = ink_bbox(gray > 127)
    assert max_row - min_row == pytest.approx(size + width, abs=3)
    assert max_col - min_col == pytest.approx(width, abs=3)


def test_nothing_is_cut_off() -> None:
    for width in (2, 9, 40):
        gray = draw_strokes(list(CROSS.strokes), 80, width)
        assert not np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]]).any()


def test_one_point_is_a_dot() -> None:
    gray = draw_strokes([stroke((7, 9))], 80, 12)
    assert (gray > 127).sum() == pytest.approx(np.pi * 6**2, rel=0.25)
    image = draw_digit((stroke((7, 9)),), np.random.default_rng(0))
    assert image[14, 14] == 255


def test_variants_differ_and_keep_label_and_order() -> None:
    drawn = draw_variants([BAR, CROSS], 3, seed=0)
    assert drawn.labels.tolist() == [1, 1, 1, 4, 4, 4]
    assert len(np.unique(drawn.images, axis=0)) == 6
    for bar, cross in zip(drawn.images[:3], drawn.images[3:], strict=True):
        assert np.flatnonzero(bar.any(axis=0)).size < np.flatnonzero(cross.any(axis=0)).size


def test_same_seed_same_drawings() -> None:
    first, again, other = (draw_variants([CROSS], 4, seed).images for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_other_forms_are_drawn_only_where_asked() -> None:
    ring = np.stack([-np.cos(np.linspace(0, 6.3, 40)), np.sin(np.linspace(0, 6.3, 40))], axis=1).astype(np.float32)
    zeros = [PenDigit(0, 1, (ring,))]
    own, others = (draw_variants(zeros, 40, 0, other_forms=other_forms) for other_forms in (False, True))
    marked_own, marked_others = (
        sum(int(image[13:16, 13:16].max() > 127) for image in drawn.images) for drawn in (own, others)
    )
    assert marked_own == 0
    assert 3 <= marked_others <= 30
    np.testing.assert_array_equal(own.images, draw_variants(zeros, 40, 0).images)


@pytest.mark.parametrize(
    ("label", "other_form", "widest"), [(4, False, 0.22), (4, True, 0.17), (0, True, 0.12), (None, True, 0.22)]
)
def test_pen_leaves_open_what_another_form_has_open(
    label: int | None, other_form: bool, widest: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    widths = []

    def note_width(strokes: list[Stroke], size: float, width: int) -> npt.NDArray[np.uint8]:
        widths.append(width / size)
        return draw_strokes(strokes, size, width)

    monkeypatch.setattr(stroke_drawing, "SIZES", (150, 220))  # half a pixel is a three-hundredth of it
    monkeypatch.setattr(stroke_drawing, "draw_strokes", note_width)
    monkeypatch.setattr(stroke_drawing, "vary_strokes", lambda strokes, *_: strokes[:] + strokes[:other_form])
    for seed in range(100):
        draw_digit(BAR.strokes, np.random.default_rng(seed), label)
    assert max(widths) == pytest.approx(widest, abs=0.012)
