import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.imaging.segments.boxed import find_boxed_digit


def make_box(paper: int = 200, ink: int = 60) -> npt.NDArray[np.uint8]:
    """A stroke of 40 x 6 pixels in the middle of paper."""
    box = np.full((60, 50, 3), paper, np.uint8)
    box[10:50, 20:26] = ink
    return box


@pytest.mark.parametrize(("paper", "ink"), [(200, 60), (255, 0), (0, 255), (40, 90), (180, 150)])
def test_ink_of_any_color_is_found(paper: int, ink: int) -> None:
    segment = find_boxed_digit(make_box(paper, ink))
    assert segment is not None
    assert segment.bbox == (10, 20, 50, 26)
    assert (segment.ink == 1).all()


@pytest.mark.parametrize("shape", [(0, 0, 3), (0, 7, 3), (1, 1, 3), (40, 30, 3)])
def test_nothing_in_a_box_without_ink(shape: tuple[int, int, int]) -> None:
    assert find_boxed_digit(np.full(shape, 130, np.uint8)) is None


def test_nothing_in_the_noise_of_paper() -> None:
    noise = np.random.default_rng(0).normal(180, 3, (60, 50, 1)).clip(0, 255).astype(np.uint8).repeat(3, axis=2)
    assert find_boxed_digit(noise) is None


def test_neighbors_that_the_box_cuts_off_are_left_out() -> None:
    box = make_box()
    box[0:30, 45:50] = box[55:60, 0:50] = 60
    segment = find_boxed_digit(box)
    assert segment is not None
    assert segment.bbox == (10, 20, 50, 26)


def test_a_box_drawn_too_tight_has_all_that_is_in_it() -> None:
    segment = find_boxed_digit(make_box()[10:50, 18:28])
    assert segment is not None
    assert segment.bbox == (0, 2, 40, 8)


def test_fainter_ink_of_the_same_digit_is_gray_ink_of_it() -> None:
    box = make_box()
    box[30:50, 20:26] = 130
    segment = find_boxed_digit(box)
    assert segment is not None
    assert segment.bbox == (10, 20, 50, 26)
    assert (segment.ink[:20] == 1).all()
    assert ((segment.ink[20:] > 0) & (segment.ink[20:] < 1)).all()


def test_a_digit_of_two_marks_is_whole_and_dirt_is_no_part_of_it() -> None:
    box = make_box()
    box[10:16, 32:42] = 60
    box[3:5, 3:5] = 60
    segment = find_boxed_digit(box)
    assert segment is not None
    assert segment.bbox == (10, 20, 50, 42)


def test_a_speck_darker_than_its_digit_makes_that_no_fainter() -> None:
    box = make_box()
    box[30, 22] = 0
    segment = find_boxed_digit(box)
    assert segment is not None
    assert (segment.ink == 1).all()
