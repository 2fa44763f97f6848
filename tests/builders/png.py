"""PNG files chunk by chunk: of any size, and with any pixels or hardly any."""

import struct
import zlib


def pack_png(width: int, height: int, pixels: bytes) -> bytes:
    """A one-bit PNG that says that it is so large; before each row of `pixels` stands the byte of its filter."""
    chunks = [
        b"IHDR" + struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0),
        b"IDAT" + zlib.compress(pixels, 9),
        b"IEND",
    ]
    packed = (struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)
