"""What hostile files cost is measured: each ends in a sentence, in a process of its own."""

import sys
from pathlib import Path

import pytest

from benchmarks import hostile

# What a process took at most is told by /proc alone, and only Linux's lets it be told of one file after another.
pytestmark = pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="Linux alone forgets a peak")


def test_each_file_is_a_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["hostile", "PNG of 20,000", "PDF that is locked", "zip of a gigabyte for judged"])
    assert hostile.main() == 0
    _, *lines = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[-1] for line in lines] == [
        "The picture is larger than 50 megapixels. Make it smaller.",
        "This PDF is locked with a password. Save it without one.",
        "The zip, feedback.csv must have at most 1,000,000 bytes; it has more.",
    ]


def test_what_a_picture_and_the_process_of_a_pdf_take_is_counted() -> None:
    picture, pdf = (hostile.measure(name) for name in ("PNG of 7,000 x 7,000 pixels", "PDF that is locked"))
    assert picture.answer.endswith("digits read.")
    assert picture.megabytes > 7000 * 7000 / 8 / 10**6  # its pixels alone, of one bit each
    assert 5 < pdf.megabytes < 400
    assert pdf.seconds > 0


def test_a_name_that_no_file_has_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["hostile", "postcard"])
    with pytest.raises(SystemExit, match="2"):
        hostile.main()
    assert "no file's name begins with postcard" in capsys.readouterr().err
