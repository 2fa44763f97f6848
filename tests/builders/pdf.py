"""PDFs, written byte by byte, or by Pillow."""

import io
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image

A4 = (595, 842)  # points


def write_pdf(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """PDF 1.7, section 7.5: objects, numbered from 1, of which the first is the catalog; where each is; a trailer."""
    file = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    file += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    file += b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(file)


def write_stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(content), entries, content)


def draw_pages(
    *contents: bytes,
    size: tuple[float, float] = A4,
    resources: bytes = b"",
    extra: Sequence[bytes] = (),
    trailer: bytes = b"",
) -> bytes:
    """A page for each content stream; `extra` objects, which `resources` may name, follow behind, from number 3 on."""
    pages = range(3 + len(extra), 3 + len(extra) + 2 * len(contents), 2)
    kids = b" ".join(b"%d 0 R" % page for page in pages)
    catalog = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, len(contents))]
    objects = [*catalog, *extra]
    for page, content in zip(pages, contents, strict=True):
        box = b"[0 0 %g %g]" % size
        about = b"<</Type/Page/Parent 2 0 R/MediaBox%b/Resources<<%b>>/Contents %d 0 R>>" % (box, resources, page + 1)
        objects += [about, write_stream(content)]
    return write_pdf(objects, trailer)


def draw_bar(x: float, y: float, width: float, height: float) -> bytes:
    """The content of a page: a filled rectangle, in points from the lower left."""
    return b"%g %g %g %g re f\n" % (x, y, width, height)


def pictures_to_pdf(*pictures: npt.NDArray[np.uint8]) -> bytes:
    """As a scanner does it: each picture, uint8 (H, W) or (H, W, 3), fills a page of its own."""
    first, *others = map(Image.fromarray, pictures)
    file = io.BytesIO()
    first.save(file, "PDF", save_all=True, append_images=others, resolution=100)
    return file.getvalue()


def lock_pdf() -> bytes:
    """PDF 1.7, section 7.6.3: a page that opens with a password only; no one knows which."""
    key = b"<" + b"5a" * 32 + b">"
    encrypt = b"/Encrypt<</Filter/Standard/V 1/R 2/O%b/U%b/P -4>>/ID[%b%b]" % (key, key, key, key)
    return draw_pages(draw_bar(0, 0, 10, 10), trailer=encrypt)
