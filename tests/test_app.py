"""The app through Streamlit's AppTest, in the states that a visitor meets. What needs a real browser is in browser/."""

import base64
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from digit_strokes import draw_digit, draw_strokes, strokes_of, to_png
from streamlit.testing.v1 import AppTest

from mnist_app.learning.runs import DEFAULT_RUN, models_dir

APP = str(Path(__file__).parents[1] / "streamlit_app.py")
LOAD_SECONDS = 120  # TensorFlow's import on a busy machine

pytestmark = pytest.mark.skipif(
    not (models_dir() / DEFAULT_RUN).is_dir(), reason="train the default network to run this test"
)


def open_app() -> AppTest:
    return AppTest.from_file(APP, default_timeout=LOAD_SECONDS).run()


def open_loaded_app() -> AppTest:
    """Run as often as the page itself does while the network is loading."""
    at = open_app()
    deadline = time.monotonic() + LOAD_SECONDS
    while "One moment" in answer(at) and time.monotonic() < deadline:
        time.sleep(0.05)
        at.run()
    return at


def answer(at: AppTest) -> str:
    """All text of the answer."""
    box = at.get_by_key("answer")
    return " | ".join(element.value for kind in ("title", "header", "caption") for element in box.get(kind))


def draw(at: AppTest, pixels: npt.NDArray[np.uint8], strokes: int = 1) -> AppTest:
    """Report a drawing as the canvas does."""
    url = "data:image/png;base64," + base64.b64encode(to_png(pixels)).decode()
    raw = {"objects": [{"type": "Path", "number": number} for number in range(strokes)], "background": "#000000"}
    at.session_state["canvas"] = {"drawing": {"raw": raw, "data": url}, "backgroundFit": None}
    return at.run()


def test_first_paint_needs_no_tensorflow() -> None:
    code = f"""
import sys
from streamlit.testing.v1 import AppTest
at = AppTest.from_file({APP!r}, default_timeout={LOAD_SECONDS}).run()
print(at.get_by_key("answer").header[0].value, len(at.exception), {{"tensorflow", "altair"}} & sys.modules.keys())
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "One moment 0 set()"


def test_blank() -> None:
    at = open_loaded_app()
    assert not at.exception
    assert answer(at).startswith("Nothing drawn yet")
    assert not at.get("vega_lite_chart")
    assert not at.get("imgs")


@pytest.mark.parametrize("digit", range(10))
def test_drawn_digit_is_read(digit: int) -> None:
    at = draw(open_loaded_app(), draw_digit(str(digit)))
    assert not at.exception
    assert answer(at).startswith(str(digit))
    assert len(at.get("vega_lite_chart")) == 1


def test_canvas_without_ink_is_nothing_drawn() -> None:
    at = draw(open_loaded_app(), draw_strokes([]), strokes=0)
    assert answer(at).startswith("Nothing drawn yet")


def test_dot_is_no_digit() -> None:
    at = draw(open_loaded_app(), draw_strokes([[(140, 140), (140, 141)]], pen_width=8))
    assert answer(at).startswith("That doesn't look like a digit")


def test_clear() -> None:
    at = draw(open_loaded_app(), draw_digit("7"))
    at.button(key="clear").click().run()
    assert answer(at).startswith("Nothing drawn yet")
    at.run()  # the component still reports the old drawing
    assert answer(at).startswith("Nothing drawn yet")
    draw(at, draw_strokes([]), strokes=0)
    draw(at, draw_digit("7"))  # the very same drawing again
    assert answer(at).startswith("7")


def test_undo_takes_back_one_stroke() -> None:
    at = draw(open_loaded_app(), draw_digit("4"), strokes=2)
    at.button(key="undo").click().run()
    assert len(at.session_state["drawing"].strokes) == 1
    draw(at, draw_strokes(strokes_of("4", (50, 60, 230, 220))[:1]), strokes=1)
    at.button(key="undo").click().run()
    assert answer(at).startswith("Nothing drawn yet")


def test_undo_brings_back_what_was_cleared() -> None:
    at = draw(open_loaded_app(), draw_digit("4"), strokes=2)
    at.button(key="clear").click().run()
    at.button(key="undo").click().run()
    assert len(at.session_state["drawing"].strokes) == 2


def test_pen_width_keeps_the_drawing() -> None:
    at = draw(open_loaded_app(), draw_digit("5"))
    at.slider(key="pen_width").set_value(30).run()
    assert answer(at).startswith("5")


def test_no_model_says_how_to_make_it_and_recovers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_dir = models_dir() / DEFAULT_RUN
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path))
    monkeypatch.setattr("mnist_app.ui.cache.RETRY_SECONDS", 0.0)
    at = open_loaded_app()
    assert not at.exception
    assert f"python -m mnist_app train --architecture {DEFAULT_RUN}" in answer(at)
    draw(at, draw_digit("7"))
    assert "python -m mnist_app train" in answer(at)
    shutil.copytree(run_dir, tmp_path / DEFAULT_RUN)
    deadline = time.monotonic() + LOAD_SECONDS
    while "python -m mnist_app train" in answer(at) and time.monotonic() < deadline:
        time.sleep(0.05)
        at.run()
    assert answer(at).startswith("7")


def test_damaged_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_dir = shutil.copytree(models_dir() / DEFAULT_RUN, tmp_path / DEFAULT_RUN)
    model = run_dir / "model.keras"
    model.write_bytes(model.read_bytes()[:-1])
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path))
    at = open_loaded_app()
    assert not at.exception
    assert "SHA-256" in answer(at)
    assert at.button(key="clear")
