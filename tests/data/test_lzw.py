"""Unpacking .Z: the codes' width grows, the table fills up and is cleared, and damage is said."""

import numpy as np
import pytest

from mnist_app.data.lzw import decompress
from mnist_app.errors import DataError

# Made by ncompress's `compress`: "abab...", 60 bytes; b"" is the header alone.
ABAB = bytes.fromhex("1f9d9061c4041c28b020c1830613225ca8b02141")


def compress(data: bytes, clear_at: int | None = None, max_bits: int = 16) -> bytes:
    """The writer's half of the format, to test the reader with; clears its table once after `clear_at` codes."""
    table = {bytes([value]): value for value in range(256)}
    next_code, bits, codes = 257, 9, 0
    groups: list[tuple[int, list[int]]] = [(bits, [])]
    prefix = b""
    for value in data:
        longer = prefix + bytes([value])
        if longer in table:
            prefix = longer
            continue
        groups[-1][1].append(table[prefix])
        codes += 1
        if next_code < 1 << max_bits:
            table[longer] = next_code
            next_code += 1
        if next_code > 1 << bits and bits < max_bits:
            bits += 1
            groups.append((bits, []))
        prefix = bytes([value])
        if codes == clear_at:
            groups[-1][1].append(256)
            table = {bytes([value]): value for value in range(256)}
            next_code, bits = 257, 9
            groups.append((bits, []))
    if prefix:
        groups[-1][1].append(table[prefix])
    return (
        b"\x1f\x9d" + bytes([0x80 | max_bits]) + b"".join(_pack(*group, last=group is groups[-1]) for group in groups)
    )


def _pack(bits: int, codes: list[int], last: bool) -> bytes:
    number = sum(code << (bits * place) for place, code in enumerate(codes))
    size = -(-len(codes) * bits // 8) if last else -(-len(codes) // 8) * bits
    return number.to_bytes(size, "little")


def test_reads_what_compress_wrote() -> None:
    assert decompress(bytes.fromhex("1f9d90"), "x") == b""
    assert decompress(ABAB, "x") == b"ab" * 30
    assert compress(b"ab" * 30) == ABAB


@pytest.mark.parametrize(("clear_at", "max_bits"), [(None, 16), (None, 10), (7, 16), (8, 16), (700, 16), (700, 12)])
def test_codes_grow_fill_the_table_and_start_again(clear_at: int | None, max_bits: int) -> None:
    data = np.random.default_rng(0).integers(0, 4, 20_000).astype(np.uint8).tobytes()
    assert decompress(compress(data, clear_at, max_bits), "x") == data


def test_noise_takes_every_width() -> None:
    data = np.random.default_rng(0).bytes(70_000)
    assert decompress(compress(data), "x") == data


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
        decompress(data, "strokes.Z")
