"""How large a picture file is, and of how many parts it consists: looked at before any decoder works through them.

A file's size alone bounds neither time nor memory: every scan of a progressive JPEG goes over all of its pixels, and a
million empty chunks take seconds although each is a few bytes. What is counted here is what Pillow's own readers loop
over, in the order in which they do. A file that ends early or is damaged passes: its decoder says so.

All limits are guesses, far above what cameras, scanners and picture editors write.
"""

import re
from collections.abc import Callable

from mnist_app.errors import ImageError

MAX_BYTES = 20 * 2**20
MAX_SCANS = 24  # of a JPEG: libjpeg writes colors in 10, CMYK in 18 (jcparam.c, jpeg_simple_progression)
MAX_SEGMENTS = 2000  # of a JPEG: 20 MB of segments as long as they may be are 320
MAX_GAP = 1000  # bytes between the segments of a JPEG's header: there should be none
MAX_EXIF = 2**20  # bytes: one segment of a JPEG holds 64 KB, and few cameras write several
MAX_CHUNKS = 20_000  # of a PNG: 20 MB in libpng's chunks of 8 KB are 2,560; of a WebP: an animation has one a frame
MAX_OTHER_CHUNKS = 200  # of a PNG, that hold no pixels: each may unpack a megabyte
MAX_BLOCKS = 2000  # of a GIF before its first frame
MAX_TAGS = 1000  # of a TIFF: cameras and maps need some 200
MAX_VALUES = 200_000  # of a TIFF's tags: 50 megapixels in tiles of 16 x 16 pixels have 195,000
MAX_RUNS = 2**20  # bytes of a BMP's runs of pixels, which Pillow decodes in Python, one by one

# ITU T.81, table B.1: FF, then the kind. Within pixels FF is followed by 00 or by a restart, D0 to D7.
_JPEG_MARKER = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")
_END, _SCAN, _EXIF = b"\xd9", b"\xda", b"\xe1"
# Either libjpeg or Pillow takes these for markers alone: so neither sees a marker that is not counted.
_ALONE = {b"\x01", b"\xc8", b"\xd8", *(bytes([kind]) for kind in range(0xF0, 0xFE))}

# TIFF 6.0, section 2, and BigTIFF: all types but bytes and text. Each of their values becomes an object.
_TIFF_NUMBERS = {3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 16, 17, 18}


def check_size(data: bytes) -> None:
    """Refuse a file without or with too many bytes.

    Raises
    ------
    ImageError
        if it is empty, or has more than MAX_BYTES

    Examples
    --------
    >>> check_size(bytes(30 * 2**20))
    Traceback (most recent call last):
    ...
    mnist_app.errors.ImageError: The file is larger than 20 MB. Make it smaller.
    """
    if not data:
        raise ImageError("The file is empty. Choose a picture of handwriting.")
    if len(data) > MAX_BYTES:
        raise ImageError(f"The file is larger than {MAX_BYTES // 2**20} MB. Make it smaller.")


def check_parts(data: bytes) -> None:
    """Refuse a picture file with so many parts that going through them takes seconds.

    Raises
    ------
    ImageError
        if it has more of something than the limit says

    Examples
    --------
    >>> check_parts(b"\\x89PNG\\r\\n\\x1a\\n" + (bytes(4) + b"tEXt" + bytes(4)) * 300)
    Traceback (most recent call last):
    ...
    mnist_app.errors.ImageError: The file has more than 200 chunks without pixels. Save the picture anew in an editor.
    """
    for beginning, check in _CHECKS.items():
        if data.startswith(beginning):
            check(data)


def begins_as_picture(data: bytes) -> bool:
    """Whether a file's first bytes are those of a kind of picture that is read.

    Examples
    --------
    >>> begins_as_picture(b"\\x89PNG\\r\\n\\x1a\\n"), begins_as_picture(b"%PDF-1.7")
    (True, False)
    """
    return is_heif(data) or data.startswith(tuple(_CHECKS))


def is_heif(data: bytes) -> bool:
    """Whether a file begins as HEIC and its kin do: with the box of ISO 14496-12, section 4.3."""
    return data[4:8] == b"ftyp"


