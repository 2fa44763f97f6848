"""PDFs -> pages as pictures, or one sentence: whatever a PDF does to the library that draws it."""

import contextlib
import io
import sys
import zlib
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pillow_heif
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from builders.pdf import A4, draw_bar, draw_pages, lock_pdf, pictures_to_pdf, write_pdf, write_stream
from mnist_app.errors import ImageError
from mnist_app.imaging.decode import LARGE_SIDE, decode_picture
from mnist_app.imaging.file_parts import MAX_BYTES
from mnist_app.imaging.file_types import FORMATS
from mnist_app.imaging.pdf import HEADER_WITHIN, count_pages, is_pdf
from mnist_app.imaging.pdf_renderer import MAX_POINTS

pytest.importorskip("pypdfium2", reason="needs pypdfium2, which is not installed: see requirements.txt")


def is_dark(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    return pixels.max(axis=2) < 128


def two_pages() -> bytes:
    """A red bar at the upper left of the first page, a blue one at its lower right."""
    first = b"0.8 0 0 rg " + draw_bar(100, 700, 40, 80) + b" 0 0 0.8 rg " + draw_bar(450, 50, 60, 30)
    return draw_pages(first, draw_bar(0, 0, *A4))


def test_a_page_is_drawn_upright_in_its_colors() -> None:
    picture = decode_picture(two_pages(), 1)
    assert picture.source_shape == picture.large.shape[:2] == (LARGE_SIDE, 1414)
    points = LARGE_SIDE / A4[1]
    red, blue = (
        (round((A4[1] - 740) * points), round(120 * points)),
        (round((A4[1] - 65) * points), round(480 * points)),
    )
    np.testing.assert_allclose(picture.large[red].astype(int), (204, 0, 0), atol=2)
    np.testing.assert_allclose(picture.large[blue].astype(int), (0, 0, 204), atol=2)
    ink = (picture.large < 250).any(axis=2)
    assert ink.sum() == pytest.approx((40 * 80 + 60 * 30) * points**2, rel=0.05)


def test_each_page_is_a_picture_of_its_own() -> None:
    data = two_pages()
    assert is_pdf(data)
    assert count_pages(data) == 2
    assert is_dark(decode_picture(data, 2).small).all()
    assert not is_dark(decode_picture(data, 1).small).all()


@pytest.mark.parametrize(("page", "sentence"), [(None, r"^This PDF has 2 pages: say which"), (3, "no page 3, only 2")])
def test_the_page_must_be_known(page: int | None, sentence: str) -> None:
    with pytest.raises(ImageError, match=sentence):
        decode_picture(two_pages(), page)


def test_the_only_page_need_not_be_named() -> None:
    assert is_dark(decode_picture(draw_pages(draw_bar(0, 0, *A4))).small).all()


def test_a_scanned_page_is_what_was_scanned() -> None:
    scan = np.full((1200, 900, 3), 240, np.uint8)
    scan[300:400, 200:260] = (20, 40, 160)
    picture = decode_picture(pictures_to_pdf(scan))
    assert picture.source_shape == (2000, 1500)
    np.testing.assert_allclose(picture.large[583, 383].astype(int), (20, 40, 160), atol=6)
    np.testing.assert_allclose(picture.large[1500, 383].astype(int), 240, atol=4)


@pytest.mark.parametrize(
    ("size", "shape"), [((144, 72), (300, 600)), ((0.001, 0.001), (1, 1)), ((MAX_POINTS, 0.01), (1, 2000))]
)
def test_no_page_is_drawn_finer_than_scanners_scan(size: tuple[float, float], shape: tuple[int, int]) -> None:
    assert decode_picture(draw_pages(b"", size=size)).source_shape == shape


def test_10000_pages() -> None:
    data = draw_pages(*[draw_bar(0, 0, *A4)] * 10_000)
    assert count_pages(data) == 10_000
    assert is_dark(decode_picture(data, 9_999).small).all()


def test_header_may_stand_behind_a_printers_commands() -> None:
    assert is_pdf(b"\x1b%-12345X@PJL JOB\n" + two_pages())
    assert not is_pdf(bytes(1024) + two_pages())


@pytest.mark.parametrize("kind", FORMATS)
def test_a_picture_that_mentions_pdf_is_a_picture(kind: str) -> None:
    """Of each kind that is read, with a box behind it that its decoder skips."""
    pillow_heif.register_heif_opener()
    file = io.BytesIO()
    Image.new("RGB", (6, 4), "white").save(file, kind)
    data = file.getvalue() + (16).to_bytes(4) + b"free%PDF-1.7"
    assert b"%PDF-" in data[:HEADER_WITHIN]
    assert not is_pdf(data)
    assert decode_picture(data).source_shape == (4, 6)


def test_a_picture_whose_text_mentions_pdf_is_a_picture() -> None:
    text = PngInfo()
    text.add_text("Comment", "exported from %PDF-1.4")
    file = io.BytesIO()
    Image.new("RGB", (30, 20), "white").save(file, "PNG", pnginfo=text)
    assert b"%PDF-" in file.getvalue()[:HEADER_WITHIN]
    assert decode_picture(file.getvalue()).source_shape == (20, 30)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (lock_pdf(), r"^This PDF is locked with a password\. Save it without one\.$"),
        (draw_pages(), r"^This PDF is damaged or has no pages\. "),
        (b"%PDF-1.7\n1 0 obj\n", r"^This PDF is damaged or has no pages\. "),
        (draw_pages(b"", size=(500, 14_173)), r"^The page is 5 m long; at most 3\.5 m are read\. Print it smaller\.$"),
        (
            write_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"]),
            r"^Page 1 of this PDF is damaged\. ",
        ),
        (b"%PDF-" + bytes(MAX_BYTES), r"^The file is larger than 20 MB\. Make it smaller\.$"),
    ],
    ids=["locked", "empty", "header", "5 m", "no page", "large"],
)
def test_refusals_are_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(ImageError, match=sentence):
        decode_picture(data)


