"""Unpack .Z files, made by the Unix program `compress`.

This is ours because the pen strokes come as a .Z file only, and neither Python nor a library that this package needs
can unpack one; gzip can, but is not on every machine.

The format (Welch 1984, as in ncompress): three bytes of header, then codes of 9 bits at first and up to 16, least
significant bit first. When codes grow, or the table is cleared, the rest of the group of eight codes is padding.
"""

from collections.abc import Iterator

from mnist_app.errors import DataError

MAGIC = b"\x1f\x9d"
_FIRST_BITS = 9
_MAX_BITS = 16
_CLEAR = 256


def decompress(data: bytes, source: str, max_bytes: int) -> bytes:
    """Unpack the bytes of a .Z file; `source` names it in errors.

    Raises
    ------
    DataError
        if it is no .Z file, or damaged, or holds more than `max_bytes`
    """
    if data[:2] != MAGIC or len(data) < 3:
        raise DataError(f"{source} is not a .Z file, or it is cut off.")
    max_bits, block_mode = data[2] & 0x1F, bool(data[2] & 0x80)
    if not _FIRST_BITS <= max_bits <= _MAX_BITS:
        raise DataError(f"{source} is damaged: a .Z file has codes of 9 to 16 bits; received {max_bits}.")
    try:
        unpacked = bytearray()
        for piece in _unpack(data[3:], max_bits, block_mode):
            unpacked += piece
            if len(unpacked) > max_bytes:
                raise DataError(f"{source} must hold at most {max_bytes:,} bytes; it holds more.")
    except (IndexError, ValueError) as error:
        raise DataError(f"{source} is damaged: it cannot be unpacked.") from error
    return bytes(unpacked)


def _unpack(packed: bytes, max_bits: int, block_mode: bool) -> Iterator[bytes]:
    roots = [bytes([value]) for value in range(256)]
    table = [*roots, b""] if block_mode else list(roots)
    previous = b""
    position, group_start, bits = 0, 0, _FIRST_BITS  # in bits, of the code and of its group of eight
    while position + bits <= 8 * len(packed):
        first_byte, offset = divmod(position, 8)
        window = int.from_bytes(packed[first_byte : first_byte + 3], "little")
        code = (window >> offset) & ((1 << bits) - 1)
        position += bits
        if code == _CLEAR and block_mode:
            table, previous = [*roots, b""], b""
            position = group_start = _end_of_group(position, group_start, bits)
            bits = _FIRST_BITS
            continue
        if code > len(table) or (code == len(table) and not previous):
            raise ValueError(f"code {code} before it was defined")
        piece = table[code] if code < len(table) else previous + previous[:1]
        yield piece
        if previous and len(table) < 1 << max_bits:
            table.append(previous + piece[:1])
        previous = piece
        if len(table) >= 1 << bits and bits < max_bits:
            position = group_start = _end_of_group(position, group_start, bits)
            bits += 1


def _end_of_group(position: int, group_start: int, bits: int) -> int:
    group = 8 * bits
    return group_start + -(-(position - group_start) // group) * group
