"""One test digit: large, with all its probabilities and the most similar training digits."""

import numpy as np
import numpy.typing as npt
import streamlit as st

from mnist_app.exploring.answers import place_among
from mnist_app.exploring.disputed import dispute
from mnist_app.exploring.evidence import Evidence
from mnist_app.text import explore_labels as labels
from mnist_app.text import sample_text
from mnist_app.text.explore_charts import probs_spec, probs_table, with_table
from mnist_app.text.picture_urls import image_to_url
from mnist_app.ui.explore.fetch import fetch_button
from mnist_app.ui.explore.links import leave_sample, open_sample, opened_sample, whole_link
from mnist_app.ui.explore.listing import Listing
from mnist_app.ui.navigation import RECOGNIZE_PAGE
from mnist_app.ui.similar_digits import show_similar
from mnist_app.ui.state import TRIED_DIGIT, TriedDigit


@st.dialog(labels.ONE_DIGIT, width="medium", position="right", on_dismiss=leave_sample)
def sample_dialog(evidence: Evidence, listing: Listing) -> None:
    """The sample that the link names, among those listed. Going on to the next draws only this dialog anew."""
    index = opened_sample(len(evidence.answers))
    if index is None:
        return
    _steps(index, listing.order)
    answers = evidence.answers
    true, pred = int(answers.true[index]), int(answers.pred[index])
    image = listing.pictures.find(index)
    left, right = st.columns([2, 3])
    with left:
        if image is None:
            st.info(labels.NOT_STORED)
            fetch_button("fetch_picture")
        else:
            st.image(image_to_url(image, 12), width="stretch", alt=sample_text.labeled_digit(index, true))
    with right:
        st.markdown(sample_text.story(answers, index))
        if remark := listing.remark(index):
            st.markdown(remark)
        if answers.is_disputed[index]:
            st.warning(dispute(index), title=labels.DISPUTED_LABEL, icon=":material/gavel:")
        if image is not None and st.button(labels.TRY_IT, icon=":material/draw:"):
            TRIED_DIGIT.set(TriedDigit(image, sample_text.digit_name(index), whole_link()))
            st.switch_page(RECOGNIZE_PAGE, query_params={})  # by None it refuses to clear what widgets are bound to
    st.vega_lite_chart(
        with_table(probs_spec(), probs_table(answers.probs[index], true, pred)),
        alt=sample_text.probs_alt(answers, index),
    )
    _neighbors(evidence, index)


def _steps(index: int, order: npt.NDArray[np.int64]) -> None:
    place = place_among(order, index)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        for label, key, icon, target in (
            (labels.PREVIOUS, "go_Previous", ":material/arrow_back:", place.before),
            (labels.NEXT, "go_Next", ":material/arrow_forward:", place.after),
        ):
            st.button(label, icon=icon, disabled=target is None, on_click=open_sample, args=(target,), key=key)
        st.markdown(sample_text.position_text(index, place, len(order)), width="content")


def _neighbors(evidence: Evidence, index: int) -> None:
    """The most similar training digits of the label's class, and of the class that was read."""
    arrays, answers = evidence.arrays, evidence.answers
    st.markdown(labels.MOST_SIMILAR)
    rows = [(answers.true[index], arrays.neighbors_true, arrays.neighbors_true_similarity)]
    if answers.true[index] != answers.pred[index]:
        rows.append((answers.pred[index], arrays.neighbors_pred, arrays.neighbors_pred_similarity))
    for digit, neighbors, similarity in rows:
        which = neighbors[index]
        show_similar(int(digit), arrays.exemplar_images[which], arrays.exemplar_index[which], similarity[index])
    st.caption(labels.SIMILARITY)
