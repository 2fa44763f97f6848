"""Drawing a digit or a number, and reading it."""

import time
from collections.abc import Callable

import streamlit as st

from mnist_app.errors import ImageError
from mnist_app.reading.result import Reading
from mnist_app.reading.verdicts import SEVERAL, SIGN_BESIDE
from mnist_app.text import reading as wording
from mnist_app.text import recognizing as words
from mnist_app.text.read_picture import ReadPicture
from mnist_app.ui.bring_into_view import bring_into_view
from mnist_app.ui.recognize.canvas import THE_ERASER, Tool, show_canvas, take_over_reported, window_width
from mnist_app.ui.recognize.card_button import offer_card
from mnist_app.ui.recognize.drawing import Drawing
from mnist_app.ui.recognize.missed_digit import add_missed, is_adding, offer_to_add
from mnist_app.ui.recognize.own_hand import read_by_hand
from mnist_app.ui.recognize.read_inputs import read_drawing
from mnist_app.ui.recognize.reading_view import (
    bring_back_removed,
    judge_selected,
    select_digit,
    show_answer,
    show_digit,
    show_digit_of_number,
    show_message,
)
from mnist_app.ui.recognize.sent_drawing import offer_as_number, offer_link
from mnist_app.ui.recognize.waiting import ready_recognizer
from mnist_app.ui.recognize.why_panel import show_why
from mnist_app.ui.state import DRAW_MODE, DRAWING, FEEDBACK, NUMBER_DRAWING, PEN_WIDTH, SELECTED_DRAWN, TOOL

DIGIT_CANVAS, NUMBER_CANVAS = "canvas", "number_canvas"  # keys
CANVAS_HEIGHT = 280  # CSS pixels
CANVAS_WIDTHS = (280, 828)  # the narrower one fits a phone 320 wide, the wider one the page
PAGE_MARGIN = 32  # CSS pixels that Streamlit leaves at both sides of a narrow page, together
SHORTCUTS_WIDTH = 320  # CSS pixels, or that of a wider canvas
HINT_WIDTH = 128  # CSS pixels: beside pen and eraser
PEN_WIDTHS = (8, 36, 20)  # canvas pixels: thinnest, thickest, default
# Streamlit's server sends every 10 ms, one message a turn, and each turn waits for Python's lock: without this rest the
# answer would wait for pictures and bars that nobody looks at before it.
SEND_SECONDS = 0.015

# Streamlit writes a shortcut beside its button's label, which leaves no room for three buttons in a row under the
# canvas; a tooltip instead would put each button into the page twice. They are those of every drawing program. Only
# buttons have shortcuts, so that of pen and eraser has one that is not seen. With a letter alone, what is said to a
# computer that takes dictation would switch them (WCAG 2.2, 2.1.4).
_EDIT_STYLE = """<style>
.st-key-edit_drawing kbd, .st-key-other_tool { display: none; }
@media (hover: none) { [data-testid="stLayoutWrapper"]:has(> .st-key-shortcuts) { display: none; } }
</style>"""


def draw_and_read() -> None:
    """Show the canvas and what is read on it."""
    mode = st.segmented_control(
        words.WHAT_TO_DRAW,
        [words.ONE_DIGIT, words.A_NUMBER],
        default=words.ONE_DIGIT,
        required=True,
        key=DRAW_MODE.key,
        persist_state="session",
        label_visibility="collapsed",
    )
    # Of a canvas that has just been left, what was drawn last is reported together with the choice of the other one.
    if mode == words.A_NUMBER:
        _take_over_reported(DRAWING.get(), DIGIT_CANVAS)
        _draw_number()
    else:
        _take_over_reported(NUMBER_DRAWING.get(), NUMBER_CANVAS)
        _draw_digit()


def _draw_digit() -> None:
    drawing = DRAWING.get()
    canvas_side, result_side = st.columns([2, 3], gap="medium")
    with canvas_side:
        _show_canvas(drawing, DIGIT_CANVAS, CANVAS_WIDTHS[0])
    with result_side:
        picture = _show_answer(drawing, words.DRAW_A_DIGIT, single=True)
        if picture and picture.reading.digits:
            if drawing.strokes and picture.reading.digits[0].reason in (SEVERAL, SIGN_BESIDE):
                offer_as_number(drawing, picture.source_shape)
            show_digit(picture, picture.reading.digits[0], is_removable=False)
            show_why(picture.reading.digits[0])
        if picture:
            _offer_actions(drawing, picture, is_number=False)


