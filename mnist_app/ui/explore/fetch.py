"""The button that fetches MNIST, so that all test pictures can be shown."""

import streamlit as st

from mnist_app.data.mnist import find_mnist
from mnist_app.data.mnist_download import fetch_mnist
from mnist_app.errors import DataError
from mnist_app.text import explore_labels as labels
from mnist_app.text import sample_text


def fetch_button(key: str) -> None:
    """Offer to fetch MNIST where it is not on the machine; say in a sentence why it cannot be had.

    Parameters
    ----------
    key : of the button; each place that offers it has its own, since two may be on the page at once
    """
    if find_mnist() is not None:
        return
    if not st.button(labels.FETCH, icon=":material/download:", key=key):
        return
    bar = st.progress(0.0, labels.FETCHING)
    try:
        fetch_mnist(lambda share: bar.progress(share, sample_text.fetching_text(share)))
    except DataError as error:
        bar.empty()
        st.error(str(error), icon=":material/cloud_off:")
    else:
        st.rerun()