def _check_jpeg(data: bytes) -> None:
    segments = scans = gap = exif = position = 0
    while (marker := _JPEG_MARKER.search(data, position)) and marker[1] != _END:
        start = marker.end()
        length = 0 if marker[1] in _ALONE else max(2, int.from_bytes(data[start : start + 2]))
        gap += 0 if scans else marker.start() - position
        segments += 1 + data.count(b"8BIM", start, start + length)  # Photoshop's own parts, of which a segment has many
        scans += marker[1] == _SCAN
        exif += length if marker[1] == _EXIF and data.startswith(b"Exif", start + 2) else 0
        _hold_to(MAX_GAP, gap, "bytes between its segments")
        _hold_to(MAX_SEGMENTS, segments, "segments")
        _hold_to(MAX_SCANS, scans, "scans")
        _hold_to(MAX_EXIF, exif, "bytes of EXIF")
        position = start + length


def _check_png(data: bytes) -> None:
    """PNG, section 5.3: a chunk is its length, its kind, its content and a checksum."""
    position, chunks, others = 8, 0, 0
    while position + 8 <= len(data):
        length, kind = int.from_bytes(data[position : position + 4]), data[position + 4 : position + 8]
        chunks += 1
        others += kind not in (b"IDAT", b"fdAT", b"fcTL")
        _hold_to(MAX_CHUNKS, chunks, "chunks")
        _hold_to(MAX_OTHER_CHUNKS, others, "chunks without pixels")
        _hold_to(MAX_EXIF, length if kind == b"eXIf" else 0, "bytes of EXIF")
        position += 12 + length


def _check_gif(data: bytes) -> None:
    """GIF89a, sections 15 to 26: extensions, each a row of blocks that an empty one ends, then the first frame."""
    packed = data[10] if len(data) > 10 else 0
    position, blocks = 13 + (3 << (packed & 7) + 1 if packed & 0x80 else 0), 0
    while position < len(data) and data[position] not in b",;":
        if data[position] == ord("!"):
            position += 2
            while position < len(data) and data[position]:
                position += 1 + data[position]
                blocks += 1
                _hold_to(MAX_BLOCKS, blocks, "blocks before its first frame")
        position += 1
        blocks += 1
        _hold_to(MAX_BLOCKS, blocks, "blocks before its first frame")


def _check_tiff(data: bytes) -> None:
    """TIFF 6.0, section 2, or BigTIFF: how many tags there are, then of each its number, type and count of values."""

    def number(start: int, size: int) -> int:
        return int.from_bytes(data[start : start + size], "little" if data[:1] == b"I" else "big")

    if not {42, 43} & {*data[2:4]}:
        return
    is_big = 43 in data[2:4]
    size = 8 if is_big else 4
    first = number(size, size)
    claimed = number(first, 8 if is_big else 2)
    entries = range(first + (8 if is_big else 2), len(data), 4 + 2 * size)[:claimed]
    _hold_to(MAX_TAGS, len(entries), "tags")
    values = sum(number(entry + 4, size) for entry in entries if number(entry + 2, 2) in _TIFF_NUMBERS)
    _hold_to(MAX_VALUES, values, "values in its tags")


def _check_webp(data: bytes) -> None:
    """WebP container: RIFF chunks, each its kind, its length and its content, padded to an even length."""
    position, chunks = 12, 0
    while position + 8 <= len(data):
        length = int.from_bytes(data[position + 4 : position + 8], "little")
        chunks += 1
        _hold_to(MAX_CHUNKS, chunks, "chunks")
        _hold_to(MAX_EXIF, length if data.startswith(b"EXIF", position) else 0, "bytes of EXIF")
        position += 8 + length + length % 2


def _check_bmp(data: bytes) -> None:
    """BITMAPINFOHEADER: the compression at byte 30 is 1 or 2 where pixels are written in runs."""
    if data[30:34] in (b"\x01\0\0\0", b"\x02\0\0\0"):
        _hold_to(MAX_RUNS, len(data), "bytes of runs")


def _hold_to(limit: int, count: int, parts: str) -> None:
    if count > limit:
        raise ImageError(f"The file has more than {limit:,} {parts}. Save the picture anew in an editor.")


_CHECKS: dict[bytes, Callable[[bytes], None]] = {
    b"\xff\xd8": _check_jpeg,
    b"\x89PNG": _check_png,
    b"GIF8": _check_gif,
    b"II": _check_tiff,
    b"MM": _check_tiff,
    b"RIFF": _check_webp,
    b"BM": _check_bmp,
}
