"""A page as large as the explorer, of the same kinds of parts, whose thirty thumbnails are a static table."""

import numpy as np
import streamlit as st

from mnist_app.exploring.pictures import image_to_url

THUMBNAILS = 30
FIGURES = ("Read rightly", "Errors", "Loss", "Calibration error", "Parameters")

st.set_page_config(layout="wide")
st.title("Thirty thumbnails")
with st.grid(5, min_column_width=140):
    for label in FIGURES:
        st.metric(label, "99.72 %")
st.segmented_control("View", ("The data", "Errors", "Confidence"), default="Errors", required=True)
with st.container(horizontal=True):
    st.selectbox("True digit", range(10), None)
    st.selectbox("Read as", range(10), None)
    order = st.selectbox("Sort by", ("confidence", "loss"))
with st.container(key="order"):
    st.markdown(f"By {order}.")
images = np.random.default_rng(0).integers(0, 256, (THUMBNAILS, 28, 28), np.uint8)
with st.grid("auto", min_column_width=104, gap="small", key="thumbnails"):
    for number, image in enumerate(images):
        with st.container(gap="xxsmall"):
            st.image(image_to_url(image), caption=f"**4 read as 9**  \n{number}", width="stretch", alt=f"No. {number}")
            st.button(f"No. {number}", width="stretch")
