"""A finished reading on the page: the answer, the probabilities, and what the network saw."""

import numpy as np
import numpy.typing as npt
import streamlit as st

from mnist_app.imaging.display import crop, enlarge, pad_to_square
from mnist_app.recognizer import Digit, Reading
from mnist_app.ui import wording

PICTURE_WIDTH = 104  # CSS pixels: three side by side fit a phone
ENLARGE = 10  # a 28x28 image is sent as 280x280, so that no browser smooths it

# The answer to one digit is the largest thing on the page; no setting of Streamlit's makes a heading this large.
_ANSWER_STYLE = "<style>.st-key-answer h1 { font-size: 4.5rem; line-height: 1; padding: 0; }</style>"


def show_answer(reading: Reading) -> None:
    """The answer, big, and beneath it how sure it is or what to do."""
    st.html(_ANSWER_STYLE)
    if reading.verdict == "empty":
        show_message(wording.NOTHING_DRAWN, "Draw a digit from 0 to 9 in the black square.")
        return
    digit = reading.digits[0]
    answer = wording.answer(reading)
    if digit.verdict == "sure":
        st.title(answer, anchor=False)
    else:
        st.header(answer, anchor=False)
    st.caption(digit.reason if answer == wording.NOT_A_DIGIT else wording.confidence(digit))


def show_message(sentence: str, hint: str) -> None:
    """A sentence in the place of an answer."""
    st.header(sentence, anchor=False)
    st.caption(hint)


def show_probabilities(digit: Digit) -> None:
    """All ten probabilities of one digit."""
    from mnist_app.ui.charts import probability_bars  # Altair takes a second to import; the empty page needs none

    best, second = digit.label, wording.runner_up(digit)
    st.altair_chart(
        probability_bars(digit, _text_color()),
        alt=f"Probabilities of the ten digits: {best} {wording.percent(digit.probs[best])}, "
        f"then {second} {wording.percent(digit.probs[second])}",
    )


def show_what_network_saw(picture: npt.NDArray[np.uint8], digit: Digit) -> None:
    """The picture, the digit cut out of it, and the 28x28 image, in one row.

    Parameters
    ----------
    picture : uint8 (H, W, 4), what was read
    digit : one digit found in it
    """
    st.subheader("What the network saw", anchor=False)
    with st.container(horizontal=True, gap="small"):
        st.image(picture, "Your drawing", PICTURE_WIDTH, alt="Your drawing as it was read")
        st.image(pad_to_square(crop(picture, digit.bbox)), "Cut out", PICTURE_WIDTH, alt="The part of it that has ink")
        st.image(
            enlarge(digit.image, ENLARGE), "28 x 28", PICTURE_WIDTH, alt="The 28 by 28 pixels given to the network"
        )
    st.caption(
        "The ink is cut out, scaled to 20 pixels and centered by weight, as every digit was that it learned from."
    )


def _text_color() -> str:
    """What Streamlit's theme in use writes with; Vega's text marks do not follow the theme by themselves."""
    return "#fafafa" if st.context.theme.type == "dark" else "#31333f"
