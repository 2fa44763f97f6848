"""Files that are written to be slow, large or unreadable; benchmarks/hostile.py says what they cost."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import numpy as np
from PIL import Image

MANY = 5_000  # parts of one file
SEED = 0


def _packed_png(side: int) -> bytes:
    """One bit a pixel, all black: a thousandth of its pixels' bytes."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", _zeros(side * (side // 8 + 1))) + _END


def _png_of_packed_text() -> bytes:
    text = _chunk(b"zTXt", b"Comment\0\0" + _zeros(10**6))
    return _saved("PNG").removesuffix(_END) + text * MANY + _END


def _noise() -> bytes:
    """A photo of 12 megapixels whose every pixel differs from the next."""
    pixels = np.random.default_rng(SEED).integers(0, 256, (3000, 4000), np.uint8)
    return _written(Image.fromarray(pixels), "JPEG")


def _cut_jpeg() -> bytes:
    whole = _noise()
    return whole[: len(whole) // 2]


def _jpeg_of_scans() -> bytes:
    whole = _saved("JPEG", progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:-2] + whole[last:-2] * MANY + whole[-2:]


def _frames(kind: str) -> bytes:
    frames = [Image.fromarray(np.full((32, 32), number % 256, np.uint8)) for number in range(MANY)]
    return _written(frames[0], kind, save_all=True, append_images=frames[1:])


def _tiff_of_tags() -> bytes:
    tags = b"".join(struct.pack("<HHII", 40_000 + number, 4, 1, number) for number in range(MANY))
    return b"II" + struct.pack("<HIH", 42, 8, MANY) + tags + bytes(4)


def _pdf(*contents: bytes, size: str = "595 842", trailer: bytes = b"", filters: bytes = b"") -> bytes:
    """A PDF without a table of where its objects are: readers look for them."""
    kids = b" ".join(b"%d 0 R" % (3 + 2 * number) for number in range(len(contents)))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, len(contents))]
    for content in contents:
        about = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %b]/Contents %d 0 R>>" % (size.encode(), len(objects) + 2)
        objects += [about, b"<</Length %d%b>>stream\n%b\nendstream" % (len(content), filters, content)]
    numbered = b"".join(b"%d 0 obj\n%b\nendobj\n" % each for each in enumerate(objects, start=1))
    return b"%PDF-1.7\n" + numbered + b"trailer\n<</Size %d/Root 1 0 R%b>>\n%%%%EOF\n" % (len(objects) + 1, trailer)


def _locked_pdf() -> bytes:
    key = b"<" + b"5a" * 32 + b">"
    return _pdf(b"", trailer=b"/Encrypt<</Filter/Standard/V 1/R 2/O%b/U%b/P -4>>/ID[%b%b]" % (key, key, key, key))


def _zip_of_zeros() -> bytes:
    """A gigabyte in the place of the table of judged drawings."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("feedback.csv", "w", force_zip64=True) as table,
    ):
        for _ in range(1000):
            table.write(bytes(10**6))
    return file.getvalue()


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _zeros(count: int) -> bytes:
    return zlib.compress(bytes(count), 9)


def _saved(kind: str, **options: bool) -> bytes:
    return _written(Image.fromarray(np.zeros((64, 64), np.uint8)), kind, **options)


def _written(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


_END = _chunk(b"IEND", b"")

# By names that say what each is; the first is none, to compare with.
FILES: dict[str, Callable[[], bytes]] = {
    "a small picture": lambda: _saved("PNG"),
    "PNG of 20,000 x 20,000 pixels": lambda: _packed_png(20_000),
    "PNG of 7,000 x 7,000 pixels": lambda: _packed_png(7_000),
    "PNG of 5,000 packed texts": _png_of_packed_text,
    "JPEG of 12 megapixels of noise": _noise,
    "the same, cut off": _cut_jpeg,
    "JPEG of 5,000 scans": _jpeg_of_scans,
    "GIF of 5,000 frames": lambda: _frames("GIF"),
    "TIFF of 5,000 frames": lambda: _frames("TIFF"),
    "TIFF of 5,000 tags": _tiff_of_tags,
    "PDF of 10,000 pages": lambda: _pdf(*[b""] * 10_000),
    "PDF that is locked": _locked_pdf,
    "PDF with a page of 5 m": lambda: _pdf(b"", size="500 14173"),
    "PDF of a gigabyte, packed": lambda: _pdf(_zeros(10**9), filters=b"/Filter/FlateDecode"),
    "PDF of 500,000 bars": lambda: _pdf(b"0 0 595 842 re f\n" * 500_000),
    "zip of a gigabyte for a picture": _zip_of_zeros,
    "21 MB of nothing": lambda: bytes(21 * 2**20),
}
JUDGED: dict[str, Callable[[], bytes]] = {"zip of a gigabyte for judged drawings": _zip_of_zeros}
