"""PDFs: how many pages there are, and each page as the bytes of a picture file.

A PDF is a program as much as a file, and PDFium, which draws it, is 8 MB of C++. So each page is drawn in a process of
its own (`pdf_renderer`) with limits of its own: whatever a PDF does to it, the app goes on and says one sentence.
"""

import subprocess
import sys
from pathlib import Path

from mnist_app.errors import ImageError
from mnist_app.imaging import pdf_renderer
from mnist_app.imaging.file_parts import begins_as_picture, check_size
from mnist_app.imaging.pdf_renderer import CPU_SECONDS, MEMORY, REFUSED

MAX_PAGES = 20  # of one PDF: a guess, as many as files that are taken at once
HEADER_WITHIN = 1024  # bytes: PDF 1.7, appendix H.3, note 13
# The processor's time is limited by the renderer itself. This is for systems that know no such limit, and for those so
# busy that it gets hardly any: a guess.
PATIENCE = 20.0  # seconds


def is_pdf(data: bytes) -> bool:
    """Whether a file's bytes say that they are a PDF; a picture's do not, whatever else is written into it.

    Examples
    --------
    >>> is_pdf(b"%PDF-1.7"), is_pdf(b"\\x89PNG\\r\\n\\x1a\\n")
    (True, False)
    """
    return b"%PDF-" in data[:HEADER_WITHIN] and not begins_as_picture(data)


def count_pages(data: bytes) -> int:
    """How many pages a PDF has.

    Raises
    ------
    ImageError
        if it has none, is locked, damaged or too large, or takes more than CPU_SECONDS or MEMORY
    """
    check_size(data)
    return int(_render(data, "count"))


def draw_page(data: bytes, page: int | None, side: int) -> bytes:
    """A page of a PDF as the bytes of a BMP file.

    Parameters
    ----------
    page : from 1; None is the only one
    side : at most so many pixels long it is

    Raises
    ------
    ImageError
        as `count_pages` does, or if there is no such page, or it is longer than MAX_POINTS
    """
    check_size(data)
    return _render(data, str(page or 0), str(side))


def _render(data: bytes, *arguments: str) -> bytes:
    # -P: the modules beside the renderer are none of its own.
    command = [sys.executable, "-P", str(Path(pdf_renderer.__file__)), *arguments]
    try:
        done = subprocess.run(
            command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ImageError(_TOO_MUCH) from error
    if done.returncode == REFUSED:
        raise ImageError(done.stdout.decode())
    if done.returncode:
        raise ImageError(_TOO_MUCH)
    return done.stdout


_TOO_MUCH = (
    f"This PDF cannot be opened within {CPU_SECONDS} seconds and {MEMORY // 10**6} MB. "
    "Print it into a new PDF, or send its pages as pictures."
)
