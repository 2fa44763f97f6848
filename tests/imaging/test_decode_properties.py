"""Whatever a file holds: a picture within bounds, or one sentence."""

import io

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from builders.picture_files import WRITTEN, written
from builders.properties import THOROUGH, damaged
from fuzzing.targets import read_canvas, read_file
from mnist_app.imaging.decode import Picture, decode_picture, rgba_to_gray, shrink
from mnist_app.imaging.options import Turn

SIDES = st.integers(1, 40)
PIXELS = st.tuples(SIDES, SIDES).flatmap(lambda shape: arrays(np.uint8, (*shape, 3)))
LAYERS = st.tuples(SIDES, SIDES).flatmap(lambda shape: arrays(np.uint8, (*shape, 4)))
FILES = st.sampled_from([written(number) for number in range(len(WRITTEN))])


@THOROUGH
@given(damaged(FILES))
def test_a_file_is_a_picture_within_bounds_or_one_sentence(data: bytes) -> None:
    read_file(data)


@THOROUGH
@given(damaged(st.sampled_from([written(2), written(3)])))
def test_a_canvas_is_of_its_size_or_one_sentence(data: bytes) -> None:
    read_canvas(data)


@THOROUGH
@given(PIXELS, st.sampled_from(["PNG", "TIFF", "BMP"]))
def test_pixels_come_back_as_they_were_written(rgb: np.ndarray, kind: str) -> None:
    file = io.BytesIO()
    Image.fromarray(rgb).save(file, kind)
    picture = decode_picture(file.getvalue())
    np.testing.assert_array_equal(picture.small, rgb)
    assert picture.source_shape == rgb.shape[:2]


@THOROUGH
@given(PIXELS, st.lists(st.sampled_from([0, 90, 180, 270])))
def test_turns_add_up(rgb: np.ndarray, turns: list[Turn]) -> None:
    picture = first = Picture(rgb, (rgb.shape[0], rgb.shape[1]), b"")
    for degrees in turns:
        picture = picture.turned(degrees)
    np.testing.assert_array_equal(picture.small, np.rot90(rgb, sum(turns) // 90))
    assert picture.turn == sum(turns) % 360
    assert (picture is first) == (picture.turn == 0)


@THOROUGH
@given(LAYERS)
def test_opaque_ink_keeps_its_gray_on_any_paper(rgba: np.ndarray) -> None:
    gray, opaque = rgba_to_gray(rgba), rgba.copy()
    opaque[..., 3] = 255
    assert gray.shape == rgba.shape[:2]
    seen = rgba[..., 3] == 255
    np.testing.assert_array_equal(gray[seen], rgba_to_gray(opaque)[seen])


@THOROUGH
@given(PIXELS, st.integers(1, 50))
def test_shrinking_keeps_to_the_side_and_between_the_levels(rgb: np.ndarray, side: int) -> None:
    small = shrink(rgb, side)
    assert max(small.shape[:2]) <= max(side, 1)
    assert rgb.min() <= small.min() <= small.max() <= rgb.max()
