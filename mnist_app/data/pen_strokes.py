"""Pen strokes of 30 writers, from UNIPEN text.

MNIST has few European 1s, crossed 7s and open 4s; people draw them all the time. These strokes are the UCI data set
"Pen-Based Recognition of Handwritten Digits" in its original form: pen positions on a tablet, 500 units a side, y up.
They are turned into images by stroke_drawing.py.

Source: E. Alpaydin, F. Alimoglu (1998), https://doi.org/10.24432/C5MG6K; CC BY 4.0.
"""

import hashlib
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mnist_app.data import lzw
from mnist_app.errors import ZIP_DAMAGED, DataError

HOME = "https://archive.ics.uci.edu/static/public/81/pen+based+recognition+of+handwritten+digits.zip"
MEMBER = "pendigits-orig.tra.Z"
SHA256 = "a66225d68d7d68591e62944df1ad33b3f5aa608e2df2505844b41f5568a80da4"  # of the UNIPEN text, unpacked
MAX_BYTES = 20_000_000  # of the UNIPEN text, packed or not; a guess: five times the data set
VAL_WRITERS = frozenset({5, 10, 15, 20, 25, 30})  # every fifth; never drawn for training

Stroke = npt.NDArray[np.float32]

_SEGMENT = re.compile(r'\.SEGMENT\s+DIGIT\s+\S+\s+\S+\s+"(\d)"\s*')
_COMMENT = re.compile(r"\.COMMENT\s+\d+\s+(\d{1,6})\s+\d+\s*")  # label, writer, number of the digit
_POSITION = re.compile(r"\s*(-?\d{1,6})\s+(-?\d{1,6})\s*")  # the tablet is 500 units wide


@dataclass(frozen=True, eq=False)
class PenDigit:
    """One digit as it was written: each stroke is float32 (P, 2), (row, col) positions with row pointing down."""

    label: int
    writer: int
    strokes: tuple[Stroke, ...]


@dataclass(frozen=True, eq=False)
class PenStrokes:
    """Digits of writers to learn from and of writers held out, and the SHA-256 of the text they came from."""

    train: tuple[PenDigit, ...]
    val: tuple[PenDigit, ...]
    sha256: str


def load_pen_strokes(path: Path | None = None) -> PenStrokes:
    """Read the strokes and hold out the digits of `VAL_WRITERS`.

    Parameters
    ----------
    path : `pendigits-orig.tra` or `pendigits-orig.tra.Z`; without it the data set is downloaded from UCI once, checked
        and kept in Keras's cache

    Raises
    ------
    DataError
        if the file is missing, cut off, damaged, too large, of another kind or encoding, or lacks labels or writers
    """
    source, data = (str(path), _read(path)) if path else (MEMBER, _download())
    digits = tuple(parse_unipen(decode_text(data, source, "a UNIPEN text"), source))
    train = tuple(digit for digit in digits if digit.writer not in VAL_WRITERS)
    val = tuple(digit for digit in digits if digit.writer in VAL_WRITERS)
    if not train or not val:
        raise DataError(f"{source} must hold digits of the writers {sorted(VAL_WRITERS)} and of others.")
    return PenStrokes(train, val, hashlib.sha256(data).hexdigest())


def parse_unipen(text: str, source: str) -> Iterator[PenDigit]:
    """Read UNIPEN text digit by digit; `source` names it in errors.

    Raises
    ------
    DataError
        if a digit has no label, no writer or no stroke, or if a line cannot be read
    """
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith(".SEGMENT")]
    if not starts:
        raise DataError(f"{source} is no UNIPEN text: it has no line that starts with .SEGMENT.")
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield _parse_digit(lines[start:end], f"{source}, line {start + 1}")


def decode_text(data: bytes, source: str, kind: str) -> str:
    """Decode UTF-8 or plain ASCII, and UTF-16 where a byte order mark says so; errors name `source` and its `kind`.

    Raises
    ------
    DataError
        if the text is encoded otherwise
    """
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DataError(f"{source} is not {kind}: it is not encoded in ASCII, UTF-8 or UTF-16.") from error


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise DataError(f"There is no file {path}; name pendigits-orig.tra, plain or as .Z.")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}. Name a file with --pen-strokes.") from error
    return _unpack(data, str(path))


def _download() -> bytes:
    import keras  # only where it is needed: seconds and hundreds of megabytes

    try:
        archive = Path(keras.utils.get_file("pendigits.zip", HOME))
    except Exception as error:  # Keras raises a bare Exception when a download fails
        raise DataError(
            f"The pen strokes could not be downloaded; name a file with --pen-strokes. ({error})"
        ) from error
    try:
        with zipfile.ZipFile(archive) as members, members.open(MEMBER) as file:
            data = _unpack(file.read(MAX_BYTES + 1), MEMBER)
    except (*ZIP_DAMAGED, KeyError) as error:
        raise DataError(f"{archive} is damaged or of another kind; delete it to download it again.") from error
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise DataError(f"{archive} does not hold the strokes of UCI's data set; delete it to download it again.")
    return data


def _unpack(data: bytes, source: str) -> bytes:
    if len(data) > MAX_BYTES:
        raise DataError(f"{source} must hold at most {MAX_BYTES:,} bytes; it holds more.")
    return lzw.decompress(data, source, MAX_BYTES) if data.startswith(lzw.MAGIC) else data


def _parse_digit(lines: list[str], place: str) -> PenDigit:
    segment = _SEGMENT.fullmatch(lines[0])
    if not segment:
        raise DataError(f'{place}: expected a label, as in .SEGMENT DIGIT 0 ? "8"; received {lines[0][:40]}')
    comment = _COMMENT.fullmatch(lines[1]) if len(lines) > 1 else None
    if not comment:
        raise DataError(f"{place}: expected a comment with label, writer and number after it.")
    return PenDigit(int(segment[1]), int(comment[1]), tuple(_parse_strokes(lines[2:], place)))


def _parse_strokes(lines: list[str], place: str) -> Iterator[Stroke]:
    positions: list[tuple[float, float]] | None = None  # None while the pen is up
    strokes = 0
    for line in lines:
        if line.startswith(".PEN_DOWN"):
            if positions is not None:
                break
            positions = []
        elif line.startswith(".PEN_UP"):
            if not positions:
                raise DataError(f"{place}: a stroke has no positions.")
            yield np.array(positions, np.float32)
            strokes, positions = strokes + 1, None
        elif positions is not None and line.strip():
            position = _POSITION.fullmatch(line)
            if not position:
                raise DataError(f"{place}: expected the pen's position, two whole numbers; received {line[:40]!r}.")
            positions.append((-float(position[2]), float(position[1])))
    if positions is not None or not strokes:
        raise DataError(f"{place}: the digit is cut off.")
