"""The app through Streamlit's AppTest, in the states that a visitor meets. What needs a real browser is in browser/."""

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.testing.v1 import AppTest

from builders.digit_strokes import draw_digit, draw_strokes, strokes_of, to_png
from builders.pdf import draw_bar, draw_pages, lock_pdf, pictures_to_pdf
from builders.printed_form import draw_form
from mnist_app.errors import CrowdedError, RunError
from mnist_app.imaging.decode import SMALL_SIDE
from mnist_app.imaging.normalize import ink_to_image
from mnist_app.imaging.pen_drawing import PenDrawing, PenStroke
from mnist_app.imaging.segments.segment import MAX_DIGITS
from mnist_app.reading.drawing_link import encode
from mnist_app.reading.engine_choice import choose_engine
from mnist_app.reading.explanation import Explanation
from mnist_app.recognizer import Digit, Recognizer
from mnist_app.runs.runs import DEFAULT_RUN, models_dir
from mnist_app.ui.examples import EXAMPLES, Example
from mnist_app.ui.recognize import files_panel
from mnist_app.ui.recognize.fabric_strokes import ERASER
from mnist_app.ui.recognize.files_panel import MAX_KEPT
from mnist_app.ui.recognize.photo_panel import KEPT_READINGS
from mnist_app.ui.state import READINGS, TriedDigit

APP = str(Path(__file__).parents[1] / "streamlit_app.py")
MNIST_LIKE_SEVEN = ink_to_image(draw_digit("7")[..., 0].astype(np.float32) / np.float32(255))
LOAD_SECONDS = 120  # TensorFlow's import on a busy machine


def open_app() -> AppTest:
    return AppTest.from_file(APP, default_timeout=LOAD_SECONDS).run()


def open_loaded_app() -> AppTest:
    """Run as often as the page itself does while the network is loading."""
    at = open_app()
    deadline = time.monotonic() + LOAD_SECONDS
    while "Loading the network" in answer(at) and time.monotonic() < deadline:
        at.session_state["is_painted"] = {"painted": True}  # as when the browser has said so
        at.run()
        time.sleep(0.05)
    return at


def answer(at: AppTest) -> str:
    """All text of the answer."""
    box = at.get_by_key("answer")
    return " | ".join(element.value for kind in ("header", "code", "caption") for element in box.get(kind))


def draw(
    at: AppTest, pixels: npt.NDArray[np.uint8], strokes: int = 1, key: str = "canvas", has_erased: bool = False
) -> AppTest:
    """Report a drawing as the canvas does."""
    report(at, pixels, strokes, key, has_erased)
    return at.run()


def report(
    at: AppTest, pixels: npt.NDArray[np.uint8], strokes: int = 1, key: str = "canvas", has_erased: bool = False
) -> None:
    """Report a drawing that comes with whatever is done next."""
    url = "data:image/png;base64," + base64.b64encode(to_png(pixels)).decode()
    objects: list[dict[str, Any]] = [{"type": "Path", "number": number} for number in range(strokes)]
    raw = {"objects": objects + has_erased * [{"type": "Path", "stroke": ERASER}], "background": "#000000"}
    at.session_state[key] = {"drawing": {"raw": raw, "data": url}, "backgroundFit": None}


def test_tensorflow_waits_until_the_browser_has_painted() -> None:
    code = f"""
import sys
from streamlit.testing.v1 import AppTest
at = AppTest.from_file({APP!r}, default_timeout={LOAD_SECONDS}).run().run()
print(at.get_by_key("answer").header[0].value, len(at.exception), {{"tensorflow", "altair"}} & sys.modules.keys())
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "Loading the network 0 set()"


def test_a_browser_that_has_painted_for_another_process_is_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It tells a new session what it told the lost one, and says nothing new."""
    shutil.copytree(models_dir() / "three_conv", tmp_path / DEFAULT_RUN)
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path))
    at = AppTest.from_file(APP, default_timeout=LOAD_SECONDS)
    at.session_state["is_painted"] = {"painted": True}
    deadline = time.monotonic() + LOAD_SECONDS
    while "Loading the network" in answer(at.run()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert answer(at).startswith("Nothing drawn yet")


def test_only_who_can_draw_is_told_to_start_while_the_network_is_loading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(models_dir() / "three_conv", tmp_path / DEFAULT_RUN)
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path))
    at = open_app()
    assert answer(at) == "Loading the network | You can start drawing; the answer will appear."
    at.segmented_control(key="input").set_value("Examples").run()
    assert answer(at) == "Loading the network | The answer will appear."
    at.session_state["tried_image"] = TriedDigit(MNIST_LIKE_SEVEN, "Test digit 0", {})
    at.run()
    assert answer(at) == "Loading the network | The answer will appear."
    assert not at.exception


def test_blank() -> None:
    at = open_loaded_app()
    assert not at.exception
    assert answer(at).startswith("Nothing drawn yet")
    assert not at.get("vega_lite_chart")
    assert not at.image


def test_a_card_is_offered_once_something_is_read() -> None:
    at = open_loaded_app()
    assert not at.get("download_button")
    draw(at, draw_digit("7"))
    assert [button.label for button in at.get("download_button")] == ["Save as picture"]


@pytest.mark.parametrize("digit", range(10))
def test_drawn_digit_is_read(digit: int) -> None:
    at = draw(open_loaded_app(), draw_digit(str(digit)))
    assert not at.exception
    assert answer(at).startswith(str(digit))
    assert len(at.get("vega_lite_chart")) == 1


def test_canvas_without_ink_is_nothing_drawn() -> None:
    at = draw(open_loaded_app(), draw_strokes([]), strokes=0)
    assert answer(at).startswith("Nothing drawn yet")


def test_a_forged_drawing_is_an_empty_one() -> None:
    at = draw(open_app(), draw_digit("7"))
    wide = base64.b64encode(to_png(np.zeros((280, 2000, 4), np.uint8))).decode()
    states: list[dict[str, Any]] = [
        {"drawing": "7"},
        {"drawing": [7]},
        {"drawing": {"raw": 7, "data": "data:image/png;base64,####"}},
        {"drawing": {"raw": {"objects": [{"left": float("nan")}]}, "data": "7"}},
        {"drawing": {"raw": {"objects": [{}]}, "data": f"data:image/png;base64,{wide}"}},
        {"drawing": {}, "backgroundFit": {"naturalWidth": []}},
        {"backgroundFit": 7},
    ]
    for forged in states:
        at.session_state["canvas"] = forged
        at.run()
        assert not at.exception
        assert at.session_state["drawing"].strokes == []
        assert at.session_state["drawing"].rgba is None


@pytest.mark.parametrize("width", ["wide", None, float("nan"), 10**400, -5, [], {}])
def test_a_forged_width_of_the_window_is_ignored(width: Any) -> None:
    at = open_app()
    at.segmented_control(key="draw_mode").set_value("A number").run()
    at.session_state["window"] = {"width": width}
    assert not at.run().exception
    assert at.session_state["window_width"] == 828


def test_a_drawing_is_decoded_once() -> None:
    at = draw(open_app(), draw_digit("7"))
    first = at.session_state["drawing"].rgba
    at.run()
    assert at.session_state["drawing"].rgba is first


def test_dot_is_no_digit() -> None:
    at = draw(open_loaded_app(), draw_strokes([[(140, 140), (140, 141)]], pen_width=8))
    assert answer(at).startswith("That doesn't look like a digit")


