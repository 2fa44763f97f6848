"""A row of training digits that another digit is most similar to; both pages show such rows."""

import numpy as np
import numpy.typing as npt
import streamlit as st

from mnist_app.text import sample_text
from mnist_app.text.picture_urls import image_to_url


def show_similar(
    digit: int, images: npt.NDArray[np.uint8], index: npt.NDArray[np.int32], similarity: npt.NDArray[np.float16]
) -> None:
    """Show five training digits of one class in a row.

    Parameters
    ----------
    digit : the class
    images : uint8 (5, 28, 28)
    index : int32 (5,), their positions in the training set
    similarity : float16 (5,)
    """
    st.caption(sample_text.similar_title(digit))
    with st.grid(5, min_column_width=48, wrap=False, gap="xsmall"):
        for image, place, alike in zip(images, index.tolist(), similarity.tolist(), strict=True):
            st.image(
                image_to_url(image, 4),
                caption=f"{alike:.2f}",
                width="stretch",
                alt=sample_text.similar_alt(place, digit, alike),
            )
