"""Made-up photos are of what they are said to be of, or are not made."""

import csv
import sys
from pathlib import Path

import numpy as np
import pytest

import synthetic_photos
from builders.page_hands import make_hands
from builders.photos import mnist_source


def test_without_mnist_no_photos_of_other_digits_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("MNIST_NPZ", raising=False)
    monkeypatch.setattr(sys, "argv", ["synthetic_photos", str(tmp_path / "photos"), "--count", "1"])
    with pytest.raises(SystemExit):
        synthetic_photos.main()
    assert "name an .npz of it with --mnist or MNIST_NPZ" in capsys.readouterr().err
    assert not (tmp_path / "photos").exists()


def test_a_folder_of_photos_with_what_is_written_on_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mnist, digits = tmp_path / "mnist.npz", make_hands().digits
    np.savez(mnist, x_test=digits.images, y_test=digits.labels)
    command = ["synthetic_photos", str(tmp_path), "--mnist", str(mnist), "--count", "2", "--first", "4"]
    monkeypatch.setattr(sys, "argv", [*command, "--kinds", "tiny"])
    synthetic_photos.main()
    with (tmp_path / "labels.csv").open() as file:
        own, of_mnist = csv.DictReader(file)
    assert (own["file"], of_mnist["file"]) == ("tiny_004.jpg", "tiny_005.jpg")
    for row in (own, of_mnist):
        assert (tmp_path / row["file"]).read_bytes().startswith(b"\xff\xd8")
        assert (row["kind"], row["layout"]) == ("tiny", "grid")
        assert row["rows"].replace("|", "").isdecimal()


def test_a_gap_between_a_digits_strokes_stays(tmp_path: Path) -> None:
    image = np.zeros((1, 28, 28), np.uint8)
    image[0, 4:8, 6:20] = image[0, 14:24, 6:20] = 255
    np.savez(tmp_path / "mnist.npz", x_test=image, y_test=np.array([5], np.uint8))
    ink = mnist_source(tmp_path / "mnist.npz")(5, 200.0, 20.0, np.random.default_rng(0))
    is_inked = ink.max(axis=1) > 0
    assert is_inked[[0, -1]].all()  # cut to its box
    assert np.mean(~is_inked) > 0.2  # 6 of 20 rows, and more where strokes are thinned to the pen
