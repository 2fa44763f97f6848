"""Where the network fails besides MNIST: on spoiled digits, on other people's, on what is no digit."""

import streamlit as st

from mnist_app.exploring.beyond import digit_sources, non_digit_groups, non_digit_kinds, worst_corruptions
from mnist_app.exploring.evidence import Evidence
from mnist_app.text import beyond_mnist as words


def beyond_view(evidence: Evidence) -> None:
    """Accuracy by corruption and by source, and what becomes of each kind of non-digit."""
    left, right = st.columns(2, gap="large")
    with left:
        _digits(evidence)
    with right:
        _non_digits(evidence)


def _digits(evidence: Evidence) -> None:
    st.markdown(words.CORRUPTED)
    metrics, name = evidence.run.info.metrics, evidence.run.name
    corruptions = worst_corruptions(metrics)
    if not corruptions:
        st.info(words.not_measured(name))
        return
    st.markdown(words.worst_text(corruptions))
    st.altair_chart(words.corruptions_chart(corruptions), alt=words.corruptions_alt(corruptions))
    st.caption(words.HOW_TO_READ_CORRUPTIONS)
    st.markdown(words.SOURCES)
    st.table(words.source_rows(digit_sources(metrics)), hide_index=True, alt=words.SOURCES_ALT)


def _non_digits(evidence: Evidence) -> None:
    st.markdown(words.NON_DIGITS)
    groups, kinds = non_digit_groups(evidence.run.info.metrics), non_digit_kinds(evidence.run.info.metrics)
    if not groups:
        st.info(words.non_digits_not_measured(evidence.run.name))
        return
    st.altair_chart(words.fates_chart(groups), alt=words.fates_alt(groups))
    st.caption(words.HOW_TO_READ_FATES)
    if kinds:
        st.markdown(words.MADE_UP_KINDS)
        st.altair_chart(words.fates_chart(kinds), alt=words.fates_alt(kinds))
