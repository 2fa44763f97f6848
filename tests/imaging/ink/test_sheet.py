import numpy as np
import numpy.typing as npt

from mnist_app.imaging.bbox import ink_bbox
from mnist_app.imaging.ink.sheet import EDGE, ROUGH_SIDE, find_sheet, rough_copy


def table_with_sheet() -> npt.NDArray[np.uint8]:
    """White paper in the middle of dark wood with a streaky grain."""
    rng = np.random.default_rng(0)
    streaks = rng.normal(0, 25, (20, 250, 1)).repeat(10, axis=0)
    picture = np.clip(np.array([110, 75, 45]) + streaks, 0, 255)
    picture[40:160, 50:200] = 230 + rng.normal(0, 2, (120, 150, 1))
    return picture.astype(np.uint8)


def test_paper_that_fills_the_picture() -> None:
    assert find_sheet(np.full((150, 200, 3), 220, np.uint8)).mean() > 0.95


def test_table_is_left_out() -> None:
    sheet = find_sheet(table_with_sheet())
    assert sheet[50:150, 60:190].all()
    assert not sheet[:30].any()
    assert not sheet[:, :40].any()


def test_the_edge_is_left_out_as_far_as_its_constant_says() -> None:
    """The slope from paper to table, which is no paper, reaches two pixels into the sheet."""
    out = 2 + EDGE
    assert ink_bbox(find_sheet(table_with_sheet())) == (40 + out, 50 + out, 160 - out, 200 - out)


def test_what_lies_on_the_sheet_belongs_to_it() -> None:
    picture = table_with_sheet()
    picture[80:120, 100:140] = (20, 20, 120)
    assert find_sheet(picture)[80:120, 100:140].all()


def test_both_sides_of_a_shadow_are_the_sheet() -> None:
    picture = np.full((150, 200, 3), (230, 220, 210), np.uint8)
    picture[:, 120:] = (92, 88, 84)
    assert find_sheet(picture).mean() > 0.95


def test_a_smooth_table_of_another_color_is_left_out() -> None:
    picture = np.full((150, 200, 3), (230, 230, 230), np.uint8)
    picture[:, 120:] = (200, 120, 60)
    sheet = find_sheet(picture)
    assert sheet[:, :110].mean() > 0.95
    assert not sheet[:, 130:].any()


def test_noise_alone_is_taken_as_it_is() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (150, 200, 3)).astype(np.uint8)
    assert find_sheet(noise).all()


def test_rough_copy_keeps_the_proportions() -> None:
    assert rough_copy(np.zeros((2000, 1000, 3), np.uint8)).shape == (ROUGH_SIDE, ROUGH_SIDE // 2, 3)
    assert rough_copy(np.zeros((1, 9000, 3), np.uint8)).shape == (1, ROUGH_SIDE, 3)
    assert rough_copy(np.zeros((20, 30, 3), np.uint8)).shape == (20, 30, 3)
