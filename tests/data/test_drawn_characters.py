"""Omniglot's strokes are read and split, and every malformed source is one sentence."""

import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path

import keras
import numpy as np
import pytest

from mnist_app.data import drawn_characters
from mnist_app.data.drawn_characters import (
    MAX_POINTS,
    DrawnCharacter,
    DrawnCharacters,
    load_drawn_characters,
    parse_strokes,
)
from mnist_app.errors import DataError

TEXT = "START\n1,-2,0\n3,-4.5,10\nBREAK\n7,-8,30\nBREAK\n"  # a line and a dot
DRAWERS = {f"root/Greek/character01/0394_{drawer:02}.txt": TEXT for drawer in (1, 14, 15, 17, 18, 20)}
NAME = "Greek/character01/0394_01.txt"


def zipped(folder: Path, members: Mapping[str, str | bytes], name: str = "strokes.zip") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in members.items():
            archive.writestr(member, data)
    return path


def unpacked(folder: Path, members: dict[str, str]) -> Path:
    for name, text in members.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def drawers(part: tuple[DrawnCharacter, ...]) -> list[int]:
    return [character.drawer for character in part]


def test_y_up_becomes_row_down_and_a_dot_is_a_stroke() -> None:
    line, dot = parse_strokes(TEXT, "x")
    assert line.dtype == np.float32
    np.testing.assert_array_equal(line, [[2, 1], [4.5, 3]])
    np.testing.assert_array_equal(dot, [[8, 7]])


def test_drawers_and_an_alphabet_are_held_out(tmp_path: Path) -> None:
    characters = load_drawn_characters(zipped(tmp_path, DRAWERS | {"Balinese/character02/0109_03.txt": TEXT}))
    assert [drawers(part) for part in (characters.train, characters.val, characters.test)] == [
        [1, 14],
        [15, 17],
        [18, 20],
    ]
    (held_out,) = characters.held_out
    assert (held_out.alphabet, held_out.character, held_out.drawer) == ("Balinese", "character02", 3)


def test_a_folder_is_read_like_its_zip(tmp_path: Path) -> None:
    folder = load_drawn_characters(unpacked(tmp_path / "folder", DRAWERS))
    assert folder.sha256 == load_drawn_characters(zipped(tmp_path, DRAWERS)).sha256
    assert drawers(folder.train) == [1, 14]


def test_other_files_are_passed_over(tmp_path: Path) -> None:
    texts = {"a/notes.txt": "?", "Greek/character01/": ""}
    others: dict[str, str | bytes] = {"README.md": b"\xff", f"__MACOSX/{NAME}": b"\0", **texts}
    characters = load_drawn_characters(zipped(tmp_path, DRAWERS | others))
    assert len(characters.train) == 2


def test_a_zip_of_windows_is_read_like_any_other(tmp_path: Path) -> None:
    texts = {name.replace("/", "\\"): text for name, text in DRAWERS.items()}
    with zipfile.ZipFile(tmp_path / "windows.zip", "w") as archive:
        for name, text in (texts | {"Greek/character01\\odd/0394_01.txt": TEXT}).items():
            member = zipfile.ZipInfo()
            member.filename = name  # ZipInfo itself would put a slash where that parts folders
            archive.writestr(member, text)
    characters = load_drawn_characters(tmp_path / "windows.zip")
    assert characters.sha256 == load_drawn_characters(zipped(tmp_path, DRAWERS)).sha256


def test_a_file_that_lies_there_twice_is_one_and_two_of_a_name_are_refused(tmp_path: Path) -> None:
    copies = {f"copies/{name}": text for name, text in DRAWERS.items()}
    assert len(load_drawn_characters(zipped(tmp_path, DRAWERS | copies)).train) == 2
    other = {f"other/{NAME}": "START\n9,9,0\nBREAK\n"}
    with pytest.raises(DataError, match=f"holds two different files {NAME}; leave one of them there"):
        load_drawn_characters(zipped(tmp_path, DRAWERS | other))


def test_look_alikes_are_left_out_of_training_and_validation_only(tmp_path: Path) -> None:
    members = DRAWERS | {name.replace("character01", "character02"): text for name, text in DRAWERS.items()}
    kept = load_drawn_characters(zipped(tmp_path, members)).without(frozenset({("Greek", "character01")}))
    assert {character.character for character in (*kept.train, *kept.val)} == {"character02"}
    assert (len(kept.train), len(kept.val), len(kept.test)) == (2, 2, 4)


