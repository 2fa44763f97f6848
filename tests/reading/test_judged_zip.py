"""A zip from anyone is read as the page wrote it, or refused as a whole, in one sentence."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from builders.digits import make_digit
from mnist_app.data.mnist import NO_DIGIT_LABEL, Digits
from mnist_app.errors import DataError
from mnist_app.reading.feedback import TABLE, Feedback
from mnist_app.reading.judged_zip import LEAST_DRAWINGS, hold_out, load_judged_drawings
from mnist_app.reading.result import NO_DIGIT


def to_png(size: tuple[int, int] = (28, 28), mode: str = "L") -> bytes:
    file = io.BytesIO()
    Image.new(mode, size).save(file, "PNG")
    return file.getvalue()


def table(count: int = LEAST_DRAWINGS, truth: str = "7") -> bytes:
    return "".join(["file,truth\n", *(f"{number:03d}.png,{truth}\n" for number in range(count))]).encode()


def pictures(count: int = LEAST_DRAWINGS) -> dict[str, bytes]:
    return {f"{number:03d}.png": to_png() for number in range(count)}


def write_zip(folder: Path, files: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    path = folder / "digits.zip"
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def test_what_the_page_offers_is_read_back(tmp_path: Path) -> None:
    feedback = Feedback()
    for gray in range(20):
        feedback.add(make_digit(gray % 10, gray=gray), str((gray + 1) % 10))
    feedback.add(make_digit(3, gray=20), NO_DIGIT)
    feedback.add_missed(make_digit(3, gray=21), "3", "here")
    path = tmp_path / "digits.zip"
    path.write_bytes(feedback.to_zip())
    drawings = load_judged_drawings(path)
    images = np.concatenate([drawings.train.images, drawings.val.images])
    labels = np.concatenate([drawings.train.labels, drawings.val.labels])
    truths = {int(image[0, 0]): int(label) for image, label in zip(images, labels, strict=True)}
    assert truths == {gray: (gray + 1) % 10 for gray in range(20)} | {20: NO_DIGIT_LABEL, 21: 3}
    assert load_judged_drawings(path).sha256 == drawings.sha256


def test_what_macos_adds_is_passed_over(tmp_path: Path) -> None:
    files = pictures() | {TABLE: table(), "__MACOSX/._001.png": b"x"}
    assert len(load_judged_drawings(write_zip(tmp_path, files)).train) == 8


@pytest.mark.parametrize("count", [10, 11, 40, 97])
def test_a_quarter_of_each_class_is_held_out(count: int) -> None:
    labels = np.repeat(np.arange(10, dtype=np.uint8), count)
    drawings = hold_out(Digits(np.zeros((len(labels), 28, 28), np.uint8), labels))
    held_out = np.bincount(drawings.val.labels)
    assert len(drawings.train) + len(drawings.val) == 10 * count
    assert set(held_out - count // 4) <= {0, 1}


def test_nothing_is_written(tmp_path: Path) -> None:
    path = write_zip(tmp_path, pictures() | {TABLE: table()})
    load_judged_drawings(path)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({}, "has no feedback.csv"),
        (pictures(), "has no feedback.csv"),
        (pictures() | {TABLE: b""}, "holds 000.png, which its feedback.csv does not name"),
        (pictures() | {TABLE: table(), "notes.txt": b"7"}, "holds 'notes.txt'; expected nothing but"),
        (pictures() | {TABLE: table(), "../escape.png": to_png()}, "holds '../escape.png'; expected nothing but"),
        (pictures() | {TABLE: table(), "/etc/escape.png": to_png()}, "holds '/etc/escape.png'; expected"),
        (pictures() | {TABLE: table(), "a/b.png": to_png()}, "holds 'a/b.png'; expected nothing but"),
        (pictures() | {TABLE: table(), "extra.png": to_png()}, "holds extra.png, which its feedback.csv does not"),
        (pictures(9) | {TABLE: table()}, "lacks 009.png, which its feedback.csv names"),
        (pictures(3) | {TABLE: table(3)}, "must hold 10 to 5,000 judged drawings; received 3"),
        (pictures() | {TABLE: table(truth="seven")}, "line 2: expected 0 to 9 or “no digit” under “truth”; received"),
        (pictures() | {TABLE: table(truth="")}, "expected 0 to 9 or “no digit” under “truth”; received ''"),
        (pictures() | {TABLE: b"file\n000.png\n"}, "under “truth”; received None"),
        (pictures() | {TABLE: b"truth\n7\n"}, "expected the name of one more picture under “file”; received None"),
        (pictures() | {TABLE: b"file,truth\n000.png,7\n000.png,1\n"}, "line 3: expected the name of one more picture"),
        (pictures() | {TABLE: b"\xff\xfe\x00"}, "feedback.csv is no table of text"),
        (pictures() | {TABLE: b'file,truth\n"' + b"7" * 200_000}, "feedback.csv is no table of text"),
        (pictures() | {TABLE: b"7" * 1_000_001}, "feedback.csv must have at most 1,000,000 bytes"),
        (pictures() | {"003.png": b"\x89PNG nonsense", TABLE: table()}, "003.png cannot be read as a PNG"),
        (pictures() | {"003.png": to_png()[:-30], TABLE: table()}, "003.png cannot be read as a PNG"),
        (pictures() | {"003.png": to_png((29, 28)), TABLE: table()}, "003.png must be a gray picture of 28 x 28"),
        (pictures() | {"003.png": to_png(mode="RGB"), TABLE: table()}, "received 28 x 28, mode RGB"),
        (pictures() | {"003.png": to_png((30_000, 30_000), "1"), TABLE: table()}, "003.png "),
        (pictures() | {"003.png": b"\x89PNG" + bytes(10**7), TABLE: table()}, "003.png must have at most 20,000 bytes"),
    ],
)
def test_anything_else_is_one_sentence(tmp_path: Path, files: dict[str, bytes], sentence: str) -> None:
    with pytest.raises(DataError) as error:
        load_judged_drawings(write_zip(tmp_path, files))
    assert sentence in str(error.value)
    assert "\n" not in str(error.value)


def test_more_pictures_than_anyone_judges(tmp_path: Path) -> None:
    path = write_zip(tmp_path, {f"{number:05d}.png": b"" for number in range(10_000)} | {TABLE: table()})
    with pytest.raises(DataError, match=r"must hold at most 5,000 drawings; received 10,000 files"):
        load_judged_drawings(path)


def test_a_file_twice(tmp_path: Path) -> None:
    path = write_zip(tmp_path, pictures() | {TABLE: table()})
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("003.png", to_png())
    with pytest.raises(DataError, match=r"holds 003\.png 2 times"):
        load_judged_drawings(path)


@pytest.mark.parametrize("cut", [0, 10, 500])
def test_what_is_no_zip(tmp_path: Path, cut: int) -> None:
    path = write_zip(tmp_path, pictures() | {TABLE: table()})
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(DataError, match="cannot be read as a zip"):
        load_judged_drawings(path)


def test_a_damaged_member(tmp_path: Path) -> None:
    path = write_zip(tmp_path, pictures() | {TABLE: table()}, zipfile.ZIP_STORED)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"000.png,7", b"000.png,1", 1))  # another CRC
    with pytest.raises(DataError, match="cannot be read as a zip"):
        load_judged_drawings(path)


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="There is no file"):
        load_judged_drawings(tmp_path / "nowhere.zip")
    with pytest.raises(DataError, match="There is no file"):
        load_judged_drawings(tmp_path)
