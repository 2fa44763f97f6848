from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.imaging.display import Box, crop_to_square, draw_boxes, enlarge

BLUE = (0, 0, 255)


def _written(drawn: npt.NDArray[np.uint8]) -> int:
    """How many pixels of labels there are."""
    return int((drawn == 255).all(axis=2).sum())


@pytest.mark.parametrize(
    ("bbox", "inside"),
    [((2, 3, 8, 5), np.s_[:, 2:4]), ((2, 3, 4, 9), np.s_[2:4, :]), ((2, 2, 6, 6), np.s_[:, :])],
)
def test_crop_to_square_pads_with_paper(bbox: tuple[int, int, int, int], inside: tuple[slice, slice]) -> None:
    picture = np.full((20, 20, 3), 240, np.uint8)
    picture[bbox[0] : bbox[2], bbox[1] : bbox[3]] = (10, 20, 30)
    square = crop_to_square(picture, bbox)
    side = max(bbox[2] - bbox[0], bbox[3] - bbox[1])
    assert square.shape == (side, side, 3)
    assert (square[inside] == (10, 20, 30)).all()
    square[inside] = 240
    assert (square == 240).all()


def test_enlarge() -> None:
    assert enlarge(np.array([[1, 2]], np.uint8), 2).tolist() == [[1, 1, 2, 2], [1, 1, 2, 2]]


def test_draw_boxes_leaves_the_picture_and_the_inside_alone() -> None:
    picture = np.zeros((100, 100, 3), np.uint8)
    drawn = draw_boxes(picture, [Box((40, 40, 80, 80), "7", (255, 0, 0))])
    assert not picture.any()
    assert not drawn[44:76, 44:76].any()
    colored = (drawn == (255, 0, 0)).all(axis=2)
    for side in (colored[38, 38:82], colored[81, 38:82], colored[38:82, 38], colored[38:82, 81]):
        assert side.all()
    assert colored[26:36, 39:41].all()  # the left rim of the label's ground, above the box


@pytest.mark.parametrize("label", ["7", "1234"])
def test_a_label_lies_on_its_ground(label: str) -> None:
    """The ground ends as far right of the text as it begins left of it: a line's width, and what the font leaves."""
    drawn = draw_boxes(np.zeros((100, 200, 3), np.uint8), [Box((40, 40, 80, 80), label, (255, 0, 0))])
    above = drawn[:37].astype(int)
    ground, text = above[..., 0] > 0, above[..., 1] > 128
    cols, text_cols = np.flatnonzero(ground.any(axis=0)), np.flatnonzero(text.any(axis=0))
    assert ground[ground.any(axis=1)][:, cols].all()  # a rectangle
    assert 0 < text_cols[0] - cols[0] <= 6
    assert 0 < cols[-1] - text_cols[-1] <= 6


def test_label_stays_inside_the_picture() -> None:
    """Above and right of this box is no room: as much is written as where there is."""
    roomy = draw_boxes(np.zeros((99, 99, 3), np.uint8), [Box((40, 40, 90, 60), "7", BLUE)])
    tight = draw_boxes(np.zeros((60, 60, 3), np.uint8), [Box((0, 55, 50, 60), "7", BLUE)])
    assert _written(roomy) == _written(tight) > 10


@pytest.mark.parametrize(
    ("below", "is_labeled"), [((60, 40, 80, 60), False), ((90, 40, 110, 60), True), ((60, 70, 80, 90), True)]
)
def test_a_label_that_would_cover_a_digit_is_left_out(below: tuple[int, int, int, int], is_labeled: bool) -> None:
    """Two digits, of which the second stands close below the first, further below it, or to the right of it."""
    picture, first, second = np.zeros((120, 120, 3), np.uint8), Box((30, 40, 50, 60), "7", BLUE), Box(below, "7", BLUE)
    both, bold = draw_boxes(picture, [first, second]), draw_boxes(picture, [first, replace(second, is_bold=True)])
    one = _written(draw_boxes(picture, [first]))
    assert _written(both) == (2 * one if is_labeled else one)
    assert _written(bold) == 2 * one


def test_of_labels_that_would_cover_one_another_only_the_first_is_drawn() -> None:
    picture, boxes = np.zeros((120, 120, 3), np.uint8), [Box((40, col, 60, col + 3), "7", BLUE) for col in (40, 48, 80)]
    assert _written(draw_boxes(picture, boxes)) == 2 * _written(draw_boxes(picture, boxes[:1]))


def test_draw_nothing() -> None:
    picture = np.full((5, 5, 3), 9, np.uint8)
    assert (draw_boxes(picture, []) == picture).all()


def test_a_dashed_box_has_gaps_on_all_sides_that_show_what_is_below() -> None:
    picture = np.full((200, 300, 3), 200, np.uint8)
    dashed, whole = (
        draw_boxes(picture, [Box((50, 60, 150, 240), "", (255, 0, 0), is_dashed=dashed)]) for dashed in (True, False)
    )
    is_line, is_dash = (whole != picture).any(axis=2), (dashed != picture).any(axis=2)
    assert not (is_dash & ~is_line).any()
    for side in np.s_[:60, :], np.s_[140:, :], np.s_[:, :70], np.s_[:, 230:]:
        assert 0.4 < is_dash[side].sum() / is_line[side].sum() < 0.6
