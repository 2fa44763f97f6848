"""What the network learned from and was tested on, before a word about errors."""

import streamlit as st

from mnist_app.data.mnist import CLASSES
from mnist_app.exploring.evidence import Evidence
from mnist_app.exploring.samples import draw_of_class, images_to_strip
from mnist_app.text import explore_labels as labels
from mnist_app.text import exploring as sentences
from mnist_app.text.picture_urls import image_to_url
from mnist_app.ui.state import DATA_SEED

EXAMPLES = 8  # training digits of each class in a row


def data_view(evidence: Evidence) -> None:
    """What the network learned from and was tested on."""
    arrays = evidence.arrays
    counts = arrays.class_counts.sum(axis=1).tolist()
    st.markdown(sentences.what_it_learned_from(evidence.run.info.settings, counts, evidence.run.info.is_mnist))
    left, right = st.columns(2, gap="large")
    with left:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(labels.HOW_PEOPLE_WRITE, width="content")
            st.button(labels.SHOW_OTHERS, icon=":material/casino:", on_click=_draw_others)
        _example_rows(evidence, DATA_SEED.get())
        st.caption(sentences.stand_for_all(len(arrays.exemplar_labels)))
    with right:
        st.markdown(labels.MEAN_DIGITS)
        st.image(
            image_to_url(images_to_strip(arrays.mean_digits, rows=2)),
            width="stretch",
            alt=labels.MEAN_DIGITS_ALT,
        )
        st.markdown(labels.HOW_MANY)
        most = int(arrays.class_counts.max(axis=1)[0])
        st.dataframe(
            {labels.DIGIT: range(CLASSES)} | dict(zip(labels.PARTS, arrays.class_counts, strict=True)),
            hide_index=True,
            column_config={
                labels.PARTS[0]: st.column_config.ProgressColumn(format="localized", max_value=most),
                **dict.fromkeys(labels.PARTS[1:], st.column_config.NumberColumn(format="localized")),
            },
            alt=labels.HOW_MANY_ALT,
        )


def _draw_others() -> None:
    DATA_SEED.set(DATA_SEED.get() + 1)


def _example_rows(evidence: Evidence, seed: int) -> None:
    arrays = evidence.arrays
    for digit in range(CLASSES):
        drawn = draw_of_class(arrays.exemplar_images, arrays.exemplar_labels, digit, EXAMPLES, seed)
        if len(drawn):
            st.image(
                image_to_url(images_to_strip(drawn), 4),
                width="stretch",
                alt=sentences.class_alt(len(drawn), digit),
            )
