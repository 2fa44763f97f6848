"""`read` on pictures of bars: the trained network knows nothing else."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from builders.pdf import draw_bar, draw_pages, lock_pdf
from builders.tiny_training import Trained
from mnist_app.__main__ import main


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A folder with a stroke, a blank picture and a text file."""
    stroke = np.zeros((100, 100), np.uint8)
    stroke[20:80, 45:55] = 255
    Image.fromarray(stroke).save(tmp_path / "stroke.png")
    Image.fromarray(np.zeros((100, 100), np.uint8)).save(tmp_path / "blank.PNG")
    (tmp_path / "notes.txt").write_text("no picture")
    return tmp_path


def test_a_folder_is_read_by_name(trained: Trained, pictures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "--run", "bars", str(pictures)]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == f"{pictures / 'blank.PNG'}: (no digit)"
    assert second.startswith(f"{pictures / 'stroke.png'}: ")


def test_nothing_but_the_answer_is_printed(trained: Trained, pictures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What TensorFlow writes when it starts is looked at in test_quiet.py."""
    pytest.importorskip("onnxruntime")
    monkeypatch.setenv("MNIST_APP_ENGINE", "onnx")
    command = [sys.executable, "-m", "mnist_app", "read", "--run", "bars", str(pictures / "blank.PNG")]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert result.stdout == f"{pictures / 'blank.PNG'}: (no digit)\n"
    assert result.stderr == ""


def test_a_name_in_no_encoding_and_a_reader_that_has_enough(trained: Trained, pictures: Path) -> None:
    """As of an old zip, and as `head` does it."""
    os.rename(pictures / "blank.PNG", os.fsencode(pictures) + b"/gr\xfc\xdfe.png")
    command = [sys.executable, "-m", "mnist_app", "read", "--run", "bars", str(pictures)]
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
    result = subprocess.run(command, capture_output=True, env=environment, check=True)
    assert b"gr\\udcfc\\udcdfe.png: (no digit)" in result.stdout
    reads, writes = os.pipe()
    os.close(reads)
    broken = subprocess.run(command, stdout=writes, stderr=subprocess.PIPE, env=environment, check=False)
    os.close(writes)
    assert (broken.returncode, broken.stderr) == (1, b"")


# To fill a real disk is no way to test; that device is the only one that is always full.
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full disk at hand")
def test_a_full_disk_ends_in_a_sentence(trained: Trained, pictures: Path) -> None:
    command = [sys.executable, "-m", "mnist_app", "read", "--run", "bars", str(pictures)]
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (result.returncode, result.stderr) == (
        1,
        "The output cannot be written or read: No space left on device.\n",
    )


def test_rows_stand_in_one_line(trained: Trained, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = np.zeros((200, 100), np.uint8)
    rows[20:80, 45:55] = rows[120:180, 45:55] = 255
    Image.fromarray(rows).save(tmp_path / "rows.png")
    assert main(["read", "--run", "bars", str(tmp_path / "rows.png")]) == 0
    assert capsys.readouterr().out.split(": ")[1][1:4] == " / "


def test_json(trained: Trained, pictures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "--run", "bars", "--json", "--single", str(pictures / "stroke.png")]) == 0
    reading = json.loads(capsys.readouterr().out)
    assert set(reading) == {"file", "text", "verdict", "digits"}
    (digit,) = reading["digits"]
    assert set(digit) == {"label", "confidence", "verdict", "bbox", "probs"}
    assert digit["bbox"] == [20, 45, 80, 55]
    assert sum(digit["probs"]) == pytest.approx(1, abs=1e-5)
    assert digit["confidence"] == max(digit["probs"]) == digit["probs"][digit["label"]]


def test_one_bad_file_does_not_spoil_the_others(
    trained: Trained, pictures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pictures / "empty folder").mkdir()
    named = [pictures / "notes.txt", pictures / "gone.png", pictures / "empty folder", pictures / "stroke.png"]
    assert main(["read", "--run", "bars", *map(str, named)]) == 1
    printed = capsys.readouterr()
    assert printed.out.startswith(f"{pictures / 'stroke.png'}: ")
    assert [line.split(": ")[0] for line in printed.err.splitlines()] == [str(path) for path in named[:3]]


# A file system has no file without an end; where there is no such device, none can be named either.
@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a file without an end")
def test_a_file_without_an_end_is_not_read_to_it(trained: Trained, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "--run", "bars", "/dev/zero"]) == 1
    assert capsys.readouterr().err == "/dev/zero: The file is larger than 20 MB. Make it smaller.\n"


def test_errors_as_json(trained: Trained, pictures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "--run", "bars", "--json", str(pictures / "gone.png")]) == 1
    assert set(json.loads(capsys.readouterr().out)) == {"file", "error"}


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """A PDF of three pages: a stroke, nothing, another stroke; without an ending, as some programs save."""
    pytest.importorskip("pypdfium2", reason="needs pypdfium2, which is not installed: see requirements.txt")
    (tmp_path / "scan").write_bytes(
        draw_pages(draw_bar(40, 20, 20, 60), b"", draw_bar(40, 20, 20, 60), size=(100, 100))
    )
    return tmp_path / "scan"


def test_each_page_of_a_pdf_is_read(trained: Trained, pdf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "--run", "bars", "--single", str(pdf)]) == 0
    first, second, third = capsys.readouterr().out.splitlines()
    assert second == f"{pdf}, page 2: (no digit)"
    assert first.startswith(f"{pdf}, page 1: ")
    assert third == first.replace("page 1", "page 3")
    assert "(no digit)" not in first


def test_pages_as_json(trained: Trained, pdf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "--run", "bars", "--json", str(pdf)]) == 0
    readings = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(reading["file"], reading["page"], len(reading["digits"])) for reading in readings] == [
        (str(pdf), 1, 1),
        (str(pdf), 2, 0),
        (str(pdf), 3, 1),
    ]


def test_pages_that_are_not_read_are_said_to_be_left_out(
    trained: Trained, pdf: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mnist_app.commands.read.MAX_PAGES", 2)
    assert main(["read", "--run", "bars", str(pdf)]) == 1
    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) == 2
    assert printed.err == (
        f"{pdf}: This PDF has 3 pages; the first 2 are read. Save the others as a PDF of their own.\n"
    )


def test_a_page_that_cannot_be_read_does_not_spoil_the_others(
    trained: Trained, pdf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pdf.write_bytes(pdf.read_bytes().replace(b"[0 0 100 100]", b"[0 0 20000 100]", 1))
    (pdf.parent / "locked.pdf").write_bytes(lock_pdf())
    assert main(["read", "--run", "bars", str(pdf), str(pdf.parent / "locked.pdf")]) == 1
    printed = capsys.readouterr()
    assert [line.split(": ")[0] for line in printed.out.splitlines()] == [f"{pdf}, page 2", f"{pdf}, page 3"]
    large, locked = printed.err.splitlines()
    assert large.startswith(f"{pdf}, page 1: The page is 7.1 m long")
    assert locked.startswith(f"{pdf.parent / 'locked.pdf'}: This PDF is locked")


def test_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path))
    assert main(["read", "any.png"]) == 1
    assert "python -m mnist_app train --architecture digit_net --run digit_net" in capsys.readouterr().err
