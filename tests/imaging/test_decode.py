"""Bytes of image files -> upright pixels, or one sentence."""

import contextlib
import io
from typing import Any

import numpy as np
import numpy.typing as npt
import pillow_heif
import pytest
from PIL import Image

from builders.png import pack_png
from mnist_app.errors import ImageError
from mnist_app.imaging import decode
from mnist_app.imaging.blocks import smooth_blocks
from mnist_app.imaging.decode import LARGE_SIDE, MAX_SIDE, SMALL_SIDE, Picture, decode_picture, shrink
from mnist_app.imaging.file_parts import MAX_BYTES
from mnist_app.imaging.options import Turn


def scene() -> npt.NDArray[np.uint8]:
    """White paper, 48 x 64, with a red bar at the upper left: no two turns of it look alike."""
    rgb = np.full((48, 64, 3), 255, np.uint8)
    rgb[8:24, 8:16] = (200, 0, 0)
    return rgb


def save(image: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def assert_is_scene(picture: Picture, within: int = 0) -> None:
    assert picture.source_shape == (48, 64)
    np.testing.assert_allclose(picture.small.astype(int), scene(), atol=within)
    np.testing.assert_allclose(picture.small[16, 12].astype(int), (200, 0, 0), atol=min(within, 40))


@pytest.mark.parametrize(
    ("kind", "within"), [("PNG", 0), ("BMP", 0), ("GIF", 0), ("TIFF", 0), ("JPEG", 80), ("WEBP", 80)]
)
def test_formats(kind: str, within: int) -> None:
    """Those that lose something blur the bar's edge."""
    assert_is_scene(decode_picture(save(Image.fromarray(scene()), kind)), within)


def test_heic() -> None:
    buffer = io.BytesIO()
    pillow_heif.from_pillow(Image.fromarray(scene())).save(buffer, quality=95)
    assert_is_scene(decode_picture(buffer.getvalue()), within=10)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_turns_it_upright(orientation: int, kind: str) -> None:
    undo = {
        1: lambda a: a,
        2: lambda a: a[:, ::-1],
        3: lambda a: a[::-1, ::-1],
        4: lambda a: a[::-1],
        5: lambda a: a.transpose(1, 0, 2),
        6: lambda a: np.rot90(a),
        7: lambda a: np.rot90(a, 2).transpose(1, 0, 2),
        8: lambda a: np.rot90(a, -1),
    }
    exif = Image.Exif()
    exif[0x0112] = orientation
    turned = Image.fromarray(np.ascontiguousarray(undo[orientation](scene())))
    assert_is_scene(decode_picture(save(turned, kind, exif=exif)))


def test_unknown_orientation_is_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 77
    assert_is_scene(decode_picture(save(Image.fromarray(scene()), "PNG", exif=exif)))


@pytest.mark.parametrize(("mode", "within"), [("RGB", 0), ("RGBA", 0), ("P", 50), ("CMYK", 0), ("YCbCr", 1)])
def test_color_modes(mode: str, within: int) -> None:
    """Only a palette of fixed colors, Pillow's, has none that is near this red."""
    kind = "TIFF" if mode in ("CMYK", "YCbCr") else "PNG"
    assert_is_scene(decode_picture(save(Image.fromarray(scene()).convert(mode), kind)), within)


@pytest.mark.parametrize(
    ("levels", "kind"),
    [
        (np.uint16(40000), "PNG"),
        (np.int32(40000), "TIFF"),
        (np.float32(40000), "TIFF"),
        (np.float32(40000 / 65535), "TIFF"),
        (np.float32(40000 / 257), "TIFF"),
    ],
)
def test_wide_levels_are_scaled_not_clipped(levels: Any, kind: str) -> None:
    data = save(Image.fromarray(np.full((8, 8), levels, levels.dtype)), kind)
    np.testing.assert_allclose(decode_picture(data).small, 156, atol=1)


@pytest.mark.parametrize("level", [-5.0, 70000.0])
def test_one_level_beyond_the_usual_ranges_is_paper(level: float) -> None:
    values = np.full((8, 8), level, np.float32)
    assert (decode_picture(save(Image.fromarray(values), "TIFF")).small == 255).all()


def test_float_levels_of_an_unknown_range_and_without_a_value() -> None:
    values = np.array([[-5.0, 0.0, 5.0, np.nan, np.inf]], np.float32)
    np.testing.assert_array_equal(
        decode_picture(save(Image.fromarray(values), "TIFF")).small[0, :, 0], [0, 128, 255, 128, 128]
    )


@pytest.mark.parametrize(("pen", "paper"), [(0, 255), (255, 0)])
def test_transparent_ground_becomes_the_paper_that_shows_the_pen(pen: int, paper: int) -> None:
    rgba = np.zeros((10, 10, 4), np.uint8)
    rgba[4, 2:8] = (pen, pen, pen, 255)
    rgb = decode_picture(save(Image.fromarray(rgba), "PNG")).small
    assert (rgb[4, 5, 0], rgb[0, 0, 0]) == (pen, paper)


def test_holes_in_an_opaque_picture_are_its_own_paper() -> None:
    rgba = np.dstack([scene(), np.full((48, 64), 255, np.uint8)])
    rgba[:, :4] = 0
    assert (decode_picture(save(Image.fromarray(rgba), "PNG")).small[:, :4] == 255).all()


def test_first_frame_of_many() -> None:
    frames = [Image.fromarray(np.full((48, 64, 3), level, np.uint8)) for level in range(0, 250)]
    data = save(Image.fromarray(scene()), "GIF", save_all=True, append_images=frames)
    assert_is_scene(decode_picture(data))


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_large_pictures_are_shrunk_and_remember_their_size(kind: str) -> None:
    large = Image.fromarray(scene()).resize((64 * 60, 48 * 60), Image.Resampling.NEAREST)
    picture = decode_picture(save(large, kind))
    assert picture.large.shape == (LARGE_SIDE * 3 // 4, LARGE_SIDE, 3)
    assert picture.small.shape == (SMALL_SIDE * 3 // 4, SMALL_SIDE, 3)
    assert picture.source_shape == (48 * 60, 64 * 60)
    assert (picture.small[0, 0] > 250).all()


def test_a_small_picture_is_not_decoded_again() -> None:
    picture = decode_picture(save(Image.fromarray(scene()), "PNG"))
    assert picture.large is picture.small


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "1", "I;16", "F"])
def test_large_pictures_are_shrunk_in_strips(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ramp = np.add.outer(np.arange(300), 4 * np.arange(2400)) % 65536
    levels: dict[str, npt.NDArray[Any]] = {"I;16": ramp.astype(np.uint16), "F": ramp.astype(np.float32)}
    image = Image.fromarray(levels.get(mode, (ramp % 256).astype(np.uint8)))
    data = save(image if mode in ("I;16", "F") else image.convert(mode), "TIFF" if mode == "F" else "PNG")
    at_once = decode_picture(data).small
    shapes = []

    def note_and_resize(pixels: npt.NDArray[Any], size: tuple[int, int]) -> npt.NDArray[Any]:
        shapes.append(pixels.shape[:2])
        return resize(pixels, size)

    resize = decode._resize
    monkeypatch.setattr(decode, "_resize", note_and_resize)
    monkeypatch.setattr(decode, "STRIP_PIXELS", 50_000)
    in_strips = decode_picture(data).small
    assert shapes == [(20, 2400)] * 15 + [(300, 1000)]
    np.testing.assert_allclose(in_strips.astype(int), at_once.astype(int), atol=1)


@pytest.mark.parametrize("size", [(1, 1), (1, 20000), (20000, 1)])
def test_extreme_shapes(size: tuple[int, int]) -> None:
    picture = decode_picture(save(Image.new("L", size, 255), "PNG"))
    assert min(picture.small.shape[:2]) == 1
    assert max(picture.small.shape[:2]) <= SMALL_SIDE
    assert max(picture.large.shape[:2]) <= LARGE_SIDE


def test_empty_and_too_many_bytes() -> None:
    with pytest.raises(ImageError, match="empty"):
        decode_picture(b"")
    with pytest.raises(ImageError, match="larger than 20 MB"):
        decode_picture(bytes(MAX_BYTES + 1))


@pytest.mark.parametrize("side", [7100, 10_000, 20_000])
def test_bombs_are_refused_before_they_are_decoded(side: int) -> None:
    with pytest.raises(ImageError, match=r"megapixels"):
        decode_picture(pack_png(side, side, bytes(1000)))


@pytest.mark.parametrize(("width", "height"), [(1, MAX_SIDE + 1), (60_000, 1), (1, 49_000_000)])
def test_long_pictures_are_refused_before_they_are_decoded(width: int, height: int) -> None:
    with pytest.raises(ImageError, match=rf"^The picture is {max(width, height):,} pixels long; at most 20,000"):
        decode_picture(pack_png(width, height, bytes(1000)))


def test_webp_takes_more_memory_and_so_may_be_smaller_only() -> None:
    blank = save(Image.new("RGB", (5000, 5000)), "WEBP", lossless=True, quality=0, method=0)
    with pytest.raises(ImageError, match=r"^The picture has 25 megapixels; at most 24 are read"):
        decode_picture(blank)


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04" + bytes(200),
        b"<!DOCTYPE html><html><body>7</body></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg"><text>7</text></svg>',
        b"\x00\x00\x00\x18ftypheic" + bytes(50),
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        bytes(1000),
    ],
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(ImageError, match=r"not a picture|damaged"):
        decode_picture(data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"])
def test_cut_off_anywhere_is_a_picture_or_one_sentence(kind: str) -> None:
    data = save(Image.fromarray(scene()), kind)
    refused = 0
    for length in range(0, len(data), max(1, len(data) // 60)):
        try:
            assert decode_picture(data[:length]).small.shape == (48, 64, 3)
        except ImageError:
            refused += 1
    assert refused > 10


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"])
@pytest.mark.filterwarnings("ignore:::PIL")  # decoders warn about what they mend
def test_flipped_bits_are_a_picture_or_one_sentence(kind: str) -> None:
    clean = save(Image.fromarray(scene()), kind)
    rng = np.random.default_rng(0)
    for _ in range(60):
        data = bytearray(clean)
        for position in rng.integers(0, len(data), 3):
            data[position] ^= 1 << int(rng.integers(8))
        with contextlib.suppress(ImageError):  # anything else fails the test
            assert decode_picture(bytes(data)).small.dtype == np.uint8


def test_picture_refuses_other_arrays() -> None:
    with pytest.raises(ValueError, match=r"expected uint8 pixels \(H, W, 3\)"):
        Picture(np.zeros((4, 4), np.uint8), (4, 4), b"")


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_picture_is_turned_in_both_sizes(degrees: Turn) -> None:
    picture = decode_picture(save(Image.fromarray(np.tile(scene(), (24, 28, 1))), "PNG"))
    turned = picture.turned(degrees)
    assert picture.large.shape != picture.small.shape
    np.testing.assert_array_equal(turned.small, np.rot90(picture.small, degrees // 90))
    np.testing.assert_array_equal(turned.large, np.rot90(picture.large, degrees // 90))
    assert turned.source_shape == tuple(np.rot90(np.zeros(picture.source_shape), degrees // 90).shape)
    np.testing.assert_array_equal(turned.turned(180).large, np.rot90(picture.large, degrees // 90 + 2))


def test_picture_is_decoded_large_once_for_all_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = decode_picture(save(Image.fromarray(np.tile(scene(), (24, 28, 1))), "PNG"))
    sides = []
    real = decode._decode

    def note(data: bytes, side: int) -> tuple[npt.NDArray[np.uint8], tuple[int, int]]:
        sides.append(side)
        return real(data, side)

    monkeypatch.setattr(decode, "_decode", note)
    for each in (picture, picture.turned(90), picture.turned(90).turned(180)):
        assert max(each.large.shape) > SMALL_SIDE
    assert sides == [LARGE_SIDE]
    assert picture.turned(90).turned(270) is picture


def test_blocks_of_a_large_picture_are_smoothed_before_it_is_shrunk() -> None:
    tiny = np.arange(28 * 28, dtype=np.uint16).reshape(28, 28).astype(np.uint8)
    enlarged = np.kron(tiny, np.ones((40, 40), np.uint8))
    small = decode_picture(save(Image.fromarray(enlarged), "PNG")).small
    assert small.shape == (SMALL_SIDE, SMALL_SIDE, 3)
    rgb = np.repeat(enlarged[..., np.newaxis], 3, axis=2)
    np.testing.assert_array_equal(small, shrink(smooth_blocks(rgb), SMALL_SIDE))
    assert (small != shrink(rgb, SMALL_SIDE)).any()


def test_shrink() -> None:
    picture = np.zeros((100, 50, 3), np.uint8)
    assert shrink(picture, 20).shape == (20, 10, 3)
    assert shrink(picture, 100) is picture
    assert shrink(np.zeros((1, 3000, 3), np.uint8), 100).shape == (1, 100, 3)
