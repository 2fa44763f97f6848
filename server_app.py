"""The app for a server: the pages of `streamlit_app.py`, and what messengers show of a link to them.

Start it with `streamlit run server_app.py`.
"""

import streamlit as st

from mnist_app.allocator import share_arenas
from mnist_app.ui.link_preview import preview_routes

share_arenas()  # here, before there are threads

app = st.App("streamlit_app.py", routes=preview_routes(st.get_option("server.baseUrlPath")))
