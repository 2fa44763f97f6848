"""The recognize page: draw, upload, photograph or choose an example; see what is read and how sure it is."""

import streamlit as st

from mnist_app.text import explore_labels
from mnist_app.text import recognizing as words
from mnist_app.ui.navigation import EXPLORE_PAGE
from mnist_app.ui.recognize.draw_panel import draw_and_read
from mnist_app.ui.recognize.paste import take_pasted
from mnist_app.ui.recognize.photo_panel import choose_example_and_read, photograph_and_read, upload_and_read
from mnist_app.ui.recognize.reading_view import show_score
from mnist_app.ui.recognize.run_chooser import choose_run
from mnist_app.ui.recognize.sent_drawing import open_sent_drawing
from mnist_app.ui.recognize.tried_panel import read_tried_image, tried_title
from mnist_app.ui.recognize.waiting import load_after_paint, loader
from mnist_app.ui.state import CONTINUES_LOST, INPUT

PAGE_WIDTH = 860  # CSS pixels; wider lines are hard to read
POLL_SECONDS = 0.5  # how often the page asks whether the network is ready

# On a phone the whole canvas, its buttons and the answer are to be in sight together, also where the browser's bars
# leave 664 pixels. There the body leads to the other page: Streamlit's own navigation hides behind ">>".
_PHONE_STYLE = """<style>
@media (min-width: 641px) { .st-key-explore_link { display: none; } }
@media (max-width: 640px) {
    .st-key-heading h1 { font-size: 1.5rem; padding: 0; }
    .st-key-what_it_does { display: none; }
    .st-key-input [role=radiogroup] { flex-wrap: wrap; }  /* a test digit is one too many */
    .st-key-page { margin-top: -1rem; }
    .st-key-page, .st-key-page .stVerticalBlock, .st-key-page .stHorizontalBlock { row-gap: 0.5rem; }
}
</style>"""

INPUTS = {
    words.DRAW: draw_and_read,
    words.UPLOAD: upload_and_read,
    words.CAMERA: photograph_and_read,
    words.EXAMPLES: choose_example_and_read,
}

title = tried_title()
inputs = INPUTS | ({title: read_tried_image} if title else {})
is_waiting = not loader().is_ready


@st.fragment(run_every=POLL_SECONDS if is_waiting else None)
def recognize() -> None:
    """The chosen input and its result. While the network loads it runs by itself, and once more when that is done."""
    if is_waiting and loader().is_ready:
        st.rerun()
    inputs[chosen]()
    show_score()
    if is_waiting:
        load_after_paint("canvas" if chosen == words.DRAW else None)
    if CONTINUES_LOST.get():
        CONTINUES_LOST.set(False)
        st.rerun()  # gives the canvas back what is drawn


with st.container(horizontal_alignment="center"), st.container(key="page", width=PAGE_WIDTH):
    st.html(_PHONE_STYLE)
    with st.container(key="heading", horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        st.title(words.TITLE, anchor=False, width="content")
        with st.container(key="explore_link", width="content"):
            st.page_link(EXPLORE_PAGE, label=explore_labels.TITLE, icon=":material/grid_on:")
    with st.container(key="what_it_does"):
        st.caption(words.WHAT_IT_DOES)
    open_sent_drawing()
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap="small"):
        chosen = st.segmented_control(
            words.INPUT,
            list(inputs),
            default=words.DRAW,
            required=True,
            key=INPUT.key,
            persist_state="session",
            label_visibility="collapsed",
        )
        choose_run()
    recognize()
    take_pasted()