def _draw_number() -> None:
    drawing = NUMBER_DRAWING.get()
    narrow, wide = CANVAS_WIDTHS
    width = max(narrow, min(wide, window_width(wide) - PAGE_MARGIN))
    drawing.fit(width)
    _show_canvas(drawing, NUMBER_CANVAS, width)
    picture = _show_answer(drawing, words.DRAW_A_NUMBER, single=False)
    if not picture:
        return
    _offer_actions(drawing, picture, is_number=True)
    reading = picture.reading
    bring_back_removed(reading)
    adds = is_adding(picture)
    with st.container(key="adding", gap="small"):
        if adds:
            add_missed(picture, SELECTED_DRAWN)
        bring_into_view("adding", int(adds))
    if len(reading.digits) == 1:
        show_digit(picture, reading.digits[0])
        show_why(reading.digits[0])
    elif reading.digits:
        selected = select_digit(reading, SELECTED_DRAWN)
        judge_selected(reading, selected, SELECTED_DRAWN)
        show_digit_of_number(picture, selected)
        show_why(reading.digits[selected])


def _offer_actions(drawing: Drawing, picture: ReadPicture, is_number: bool) -> None:
    """Offer what can be done with what is drawn; a canvas that was cleared still has pixels."""
    if not drawing.strokes:
        return
    with st.container(horizontal=True, gap="small"):
        offer_link(drawing, *picture.source_shape, is_number)
        offer_card(picture, has_boxes=False)
        if is_number:
            offer_to_add(picture)


def _show_canvas(drawing: Drawing, key: str, width: int) -> None:
    narrow, wide = CANVAS_WIDTHS

    def edit(change: Callable[[], None]) -> None:
        """Change all that is drawn, and not only what the page has heard of before the click."""
        _take_over_reported(drawing, key)
        change()

    def clear() -> None:
        drawing.clear()
        TOOL.set(words.PEN)  # there is nothing to erase

    show_canvas(drawing, key, width, CANVAS_HEIGHT, _tool(), max_width=wide)
    st.html(_EDIT_STYLE)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(key="edit_drawing", horizontal=True, gap="xsmall", width=narrow):
            st.button(words.UNDO, key="undo", on_click=edit, args=(drawing.undo,), width="stretch", shortcut="Mod+Z")
            st.button(words.REDO, key="redo", on_click=edit, args=(drawing.redo,), width="stretch", shortcut="Mod+Y")
            st.button(words.CLEAR, key="clear", on_click=edit, args=(clear,), width="stretch", shortcut="Delete")
        # One line, so that the answer is in sight on a phone.
        with st.container(key="tools", horizontal=True, vertical_alignment="center", width=narrow):
            _choose_tool()
        with st.container(key="shortcuts", width=max(SHORTCUTS_WIDTH, width)):
            st.caption(words.SHORTCUTS)


def _take_over_reported(drawing: Drawing, key: str) -> None:
    take_over_reported(drawing, key, CANVAS_HEIGHT, max_width=CANVAS_WIDTHS[-1])


def _tool() -> Tool:
    """What was chosen below the canvas, which this run has not shown yet."""
    if _is_erasing():
        return THE_ERASER
    return Tool(PEN_WIDTH.value if PEN_WIDTH.has_value else PEN_WIDTHS[-1])


def _is_erasing() -> bool:
    return TOOL.has_value and TOOL.value == words.ERASER


def _choose_tool() -> None:
    st.button(words.OTHER_TOOL, key="other_tool", on_click=_take_other_tool, shortcut="Mod+E")
    tool = st.segmented_control(
        words.DRAW_WITH,
        [words.PEN, words.ERASER],
        default=words.PEN,
        required=True,
        key=TOOL.key,
        persist_state="session",
        label_visibility="collapsed",
    )
    if tool == words.ERASER:
        st.caption(words.ERASER_HINT, width=HINT_WIDTH)
        return
    thinnest, thickest, default = PEN_WIDTHS
    st.slider(
        words.PEN_WIDTH,
        thinnest,
        thickest,
        default,
        key=PEN_WIDTH.key,
        persist_state="session",
        label_visibility="collapsed",
    )


def _take_other_tool() -> None:
    TOOL.set(words.PEN if _is_erasing() else words.ERASER)


def _show_answer(drawing: Drawing, hint: str, single: bool) -> ReadPicture | None:
    """Show the answer to a drawing, or why there is none yet; None in that case."""
    with st.container(key="answer", gap="xsmall"):
        recognizer = ready_recognizer()
        if recognizer is None:
            return None
        if drawing.rgba is None:
            show_answer(Reading(), wording.NOTHING_DRAWN, hint)
            return None
        try:
            picture = read_drawing(recognizer, words.YOUR_DRAWING, drawing.rgba, single)
        except ImageError:  # its sentence speaks of a page that is to be cropped
            show_message(words.TOO_MUCH_DRAWN, words.TOO_MUCH_DRAWN_HINT)
            return None
        feedback = FEEDBACK.get()
        picture = picture.corrected(feedback.truths, read_by_hand(recognizer, picture.reading))
        if not single:  # else all ink is the one digit
            picture = picture.with_missed(feedback.missed)
        show_answer(picture.reading, wording.NOTHING_DRAWN, hint)
        time.sleep(SEND_SECONDS)
        return picture
