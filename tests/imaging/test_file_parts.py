"""Files of few bytes and many parts are refused before a decoder works through them; usual files are not."""

import io
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image

from mnist_app.errors import ImageError
from mnist_app.imaging.decode import decode_picture
from mnist_app.imaging.file_parts import (
    MAX_BLOCKS,
    MAX_CHUNKS,
    MAX_EXIF,
    MAX_GAP,
    MAX_OTHER_CHUNKS,
    MAX_RUNS,
    MAX_SCANS,
    MAX_SEGMENTS,
    MAX_TAGS,
    MAX_VALUES,
    check_parts,
)


def save(kind: str, mode: str = "RGB", **options: Any) -> bytes:
    """A file of a gray ramp, 32 x 48."""
    ramp = np.tile(np.linspace(0, 255, 48, dtype=np.uint8), (32, 1))
    buffer = io.BytesIO()
    Image.fromarray(ramp).convert(mode).save(buffer, kind, **options)
    return buffer.getvalue()


def jpeg_scans(count: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again: some such files are written to be slow."""
    data = save("JPEG", "L", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:-2] + data[last:-2] * (count - data.count(b"\xff\xda")) + data[-2:]


def jpeg_segments(*segments: bytes) -> bytes:
    data = save("JPEG")
    return data[:2] + b"".join(segments) + data[2:]


def segment(kind: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, kind, len(content) + 2) + content


def chunk(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_chunks(chunks: bytes) -> bytes:
    data = save("PNG")
    return data[:33] + chunks + data[33:]  # behind the header


def gif_blocks(blocks: bytes) -> bytes:
    data = save("GIF", "L")
    frame = data.index(b"\x2c\0\0\0\0")
    return data[:frame] + blocks + data[frame:]


def tiff(tags: list[tuple[int, int, int]], order: str = "<", big: bool = False) -> bytes:
    """The header of a TIFF whose tags have these numbers, types and counts of values."""
    mark = b"II" if order == "<" else b"MM"
    if big:
        entries = b"".join(struct.pack(f"{order}HHQQ", *tag, 0) for tag in tags)
        return mark + struct.pack(f"{order}HHHQQ", 43, 8, 0, 16, len(tags)) + entries
    entries = b"".join(struct.pack(f"{order}HHII", *tag, 0) for tag in tags)
    return mark + struct.pack(f"{order}HIH", 42, 8, len(tags)) + entries


def webp_chunks(chunks: bytes) -> bytes:
    data = save("WEBP")
    return data[:4] + struct.pack("<I", len(data) + len(chunks) - 8) + data[8:] + chunks


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF"])
def test_a_usual_file_passes_cut_off_anywhere(kind: str) -> None:
    data = save(kind)
    for length in range(len(data) + 1):
        check_parts(data[:length])


@pytest.mark.parametrize(
    "data",
    [
        save("JPEG", progressive=True),
        save("JPEG", "CMYK", progressive=True),
        jpeg_scans(MAX_SCANS),
        jpeg_segments(segment(0xE1, b"Exif\0\0" + save("TIFF")), *[segment(0xE2, b"ICC_PROFILE\0\1\xff")] * 255),
        # A thumbnail's scans are no scans of the picture.
        jpeg_segments(segment(0xE1, b"Exif\0\0" + b"\xff\xda\0\2" * (MAX_SCANS + 1))),
        jpeg_segments(b"\xff" * MAX_GAP),
        png_chunks(chunk(b"tEXt", b"a\0b") * (MAX_OTHER_CHUNKS - 10)),
        gif_blocks(b"\x21\xfe" + b"\x01a" * (MAX_BLOCKS - 10) + b"\0"),
    ],
    ids=["progressive", "cmyk", "scans", "profile", "thumbnail", "padding", "texts", "comment"],
)
def test_up_to_the_limit_it_is_read(data: bytes) -> None:
    assert decode_picture(data).source_shape == (32, 48)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (jpeg_scans(MAX_SCANS + 1), "24 scans"),
        (jpeg_segments(b"\xff\xfe\0\2" * (MAX_SEGMENTS + 1)), "2,000 segments"),
        (jpeg_segments(b"\xff\xf0" * (MAX_SEGMENTS + 1)), "2,000 segments"),
        (jpeg_segments(segment(0xED, b"Photoshop 3.0\0" + b"8BIM\0\0\0\0\0\0\0\0" * (MAX_SEGMENTS + 1))), "segments"),
        (jpeg_segments(b"\xff" * (MAX_GAP + 1)), "1,000 bytes between"),
        (jpeg_segments(bytes(MAX_GAP + 1)), "1,000 bytes between"),
        (jpeg_segments(segment(0xE1, b"Exif\0\0" + bytes(65_000)) * 17), "bytes of EXIF"),
        (png_chunks(chunk(b"IDAT") * (MAX_CHUNKS + 1)), "20,000 chunks"),
        (png_chunks(chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(2**20))) * (MAX_OTHER_CHUNKS + 1)), "200 chunks"),
        (png_chunks(chunk(b"eXIf", bytes(MAX_EXIF + 1))), "bytes of EXIF"),
        (gif_blocks(b"\x21\xfe\0" * (MAX_BLOCKS + 1)), "2,000 blocks"),
        (gif_blocks(b"\x21\xfe" + b"\x01a" * (MAX_BLOCKS + 1) + b"\0"), "2,000 blocks"),
        (gif_blocks(bytes(MAX_BLOCKS + 1)), "2,000 blocks"),
        (tiff([(1, 99, 1)] * (MAX_TAGS + 1)), "1,000 tags"),
        (tiff([(1, 99, 1)] * (MAX_TAGS + 1), ">", big=True), "1,000 tags"),
        (tiff([(273, 4, MAX_VALUES + 1)]), "200,000 values"),
        (tiff([(273, 4, MAX_VALUES + 1)], ">"), "200,000 values"),
        (tiff([(273, 16, MAX_VALUES), (279, 16, 1)], big=True), "200,000 values"),
        (webp_chunks(b"abcd\0\0\0\0" * (MAX_CHUNKS + 1)), "20,000 chunks"),
        (webp_chunks(b"EXIF" + struct.pack("<I", MAX_EXIF + 2) + bytes(MAX_EXIF + 2)), "bytes of EXIF"),
        (b"BM" + bytes(28) + struct.pack("<I", 1) + bytes(MAX_RUNS), "bytes of runs"),
    ],
)
def test_more_parts_are_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(ImageError, match=rf"^The file has more than .*{sentence}.*\. Save the picture anew"):
        decode_picture(data)


@pytest.mark.parametrize("tags", [[], [(1, 2, 10**9)], [(256, 3, 1)] * MAX_TAGS])
def test_tiff_of_usual_tags(tags: list[tuple[int, int, int]]) -> None:
    check_parts(tiff(tags))


def test_text_that_begins_like_a_tiff() -> None:
    check_parts(b"MMXXVI, " * 1000)
