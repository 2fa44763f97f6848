"""Reading picture files: uploaded, photographed on the spot, or one of the examples."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from functools import cache
from pathlib import Path

import streamlit as st

from mnist_app.errors import CrowdedError, ImageError, RunError
from mnist_app.imaging.options import Turn, turned_further
from mnist_app.recognizer import Recognizer
from mnist_app.text import reading as wording
from mnist_app.text import recognizing as words
from mnist_app.text.file_table import FileResult
from mnist_app.text.read_picture import ReadPicture
from mnist_app.ui.bring_into_view import bring_into_view
from mnist_app.ui.examples import EXAMPLES
from mnist_app.ui.recognize.card_button import offer_card
from mnist_app.ui.recognize.files_panel import (
    offer_csv,
    select_file,
    split_files,
    step_through,
)
from mnist_app.ui.recognize.kept_files import ask_for_files, ask_for_photo
from mnist_app.ui.recognize.missed_digit import add_missed, is_adding, offer_to_add
from mnist_app.ui.recognize.own_hand import read_by_hand
from mnist_app.ui.recognize.picture_file import PictureFile
from mnist_app.ui.recognize.read_inputs import read_file
from mnist_app.ui.recognize.reading_choices import choose_options, chosen_options, is_one_digit
from mnist_app.ui.recognize.reading_view import (
    bring_back_removed,
    judge_selected,
    select_digit,
    show_answer,
    show_digit,
    show_digit_of_number,
    show_message,
    show_table,
)
from mnist_app.ui.recognize.waiting import ready_recognizer, turn_to_read
from mnist_app.ui.recognize.why_panel import show_why
from mnist_app.ui.state import (
    FEEDBACK,
    NOT_KEPT,
    READINGS,
    SELECTED_FOUND,
    TURNED_BY_HAND,
    make_room,
)

OPENED_FILE = "opened_file"  # the key of the container that holds one of several files
KEPT_READINGS = 24  # those that a session has last shown, each about 2 MB: all files of one upload, and a few more

# On a phone a picture leaves room for its answer and the buttons below it, and one that was turned takes as much
# whichever way it lies, so that the buttons that turn it stay where they are.
_PICTURE_STYLE = """<style>
@media (max-width: 640px) {
    .st-key-picture img, .st-key-turned_picture img { max-height: 45vh; object-fit: contain; }
    .st-key-turned_picture { min-height: min(45vh, 100vw); justify-content: center; }
}
</style>"""


def upload_and_read() -> None:
    """Read uploaded files, up to MAX_FILES pictures and pages of PDFs."""
    files = split_files(ask_for_files(), NOT_KEPT.get())
    if len(files) == 1:
        _read_and_show(files[0], single=None, is_alone=True)
    elif files:
        _read_and_show_many(files, is_one_digit())
    else:
        st.caption(words.UPLOAD_HINT)


def photograph_and_read() -> None:
    """Read what the visitor's camera sees."""
    st.caption(words.CAMERA_HINT)
    photo = ask_for_photo()
    if photo:
        _read_and_show(photo, single=None)


def choose_example_and_read() -> None:
    """Read one of the pictures that come with the app, each of which shows something."""
    examples = {example.title: example for example in EXAMPLES}
    title = st.pills(
        words.EXAMPLES,
        list(examples),
        default=EXAMPLES[0].title,
        required=True,
        key="example",
        persist_state="session",
        label_visibility="collapsed",
    )
    example = examples[title]
    st.markdown(example.lesson)
    _read_and_show(_example_file(example.title, example.path))


@cache
def _example_file(title: str, path: Path) -> PictureFile:
    return PictureFile(title, path.read_bytes())


def _read_and_show(file: PictureFile, single: bool | None = False, is_alone: bool = False) -> None:
    """Read one file and show everything about it, on a phone the answer at once below the picture.

    Parameters
    ----------
    file : to be read
    single : whether it shows a single digit; None lets the visitor say so
    is_alone : whether it is the only file of an upload, of which what was read can be taken home
    """
    picture_side, result_side = st.columns(2, gap="medium")
    with result_side:
        answer, actions = st.container(key="answer", gap="xsmall"), st.container(horizontal=True, gap="small")
        with actions:
            adjusting = st.empty()
        with adjusting.popover(words.ADJUST, icon=":material/tune:", key="adjust"):
            turning = st.container()
            choose_options(file.digest)
            single = is_one_digit(file.digest) if single is None else single
        with answer:
            recognizer = ready_recognizer(words.LOADING_TO_READ_HINT)
            if recognizer is None:
                return
            result = _read(recognizer, file, single, say_so=True)
            if result.picture is None:
                show_message(words.NOT_READABLE, result.error)
                if not result.is_adjustable:
                    adjusting.empty()
                return
            picture = result.picture
            show_answer(picture.reading, wording.NOTHING_FOUND, words.NOTHING_FOUND_HINT)
            if wording.is_mostly_doubtful(picture.reading) and file.digest not in TURNED_BY_HAND.get():
                st.caption(words.TURN_HINT)
        with turning:
            _turn_by_hand(file, picture.reading.turn)
        has_room = _has_room(picture, single)
        with actions:
            if has_room:
                offer_to_add(picture)
            offer_card(picture, has_boxes=True)
            if is_alone:
                offer_csv([result])
        show_table(picture.reading)
        digits, selected = picture.reading.digits, 0
        bring_back_removed(picture.reading)
        if len(digits) == 1:
            show_digit(picture, digits[0])
            show_why(digits[0])
        elif digits:
            selected = select_digit(picture.reading, SELECTED_FOUND)
            judge_selected(picture.reading, selected, SELECTED_FOUND)
    with picture_side, st.container(key="photo"):
        adds = has_room and is_adding(picture)
        if adds:
            add_missed(picture, SELECTED_FOUND)
        else:
            _show_picture(file, picture, selected)
        bring_into_view("photo", int(adds))  # on a phone the button that adds lies far below it
    if len(digits) > 1:
        show_digit_of_number(picture, selected)
        show_why(digits[selected])


