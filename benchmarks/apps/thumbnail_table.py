"""The explore page without what makes it explore: for the matrix and the samples, a static table of thumbnails.

It is the second of two pages, as that one is: at any path but "/", Streamlit's frontend asks twice where its server is.
"""

import streamlit as st

from mnist_app.text.picture_urls import image_to_url
from mnist_app.ui.explore.errors import top_mistakes
from mnist_app.ui.explore.headline import headline
from mnist_app.ui.explore.loaded import load_evidence
from mnist_app.ui.explore.samples import sample_filters

THUMBNAILS = 30


def first_page() -> None:
    """The page at "/"; nobody opens it."""
    st.title("First page")


def thumbnails() -> None:
    """The page that is measured."""
    st.title("Thirty thumbnails")
    evidence = load_evidence("digit_net")
    headline(evidence)
    st.segmented_control("View", ("The data", "Errors", "Confidence"), default="Errors", required=True)
    top_mistakes(evidence.evaluation)
    chosen, sort = sample_filters()
    pictures = zip(evidence.arrays.sample_index, evidence.arrays.sample_images, strict=True)
    with st.grid("auto", min_column_width=104, gap="small", key="thumbnails"):
        for _, (index, image) in zip(range(THUMBNAILS), pictures, strict=False):
            st.image(image_to_url(image, zoom=1), caption=f"No. {index}", width="stretch", alt=f"Test digit {index}")
    with st.container(key="filter"):
        st.markdown(f"{chosen} by {sort}")


st.set_page_config(layout="wide")
pages = [
    st.Page(first_page, title="First", default=True),
    st.Page(thumbnails, title="Thumbnails", url_path="thumbnails"),
]
st.navigation(pages, position="top").run()
