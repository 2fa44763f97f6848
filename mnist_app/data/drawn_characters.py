"""Strokes of drawn characters that are no digits, in the form in which Omniglot ships them.

A network that has never seen a hand write anything but digits calls a drawn letter a digit and is sure of it. Omniglot
holds characters of many alphabets, each drawn by 20 people with a mouse: ALPHABET/characterNN/NNNN_DD.txt, where DD is
the drawer; START, then a line x,y,time for each point, y pointing up, and BREAK after each stroke.

Source: B. Lake, R. Salakhutdinov, J. Tenenbaum, "Human-level concept learning through probabilistic program
induction", Science 350 (2015), https://github.com/brendenlake/omniglot; MIT License, Copyright (c) 2015 Brenden Lake.
"""

import hashlib
import math
import re
import sys
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

import numpy as np

from mnist_app.data.pen_strokes import Stroke, decode_text
from mnist_app.errors import ZIP_DAMAGED, DataError

HOME = "https://raw.githubusercontent.com/brendenlake/omniglot/master/python"
SHA256 = {
    "strokes_background_small1.zip": "8cb3960fb6cf4ccf5f064ad83169f828c36c36782a0f6e7faacb7ecfae4468a2",
    "strokes_background_small2.zip": "345bf2141efbea062833dbb2828abbc23d9e07825e46f2afdd4daecddfed6e78",
}
LAST_TRAIN_DRAWER = 14  # of 20; the drawers after this one are never drawn for training
LAST_VAL_DRAWER = 17  # those after this one are for tests
HELD_OUT_ALPHABET = "Balinese"  # for tests only, whoever drew it

MAX_FILES = 50_000  # all of Omniglot has 32,460
MAX_BYTES = 500_000  # of one character; Omniglot's largest has about 20,000
MAX_POINTS = 20_000  # of one character; Omniglot's have at most about 500
MAX_POSITION = 1e6  # Omniglot's canvas is 105 units wide

_NAME = re.compile(r"(?:.*/)?([^/]+)/(character[^/]*)/[^/_]+_(\d{1,6})\.txt")


@dataclass(frozen=True, eq=False)
class DrawnCharacter:
    """One character by one person: each stroke is float32 (P, 2), (row, col) positions with row pointing down."""

    alphabet: str
    character: str
    drawer: int
    strokes: tuple[Stroke, ...]

    @property
    def key(self) -> tuple[str, str]:
        """Alphabet and character, which together say what was drawn."""
        return self.alphabet, self.character


@dataclass(frozen=True, eq=False)
class DrawnCharacters:
    """Characters of drawers to learn from, of drawers held out, and of an alphabet held out.

    Attributes
    ----------
    train, val, test : of other drawers each, none of the held-out alphabet
    held_out : all of the held-out alphabet; empty where the source lacks it
    sha256 : of the files' names and text, so the same for a folder and its zip
    """

    train: tuple[DrawnCharacter, ...]
    val: tuple[DrawnCharacter, ...]
    test: tuple[DrawnCharacter, ...]
    held_out: tuple[DrawnCharacter, ...]
    sha256: str

    def without(self, look_alikes: frozenset[tuple[str, str]]) -> "DrawnCharacters":
        """The same without these characters in `train` and `val`; what is tested on stays whole."""
        train, val = (tuple(c for c in part if c.key not in look_alikes) for part in (self.train, self.val))
        return replace(self, train=train, val=val)


def load_drawn_characters(path: Path | None = None) -> DrawnCharacters:
    """Read the strokes and hold out drawers and an alphabet.

    Parameters
    ----------
    path : a zip or folder of Omniglot's form; without it two zips are downloaded from Omniglot's home once, checked
        and kept in Keras's cache. Files of other names in it are passed over.

    Raises
    ------
    DataError
        if the source is missing, cut off, damaged, unsafe, too large, of another kind or encoding, lacks drawers, or
        holds two different files of one name
    """
    source = str(path) if path else "Omniglot"
    texts = _collect(_read_source(path), source) if path else _download()
    if not texts:
        raise DataError(f"{source} holds no drawn characters: expected files like Greek/character01/0394_01.txt.")
    characters = [_parse_file(name, texts[name], source) for name in sorted(texts)]
    return _split(characters, _sha256(texts), source)


def parse_strokes(text: str, place: str) -> tuple[Stroke, ...]:
    """Read one character's strokes, each float32 (P, 2) in (row, col); `place` names the file in errors.

    Raises
    ------
    DataError
        if it is cut off, has no points or too many, or if a line is neither START, BREAK nor x,y,time
    """
    strokes: list[list[tuple[float, float]]] = [[]]
    for line in filter(None, map(str.strip, text.splitlines())):
        if line == "BREAK":
            strokes.append([])
        elif line != "START":
            strokes[-1].append(_parse_point(line, place))
    if strokes[-1]:
        raise DataError(f"{place} is cut off: expected BREAK after its last stroke.")
    points = sum(map(len, strokes))
    if not 0 < points <= MAX_POINTS:
        raise DataError(f"{place} must hold 1 to {MAX_POINTS:,} points; received {points:,}.")
    return tuple(np.array(stroke, np.float32) for stroke in strokes if stroke)


