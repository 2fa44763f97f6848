"""The app's frame: page settings and navigation. Start it with `streamlit run streamlit_app.py`."""

from pathlib import Path

import streamlit as st

from mnist_app.ui.navigation import EXPLORE_PAGE, RECOGNIZE_PAGE

# Of our own, because the browser would fetch one of Streamlit's from a font server.
ICON = Path(__file__).parent / "mnist_app/ui/favicon.svg"

st.set_page_config(page_title="Digit reader", page_icon=str(ICON), layout="wide")

# Where nothing hovers, the toolbar of a table is always there, and covers what stands above it.
st.html("<style>@media (hover: none) { .stDataFrame { margin-top: 2.75rem; } }</style>")

page = st.navigation(
    [
        st.Page(
            RECOGNIZE_PAGE,
            title="Recognize",
            icon=":material/draw:",
            default=True,
            help="Draw a digit and see what the network reads, and how sure it is.",
        ),
        st.Page(
            EXPLORE_PAGE,
            title="Explore the errors",
            icon=":material/grid_on:",
            url_path="explore",
            help="See how good the network is, which digits it confuses, and every one of its mistakes.",
        ),
    ],
    position="top",
)
page.run()
