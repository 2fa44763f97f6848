"""The app's frame: page settings and navigation. Start it with `streamlit run streamlit_app.py`."""

import streamlit as st

st.set_page_config(page_title="Digit reader", page_icon=":material/draw:", layout="wide")

# Where nothing hovers, the toolbar of a table is always there, and covers what stands above it.
st.html("<style>@media (hover: none) { .stDataFrame { margin-top: 2.75rem; } }</style>")

page = st.navigation(
    [
        st.Page(
            "mnist_app/ui/recognize/recognize_page.py",
            title="Recognize",
            icon=":material/draw:",
            default=True,
            help="Draw a digit and see what the network reads, and how sure it is.",
        ),
        st.Page(
            "mnist_app/ui/explore/explore_page.py",
            title="Explore the errors",
            icon=":material/grid_on:",
            url_path="explore",
            help="See how good the network is, which digits it confuses, and every one of its mistakes.",
        ),
    ],
    position="top",
)
page.run()
