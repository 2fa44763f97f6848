"""Adding a digit that was not found: the visitor draws a box around it, and the network says what it might be."""

import numpy as np
import streamlit as st

from mnist_app.imaging.bbox import Bbox
from mnist_app.reading.added import find_digit_at
from mnist_app.reading.feedback import TRUTHS
from mnist_app.reading.result import REMOVED
from mnist_app.text import reading as wording
from mnist_app.text import recognizing as words
from mnist_app.text.picture_urls import photo_to_url
from mnist_app.text.read_picture import ReadPicture
from mnist_app.ui.recognize.box_picker import pick_box
from mnist_app.ui.recognize.live_answer import announce_box
from mnist_app.ui.recognize.waiting import loader
from mnist_app.ui.state import ADDED_TRUTH, ADDING, FEEDBACK, Kept

SHOWN_SIDE = 1000  # pixels of the picture on which the box is drawn, at most
LONE_SIZE = 0.3  # of the picture's shorter side: how high a digit may be where none was found. A guess.
ROOM = 1.3  # a box that is tapped is so many times as large as the digits that were found; a guess
ASPECT = 0.8  # and at least so many times as wide as high


def offer_to_add(picture: ReadPicture) -> None:
    """The button that lets a digit be added, unless that is going on already."""
    if not is_adding(picture):
        st.button(
            words.ADD_MISSED, key="add_missed", icon=":material/add_box:", on_click=ADDING.set, args=(_id(picture),)
        )


def is_adding(picture: ReadPicture) -> bool:
    """Whether a digit is being added to this very picture."""
    return ADDING.get() == _id(picture)


def add_missed(picture: ReadPicture, selected: Kept[str | None]) -> None:
    """Show the picture, have a box drawn on it, and offer above it what the network reads there.

    The digit that is added becomes the one that is `selected`.
    """
    above = st.container(gap="small")  # below a high picture nobody would see it
    url = photo_to_url(picture.with_boxes(None), SHOWN_SIDE)
    shape = picture.pixels.shape[0], picture.pixels.shape[1]
    box = pick_box(url, words.BOX_BY_KEYS, _usual_size(picture), shape, f"box_{_id(picture)}")
    with above:
        st.markdown(words.DRAW_A_BOX)
        _offer_guess(picture, box, selected)
    st.button(words.CANCEL, key="cancel_adding", on_click=ADDING.set, args=(None,))


def _offer_guess(picture: ReadPicture, box: Bbox | None, selected: Kept[str | None]) -> None:
    """What the network reads in a box of `picture.pixels`, and the buttons that add it; or why there is none."""
    recognizer = loader().get()
    if box is None or recognizer is None:
        return
    digit = recognizer.read_box(picture.pixels, box)
    if digit is None:
        st.warning(words.NOTHING_IN_THE_BOX, icon=":material/search_off:")
        announce_box(words.NOTHING_IN_THE_BOX)
        return
    digit = picture.to_source(digit)
    if find_digit_at(picture.reading, digit.bbox):
        st.warning(words.FOUND_ALREADY, icon=":material/info:")
        announce_box(words.FOUND_ALREADY)
        return

    def add(truth: str) -> None:
        FEEDBACK.get().add_missed(digit, truth, picture.place(digit.bbox))
        selected.set(digit.id)
        ADDING.set(None)

    st.markdown(wording.box_text(digit))
    announce_box(wording.box_text(digit).replace("*", ""))
    is_digit = digit.verdict != "not_a_digit"
    others = [truth for truth in TRUTHS if truth != REMOVED and not (is_digit and truth == digit.answer)]
    with st.container(horizontal=True, gap="small"):
        if is_digit:
            label = words.add_as(digit.answer)
            st.button(
                label, key="add_guess", icon=":material/check:", type="primary", on_click=add, args=(digit.answer,)
            )
        st.menu_button(
            words.ADD_ANOTHER,
            others,
            key=ADDED_TRUTH.key,
            icon=":material/edit:",
            on_click=lambda: add(ADDED_TRUTH.value),
        )


def _usual_size(picture: ReadPicture) -> tuple[float, float]:
    """(height, width) of a box that a digit of this picture fits into, as shares of the picture's."""
    height, width = picture.source_shape
    boxes = [digit.bbox for digit in picture.reading.digits if not digit.is_sign]
    high = ROOM * float(np.median([box[2] - box[0] for box in boxes])) if boxes else LONE_SIZE * min(height, width)
    wide = max(ASPECT * high, ROOM * float(np.median([box[3] - box[1] for box in boxes])) if boxes else 0.0)
    return min(1.0, high / height), min(1.0, wide / width)


def _id(picture: ReadPicture) -> str:
    return picture.place((0, 0, *picture.source_shape))