def _collect(files: Iterable[tuple[str, bytes]], source: str) -> dict[str, bytes]:
    """The files by name; one that lies in several folders, as where sets of Omniglot are unpacked together, is one."""
    texts: dict[str, bytes] = {}
    for name, data in files:
        if texts.setdefault(name, data) != data:
            raise DataError(f"{source} holds two different files {name}; leave one of them there.")
    return texts


def _read_source(path: Path) -> Iterator[tuple[str, bytes]]:
    """Each character's ALPHABET/CHARACTER/FILE and its bytes."""
    if not path.is_dir() and not path.is_file():
        raise DataError(f"There is no file or folder {path}; name a zip or folder of drawn characters.")
    try:
        if path.is_dir():
            files = {file.relative_to(path).as_posix(): file for file in path.rglob("*.txt") if file.is_file()}
            yield from _read_files(str(path), files, lambda name: files[name].open("rb"))
        else:
            with zipfile.ZipFile(path) as archive:
                yield from _read_files(str(path), archive.namelist(), archive.open)
    except ZIP_DAMAGED as error:
        raise DataError(f"{path} cannot be read as a zip; it is cut off, damaged or of another kind.") from error


def _read_files(
    source: str, names: Collection[str], open_file: Callable[[str], IO[bytes]]
) -> Iterator[tuple[str, bytes]]:
    if len(names) > MAX_FILES:
        raise DataError(f"{source} must hold at most {MAX_FILES:,} files; received {len(names):,}.")
    for name in names:
        parts = name.replace("\\", "/").split("/")
        if ".." in parts or name.startswith(("/", "\\")):
            raise DataError(f"{source} is unsafe: its file {name!r} points out of it. Get it again from its home.")
        # What macOS adds to its zips has the same names.
        if not _NAME.fullmatch("/".join(parts)) or "__MACOSX" in parts:
            continue
        with open_file(name) as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise DataError(f"{source}, {name} must have at most {MAX_BYTES:,} bytes; it has more.")
        yield "/".join(parts[-3:]), data


def _download() -> dict[str, bytes]:
    import keras  # only where it is needed: seconds and hundreds of megabytes

    texts: dict[str, bytes] = {}
    for name, sha256 in SHA256.items():
        try:
            archive = Path(keras.utils.get_file(name, f"{HOME}/{name}"))
        except Exception as error:  # Keras raises a bare Exception when a download fails
            raise DataError(
                f"The drawn characters could not be downloaded; name a zip with --drawn-characters. ({error})"
            ) from error
        if hashlib.sha256(archive.read_bytes()).hexdigest() != sha256:
            raise DataError(f"{archive} is not the file of Omniglot's home; delete it to download it again.")
        texts.update(_read_source(archive))
    return texts


def _parse_file(name: str, data: bytes, source: str) -> DrawnCharacter:
    place = f"{source}, {name}"
    match = _NAME.fullmatch(name)
    if not match:
        raise ValueError(f"expected ALPHABET/characterNN/NNNN_DD.txt, received {name}")
    strokes = parse_strokes(decode_text(data, place, "a text of strokes"), place)
    return DrawnCharacter(match[1], match[2], int(match[3]), strokes)


def _parse_point(line: str, place: str) -> tuple[float, float]:
    try:
        x, y, _ = (float(number) for number in line.split(","))
    except ValueError:
        x = y = math.nan
    if not (abs(x) <= MAX_POSITION and abs(y) <= MAX_POSITION):  # false for NaN, too
        raise DataError(f"{place}: expected START, BREAK or three numbers x,y,time; received {line[:40]!r}.")
    return -y, x


def _split(characters: list[DrawnCharacter], sha256: str, source: str) -> DrawnCharacters:
    def part(first: int, last: int) -> tuple[DrawnCharacter, ...]:
        return tuple(c for c in characters if first <= c.drawer <= last and c.alphabet != HELD_OUT_ALPHABET)

    train, val = part(0, LAST_TRAIN_DRAWER), part(LAST_TRAIN_DRAWER + 1, LAST_VAL_DRAWER)
    if not train or not val:
        raise DataError(
            f"{source} must hold characters of drawers up to {LAST_TRAIN_DRAWER} and of drawers "
            f"{LAST_TRAIN_DRAWER + 1} to {LAST_VAL_DRAWER}, not only of {HELD_OUT_ALPHABET}."
        )
    held_out = tuple(c for c in characters if c.alphabet == HELD_OUT_ALPHABET)
    return DrawnCharacters(train, val, part(LAST_VAL_DRAWER + 1, sys.maxsize), held_out, sha256)


def _sha256(texts: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(texts):
        digest.update(f"{name}\0{len(texts[name])}\0".encode())
        digest.update(texts[name])
    return digest.hexdigest()