def test_clear() -> None:
    at = draw(open_loaded_app(), draw_digit("7"))
    at.button(key="clear").click().run()
    assert answer(at).startswith("Nothing drawn yet")
    assert not at.get("download_button")
    at.run()  # the component still reports the old drawing
    assert answer(at).startswith("Nothing drawn yet")
    draw(at, draw_strokes([]), strokes=0)
    assert not any(said.value.startswith("This drawing is too long") for said in at.markdown)  # of nothing
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


def test_redo_draws_again_what_was_undone() -> None:
    at = draw(open_loaded_app(), draw_digit("4"), strokes=2)
    at.button(key="undo").click().run()
    at.button(key="redo").click().run()
    assert len(at.session_state["drawing"].strokes) == 2


@pytest.mark.parametrize(("button", "left"), [("undo", 1), ("clear", 0)])
def test_a_button_takes_a_stroke_into_account_that_is_reported_with_it(button: str, left: int) -> None:
    at = draw(open_loaded_app(), draw_digit("7"))
    report(at, draw_digit("4"), strokes=2)
    at.button(key=button).click().run()
    assert len(at.session_state["drawing"].strokes) == left
    at.button(key="redo" if button == "undo" else "undo").click().run()
    assert len(at.session_state["drawing"].strokes) == 2


@pytest.mark.parametrize(
    ("key", "mode", "other_mode"), [("canvas", "One digit", "A number"), ("number_canvas", "A number", "One digit")]
)
def test_a_stroke_that_is_reported_when_its_canvas_is_left_is_kept(key: str, mode: str, other_mode: str) -> None:
    at = open_loaded_app()
    at.segmented_control(key="draw_mode").set_value(mode).run()
    report(at, draw_digit("7"), key=key)
    at.segmented_control(key="draw_mode").set_value(other_mode).run()
    assert answer(at).startswith("Nothing drawn yet")
    at.segmented_control(key="draw_mode").set_value(mode).run()
    assert answer(at).startswith("7")


def test_pen_width_keeps_the_drawing() -> None:
    at = draw(open_loaded_app(), draw_digit("5"))
    at.slider(key="pen_width").set_value(30).run()
    assert answer(at).startswith("5")


def test_an_empty_canvas_is_drawn_on_with_the_pen() -> None:
    at = draw(open_app(), draw_digit("5"))
    at.button(key="other_tool").click().run()
    at.button(key="clear").click().run()
    assert at.segmented_control(key="tool").value == "Pen"


def test_pen_width_outlasts_the_eraser() -> None:
    at = open_app()
    at.slider(key="pen_width").set_value(30).run()
    at.button(key="other_tool").click().run()
    assert at.segmented_control(key="tool").value == "Eraser"
    assert not any(slider.key == "pen_width" for slider in at.slider)
    at.button(key="other_tool").click().run()
    assert at.segmented_control(key="tool").value == "Pen"
    assert at.slider(key="pen_width").value == 30


def test_the_erasers_path_is_not_read() -> None:
    at = draw(open_loaded_app(), draw_digit("7"))
    seven = answer(at)
    path = draw_strokes([[(20.0, 20.0), (20.0, 200.0)]])
    draw(at, np.maximum(draw_digit("7"), path), strokes=1, has_erased=True)
    assert answer(at) == seven
    assert len(at.session_state["drawing"].strokes) == 1
    draw(at, draw_strokes([]), strokes=0)
    draw(at, path, strokes=0, has_erased=True)
    assert answer(at).startswith("Nothing drawn yet")


def test_number_is_read_digit_by_digit() -> None:
    at = open_loaded_app()
    at.segmented_control(key="draw_mode").set_value("A number").run()
    assert answer(at).startswith("Nothing drawn yet")
    strokes = [
        stroke for i, form in enumerate("374") for stroke in strokes_of(form, (60, 60 + 250 * i, 220, 200 + 250 * i))
    ]
    draw(at, draw_strokes(strokes, (280, 828)), key="number_canvas")
    assert not at.exception
    assert answer(at).startswith("374 | 3 digits")
    at.button(key="selected_drawn_1").click().run()
    assert at.header[0].value.startswith("Digit 2 of 3: 7")


def test_more_marks_than_are_read_on_a_canvas_are_a_sentence_and_stay() -> None:
    rows, cols = np.mgrid[16:270:22, 14:820:22]
    dabs = [[(row - 1.0, float(col)), (row + 1.0, float(col))] for row, col in zip(rows.flat, cols.flat, strict=True)]
    at = open_loaded_app()
    at.segmented_control(key="draw_mode").set_value("A number").run()
    draw(at, draw_strokes(dabs, (280, 828), pen_width=8), strokes=len(dabs), key="number_canvas")
    assert len(dabs) > MAX_DIGITS
    assert not at.exception
    assert answer(at) == "Too many marks to read | Undo or erase some of them; the drawing stays."
    assert len(at.session_state["number_drawing"].strokes) == len(dabs)
    seven = draw_strokes(strokes_of("7", (60, 60, 220, 200)), (280, 828))
    draw(at, seven, key="number_canvas")
    assert answer(at).startswith("7")


def test_a_digit_stays_selected_until_it_is_gone() -> None:
    def selected() -> list[str]:
        cards = [button for button in at.button if (button.key or "").startswith("selected_drawn_")]
        return [str(card.key) for card in cards if card.proto.type == "primary"]

    def draw_number(forms: str) -> None:
        places = [(60, left, 220, left + 120) for left in range(60, 60 + 180 * len(forms), 180)]
        strokes = [stroke for form, box in zip(forms, places, strict=True) for stroke in strokes_of(form, box)]
        draw(at, draw_strokes(strokes, (280, 828)), strokes=len(forms), key="number_canvas")

    at = open_loaded_app()
    at.segmented_control(key="draw_mode").set_value("A number").run()
    draw_number("734")
    (least_sure,) = selected()
    other = next(f"selected_drawn_{number}" for number in range(3) if f"selected_drawn_{number}" != least_sure)
    at.button(key=other).click().run()
    draw_number("7341")
    assert selected() == [other]
    at.button(key="clear").click().run()
    draw_number("117")
    at.button(key=selected()[0]).click().run()
    draw_number("734")
    assert selected() == [least_sure]


def test_drawings_of_both_kinds_are_kept_apart() -> None:
    at = draw(open_loaded_app(), draw_digit("7"))
    at.segmented_control(key="draw_mode").set_value("A number").run()
    assert answer(at).startswith("Nothing drawn yet")
    at.segmented_control(key="draw_mode").set_value("One digit").run()
    assert answer(at).startswith("7")


def test_drawing_survives_a_visit_to_the_other_page() -> None:
    at = draw(open_loaded_app(), draw_digit("7"))
    at.switch_page("mnist_app/ui/explore/explore_page.py").run()
    at.switch_page("mnist_app/ui/recognize/recognize_page.py").run()
    assert answer(at).startswith("7")
    assert len(at.session_state["drawing"].strokes) == 1


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.file)
def test_example(example: Example) -> None:
    at = open_loaded_app()
    at.segmented_control(key="input").set_value("Examples").run()
    at.get_by_key("example").set_value(example.title).run()
    assert not at.exception
    if example.reading == "?":
        assert answer(at).startswith("That doesn't look like a digit")
    else:
        assert answer(at).startswith(example.reading)


def upload(at: AppTest, *files: tuple[str, bytes]) -> AppTest:
    at.segmented_control(key="input").set_value("Upload").run()
    for name, data in files:
        at.file_uploader(key="upload").upload(name, data)
    return at.run()


def test_nothing_uploaded_yet() -> None:
    at = upload(open_loaded_app())
    assert not at.exception
    assert not at.image


