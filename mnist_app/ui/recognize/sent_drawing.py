"""A drawing's link, `?d=…`: what is drawn goes into it, and what a link holds onto the canvas, with its reading."""

import contextlib

import streamlit as st

from mnist_app.errors import LinkError
from mnist_app.imaging.pen_drawing import PenDrawing, draw
from mnist_app.reading.drawing_link import decode, encode
from mnist_app.text import recognizing as words
from mnist_app.ui.recognize.drawing import Drawing
from mnist_app.ui.recognize.fabric_strokes import to_fabric, to_pen_strokes
from mnist_app.ui.state import CONTINUES_LOST, DRAW_MODE, DRAWING, INPUT, LINK_ERROR, NUMBER_DRAWING, OPENED_LINK

PARAMETER = "d"
# Streamlit shows the button that copies only below a mouse, which a finger is not.
_LINK_STYLE = """<style>
.st-key-link .stCode > pre + div, .st-key-link .stCode > pre + div * {
    opacity: 1; visibility: visible; pointer-events: auto;
}
</style>"""


def open_sent_drawing() -> None:
    """Put the drawing of the page's link on its canvas, once; the page says so if there is none in it."""
    code = st.query_params.get(PARAMETER)
    if code is not None and code != OPENED_LINK.get():
        OPENED_LINK.set(code)
        LINK_ERROR.set("")
        try:
            _open(decode(code))
        except LinkError as error:
            LINK_ERROR.set(str(error))
    if code is not None and LINK_ERROR.get():
        st.warning(LINK_ERROR.get(), icon=":material/link_off:")


def offer_link(drawing: Drawing, height: int, width: int, is_number: bool) -> None:
    """Offer the address that shows this drawing, to be copied by touch and by keyboard.

    Parameters
    ----------
    height, width : of the canvas, in pixels
    is_number : whether it is to be read as a number, or else as one digit
    """
    with st.popover(words.COPY_LINK, icon=":material/link:", key="copy_link"):
        try:
            code = encode(PenDrawing(to_pen_strokes(drawing.strokes), (height, width), is_number))
        except LinkError as error:
            st.markdown(str(error))
            return
        st.markdown(words.COPY_LINK_HINT)
        with st.container(key="link"):
            st.html(_LINK_STYLE)
            st.code(f"{st.context.url or ''}?{PARAMETER}={code}", language=None, wrap_lines=True)


def offer_as_number(drawing: Drawing, canvas: tuple[int, int]) -> None:
    """Offer to go on with a digit's drawing, on a canvas of this (height, width), as one of several digits."""

    def go_on() -> None:
        with contextlib.suppress(LinkError):  # what no pen draws stays where it is
            _open(PenDrawing(to_pen_strokes(drawing.strokes), canvas, is_number=True))

    st.button(words.READ_AS_NUMBER, key="as_number", icon=":material/123:", on_click=go_on)


def _open(sent: PenDrawing) -> None:
    kept = NUMBER_DRAWING if sent.is_number else DRAWING
    kept.get().open(to_fabric(sent), draw(sent))
    if CONTINUES_LOST.get():  # the visitor has opened it long ago, and may have chosen something else since
        return
    INPUT.set(words.DRAW)
    DRAW_MODE.set(words.A_NUMBER if sent.is_number else words.ONE_DIGIT)