def nested(levels: int) -> bytes:
    """Drawings within drawings, each ten times: the page is filled ten to the power of `levels` times."""
    forms = []
    for level in range(levels):
        inside = b"/Resources<</XObject<</X %d 0 R>>>>" % (level + 4)
        content = b"/X Do " * 10 if level < levels - 1 else draw_bar(0, 0, *A4)
        forms.append(write_stream(content, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]" + inside))
    return draw_pages(b"/X Do", resources=b"/XObject<</X 3 0 R>>", extra=forms)


def unpacked(megabytes: int) -> bytes:
    """A page whose content is many empty bytes, packed to a hundredth or less."""
    content = write_stream(zlib.compress(bytes(megabytes * 10**6), 1), b"/Filter/FlateDecode")
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]/Contents 4 0 R>>"
    return write_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, content])


@pytest.mark.skipif(sys.platform != "linux", reason="only here the system ends what takes too much")
@pytest.mark.parametrize(
    "make",
    [
        lambda: nested(9),
        lambda: unpacked(500),
        lambda: draw_pages(draw_bar(0, 0, *A4) * 500_000),
        lambda: draw_pages(b"0 0 m " + b"500 800 l 3 4 l " * 500_000 + b"f"),
        lambda: draw_pages(b"q " * 10**7),
    ],
    ids=["nested", "packed", "bars", "corners", "states"],
)
def test_what_takes_too_much_is_ended(make: Callable[[], bytes]) -> None:
    started = seconds_of_children()
    with pytest.raises(ImageError, match=r"^This PDF cannot be opened within 2 seconds and 380 MB\. "):
        decode_picture(make())
    assert seconds_of_children() - started < 3  # of the processor, however busy it is with others


def seconds_of_children() -> float:
    import resource  # Windows has none

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_cut_off_anywhere_is_one_sentence() -> None:
    """Where the file ends before its trailer, no one knows which object is the catalog."""
    data = pictures_to_pdf(np.full((60, 40), 200, np.uint8))
    for length in range(0, data.rindex(b"trailer"), len(data) // 30):
        with pytest.raises(ImageError, match=r"^(This PDF is damaged|The file is empty|This is not a picture)"):
            decode_picture(data[:length])


def test_mutated_bytes_are_a_page_or_one_sentence() -> None:
    clean = draw_pages(draw_bar(10, 20, 30, 40), size=(60, 80), resources=b"/XObject<</X 3 0 R>>", extra=[b"<<>>"])
    rng = np.random.default_rng(0)
    drawn = 0
    for _ in range(80):  # each in a process of its own; `make fuzz` tries as many as there is time for
        data = bytearray(clean)
        for position in rng.integers(8, len(data), 3):
            data[position] = rng.integers(256)
        with contextlib.suppress(ImageError):  # anything else fails the test
            drawn += decode_picture(bytes(data)).small.dtype == np.uint8
    assert 8 < drawn < 80
