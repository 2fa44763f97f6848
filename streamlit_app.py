"""The app's frame: page settings and navigation. Start it with `streamlit run streamlit_app.py`."""

from pathlib import Path

import streamlit as st

from mnist_app.allocator import share_arenas
from mnist_app.text import explore_labels, recognizing
from mnist_app.ui.lost_session import go_on_by_itself, note_as_told, say_what_was_lost
from mnist_app.ui.navigation import EXPLORE_PAGE, RECOGNIZE_PAGE

share_arenas()

# Of our own, because the browser would fetch one of Streamlit's from a font server.
ICON = Path(__file__).parent / "mnist_app/ui/favicon.svg"

st.set_page_config(page_title=recognizing.TITLE, page_icon=str(ICON), layout="wide")

# Where nothing hovers, the toolbar of a table is always there, and covers what stands above it; that of a chart would
# come with the first tap on the chart, over the words or buttons above it, and stay. Text is to have a contrast of
# 4.5:1 (WCAG 2.2, 1.4.3): Streamlit fades captions and the links in them to 60 %, and writes white on the primary
# color, which is light in the dark theme, where it is written with, too.
st.html(
    """<style>
@media (hover: none) {
    .stDataFrame { margin-top: 2.75rem; }
    .stElementToolbar:has(+ .stVegaLiteChart) { display: none; }
}
.stApp [data-testid="stCaptionContainer"] { opacity: 0.8; }
button[kind="primary"], .stMultiSelect [data-tag] { color: light-dark(#ffffff, #171614); }
</style>"""
)

page = st.navigation(
    [
        st.Page(
            RECOGNIZE_PAGE,
            title=recognizing.PAGE,
            icon=":material/draw:",
            default=True,
            help=recognizing.PAGE_HELP,
        ),
        st.Page(
            EXPLORE_PAGE,
            title=explore_labels.TITLE,
            icon=":material/grid_on:",
            url_path="explore",
            help=explore_labels.PAGE_HELP,
        ),
    ],
    position="top",
)
st.set_page_config(page_title=recognizing.browser_title(page.title))
say_what_was_lost()
go_on_by_itself()
page.run()
note_as_told()
