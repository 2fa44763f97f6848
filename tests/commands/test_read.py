"""`read` on pictures of bars: the trained network knows nothing else."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

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


def test_nothing_but_the_answer_is_printed(trained: Trained, pictures: Path) -> None:
    command = [sys.executable, "-m", "mnist_app", "read", "--run", "bars", str(pictures / "blank.PNG")]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert result.stdout == f"{pictures / 'blank.PNG'}: (no digit)\n"
    assert result.stderr == ""


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


def test_errors_as_json(trained: Trained, pictures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "--run", "bars", "--json", str(pictures / "gone.png")]) == 1
    assert set(json.loads(capsys.readouterr().out)) == {"file", "error"}


def test_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path))
    assert main(["read", "any.png"]) == 1
    assert "python -m mnist_app train --architecture digit_net --run digit_net" in capsys.readouterr().err
