"""The zip of judged digits that the recognize page offers -> digits to learn from. The other way is feedback.py.

A zip may come from anyone: nothing is unpacked to disk, and names, numbers and sizes are checked before anything is
decoded. What is not as the page writes it is refused as a whole, in one sentence.
"""

import csv
import hashlib
import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from mnist_app.data.mnist import CLASSES, NO_DIGIT_LABEL, Digits
from mnist_app.errors import ZIP_DAMAGED, DataError
from mnist_app.imaging.normalize import IMAGE_SIZE
from mnist_app.reading.feedback import TABLE
from mnist_app.reading.result import NO_DIGIT

LEAST_DRAWINGS = 10  # a guess: with fewer, none could be held out
MOST_DRAWINGS = 5_000  # a guess: nobody judges more in one session
HOLD_OUT = 4  # one drawing in so many is not learned, to measure on
MAX_TABLE_BYTES = 1_000_000  # of feedback.csv; a line has some 30
MAX_PICTURE_BYTES = 20_000  # of a PNG of 28x28 pixels, which has under 1,000; a guess

LABELS = {str(label): label for label in range(CLASSES)} | {NO_DIGIT: NO_DIGIT_LABEL}

_PICTURE = re.compile(r"[A-Za-z0-9_-]{1,40}\.png")
_MAC = "__MACOSX/"  # what macOS adds to the zips that it makes


@dataclass(frozen=True, eq=False)
class JudgedDrawings:
    """A visitor's digits with what they are in truth; NO_DIGIT_LABEL is among the labels.

    Attributes
    ----------
    train, val : three quarters to learn from, and a quarter held out, of each class as far as possible
    sha256 : of the images and labels
    """

    train: Digits
    val: Digits
    sha256: str


def load_judged_drawings(path: Path) -> JudgedDrawings:
    """Read a zip with feedback.csv and the pictures that it names.

    Raises
    ------
    DataError
        if the zip is missing, damaged, unsafe, too large or of another kind, or if a picture or a label is not one
    """
    if not path.is_file():
        raise DataError(f"There is no file {path}; name the zip of the app's button “Download PNG and CSV”.")
    try:
        with zipfile.ZipFile(path) as archive:
            digits = _read(archive, str(path))
    except ZIP_DAMAGED as error:
        raise DataError(f"{path} cannot be read as a zip; it is cut off, damaged or of another kind.") from error
    return hold_out(digits)


def hold_out(digits: Digits) -> JudgedDrawings:
    """Hold out a quarter, drawn at random from each class, the same at each call."""
    order = np.random.default_rng(0).permutation(len(digits))
    by_class = order[np.argsort(digits.labels[order], kind="stable")]
    is_held_out = np.zeros(len(digits), np.bool_)
    is_held_out[by_class[HOLD_OUT - 1 :: HOLD_OUT]] = True
    sha256 = hashlib.sha256(digits.images.tobytes() + digits.labels.tobytes()).hexdigest()
    return JudgedDrawings(digits.take(np.flatnonzero(~is_held_out)), digits.take(np.flatnonzero(is_held_out)), sha256)


def _read(archive: zipfile.ZipFile, source: str) -> Digits:
    names = _check_names(archive, source)
    if TABLE not in names:
        raise DataError(
            f"{source} has no {TABLE}; expected the zip that the app's “Download PNG and CSV” button gives."
        )
    labels = _read_table(_read_bytes(archive, TABLE, MAX_TABLE_BYTES, source), source)
    missing, others = labels.keys() - set(names), set(names) - labels.keys() - {TABLE}
    if missing:
        raise DataError(f"{source} lacks {min(missing)}, which its {TABLE} names; download the zip again.")
    if others:
        raise DataError(
            f"{source} holds {min(others)}, which its {TABLE} does not name; take it out, or label it there."
        )
    if not LEAST_DRAWINGS <= len(labels) <= MOST_DRAWINGS:
        raise DataError(
            f"{source} must hold {LEAST_DRAWINGS} to {MOST_DRAWINGS:,} judged drawings; received {len(labels):,}."
        )
    images = [_read_picture(_read_bytes(archive, name, MAX_PICTURE_BYTES, source), name, source) for name in labels]
    return Digits(np.stack(images), np.array(list(labels.values()), np.uint8))


def _check_names(archive: zipfile.ZipFile, source: str) -> list[str]:
    names = [name for name in archive.namelist() if not name.startswith(_MAC)]
    if len(names) > MOST_DRAWINGS + 1:
        raise DataError(f"{source} must hold at most {MOST_DRAWINGS:,} drawings; received {len(names) - 1:,} files.")
    for name, count in Counter(names).items():
        if name != TABLE and not _PICTURE.fullmatch(name):
            raise DataError(f"{source} holds {name[:80]!r}; expected nothing but {TABLE} and pictures such as 001.png.")
        if count > 1:
            raise DataError(f"{source} holds {name} {count} times; download the zip again.")
    return names


def _read_bytes(archive: zipfile.ZipFile, name: str, most: int, source: str) -> bytes:
    with archive.open(name) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise DataError(f"{source}, {name} must have at most {most:,} bytes; it has more.")
    return data


def _read_table(data: bytes, source: str) -> dict[str, int]:
    """The label of each picture, by its name."""
    try:
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{source}, {TABLE} is no table of text; download the zip again.") from error
    labels: dict[str, int] = {}
    for number, row in enumerate(rows, start=2):
        place = f"{source}, {TABLE}, line {number}"
        name, truth = row.get("file"), row.get("truth")
        if not name or name in labels:
            raise DataError(f"{place}: expected the name of one more picture under “file”; received {name!r}.")
        if truth not in LABELS:
            raise DataError(f"{place}: expected 0 to 9 or “{NO_DIGIT}” under “truth”; received {truth!r}.")
        labels[name] = LABELS[truth]
    return labels


def _read_picture(data: bytes, name: str, source: str) -> npt.NDArray[np.uint8]:
    """A picture's pixels, uint8 (28, 28); its size is looked at before they are decoded."""
    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
            if picture.size != (IMAGE_SIZE, IMAGE_SIZE) or picture.mode != "L":
                width, height = picture.size
                raise DataError(
                    f"{source}, {name} must be a gray picture of {IMAGE_SIZE} x {IMAGE_SIZE} pixels, as the app writes "
                    f"it; received {width} x {height}, mode {picture.mode}."
                )
            return np.asarray(picture, np.uint8).copy()
    except (*ZIP_DAMAGED, SyntaxError, Image.DecompressionBombError) as error:
        raise DataError(f"{source}, {name} cannot be read as a PNG; it is damaged or of another kind.") from error
