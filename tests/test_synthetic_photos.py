"""Made-up photos are of what they are said to be of, or are not made."""

import csv
import sys
from pathlib import Path

import numpy as np
import pytest

import synthetic_photos
from builders.page_hands import make_hands


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
