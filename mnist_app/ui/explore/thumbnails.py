"""A test digit in a grid of them: its picture, what was read, and the button that opens it."""

import numpy as np
import numpy.typing as npt
import streamlit as st

from mnist_app.exploring.pictures import image_to_url
from mnist_app.ui.explore.links import open_sample

MIN_WIDTH = 104  # CSS pixels of a cell: three of them side by side on a phone


def thumbnail(index: int, image: npt.NDArray[np.uint8] | None, caption: str, alt: str) -> None:
    """One test digit, its picture (28, 28) enlarged; `caption` is Markdown, `alt` says the same in plain words."""
    with st.container(gap="xxsmall"):
        if image is not None:
            st.image(image_to_url(image), caption=caption, width="stretch", alt=f"Test digit {index}: {alt}")
        st.button(f"No. {index}", key=f"open_{index}", on_click=open_sample, args=(index,), width="stretch")