def _has_room(picture: ReadPicture, single: bool) -> bool:
    """Whether a digit can be added to it: all ink of what is read as one digit is that digit."""
    return not (single and picture.reading.digits)


def _show_picture(file: PictureFile, picture: ReadPicture, selected: int) -> None:
    """The picture with its boxes, and what was done to it."""
    digits, turn = picture.reading.digits, picture.reading.turn
    st.html(_PICTURE_STYLE)
    with st.container(key="turned_picture" if file.digest in TURNED_BY_HAND.get() else "picture"):
        st.image(picture.with_boxes(selected), width="stretch", alt=words.boxes_alt(file.name))
    said = [words.TURNED[turn]] if turn else []
    said += [words.LEFT_OUT_IN_THE_PICTURE] * bool(picture.reading.left_out)
    said += [words.CORRECTED_IN_THE_PICTURE] * any(digit.is_corrected for digit in digits)
    said += [words.ADDED_IN_THE_PICTURE] * any(digit.is_added for digit in digits)
    if said:
        st.caption(", ".join(said))


def _read_and_show_many(files: list[PictureFile], single: bool) -> None:
    """Read several files into a table; one of them can be opened."""
    recognizer = ready_recognizer(words.LOADING_TO_READ_HINT)
    if recognizer is None:
        return
    results = _read_all(recognizer, files, single)
    selected = select_file(results)
    with st.container(key=OPENED_FILE):
        if selected is None:
            st.caption(words.SELECT_A_ROW)
        else:
            step_through(results, selected)
            _read_and_show(files[selected], single)
        bring_into_view(OPENED_FILE, selected)


def _read_all(recognizer: Recognizer, files: list[PictureFile], single: bool) -> list[FileResult]:
    progress = st.progress(0.0)
    results = []
    for number, file in enumerate(files):
        progress.progress(number / len(files), words.reading_file(file.name))
        results.append(_read(recognizer, file, single))
    progress.empty()
    return results


def _turn_by_hand(file: PictureFile, turn: Turn) -> None:
    """Let the visitor turn a picture that was turned so far already."""

    def turn_further(degrees: int) -> None:
        TURNED_BY_HAND.get()[file.digest] = turned_further(turn, degrees)

    with st.container(horizontal=True, gap="small"):
        st.button(words.TURN_LEFT, key="turn_left", icon=":material/rotate_left:", on_click=turn_further, args=(90,))
        st.button(
            words.TURN_RIGHT, key="turn_right", icon=":material/rotate_right:", on_click=turn_further, args=(-90,)
        )


@contextmanager
def _said(file: PictureFile) -> Iterator[None]:
    """Say that a file is being read as long as it is."""
    note = st.empty()
    note.caption(words.reading_file(file.name))
    try:
        yield
    finally:
        note.empty()


def _read(recognizer: Recognizer, file: PictureFile, single: bool, say_so: bool = False) -> FileResult:
    """Read a file as was chosen for it, or remember what was read before in this session; with the corrections.

    `say_so` is whether the visitor is told, here, while it is read.
    """
    options = replace(chosen_options(file.digest), single=single, turn=TURNED_BY_HAND.get().get(file.digest))
    readings = READINGS.get()
    reading_id = recognizer.number, file.digest, file.name, options
    if reading_id not in readings:
        make_room(readings, KEPT_READINGS)
        try:
            with _said(file) if say_so else nullcontext(), turn_to_read():
                picture = read_file(recognizer, file, options)
            readings[reading_id] = FileResult(file.name, picture)
        except ImageError as error:
            is_adjustable = isinstance(error, CrowdedError)
            readings[reading_id] = FileResult(file.name, error=str(error), is_adjustable=is_adjustable)
        except RunError as error:  # of a network that was replaced since the app began; it may be mended meanwhile
            return FileResult(file.name, error=str(error))
    readings[reading_id] = readings.pop(reading_id)  # to the end: what is shown at each run is not forgotten
    result, feedback = readings[reading_id], FEEDBACK.get()
    by_hand = read_by_hand(recognizer, result.picture.reading) if result.picture else {}
    result = result.corrected(feedback.truths, by_hand)
    return result.with_missed(feedback.missed) if result.picture and _has_room(result.picture, single) else result
