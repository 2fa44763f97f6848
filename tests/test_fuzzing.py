"""What `make fuzz` tries holds for what it begins with, and what does not hold is found."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from fuzzing import __main__ as fuzzing
from fuzzing import targets
from fuzzing.targets import CANVAS_SHAPE, HEAD, MARK, SEEDS, TARGETS, draw_page
from mnist_app.imaging.decode import Picture
from mnist_app.recognizer import Recognizer


@pytest.mark.parametrize("name", fuzzing.NAMES)
def test_all_targets_hold_for_their_seeds(name: str) -> None:
    assert fuzzing.NAMES == tuple(TARGETS) == tuple(SEEDS)
    for seed in (b"", *SEEDS[name]):
        TARGETS[name](seed)


def test_seeds_get_as_far_as_what_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A target whose input is always refused would hold as well."""
    found: list[int] = []
    monkeypatch.setattr(targets, "_check", lambda reading, shape: found.append(len(reading.digits)))
    for seed in SEEDS["digits"]:
        targets.find_digits(seed)
    assert len(found) == 2 * len(SEEDS["digits"])  # as a drawing and as a photo
    assert max(found) >= 3


def test_a_page_is_drawn_as_its_bytes_say() -> None:
    head, mark = bytes([39, 79, 200, 128, 0, 0, 0, 0]), bytes([0, 20, 40, 10, 20, 50])
    assert (len(head), len(mark)) == (HEAD, MARK)
    page = draw_page(head + mark + mark[:5])
    expected = np.full((40, 80), 200)
    expected[15:26, 30:51] = 50
    np.testing.assert_array_equal(page, expected)


@pytest.mark.parametrize("side", [0, 1001])
def test_a_picture_out_of_bounds_is_found(side: int, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = Picture(np.zeros((side, 5, 3), np.uint8), (5, 5), b"")
    monkeypatch.setattr(targets, "decode_picture", lambda data: picture)
    with pytest.raises(AssertionError):
        targets.read_file(b"any")


def test_a_canvas_of_another_size_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    height, width = CANVAS_SHAPE
    monkeypatch.setattr(targets, "decode_canvas", lambda *arguments: np.zeros((height, width + 1, 4), np.uint8))
    with pytest.raises(AssertionError):
        targets.read_canvas(b"any")


def test_a_digit_outside_of_the_page_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    read = Recognizer.read_drawing
    monkeypatch.setattr(
        Recognizer,
        "read_drawing",
        lambda self, rgba, *options: read(self, np.pad(rgba, [(90, 0), (0, 0), (0, 0)]), *options),
    )
    with pytest.raises(AssertionError):
        targets.find_digits(SEEDS["digits"][1])


def test_without_atheris_a_sentence_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fuzzing.importlib.util, "find_spec", lambda name: None)
    assert fuzzing.main([]) == 1
    assert "needs atheris" in capsys.readouterr().err


@pytest.mark.parametrize("codes", [(77, 0, 0), (0, -9, 0), (0, 0, 1)])
def test_all_targets_are_tried_and_one_that_fails_or_is_killed_is_told(
    codes: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        tried.append(command[-2])
        return subprocess.CompletedProcess(command, codes[len(tried) - 1])

    monkeypatch.setattr(fuzzing.importlib.util, "find_spec", lambda name: fuzzing)
    monkeypatch.setattr(fuzzing.subprocess, "run", run)
    assert fuzzing.main(["--seconds=3"]) == 1
    assert tried == list(fuzzing.NAMES)


@pytest.mark.parametrize(("breaks_at", "code"), [("never", 0), ("a\\xff", 77)])
def test_a_fuzzer_ends_in_time_or_with_what_it_found(breaks_at: str, code: int, tmp_path: Path) -> None:
    pytest.importorskip("atheris")
    script = f"""
from fuzzing import __main__ as fuzzing, targets
fuzzing.KEPT = fuzzing.Path({str(tmp_path)!r})
fuzzing.MAX_MEGABYTES = 0  # no limit: Linux counts the peak of the process that starts this one, which runs all tests
def broken(data):
    assert not data.startswith(b"{breaks_at}")
targets.TARGETS["canvas"], targets.SEEDS["canvas"] = broken, [b"a\\xffb", b"c"]
fuzzing.main(["canvas", "--seconds=1"])
"""
    folders = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {folders}\n{script}"], capture_output=True
    )
    assert done.returncode == code, done.stderr.decode()
    assert len(list(tmp_path.glob("canvas-crash-*"))) == (code != 0)
