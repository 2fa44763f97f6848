"""The button that makes a picture of what was written and what was read, to be sent on."""

import streamlit as st

from mnist_app.text import recognizing as words
from mnist_app.text.answer_card import draw_card
from mnist_app.text.read_picture import ReadPicture


def offer_card(picture: ReadPicture, has_boxes: bool) -> None:
    """Offer the card of a picture in which something was read; it is drawn once it is asked for.

    `has_boxes` says whether a box is drawn around each digit, as on a photo.
    """
    if picture.reading.digits:
        st.download_button(
            words.SAVE_CARD,
            lambda: draw_card(picture, has_boxes),
            "digit_card.png",
            "image/png",
            key="download_card",
            on_click="ignore",
            icon=":material/image:",
        )
