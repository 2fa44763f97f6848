"""Whether the confidence can be trusted, and what one gains by not answering when it is low."""

import numpy as np
import numpy.typing as npt
import streamlit as st

from mnist_app.exploring.answers import Answers
from mnist_app.exploring.evidence import Evidence
from mnist_app.metrics.bins import bin_by_confidence
from mnist_app.metrics.coverage import answer_above, answer_mix_above, coverage_curve, mix_curve
from mnist_app.text import explore_labels as labels
from mnist_app.text import exploring as sentences
from mnist_app.text.explore_charts import coverage_chart, histogram_chart, mix_chart, reliability_chart
from mnist_app.text.percentages import rounded_percent
from mnist_app.ui.state import OWN_THRESHOLD, THRESHOLD

METRIC_WIDTH = 140  # CSS pixels: two figures stand side by side on a phone


def confidence_view(evidence: Evidence) -> None:
    """Whether the confidence can be trusted, and what one gains by not answering when it is low."""
    answers = evidence.answers
    wrong = answers.confidence[answers.is_wrong]
    right = answers.confidence[~answers.is_wrong]
    threshold = _threshold(answers)
    if evidence.arrays.non_digit_certainty is not None:
        _non_digits(answers, evidence.arrays.non_digit_certainty, threshold)
    first, second = st.columns(2, gap="large")
    with first:
        st.markdown(labels.HOW_SURE)
        for confidence, kind in ((right, "right"), (wrong, "wrong")):
            if len(confidence):
                chart = histogram_chart(confidence, sentences.confidence_title(len(confidence), kind))
                st.altair_chart(chart, alt=sentences.confidence_alt(kind))
            else:
                st.info(sentences.no_answer_text(kind))
    with second:
        st.markdown(labels.AS_IT_SAYS)
        bins = bin_by_confidence(answers.confidence, answers.is_wrong)
        st.altair_chart(reliability_chart(bins), alt=labels.RELIABILITY_ALT)
        st.caption(labels.HOW_TO_READ_RELIABILITY)


def _threshold(answers: Answers) -> float:
    """Let the least certainty of an answer be chosen, show what it costs and gains, and return it, in [0, 1].

    Unless the visitor chooses another one, it is that from which the network's answers are called sure.
    """
    own = min(100.0, 100 * answers.sure)
    if THRESHOLD.has_value and THRESHOLD.value == OWN_THRESHOLD.get():  # left as it was when another network is chosen
        THRESHOLD.set(own)
    OWN_THRESHOLD.set(own)
    threshold: float = st.slider(
        labels.THRESHOLD,
        0.0,
        100.0,
        own,
        0.1,
        format="%.1f%%",
        key=THRESHOLD.key,
        bind="query-params",
    )
    now = answer_above(answers.certainty, answers.is_wrong, threshold / 100)
    left, right = st.columns([1, 2], gap="large")
    with left:
        with st.grid(min_column_width=METRIC_WIDTH):
            st.metric(
                labels.ANSWERED,
                rounded_percent(now.share_answered),
                help=sentences.answered_help(now.answered, len(answers)),
            )
            st.metric(labels.WRONG_AMONG, f"{now.answered_errors:,}")
            st.metric(labels.HELD_BACK, f"{now.held_back:,}")
        st.caption(f"{sentences.threshold_text(now)} {sentences.sure_text(answers.sure)} {labels.THE_RING}")
    with right:
        curve = coverage_curve(answers.certainty, answers.is_wrong)
        st.altair_chart(coverage_chart(curve, now), alt=labels.COVERAGE_ALT)
    return threshold / 100


def _non_digits(answers: Answers, non_digit_certainty: npt.NDArray[np.float32], threshold: float) -> None:
    st.markdown(labels.WITH_NON_DIGITS)
    mix = answers.certainty, answers.is_wrong, non_digit_certainty
    now = answer_mix_above(*mix, threshold)
    left, right = st.columns([1, 2], gap="large")
    with left:
        st.metric(labels.WRONG_AMONG_ALL, rounded_percent(now.error_rate, 2))
        st.metric(labels.TAKEN_FOR_DIGITS, rounded_percent(now.non_digits_answered, 2))
        st.caption(sentences.non_digits_text(len(non_digit_certainty)))
    with right:
        st.altair_chart(mix_chart(mix_curve(*mix), now), alt=labels.MIX_ALT)
