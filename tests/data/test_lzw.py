"""Unpacking .Z: the codes' width grows, the table fills up and is cleared, and damage is said."""

import numpy as np
import pytest

from builders.lzw import compress
from mnist_app.data.lzw import decompress
from mnist_app.errors import DataError

# Made by ncompress's `compress`: "abab...", 60 bytes; b"" is the header alone.
ABAB = bytes.fromhex("1f9d9061c4041c28b020c1830613225ca8b02141")


def test_reads_what_compress_wrote() -> None:
    assert decompress(bytes.fromhex("1f9d90"), "x", 70_000) == b""
    assert decompress(ABAB, "x", 70_000) == b"ab" * 30
    assert compress(b"ab" * 30) == ABAB


@pytest.mark.parametrize(("clear_at", "max_bits"), [(None, 16), (None, 10), (7, 16), (8, 16), (700, 16), (700, 12)])
def test_codes_grow_fill_the_table_and_start_again(clear_at: int | None, max_bits: int) -> None:
    data = np.random.default_rng(0).integers(0, 4, 20_000).astype(np.uint8).tobytes()
    assert decompress(compress(data, clear_at, max_bits), "x", 70_000) == data


def test_noise_takes_every_width() -> None:
    data = np.random.default_rng(0).bytes(70_000)
    assert decompress(compress(data), "x", 70_000) == data


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is not a .Z file"),
        (b"\x1f\x9d", "cut off"),
        (b"PK\x03\x04", "is not a .Z file"),
        (b"\x1f\x9d\x88", "9 to 16 bits; received 8"),
        (b"\x1f\x9d\x91", "9 to 16 bits; received 17"),
        (b"\x1f\x9d\x90\xff\xff", "cannot be unpacked"),
    ],
)
def test_refuses_damage(data: bytes, message: str) -> None:
    with pytest.raises(DataError, match=message):
        decompress(data, "strokes.Z", 60)


def test_refuses_more_than_is_asked_for() -> None:
    assert decompress(ABAB, "strokes.Z", 60) == b"ab" * 30
    with pytest.raises(DataError, match="must hold at most 59 bytes; it holds more"):
        decompress(ABAB, "strokes.Z", 59)
