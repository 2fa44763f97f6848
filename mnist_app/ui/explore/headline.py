"""The headline figures of a run: how good, how sure of that, how large, when and on what."""

from datetime import datetime

import streamlit as st

from mnist_app.exploring.evidence import Evidence
from mnist_app.text.exploring import count_text
from mnist_app.text.percentages import rounded_percent


def headline(evidence: Evidence) -> None:
    """Accuracy with its interval, errors, loss, calibration, size; and in a line below what they were measured on."""
    test, undisputed, info = evidence.evaluation, evidence.undisputed, evidence.run.info
    low, high = test.interval
    digits = len(evidence.answers)
    with st.grid(5, min_column_width=140, key="headline"):
        st.metric(
            "Test accuracy",
            rounded_percent(test.accuracy),
            help="Share of the test digits that it read rightly; it never saw them.",
        )
        st.metric("Errors", f"{test.errors:,}", help=f"Of {digits:,} test digits.")
        st.metric("Loss", f"{test.loss:.4f}", help="Mean negative logarithm of the probability of the true digit.")
        st.metric(
            "Calibration error",
            rounded_percent(test.calibration_error),
            help="How far its confidence lies from its accuracy, on average (15 bins).",
        )
        st.metric("Parameters", f"{info.parameters:,}", help="Numbers that were learned.")
    disputed = int(evidence.answers.is_disputed.sum())
    without_disputed = (
        f"{disputed} of the test labels are disputed; without them {rounded_percent(undisputed.accuracy)} "
        f"({count_text(undisputed.errors, 'error')}). "
    )
    created = datetime.fromisoformat(info.created)
    st.caption(
        f"Measured on {digits:,} test digits{' of MNIST' if evidence.is_mnist else ''}; "
        f"95% interval of the accuracy: {rounded_percent(low)} to {rounded_percent(high)}. "
        f"{without_disputed if disputed else ''}"
        f"Trained on {created:%d %B %Y}, {count_text(info.epochs, 'epoch')} (best: {info.best_epoch}), "
        f"{count_text(round(info.wall_time_s / 60), 'minute')} on {info.hardware}."
    )
