"""UNIPEN text becomes strokes, writers are held out, and every malformed file is one sentence."""

import errno
import zipfile
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
import pytest

from builders.lzw import compress
from mnist_app.data import pen_strokes
from mnist_app.data.pen_strokes import VAL_WRITERS, load_pen_strokes, parse_unipen
from mnist_app.errors import DataError

HEADER = '.INCLUDE        dene.doc\n\n.LEXICON "0" "1"\n.HIERARCHY      DIGIT\n\n'
ONE = ".PEN_DOWN\n 10  40\n 12  20\n 12  -5\n.PEN_UP\n.DT 100\n"
DOT = ".PEN_DOWN\n 30  30\n.PEN_UP\n.DT 100\n"


def digit(label: str = '"1"', writer: int = 1, strokes: str = ONE) -> str:
    return f".SEGMENT DIGIT 0-1 ? {label}\n.COMMENT 1 {writer} 7\n{strokes}\n"


TEXT = HEADER + digit(writer=1) + digit('"4"', writer=5, strokes=ONE + DOT)


def written(folder: Path, data: bytes) -> Path:
    path = folder / "strokes.tra"
    path.write_bytes(data)
    return path


def test_positions_become_rows_and_columns() -> None:
    first, second = parse_unipen(TEXT, "x")
    assert (first.label, first.writer, len(first.strokes)) == (1, 1, 1)
    assert (second.label, second.writer, len(second.strokes)) == (4, 5, 2)
    np.testing.assert_array_equal(first.strokes[0], [[-40, 10], [-20, 12], [5, 12]])
    np.testing.assert_array_equal(second.strokes[1], [[-30, 30]])


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.replace("\n", "\r\n").encode(),
        compress(TEXT.encode()),
    ],
)
def test_reads_every_form_and_holds_writers_out(tmp_path: Path, data: bytes) -> None:
    strokes = load_pen_strokes(written(tmp_path, data))
    assert [digit.writer for digit in strokes.train] == [1]
    assert [digit.writer for digit in strokes.val] == [5]
    assert {digit.writer for digit in strokes.val} <= VAL_WRITERS


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is no UNIPEN text"),
        ("label,x,y\n1,2,3\n", "is no UNIPEN text"),
        (digit(label="?"), "line 1: expected a label"),
        (digit() + digit(label='"12"'), "line 10: expected a label"),
        (".SEGMENT DIGIT 0", "expected a label"),
        ('.SEGMENT DIGIT 0 ? "1"', "expected a comment"),
        (digit().replace(".COMMENT 1 1 7", ".COMMENT by hand"), "expected a comment"),
        (digit(strokes=""), "is cut off"),
        (digit(strokes=ONE[:18]), "is cut off"),
        (digit(strokes=".PEN_DOWN\n.PEN_UP\n"), "a stroke has no positions"),
        (digit(strokes=".PEN_DOWN\n 10\n.PEN_UP\n"), "two whole numbers; received ' 10'"),
        (digit(strokes=".PEN_DOWN\n 10 nan\n.PEN_UP\n"), "two whole numbers"),
        (digit(strokes=f".PEN_DOWN\n 10 {'1' * 400}\n.PEN_UP\n"), f"two whole numbers; received ' 10 {'1' * 36}'"),
        (digit().replace(" 1 7", f" {'1' * 5000} 7"), "expected a comment"),
        (digit(strokes=".PEN_DOWN\n 1 2\n.PEN_DOWN\n 1 2\n.PEN_UP\n"), "is cut off"),
        (digit(writer=1), "must hold digits of the writers"),
        (digit(writer=5), "must hold digits of the writers"),
    ],
)
def test_refuses_malformed_text(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        load_pen_strokes(written(tmp_path, text.encode()))


def test_refuses_other_encodings_and_damage(tmp_path: Path) -> None:
    for data in (b"\x89PNG\r\n\x1a\n", b".SEGMENT \xe9", b"\xff\xfe.", TEXT.encode("utf-16")[:-1]):
        with pytest.raises(DataError, match="not encoded in ASCII, UTF-8 or UTF-16"):
            load_pen_strokes(written(tmp_path, data))
    with pytest.raises(DataError, match="cannot be unpacked"):
        load_pen_strokes(written(tmp_path, b"\x1f\x9d\x90\xff\xff\xff"))
    with pytest.raises(DataError, match="There is no file"):
        load_pen_strokes(tmp_path / "none")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, TEXT.encode())

    def refuse(self: Path, mode: str) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(DataError, match=r"cannot be read: Permission denied\. Name a file with --pen-strokes"):
        load_pen_strokes(path)


def download(monkeypatch: pytest.MonkeyPatch, archive: Path, sha256: str | None = None) -> pen_strokes.PenStrokes:
    monkeypatch.setattr(keras.utils, "get_file", lambda name, origin: str(archive))
    if sha256:
        monkeypatch.setattr(pen_strokes, "SHA256", sha256)
    return load_pen_strokes()


def zipped(folder: Path, **members: bytes) -> Path:
    path = folder / "pendigits.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize("pack", [bytes, compress])
def test_refuses_more_than_strokes_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: Callable[[bytes], bytes]
) -> None:
    monkeypatch.setattr(pen_strokes, "MAX_BYTES", len(TEXT))
    load_pen_strokes(written(tmp_path, pack(TEXT.encode())))
    monkeypatch.setattr(pen_strokes, "MAX_BYTES", len(TEXT) - 1)
    with pytest.raises(DataError, match=r"must hold at most .* it holds more"):
        load_pen_strokes(written(tmp_path, pack(TEXT.encode())))


def test_unpacks_and_checks_the_download(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = zipped(tmp_path, **{pen_strokes.MEMBER: compress(TEXT.encode())})
    with pytest.raises(DataError, match="does not hold the strokes"):
        download(monkeypatch, archive)
    expected = load_pen_strokes(written(tmp_path, TEXT.encode()))
    assert download(monkeypatch, archive, expected.sha256).sha256 == expected.sha256


def test_says_what_to_do_when_the_download_is_damaged_or_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DataError, match="damaged or of another kind"):
        download(monkeypatch, zipped(tmp_path, other=b""))
    with pytest.raises(DataError, match="damaged or of another kind"):
        download(monkeypatch, written(tmp_path, b"<html>"))
    archive = tmp_path / "pendigits.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as members:
        members.writestr(pen_strokes.MEMBER, compress(TEXT.encode()))
    damaged = bytearray(archive.read_bytes())
    start = 30 + len(pen_strokes.MEMBER)  # of what is deflated, behind the header
    damaged[start : start + 8] = b"\xff" * 8
    with pytest.raises(DataError, match="damaged or of another kind"):
        download(monkeypatch, written(tmp_path, bytes(damaged)))

    def fail(name: str, origin: str) -> str:
        raise Exception("URL fetch failure")

    monkeypatch.setattr(keras.utils, "get_file", fail)
    with pytest.raises(DataError, match="--pen-strokes"):
        load_pen_strokes()