def test_reads_utf_16_and_a_byte_order_mark(tmp_path: Path) -> None:
    for encoding in ("utf-16", "utf-8-sig"):
        members = {name: text.encode(encoding) for name, text in DRAWERS.items()}
        assert len(load_drawn_characters(zipped(tmp_path, members)).train) == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "must hold 1 to 20,000 points; received 0"),
        ("START\nBREAK\nBREAK\n", "must hold 1 to 20,000 points; received 0"),
        ("START\n1,2,3\n", "is cut off: expected BREAK"),
        ("START\n1,2\nBREAK\n", "three numbers x,y,time; received '1,2'"),
        ("START\n1,nan,3\nBREAK\n", "three numbers x,y,time; received '1,nan,3'"),
        ("START\ninf,1,3\nBREAK\n", "three numbers x,y,time; received 'inf,1,3'"),
        ("START\n1,-1e30,3\nBREAK\n", "three numbers x,y,time"),
        ("<html>", "three numbers x,y,time; received '<html>'"),
        ("1,2,3\n" * (MAX_POINTS + 1) + "BREAK\n", "must hold 1 to 20,000 points; received 20,001"),
        ("1,2,3\n" * 1_000_000, "0394_01.txt must have at most 500,000 bytes"),
        (b"START\n\xe9,1,2\nBREAK\n", "is not a text of strokes: it is not encoded in"),
    ],
)
def test_refuses_malformed_strokes(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(DataError, match=message):
        load_drawn_characters(zipped(tmp_path, DRAWERS | {f"root/{NAME}": text}))


@pytest.mark.parametrize("name", [f"../{NAME}", f"/{NAME}", f"a/../../{NAME}", "..\\evil.txt"])
def test_refuses_names_that_point_out_of_the_zip(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="is unsafe"):
        load_drawn_characters(zipped(tmp_path, DRAWERS | {name: TEXT}))


def test_refuses_sources_without_characters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DataError, match="There is no file or folder"):
        load_drawn_characters(tmp_path / "none")
    for source in (zipped(tmp_path, {"README.md": "hello"}), unpacked(tmp_path / "empty", {"a.txt": ""})):
        with pytest.raises(DataError, match="holds no drawn characters"):
            load_drawn_characters(source)
    for lacking in ({"Greek/character01/0394_01.txt": TEXT}, {"Greek/character01/0394_15.txt": TEXT}):
        with pytest.raises(DataError, match="must hold characters of drawers"):
            load_drawn_characters(zipped(tmp_path, dict(lacking)))
    monkeypatch.setattr(drawn_characters, "MAX_FILES", 5)
    with pytest.raises(DataError, match="at most 5 files; received 6"):
        load_drawn_characters(zipped(tmp_path, dict(DRAWERS)))


def test_refuses_damaged_zips(tmp_path: Path) -> None:
    whole = zipped(tmp_path, dict(DRAWERS)).read_bytes()
    damaged = bytearray(whole)
    damaged[60:70] = b"\xff" * 10  # in the first member's compressed text
    for data in (b"", b"<html>", whole[: len(whole) // 2], bytes(damaged)):
        path = tmp_path / "damaged.zip"
        path.write_bytes(data)
        with pytest.raises(DataError, match="cut off, damaged or of another kind"):
            load_drawn_characters(path)


def download(monkeypatch: pytest.MonkeyPatch, *archives: Path) -> DrawnCharacters:
    paths = {path.name: path for path in archives}
    monkeypatch.setattr(keras.utils, "get_file", lambda name, origin: str(paths[origin.rsplit("/", 1)[1]]))
    return load_drawn_characters()


def test_joins_and_checks_both_downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = {name.replace("Greek", "Latin"): text for name, text in DRAWERS.items()}
    archives = [zipped(tmp_path, dict(DRAWERS), "1.zip"), zipped(tmp_path, dict(DRAWERS) | other, "2.zip")]
    sha256 = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in archives}
    monkeypatch.setattr(drawn_characters, "SHA256", sha256)
    assert len(download(monkeypatch, *archives).train) == 4
    archives[1].write_bytes(b"<html>")
    with pytest.raises(DataError, match=r"2\.zip is not the file of Omniglot's home; delete it"):
        download(monkeypatch, *archives)


def test_says_what_to_do_when_the_download_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str, origin: str) -> str:
        raise Exception("URL fetch failure")

    monkeypatch.setattr(keras.utils, "get_file", fail)
    with pytest.raises(DataError, match="--drawn-characters"):
        load_drawn_characters()
