"""Whether the confidence can be trusted, and what one gains by not answering when it is low."""

import streamlit as st

from mnist_app.exploring.answers import Answers
from mnist_app.exploring.evidence import Evidence
from mnist_app.metrics.bins import bin_by_confidence
from mnist_app.metrics.coverage import answer_above, coverage_curve
from mnist_app.text.explore_charts import coverage_chart, histogram_chart, reliability_chart
from mnist_app.text.exploring import sure_text, threshold_text
from mnist_app.text.percentages import rounded_percent


def confidence_view(evidence: Evidence) -> None:
    """Whether the confidence can be trusted, and what one gains by not answering when it is low."""
    answers = evidence.answers
    wrong = answers.confidence[answers.is_wrong]
    right = answers.confidence[~answers.is_wrong]
    st.markdown("**Answer only when sure enough**")
    _threshold(answers)
    first, second = st.columns(2, gap="large")
    with first:
        st.markdown("**How sure it was when right, and when wrong**")
        for confidence, kind in ((right, "right"), (wrong, "wrong")):
            if len(confidence):
                chart = histogram_chart(confidence, f"{len(confidence):,} {kind} answers")
                st.altair_chart(chart, alt=f"Confidence of {kind} answers")
            else:
                st.info(f"No answer is {kind}.")
    with second:
        st.markdown("**Is it as often right as it says?**")
        bins = bin_by_confidence(answers.confidence, answers.is_wrong)
        st.altair_chart(reliability_chart(bins), alt="Share of right answers against confidence")
        st.caption(
            "On the dashed line, answers with 80% confidence are right in 80% of the cases; above it the network is "
            "too modest, below it too sure. The numbers count the answers: points of a few answers jump by chance."
        )


def _threshold(answers: Answers) -> None:
    threshold = st.slider(
        "Answer only from this confidence",
        0.0,
        100.0,
        min(100.0, 100 * answers.sure),
        0.1,
        format="%.1f%%",
        key="threshold",
        bind="query-params",
    )
    now = answer_above(answers.confidence, answers.is_wrong, threshold / 100)
    left, right = st.columns([1, 2], gap="large")
    with left:
        st.metric("Digits answered", rounded_percent(now.share_answered), help=f"{now.answered:,} of {len(answers):,}")
        st.metric("Wrong among them", f"{now.answered_errors:,}")
        st.metric("Held back", f"{now.held_back:,}")
        st.caption(f"{threshold_text(now)} {sure_text(answers.sure)}")
    with right:
        curve = coverage_curve(answers.confidence, answers.is_wrong)
        st.altair_chart(coverage_chart(curve, now), alt="Wrong answers against the share of digits answered")
