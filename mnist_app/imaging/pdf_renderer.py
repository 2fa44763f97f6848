"""Draws a page of a PDF. A program of its own: the PDF comes in on its standard input, the page goes out.

    python pdf_renderer.py count                how many pages there are, in digits
    python pdf_renderer.py PAGE SIDE            that page (from 1; 0 = the only one) as a BMP file, at most SIDE long

It exits with REFUSED where the PDF is at fault, and writes a sentence instead. It knows nothing of this package and
loads nothing but the standard library and PDFium, so that it starts within a tenth of a second.
"""

import contextlib
import struct
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

REFUSED = 3  # Python itself exits with 1 and 2
CPU_SECONDS = 2
MEMORY = (
    380_000_000  # bytes of addresses: with what the app holds of a page below 400 MB; a scan of 12 megapixels takes 94
)

POINTS_AN_INCH = 72
MAX_DPI = 300  # what scanners use for text: to draw a small page larger would only blur it
# A guess: programs that take a pixel for a point make pages of 8,700 points from photos of 50 megapixels. The format's
# own limit was 14,400 (PDF 1.7, appendix C.2).
MAX_POINTS = 10_000
PASSWORD = 4  # FPDF_ERR_PASSWORD of fpdfview.h


class RefusedError(Exception):
    """A PDF that cannot be drawn, in a sentence."""


def main(arguments: list[str]) -> int:
    """Answer on the standard output; the exit status."""
    try:
        answer = _answer(sys.stdin.buffer.read(), arguments)
    except RefusedError as error:
        sys.stdout.buffer.write(str(error).encode())
        return REFUSED
    sys.stdout.buffer.write(answer)
    return 0


def _answer(data: bytes, arguments: list[str]) -> bytes:
    document = _open(data)
    count = len(document)
    if arguments == ["count"]:
        return str(count).encode()
    page, side = map(int, arguments)
    if page == 0 and count > 1:
        raise RefusedError(f"This PDF has {count:,} pages: say which one is to be read.")
    if page > count:
        raise RefusedError(f"This PDF has no page {page}, only {count:,} of them.")
    return _draw(document, max(page, 1), side)


def _open(data: bytes) -> "PdfDocument":
    try:
        from pypdfium2 import PdfDocument, PdfiumError
    except ImportError as error:
        raise RefusedError(
            "PDFs are read with pypdfium2, which is not installed: install it, or send the pages as pictures."
        ) from error
    try:
        return PdfDocument(data)
    except PdfiumError as error:
        if error.err_code == PASSWORD:
            raise RefusedError("This PDF is locked with a password. Save it without one.") from error
        raise RefusedError(
            "This PDF is damaged or has no pages. Print it into a new PDF, or send its pages as pictures."
        ) from error


def _draw(document: "PdfDocument", number: int, side: int) -> bytes:
    from pypdfium2 import PdfiumError

    try:
        page = document[number - 1]
    except PdfiumError as error:
        raise RefusedError(f"Page {number} of this PDF is damaged. Print it into a new PDF.") from error
    longer = max(page.get_size())
    if longer > MAX_POINTS:
        raise RefusedError(
            f"The page is {_meters(longer)} m long; at most {_meters(MAX_POINTS)} m are read. Print it smaller."
        )
    scale = min(MAX_DPI / POINTS_AN_INCH, (side - 0.01) / longer)  # what is left of a pixel counts as a whole one
    bitmap = page.render(scale, prefer_bgrx=True, limit_image_cache=True)
    return _to_bmp(bitmap.width, bitmap.height, bytes(bitmap.buffer))


def _meters(points: float) -> str:
    return f"{points / POINTS_AN_INCH * 0.0254:.2g}"


def _to_bmp(width: int, height: int, pixels: bytes) -> bytes:
    """BITMAPFILEHEADER and BITMAPINFOHEADER; a negative height says that the rows go down. Pixels: BGRx."""
    header = 14 + 40
    file = struct.pack("<2sIHHI", b"BM", header + len(pixels), 0, 0, header)
    return file + struct.pack("<IiiHHIIiiII", 40, width, -height, 1, 32, 0, len(pixels), 0, 0, 0, 0) + pixels


def _limit_itself() -> None:
    """Have the system end this process when it takes too much, and see that it writes no file, a core dump neither."""
    with contextlib.suppress(ImportError):  # Windows has no such limits: there the caller's patience is the only one
        import resource

        limits = {
            resource.RLIMIT_CPU: CPU_SECONDS,
            resource.RLIMIT_AS: MEMORY,
            resource.RLIMIT_FSIZE: 0,
            resource.RLIMIT_CORE: 0,
        }
        for kind, limit in limits.items():
            with contextlib.suppress(ValueError, OSError):  # macOS refuses some, and a stricter one may be set already
                resource.setrlimit(kind, (limit, limit))


if __name__ == "__main__":
    _limit_itself()
    sys.exit(main(sys.argv[1:]))
