"""The headline figures of a run: how good, how sure of that, how large, when and on what."""

from datetime import datetime

import streamlit as st

from mnist_app.exploring.disputed import DISPUTED
from mnist_app.exploring.evidence import Evidence
from mnist_app.ui.explore.wording import share_text


def headline(evidence: Evidence) -> None:
    """Accuracy with its interval, errors, loss, calibration, size; and in a line below what they were measured on."""
    test, undisputed, info = evidence.evaluation, evidence.undisputed, evidence.run.info
    low, high = test.interval
    digits = len(evidence.answers)
    with st.grid(5, min_column_width=140, key="headline"):
        st.metric(
            "Test accuracy",
            share_text(test.accuracy),
            help="Share of the test digits that it read rightly; it never saw them.",
        )
        st.metric("Errors", f"{test.errors:,}", help=f"Of {digits:,} test digits.")
        st.metric("Loss", f"{test.loss:.4f}", help="Mean negative logarithm of the probability of the true digit.")
        st.metric(
            "Calibration error",
            share_text(test.calibration_error),
            help="How far its confidence lies from its accuracy, on average (15 bins).",
        )
        st.metric("Parameters", f"{info['parameters']:,}", help="Numbers that were learned.")
    created = datetime.fromisoformat(info["created"])
    st.caption(
        f"Measured on {digits:,} test digits; 95 % interval of the accuracy: {share_text(low)} to {share_text(high)}. "
        f"{len(DISPUTED)} of the test labels are disputed; without them {share_text(undisputed.accuracy)} "
        f"({undisputed.errors:,} errors). "
        f"Trained on {created:%d %B %Y}, {info['epochs']} epochs (best: {info['best_epoch']}), "
        f"{info['wall_time_s'] / 60:.0f} minutes on {info['hardware']}."
    )