def test_upload_one_picture() -> None:
    at = upload(open_loaded_app(), ("seven.png", to_png(draw_digit("7"))))
    assert not at.exception
    assert answer(at).startswith("7")


def test_a_printed_table_is_shown_cell_by_cell() -> None:
    at = upload(open_loaded_app(), ("table.png", draw_form([["27", "3"], ["", "50"]])))
    assert not at.exception
    assert at.dataframe[0].value.to_numpy().tolist() == [["27", "3"], ["", "50"]]
    assert "27,3\n,50" in [code.value for code in at.code]
    assert not any("Not in the table" in caption.value for caption in at.caption)


def test_damaged_upload_is_one_sentence() -> None:
    at = upload(open_loaded_app(), ("seven.png", to_png(draw_digit("7"))[:200]))
    assert not at.exception
    assert answer(at).startswith("This file cannot be read")
    assert not at.select_slider, "no choice would help"


def test_a_picture_with_more_than_is_read_can_still_be_read_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise CrowdedError("This looks like a page of text.")

    monkeypatch.setattr("mnist_app.ui.recognize.photo_panel.read_file", refuse)
    at = upload(open_loaded_app(), ("page.png", to_png(draw_digit("7"))))
    assert answer(at).startswith("This file cannot be read | This looks like a page of text.")
    assert [slider.label for slider in at.select_slider] == ["Sensitivity"]


def test_bad_file_does_not_spoil_the_others() -> None:
    good = to_png(draw_digit("7"))
    at = upload(open_loaded_app(), ("a.png", good), ("b.png", b"<html>"), ("c.png", to_png(draw_digit("3"))))
    assert not at.exception
    table = at.dataframe[0].value
    assert table["reading"].tolist() == ["7", "", "3"]
    assert table["note"][1] != ""
    assert at.dataframe[0].proto.HasField("placeholder")  # else the empty cells say "None"
    assert at.dataframe[0].proto.placeholder == ""
    (refusal,) = at.warning
    assert refusal.value.startswith(r"- b\.png: This is not a picture")


def test_more_files_than_are_read() -> None:
    good = to_png(draw_digit("7"))
    at = upload(open_loaded_app(), *[(f"{number}.png", good) for number in range(22)])
    assert len(at.dataframe[0].value) == 20
    assert "the first 20 are read" in at.warning[0].value


