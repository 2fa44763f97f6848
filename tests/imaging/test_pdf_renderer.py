"""The process that draws PDFs: whatever becomes of it, the app goes on with one sentence."""

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from builders.pdf import draw_bar, draw_pages, lock_pdf
from mnist_app.errors import ImageError
from mnist_app.imaging import pdf, pdf_renderer
from mnist_app.imaging.pdf import count_pages, draw_page
from mnist_app.imaging.pdf_renderer import REFUSED

TOO_MUCH = r"^This PDF cannot be opened within 2 seconds and 380 MB\. "
TWO_PAGES = draw_pages(draw_bar(100, 700, 40, 80), b"")


@pytest.mark.parametrize("code", ["import os; os.abort()", "raise MemoryError", "import sys; sys.exit(1)"])
def test_whatever_becomes_of_the_renderer_it_is_one_sentence(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "renderer.py").write_text(code)
    monkeypatch.setattr(pdf_renderer, "__file__", str(tmp_path / "renderer.py"))
    with pytest.raises(ImageError, match=TOO_MUCH):
        draw_page(TWO_PAGES, 1, 100)


def test_a_renderer_that_waits_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "renderer.py").write_text("import threading; threading.Event().wait()")
    monkeypatch.setattr(pdf_renderer, "__file__", str(tmp_path / "renderer.py"))
    monkeypatch.setattr(pdf, "PATIENCE", 0.5)
    with pytest.raises(ImageError, match=TOO_MUCH):
        count_pages(TWO_PAGES)


def test_no_python_to_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(ImageError, match=TOO_MUCH):
        count_pages(TWO_PAGES)


def run_renderer(monkeypatch: pytest.MonkeyPatch, data: bytes, *arguments: str) -> tuple[int, bytes]:
    """Run it within this process, without its limits: its exit status and what it writes."""
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=written))
    status = pdf_renderer.main(list(arguments))
    monkeypatch.undo()
    return status, written.getvalue()


def test_without_pdfium_a_sentence_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    status, written = run_renderer(monkeypatch, TWO_PAGES, "count")
    assert status == REFUSED
    assert written == (
        b"PDFs are read with pypdfium2, which is not installed: install it, or send the pages as pictures."
    )


def test_it_counts_and_draws_and_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pypdfium2", reason="needs pypdfium2, which is not installed: see requirements.txt")
    assert run_renderer(monkeypatch, TWO_PAGES, "count") == (0, b"2")
    status, page = run_renderer(monkeypatch, TWO_PAGES, "2", "100")
    assert (status, page[:2], len(page)) == (0, b"BM", 54 + 100 * 71 * 4)
    for data, page_number in [(TWO_PAGES, "0"), (TWO_PAGES, "3"), (lock_pdf(), "1"), (b"%PDF-", "1")]:
        assert run_renderer(monkeypatch, data, page_number, "100")[0] == REFUSED