def test_what_a_session_keeps_has_a_bound() -> None:
    """The files, as they were given, and the pixels of those that were read."""
    assert MAX_KEPT + KEPT_READINGS * 3 * SMALL_SIDE**2 < 180_000_000
    at = upload(open_loaded_app(), ("large.png", to_png(np.full((1500, 3000, 4), 255, np.uint8))))
    (result,) = at.session_state["readings"].values()
    assert result.picture.pixels.shape == (SMALL_SIDE // 2, SMALL_SIDE, 3)
    assert result.picture.pixels.base is None  # or it would be a view of something larger


def test_a_session_keeps_no_more_than_it_has_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does Streamlit, which would hold all that was uploaded until the session ends."""
    good = to_png(draw_digit("7"))
    monkeypatch.setattr(files_panel, "MAX_KEPT", 3 * len(good))
    removed: list[str] = []
    monkeypatch.setattr(MemoryUploadedFileManager, "remove_file", lambda _, session, file: removed.append(file))
    at = upload(open_loaded_app(), *[(f"{number}.png", good) for number in range(5)])
    assert not at.exception
    assert at.dataframe[0].value["file"].tolist() == ["0.png", "1.png", "2.png"]
    assert at.warning[0].value == "These are 5 files; the first 3 are read. Upload the others after them."
    assert sum(len(file.data) for file in at.session_state["kept_upload"]) == 3 * len(good)
    assert len(set(removed)) == 2
    at.segmented_control(key="input").set_value("Camera").run()
    at.camera_input(key="camera").upload("photo.jpg", good).run()
    at.segmented_control(key="input").set_value("Upload").run()
    assert at.warning[0].value.startswith("These are 5 files; the first 3 are read."), "a photo changes nothing"


@pytest.mark.parametrize("name", ["photo.jfif", "photo", "<b>7</b> *x* [a](b).png"])
def test_a_picture_is_read_whatever_its_name(name: str) -> None:
    at = upload(open_loaded_app(), (name, to_png(draw_digit("7"))))
    assert not at.exception
    assert answer(at).startswith("7")


def test_what_was_read_in_one_file_can_be_taken_home() -> None:
    at = upload(open_loaded_app(), ("seven.png", to_png(draw_digit("7"))))
    assert at.get_by_key("download_readings").label == "Download CSV"


def what_it_shows(at: AppTest, label: str = "The picture shows") -> Any:
    return next(control for control in at.segmented_control if control.label == label)


def test_a_picture_is_read_as_one_digit_or_as_a_page() -> None:
    at = upload(open_loaded_app(), ("a.png", seventy_three()))
    assert answer(at).startswith("73")
    assert any(button.key == "add_missed" for button in at.button)
    what_it_shows(at).set_value("One digit").run()
    assert not at.exception
    assert not any(button.key == "add_missed" for button in at.button), "all ink is the one digit"
    assert not answer(at).startswith("73")
    assert cards(at) == []
    what_it_shows(at).set_value("A page").run()
    assert answer(at).startswith("73")


def test_that_a_picture_shows_one_digit_holds_for_that_one_alone() -> None:
    at = upload(open_loaded_app(), ("three.png", to_png(draw_digit("3"))))
    what_it_shows(at).set_value("One digit").run()
    at = upload(at, ("a.png", seventy_three()))
    assert what_it_shows(at).value == "A page"
    assert answer(at).startswith("73")


def test_several_pictures_are_read_as_one_digit_each() -> None:
    at = upload(open_loaded_app(), ("a.png", seventy_three()), ("b.png", to_png(draw_digit("3"))))
    what_it_shows(at, "Each picture shows").set_value("One digit").run()
    assert [len(reading) for reading in at.dataframe[0].value["reading"]] == [1, 1]


@pytest.fixture
def pdfium() -> None:
    pytest.importorskip("pypdfium2", reason="needs pypdfium2, which is not installed: see requirements.txt")


@pytest.mark.usefixtures("pdfium")
def test_each_page_of_a_pdf_is_like_a_file() -> None:
    notes = pictures_to_pdf(*(255 - draw_digit(form)[..., 0] for form in "73"))
    at = upload(open_loaded_app(), ("notes.pdf", notes), ("a.png", to_png(draw_digit("4"))))
    assert not at.exception
    table = at.dataframe[0].value
    assert table["file"].tolist() == ["notes.pdf, page 1", "notes.pdf, page 2", "a.png"]
    assert table["reading"].tolist() == ["7", "3", "4"]
    at.session_state["files"] = {"selection": {"rows": [1], "columns": [], "cells": []}}
    assert answer(at.run()).startswith("3")
    assert list(at.session_state["page_counts"].values()) == [2]


def click_row(at: AppTest, number: int) -> AppTest:
    """Open one of several files by its row of the table, as the browser reports a click."""
    states = at._tree.get_widget_states()
    selection = json.dumps({"selection": {"rows": [number], "columns": [], "cells": []}})
    states.widgets.append(WidgetState(id=at.dataframe[0].proto.id, string_value=selection))
    return at._run(states)


def selected_cards(at: AppTest) -> list[int]:
    """The numbers of the digits whose card is the selected one."""
    return [number for number in cards(at) if at.button(key=f"selected_found_{number}").proto.type == "primary"]


def test_a_picture_that_is_opened_begins_with_its_least_sure_digit() -> None:
    at = upload(open_loaded_app(), ("a.png", seventy_three()), ("b.png", to_png(draw_rows(1, 4))))
    first = selected_cards(click_row(at, 1))
    assert len(cards(at)) == 4
    other = 1 - selected_cards(click_row(at, 0))[0]
    for number in (other, 1 - other):
        click_row(at, 0)
        at.button(key=f"selected_found_{number}").click().run()
        assert selected_cards(at) == [number]
        assert selected_cards(click_row(at, 1)) == first
    assert not at.exception


def test_the_card_of_the_selected_digit_has_a_frame() -> None:
    at = upload(open_loaded_app(), ("73.png", seventy_three()))
    for number in (1, 0):
        at.button(key=f"selected_found_{number}").click().run()
        framed = at.get_by_key("selected_found_chosen_card").get("button")
        assert [button.key for button in framed] == [f"selected_found_{number}"]


def test_an_example_that_is_chosen_begins_with_its_least_sure_digit() -> None:
    at = open_loaded_app()
    at.segmented_control(key="input").set_value("Examples").run()
    titles = [example.title for example in EXAMPLES[:2]]
    first = selected_cards(at)
    at.pills(key="example").set_value(titles[1]).run()
    for number in cards(at)[:2]:
        at.pills(key="example").set_value(titles[1]).run()
        at.button(key=f"selected_found_{number}").click().run()
        assert selected_cards(at) == [number]
        at.pills(key="example").set_value(titles[0]).run()
        assert selected_cards(at) == first


def test_another_input_begins_with_its_least_sure_digit() -> None:
    at = upload(open_loaded_app(), ("a.png", seventy_three()))
    at.segmented_control(key="input").set_value("Examples").run()
    first = selected_cards(at)
    for number in (0, 1):
        at.segmented_control(key="input").set_value("Upload").run()
        at.button(key=f"selected_found_{number}").click().run()
        assert selected_cards(at) == [number]
        at.segmented_control(key="input").set_value("Examples").run()
        assert selected_cards(at) == first


def test_files_are_stepped_through() -> None:
    at = upload(open_loaded_app(), ("a.png", seventy_three()), ("b.png", to_png(draw_digit("3"))))
    at.session_state["files"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    at.run()
    at.button(key="selected_found_1").click().run()
    assert at.button(key="open_Previous").disabled
    at.button(key="open_Next").click().run()
    assert r"**b\.png**" in [element.value for element in at.markdown]
    assert answer(at).startswith("3")
    assert at.session_state["files"]["selection"]["rows"] == [1]
    assert at.button(key="open_Next").disabled
    at.button(key="open_Previous").click().run()
    assert answer(at).startswith("73 | ")
    assert not at.exception


@pytest.mark.usefixtures("pdfium")
def test_a_pdf_of_one_page_is_like_a_picture() -> None:
    at = upload(open_loaded_app(), ("seven", pictures_to_pdf(255 - draw_digit("7")[..., 0])))
    assert not at.exception
    assert answer(at).startswith("7")


@pytest.mark.usefixtures("pdfium")
def test_more_pages_than_are_read() -> None:
    at = upload(open_loaded_app(), ("long.pdf", draw_pages(*[draw_bar(40, 20, 5, 60)] * 1000, size=(100, 100))))
    assert not at.exception
    assert at.warning[0].value.startswith("These are 1,000 pages; the first 20 are read. ")
    assert at.dataframe[0].value["file"].tolist() == [f"long.pdf, page {number}" for number in range(1, 21)]


@pytest.mark.usefixtures("pdfium")
def test_a_locked_pdf_says_so_alone_and_among_others() -> None:
    at = upload(open_loaded_app(), ("locked.pdf", lock_pdf()))
    assert answer(at).startswith("This file cannot be read | This PDF is locked with a password")
    at = upload(open_loaded_app(), ("locked.pdf", lock_pdf()), ("a.png", to_png(draw_digit("4"))))
    assert not at.exception
    assert at.dataframe[0].value["reading"].tolist() == ["", "4"]
    assert at.warning[0].value.startswith(r"- locked\.pdf: This PDF is locked")


def seventy_three() -> bytes:
    """A PNG file of a number."""
    strokes = [*strokes_of("7", (50, 30, 230, 130)), *strokes_of("3", (50, 160, 230, 260))]
    return to_png(draw_strokes(strokes))


def test_wrongly_found_digit_is_removed_and_brought_back() -> None:
    at = upload(open_loaded_app(), ("a.png", seventy_three()))
    assert answer(at).startswith("73")
    at.button(key="selected_found_1").click().run()
    at.button(key="drop").click().run()
    assert answer(at).startswith("7")
    assert not answer(at).startswith("73")
    assert score(at) == "**0 right**, 1 wrong"
    at.button(key="drop").click().run()
    assert not at.exception
    assert answer(at).startswith("Nothing left | You removed all 2 digits")
    assert score(at) == "**0 right**, 2 wrong"
    at.button(key="restore").click().run()
    assert answer(at).startswith("73")
    assert score(at) == ""


def score(at: AppTest) -> str:
    """The running score, "" where nothing was judged."""
    said = [caption.value for caption in at.caption if caption.value.startswith("You judged")]
    return said[0].split(": ")[1].split(".")[0] if said else ""


def test_a_corrected_digit_changes_the_answer_and_the_score_until_it_is_undone() -> None:
    at = draw(open_loaded_app(), draw_digit("7"))
    at.get_by_key("truth").set_value("2").run()
    assert not at.exception
    assert answer(at).startswith("2 | Corrected by you. The network read 7 (")
    assert score(at) == "**0 right**, 1 wrong"
    at.button(key="change_feedback").click().run()
    assert answer(at).startswith("7 | ")
    assert score(at) == ""
    at.get_by_key("truth").set_value("no digit").run()
    assert answer(at).startswith("No digit | Corrected by you.")


def test_a_correction_goes_with_its_drawing() -> None:
    at = draw(open_loaded_app(), draw_digit("7"))
    at.get_by_key("truth").set_value("2").run()
    draw(at, draw_digit("4"), strokes=2)
    assert answer(at).startswith("4 | ")
    draw(at, draw_digit("7"), strokes=3)
    assert answer(at).startswith("2 | Corrected")


def test_a_corrected_digit_of_a_number_stays_selected_and_is_marked() -> None:
    at = upload(open_loaded_app(), ("a.png", seventy_three()))
    at.button(key="selected_found_1").click().run()
    at.get_by_key("truth").set_value("8").run()
    assert answer(at) == "78 | 2 digits: 1 corrected by you, no doubt left."
    assert at.button(key="selected_found_1").label == "8 · was 3"
    assert at.header[0].value == "Digit 2 of 2: 8"
    assert any(caption.value.startswith("Corrected by you. The network read 3") for caption in at.caption)
    assert any(caption.value.startswith(r"\* corrected") for caption in at.caption)
    at.button(key="change_feedback").click().run()
    assert answer(at).startswith("73 | 2 digits")
    assert at.header[0].value.startswith("Digit 2 of 2: 3")


def box_around(at: AppTest, *shares: float) -> AppTest:
    """Draw a box as the browser does, in shares of the picture, on the picture to which a digit is being added."""
    at.session_state[f"box_{at.session_state['adding']}"] = {"box": list(shares)}
    return at.run()


def test_a_missed_digit_of_a_photo_is_added_and_taken_out_again() -> None:
    at = upload(open_loaded_app(), ("a.png", seventy_three()))
    at.button(key="selected_found_1").click().run()
    at.button(key="drop").click().run()
    at.button(key="add_missed").click().run()
    box_around(at, 0.1, 0.5, 0.9, 0.99)
    assert any(said.value.startswith("In this box, the network reads **3** (") for said in at.markdown)
    at.button(key="add_guess").click().run()
    assert not at.exception
    assert answer(at) == "73 | 2 digits: 1 added by you, 1 removed by you, no doubt left."
    assert at.button(key="selected_found_1").label == "3 · added"
    assert at.header[0].value == "Digit 2 of 2: 3"
    assert any(caption.value.startswith(r"\+ added by you") for caption in at.caption)
    assert score(at) == "**0 right**, 2 wrong"
    at.button(key="change_feedback").click().run()
    assert answer(at).startswith("7 | ")
    assert score(at) == "**0 right**, 1 wrong"


def test_a_digit_that_was_added_to_a_page_is_none_beside_all_ink_as_one_digit() -> None:
    at = upload(open_loaded_app(), ("a.png", seventy_three()))
    at.button(key="selected_found_1").click().run()
    at.button(key="drop").click().run()
    at.button(key="add_missed").click().run()
    box_around(at, 0.1, 0.5, 0.9, 0.99)
    at.button(key="add_guess").click().run()
    assert len(cards(at)) == 2
    what_it_shows(at).set_value("One digit").run()
    assert not cards(at)
    assert "2 digits" not in answer(at)
    what_it_shows(at).set_value("A page").run()
    assert answer(at).startswith("73 | 2 digits: 1 added by you")


def test_a_missed_digit_of_a_drawn_number_is_what_the_visitor_says() -> None:
    at = open_loaded_app()
    at.segmented_control(key="draw_mode").set_value("A number").run()
    seven, three = strokes_of("7", (60, 60, 220, 200)), strokes_of("3", (60, 560, 220, 700))
    draw(at, draw_strokes([*seven, *three], (280, 828)), key="number_canvas")
    at.button(key="selected_drawn_0").click().run()
    at.button(key="drop").click().run()
    at.button(key="add_missed").click().run()
    box_around(at, 0.1, 0.01, 0.9, 0.3)
    at.get_by_key("added_truth").set_value("1").run()
    assert answer(at).startswith("1 3 | 2 digits: 1 added by you, 1 removed by you")
    draw(at, draw_strokes([*seven, *three, [(20, 400), (260, 400)]], (280, 828)), strokes=3, key="number_canvas")
    assert answer(at).startswith("113")  # with the drawing, the digit stays


@pytest.mark.parametrize(
    ("shares", "sentence"),
    [((0.1, 0.01, 0.9, 0.5), "There is a digit already."), ((0.9, 0.01, 0.99, 0.1), "Nothing stands out in this box.")],
)
def test_a_box_to_which_no_digit_can_be_added(shares: tuple[float, ...], sentence: str) -> None:
    at = upload(open_loaded_app(), ("a.png", seventy_three()))
    at.button(key="add_missed").click().run()
    assert not at.warning
    box_around(at, *shares)
    assert at.warning[0].value.startswith(sentence)
    at.button(key="cancel_adding").click().run()
    assert not at.warning
    assert answer(at).startswith("73 | 2 digits, all sure")


def test_a_digit_is_added_to_the_picture_in_which_it_is_asked_for() -> None:
    at = upload(open_loaded_app(), ("a.png", seventy_three()))
    at.button(key="add_missed").click().run()
    at.button(key="cancel_adding")
    at.segmented_control(key="input").set_value("Examples").run()
    assert at.button(key="add_missed").label == "Add a missed digit"


def test_a_correction_changes_the_table_of_several_files() -> None:
    at = upload(open_loaded_app(), ("a.png", seventy_three()), ("b.png", to_png(draw_digit("3"))))
    assert at.dataframe[0].value["reading"].tolist() == ["73", "3"]
    at.session_state["files"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    at.run()
    at.button(key="selected_found_0").click().run()
    at.get_by_key("truth").set_value("1").run()
    table = at.dataframe[0].value
    assert table["reading"].tolist() == ["13", "3"]
    assert table["note"].tolist() == ["1 corrected by you.", ""]
    assert answer(at).startswith("13 | ")


def draw_rows(rows: int, cols: int) -> npt.NDArray[np.uint8]:
    """Rows of sevens, each with a gap around it."""
    places = [(50 + 200 * row, 50 + 160 * col) for row in range(rows) for col in range(cols)]
    strokes = [stroke for top, left in places for stroke in strokes_of("7", (top, left, top + 120, left + 90))]
    return draw_strokes(strokes, (200 * rows + 50, 160 * cols + 50), pen_width=14)


def cards(at: AppTest) -> list[int]:
    """The numbers of the digits that have a card."""
    keys = [button.key for button in at.button if button.key and button.key.startswith("selected_found_")]
    return [int(key.removeprefix("selected_found_")) for key in keys]


def test_more_digits_than_cards_on_a_page() -> None:
    at = upload(open_loaded_app(), ("sevens.png", to_png(draw_rows(3, 9))))
    assert answer(at).startswith("777777777\n777777777\n777777777 | 27 digits in 3 rows")
    assert selected_cards(at)  # whichever is the least sure: its page is the first to be shown
    at.get("pagination")[0].set_value(1).run()
    assert cards(at) == list(range(24))
    at.get("pagination")[0].set_value(2).run()
    assert cards(at) == [24, 25, 26]
    at.button(key="selected_found_25").click().run()
    assert not at.exception
    assert cards(at) == [24, 25, 26]
    assert at.header[0].value.startswith("Digit 26 of 27: 7")


def test_another_file_begins_with_the_page_of_its_least_sure_digit() -> None:
    at = upload(open_loaded_app(), ("s.png", to_png(draw_rows(3, 9))), ("t.png", to_png(draw_rows(4, 7))))
    for number in (0, 1, 0):
        click_row(at, number)
        assert len(selected_cards(at)) == 1
        other = 2 if 0 in cards(at) else 1
        at.get("pagination")[0].set_value(other).run()
        assert not selected_cards(at)


def test_an_uploaded_file_is_hashed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[bytes] = []

    def sha256(data: bytes) -> Any:
        hashed.append(data)
        return hashlib.sha256(data)

    monkeypatch.setattr("mnist_app.ui.recognize.picture_file.sha256", sha256)
    png = to_png(draw_digit("7"))
    at = upload(open_loaded_app(), ("seven.png", png))
    at.select_slider[0].set_value("High").run()
    assert answer(at).startswith("7")
    assert hashed == [png]


def test_a_picture_is_turned_by_hand_and_remembers_it() -> None:
    number = draw_strokes([*strokes_of("7", (50, 30, 230, 130)), *strokes_of("4", (50, 160, 230, 260))])
    at = upload(open_loaded_app(), ("number.png", to_png(number)))
    assert answer(at).startswith("74")
    assert not [caption for caption in at.caption if "Turned" in caption.value]
    at.button(key="turn_left").click().run()
    assert not answer(at).startswith("74")
    assert "Turned left" in [caption.value for caption in at.caption]
    at.button(key="turn_right").click().run()
    assert answer(at).startswith("74")
    assert not [caption for caption in at.caption if "Turned" in caption.value]


def test_a_picture_in_doubt_is_said_to_lie_wrongly_until_it_is_turned() -> None:
    """Two digits on their heads, of which one looks like a digit, are too little to turn it without being asked."""
    number = draw_strokes([*strokes_of("2", (50, 30, 230, 130)), *strokes_of("4", (50, 160, 230, 260))])
    hint = "Most of it is in doubt. If it lies on its side or upside down, turn it under Adjust."
    at = upload(open_loaded_app(), ("number.png", to_png(np.rot90(number, 2))))
    assert hint in [caption.value for caption in at.caption]
    for _ in range(2):
        at.button(key="turn_right").click().run()
    assert answer(at).startswith("24")
    at.button(key="turn_right").click().run()
    assert not answer(at).startswith("24")
    assert hint not in [caption.value for caption in at.caption]


def test_readings_not_shown_for_long_are_forgotten_and_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mnist_app.ui.recognize.photo_panel.KEPT_READINGS", 2)
    at = upload(open_loaded_app(), ("seven.png", to_png(draw_digit("7"))))
    steps = [("High", [1.0, 1.4]), ("Highest", [1.4, 2.0]), ("High", [2.0, 1.4]), ("Normal", [1.4, 1.0])]
    for sensitivity, kept in steps:
        at.select_slider[0].set_value(sensitivity).run()
        assert answer(at).startswith("7")
        assert [options.sensitivity for *_, options in at.session_state[READINGS.key]] == kept


def open_file(at: AppTest, number: int) -> AppTest:
    """Open one of several files by its row of the table."""
    at.session_state["files"] = {"selection": {"rows": [number], "columns": [], "cells": []}}
    return at.run()


def test_what_is_chosen_for_a_picture_holds_for_it_alone_and_in_the_table() -> None:
    at = upload(open_loaded_app(), ("a.png", seventy_three()), ("b.png", to_png(draw_digit("3"))))
    open_file(at, 0)
    at.select_slider[0].set_value("Highest").run()
    ink = next(choice for choice in at.segmented_control if choice.label == "Ink")
    ink.set_value("dark").run()  # of which there is none, as the paper is black
    assert answer(at).startswith("That doesn't look like a digit")
    assert at.dataframe[0].value["reading"].tolist() == ["?", "3"]
    open_file(at, 1)
    assert at.dataframe[0].value["reading"].tolist() == ["?", "3"]
    assert answer(at).startswith("3")
    assert at.select_slider[0].value == "Normal"
    at.segmented_control(key="input").set_value("Examples").run()
    assert at.select_slider[0].value == "Normal"
    at.switch_page("mnist_app/ui/explore/explore_page.py").run()
    at.switch_page("mnist_app/ui/recognize/recognize_page.py").run()
    at.segmented_control(key="input").set_value("Upload").run()
    open_file(at, 0)
    assert at.select_slider[0].value == "Highest"
    assert at.dataframe[0].value["reading"].tolist() == ["?", "3"]
    assert not at.exception


def test_a_network_that_was_replaced_meanwhile_is_said_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RunError("This network is not the one that its run describes.")

    with monkeypatch.context() as patch:
        patch.setattr("mnist_app.ui.recognize.photo_panel.read_file", fail)
        at = upload(open_loaded_app(), ("seven.png", to_png(draw_digit("7"))))
        assert not at.exception
        assert "This network is not the one" in answer(at)
    assert answer(at.run()).startswith("7 | ")


def test_camera() -> None:
    at = open_loaded_app()
    assert not at.camera_input
    at.segmented_control(key="input").set_value("Camera").run()
    assert "https" in at.caption[1].value
    at.camera_input(key="camera").upload("photo.jpg", to_png(draw_digit("5"))).run()
    assert answer(at).startswith("5")


def test_upload_survives_a_visit_to_the_other_page() -> None:
    at = upload(open_loaded_app(), ("seven.png", to_png(draw_digit("7"))))
    at.switch_page("mnist_app/ui/explore/explore_page.py").run()
    at.switch_page("mnist_app/ui/recognize/recognize_page.py").run()
    assert answer(at).startswith("7")


def go_and_come_back(at: AppTest, chosen: str) -> AppTest:
    """Draw, and come back to another input, whose widget is then empty."""
    for name in ("Draw", chosen):
        at.segmented_control(key="input").set_value(name).run()
    return at


def removing(at: AppTest) -> dict[str, Any]:
    """The buttons that remove files, by their labels."""
    return {button.label: button for button in at.button if (button.key or "").startswith("remove_")}


def test_an_upload_that_outlasts_its_widget_is_removed_by_name_and_the_next_file_joins_it() -> None:
    seven, three = to_png(draw_digit("7")), to_png(draw_digit("3"))
    at = upload(open_loaded_app(), ("*a*.png", seven), (f"{'b' * 60}.png", three))
    assert removing(at) == {}, "the uploader shows them itself"
    open_file(go_and_come_back(at, "Upload"), 1)
    assert answer(at).startswith("3")
    assert at.file_uploader(key="upload").value == []
    names = [r"\*a\*\.png", "bbbbbbbbbbbbbbbbbb…bbbbb\\.png"]
    assert list(removing(at)) == [*names, "Remove all"]
    at.file_uploader(key="upload").upload("c.png", to_png(draw_digit("4"))).run()
    assert at.dataframe[0].value["reading"].tolist() == ["7", "3", "4"]
    assert answer(at).startswith("3"), "what was open stays open"
    assert list(removing(at)) == [*names, "Remove all"]
    assert at.get_by_key("opened_file").header
    removing(at)[names[0]].click().run()
    assert at.dataframe[0].value["reading"].tolist() == ["3", "4"]
    assert not at.get_by_key("opened_file").header, "nothing is open"
    removing(at)[names[1]].click().run()
    assert answer(at).startswith("4")
    assert removing(at) == {}
    assert not at.exception


def test_files_that_join_count_with_those_before(monkeypatch: pytest.MonkeyPatch) -> None:
    good = to_png(draw_digit("7"))
    monkeypatch.setattr(files_panel, "MAX_KEPT", 3 * len(good))
    at = go_and_come_back(upload(open_loaded_app(), ("a.png", good), ("b.png", good)), "Upload")
    for name in ("c.png", "d.png", "e.png"):
        at.file_uploader(key="upload").upload(name, good)
    at.run()
    assert at.dataframe[0].value["file"].tolist() == ["a.png", "b.png", "c.png"]
    assert at.warning[0].value == "These are 5 files; the first 3 are read. Upload the others after them."
    go_and_come_back(at, "Upload")
    assert at.dataframe[0].value["file"].tolist() == ["a.png", "b.png", "c.png"]
    assert at.warning[0].value.startswith("These are 5 files; the first 3 are read.")
    at.file_uploader(key="upload").upload("d.png", good).run()
    assert at.warning[0].value.startswith("These are 4 files; the first 3 are read.")
    removing(at)["Remove all"].click().run()
    assert [warning.value for warning in at.warning] == [
        "There was no room for what you uploaded last. Upload it again."
    ]
    go_and_come_back(at, "Upload")
    assert not at.warning
    upload(at, ("d.png", good))
    assert not at.warning
    assert answer(at).startswith("7")


def test_nothing_is_left_out_any_more_once_all_is_removed() -> None:
    good = to_png(draw_digit("7"))
    at = upload(open_loaded_app(), *[(f"{number}.png", good) for number in range(22)])
    assert "the first 20 are read" in go_and_come_back(at, "Upload").warning[0].value
    removing(at)["Remove all"].click().run()
    assert not at.warning
    assert removing(at) == {}


def test_a_photo_that_outlasts_its_widget_is_removed_and_replaced() -> None:
    at = open_loaded_app()
    at.segmented_control(key="input").set_value("Camera").run()
    at.camera_input(key="camera").upload("photo.jpg", to_png(draw_digit("5"))).run()
    assert removing(at) == {}, "the camera shows it itself"
    go_and_come_back(at, "Camera")
    assert answer(at).startswith("5")
    assert list(removing(at)) == ["Remove the photo"]
    at.camera_input(key="camera").upload("photo.jpg", to_png(draw_digit("3"))).run()
    assert answer(at).startswith("3")
    assert removing(at) == {}
    removing(go_and_come_back(at, "Camera"))["Remove the photo"].click().run()
    assert removing(at) == {}
    assert not at.image
    assert not at.exception


def test_feedback_is_counted_and_can_be_changed() -> None:
    at = draw(open_loaded_app(), draw_digit("7"))
    at.button(key="right").click().run()
    assert any("**1 right**, 0 wrong" in caption.value for caption in at.caption)
    at.button(key="change_feedback").click().run()
    assert not any("You judged" in caption.value for caption in at.caption)
    at.get_by_key("truth").set_value("1").run()
    assert any("**0 right**, 1 wrong" in caption.value for caption in at.caption)


def flagged_one(number: int) -> npt.NDArray[np.uint8]:
    """A 1 with so long a flag that it is read as 7, though not surely; each number is drawn a little otherwise."""
    height, width, left = 180 - 2 * number, 160 - 3 * number, 60 + 3 * number
    corners = [(0.3, 0.2), (0.0, 0.7), (1.0, 0.6)]
    return draw_strokes([[(50 + row * height, left + col * width) for row, col in corners]])


def test_digits_like_those_that_were_corrected_are_read_like_them_from_the_fifth_on() -> None:
    at = open_loaded_app()
    answers = []
    for number in range(6):
        draw(at, flagged_one(number), strokes=number + 1)
        answers.append(answer(at))
        if number < 5:
            at.get_by_key("truth").set_value("1").run()
    assert all(each.startswith("7, but could be 1") for each in answers[:5])
    assert answers[5].startswith(
        "1, but could be 7 | Read as 1 because it looks like the 1 you corrected. The network read 7 ("
    )
    at.button(key="right").click().run()
    assert answer(at).startswith("1 | Confirmed by you. The network read 7")
    assert score(at) == "**1 right**, 5 wrong"
    draw(at, draw_digit("7"), strokes=7)
    assert answer(at).startswith("7 | 99"), "no other digit is touched"
    draw(at, flagged_one(0), strokes=8)
    at.button(key="change_feedback").click().run()
    assert answer(at).startswith("1, but could be 7 | Read as 1"), "five others are still judged"
    draw(at, flagged_one(1), strokes=9)
    at.button(key="change_feedback").click().run()
    assert answer(at).startswith("7, but could be 1"), "only four are left"


def test_digits_of_a_file_that_look_like_corrected_ones_are_read_like_them() -> None:
    at = upload(open_loaded_app(), *((f"{number}.png", to_png(flagged_one(number))) for number in range(6)))
    assert at.dataframe[0].value["reading"].tolist() == ["7"] * 6
    for row in range(5):
        at.session_state["files"] = {"selection": {"rows": [row], "columns": [], "cells": []}}
        at.run()
        at.get_by_key("truth").set_value("1").run()
    assert at.dataframe[0].value["reading"].tolist() == ["1"] * 6
    assert not at.exception


def choose_network(at: AppTest, run: str) -> None:
    """Choose a network to read with and wait until it is loaded."""
    at.session_state["is_painted"] = {"painted": True}
    at.selectbox(key="read_with").set_value(run).run()
    deadline = time.monotonic() + LOAD_SECONDS
    while "Loading the network" in answer(at) and time.monotonic() < deadline:
        time.sleep(0.05)
        at.run()


def test_networks_that_were_trained_here_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for source, name in ((DEFAULT_RUN, DEFAULT_RUN), ("three_conv", "mine"), ("three_conv", "three_conv")):
        shutil.copytree(models_dir() / source, tmp_path / name)
    at = open_loaded_app()
    assert not any(box.key == "read_with" for box in at.selectbox), "there is none of the visitor's own"
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path))
    at = draw(open_loaded_app(), draw_digit("7"))
    box = at.selectbox(key="read_with")
    assert (box.value, box.options) == (DEFAULT_RUN, ["digit_net (the app's)", "mine (yours)"])
    first = answer(at)
    choose_network(at, "mine")
    assert not at.exception
    assert answer(at).startswith("7 | ")
    assert answer(at) != first
    shutil.rmtree(tmp_path / "mine")
    at.run()
    assert answer(at) == first


def test_a_network_that_is_trained_again_reads_also_what_was_read_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(models_dir() / DEFAULT_RUN, tmp_path / DEFAULT_RUN)
    shutil.copytree(models_dir() / "three_conv", tmp_path / "other")
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path))
    at = upload(open_loaded_app(), ("seven.png", to_png(draw_digit("7"))))
    first = answer(at)
    assert first.startswith("7 | ")
    (tmp_path / DEFAULT_RUN).rename(tmp_path / "before")
    at.run()
    assert answer(at) == first, "there is none for a moment"
    (tmp_path / "other").rename(tmp_path / DEFAULT_RUN)
    deadline = time.monotonic() + LOAD_SECONDS
    while answer(at.run()) == first and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not at.exception
    assert answer(at) != first
    assert answer(at).startswith("7 | ")


def test_errors_like_a_digit_are_those_of_its_network_alone() -> None:
    at = draw(open_loaded_app(), draw_digit("7"))
    for key, value in {"true": 5, "outcome": "unsure", "view": "Training", "run": "three_conv", "from": 99.5}.items():
        at.session_state[key] = value  # as an earlier visit leaves it
    at.button(key="errors_like_this").click().run()
    assert not at.exception
    chosen = {key: at.selectbox(key=key).value for key in ("run", "true", "pred", "outcome")}
    assert chosen == {"run": DEFAULT_RUN, "true": None, "pred": 7, "outcome": "wrong"}
    assert at.number_input(key="from").value is None


def test_ones_own_network_leads_to_its_own_errors_and_is_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for source, name in ((DEFAULT_RUN, DEFAULT_RUN), ("three_conv", "mine")):
        shutil.copytree(models_dir() / source, tmp_path / name)
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path))
    at = draw(open_loaded_app(), draw_digit("7"))
    choose_network(at, "mine")
    at.button(key="errors_like_this").click().run()
    assert not at.exception
    assert (at.selectbox(key="run").value, at.selectbox(key="pred").value) == ("mine", 7)
    at.switch_page("mnist_app/ui/recognize/recognize_page.py").run()
    at.get_by_key("truth").set_value("1").run()
    at.button(key="compare_networks").click().run()
    assert not at.exception
    assert (at.selectbox(key="run").value, at.selectbox(key="with").value) == ("mine", DEFAULT_RUN)


def test_a_correction_leads_to_a_comparison_of_networks() -> None:
    at = draw(open_loaded_app(), draw_digit("7"))
    at.button(key="right").click().run()
    assert not any(button.key == "compare_networks" for button in at.button), "nothing was corrected"
    at.button(key="change_feedback").click().run()
    at.get_by_key("truth").set_value("1").run()
    at.session_state["run"] = "three_conv"  # as an earlier visit leaves it
    at.button(key="compare_networks").click().run()
    assert not at.exception
    assert at.segmented_control(key="view").value == "Compare"
    assert at.selectbox(key="run").value == DEFAULT_RUN


def test_digit_sent_from_the_explore_page_is_read() -> None:
    at = open_loaded_app()
    at.session_state["tried_image"] = TriedDigit(MNIST_LIKE_SEVEN, "Test digit 2130", {"i": ["2130"], "true": ["4"]})
    at.run()
    assert not at.exception
    assert at.button(key="back_to_explore").label == "Back to test digit 2130"
    assert answer(at).startswith("7")
    at.segmented_control(key="input").set_value("Draw").run()
    assert answer(at).startswith("Nothing drawn yet")
    at.session_state["tried_image"] = TriedDigit(MNIST_LIKE_SEVEN, "Test digit 18")
    at.run()
    assert at.segmented_control(key="input").value == "Test digit 18"


def test_back_from_a_digit_that_is_tried_leads_to_the_same_sample() -> None:
    at = AppTest.from_file(APP, default_timeout=LOAD_SECONDS)
    at.session_state["tried_image"] = TriedDigit(MNIST_LIKE_SEVEN, "Test digit 2130", {"i": ["2130"], "true": ["4"]})
    at.run()
    at.button(key="back_to_explore").click().run()
    assert not at.exception
    assert (at.query_params["i"], at.selectbox(key="true").value) == ("2130", 4)
    at.switch_page("mnist_app/ui/recognize/recognize_page.py").run()
    assert at.segmented_control(key="input").value == "Draw"
    assert "Test digit 2130" in at.segmented_control(key="input").options


@pytest.mark.parametrize(("run", "is_said"), [([], False), ([DEFAULT_RUN], False), (["resnet"], True)])
def test_a_digit_that_another_network_misread_says_which_reads_now(run: list[str], is_said: bool) -> None:
    at = AppTest.from_file(APP, default_timeout=LOAD_SECONDS)
    at.session_state["tried_image"] = TriedDigit(MNIST_LIKE_SEVEN, "Test digit 2130", {"run": run} if run else {})
    at.run()
    said = [caption.value for caption in at.caption if caption.value.startswith("Read by `digit_net` here")]
    assert bool(said) == is_said


def test_no_model_says_how_to_make_it_and_recovers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_dir = models_dir() / DEFAULT_RUN
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path))
    monkeypatch.setattr("mnist_app.ui.loading.RETRY_SECONDS", 0.0)
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
    model = run_dir / f"model.{choose_engine()}"
    model.write_bytes(model.read_bytes()[:-1])
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path))
    at = open_loaded_app()
    assert not at.exception
    assert "SHA-256" in answer(at)
    assert at.button(key="clear")


def test_why_costs_nothing_until_it_is_opened_and_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    explained: list[str] = []
    explain = Recognizer.explain

    def counted(recognizer: Recognizer, digit: Digit) -> Explanation:
        explained.append(digit.id)
        return explain(recognizer, digit)

    monkeypatch.setattr(Recognizer, "explain", counted)
    at = draw(open_loaded_app(), draw_digit("7"))
    assert explained == []
    at.session_state["why"] = True  # as when the panel is opened
    at.run()
    assert not at.exception
    panel = next(panel for panel in at.expander if panel.label == "Why?")
    said = [text.value for text in panel.markdown]
    assert "speaks for 7" in said[0] or "it still reads 7" in said[0]
    assert "**stays 7 in 2" in said[1]
    assert "Training digits labeled 7" in [text.value for text in panel.caption]
    at.run()
    assert len(explained) == 1


def test_why_of_a_scribble_says_what_speaks_against_a_digit() -> None:
    at = draw(open_loaded_app(), draw_strokes([[(140, 140), (140, 141)]], pen_width=8))
    at.session_state["why"] = True
    at.run()
    panel = next(panel for panel in at.expander if panel.label == "Why?")
    assert "against a digit" in panel.markdown[0].value


def open_sent(code: str) -> AppTest:
    """Open the link that holds a drawing; the network need not be there yet."""
    at = AppTest.from_file(APP, default_timeout=LOAD_SECONDS)
    at.query_params["d"] = code
    return at.run()


def open_with_five(beside: str) -> AppTest:
    """Open the link of a 5 that is drawn as one digit, with a 3 or a minus before it."""
    strokes = strokes_of("3", (60, 40, 220, 120)) if beside == "3" else [[(140.0, 50.0), (140.0, 110.0)]]
    lines = [*strokes, *strokes_of("5", (60, 160, 220, 240))]
    pens = tuple(PenStroke(np.array(line, np.float32), 20) for line in lines)
    open_loaded_app()
    return open_sent(encode(PenDrawing(pens, (280, 280), is_number=False)))


@pytest.mark.parametrize(
    ("beside", "said", "number"),
    [("3", "That doesn't look like a digit | It may be several digits.", "35"), ("-", "5, but not sure | ", "?5")],
)
def test_a_digit_with_something_beside_it_goes_on_as_a_number(beside: str, said: str, number: str) -> None:
    at = open_with_five(beside)
    assert answer(at).startswith(said)
    at.button(key="as_number").click().run()
    assert not at.exception
    assert at.segmented_control(key="draw_mode").value == "A number"
    assert answer(at).startswith(number)
    assert not any(button.key == "as_number" for button in at.button)


def test_what_is_not_told_is_not_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    at = open_with_five("-")
    assert any(button.key == "right" for button in at.button)
    monkeypatch.setattr("mnist_app.text.reading.LEAST_CONFIDENCE_TO_NAME", 1.1)
    at.run()
    assert answer(at).startswith("I can't tell")
    assert not any(button.key == "right" for button in at.button)
    at.get_by_key("truth").set_value("5").run()
    assert answer(at).startswith("5 | Confirmed by you.")


@pytest.mark.parametrize(("mode", "key"), [("One digit", "drawing"), ("A number", "number_drawing")])
def test_sent_drawing_is_on_its_canvas(mode: str, key: str) -> None:
    strokes = tuple(PenStroke(np.array(s, np.float32), 20) for s in strokes_of("7", (50, 60, 230, 220)))
    at = open_sent(encode(PenDrawing(strokes, (280, 280), is_number=mode == "A number")))
    assert not at.exception
    assert at.session_state["draw_mode"] == mode
    assert len(at.session_state[key].strokes) == len(strokes)
    assert at.session_state[key].rgba.max() == 255
    at.get_by_key("clear").click().run()
    assert at.session_state[key].rgba is None  # the link is opened once, not at every run


def test_who_comes_back_to_a_sent_drawing_stays_at_what_was_chosen_since(monkeypatch: pytest.MonkeyPatch) -> None:
    seven = tuple(PenStroke(np.array(s, np.float32), 20) for s in strokes_of("7", (50, 60, 230, 220)))
    code = encode(PenDrawing(seven, (280, 280), is_number=False))
    for is_lost, chosen in ((False, "Draw"), (True, "Upload")):
        monkeypatch.setattr("mnist_app.ui.lost_session._replaced_session", lambda _, lost=is_lost: lost)
        at = AppTest.from_file(APP, default_timeout=LOAD_SECONDS)
        at.query_params["d"] = code
        at.session_state["input"] = "Upload"
        at.run()
        assert not at.exception
        assert at.session_state["input"] == chosen
        assert at.session_state["drawing"].strokes


@pytest.mark.parametrize("code", ["", "x", "A" * 5000])
def test_damaged_link_opens_the_empty_page_with_a_sentence(code: str) -> None:
    at = open_sent(code)
    assert not at.exception
    assert at.session_state["drawing"].strokes == []
    assert next(warning.value for warning in at.warning).startswith("This link's drawing")
