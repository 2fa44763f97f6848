"""The headline figures of a run: how good, how sure of that, how large, when and on what."""

import streamlit as st

from mnist_app.exploring.evidence import Evidence
from mnist_app.text import explore_labels as labels
from mnist_app.text import exploring as sentences
from mnist_app.text.percentages import rounded_percent


def headline(evidence: Evidence) -> None:
    """Accuracy with its interval, errors, loss, calibration, size; and in a line below what they were measured on."""
    test, info = evidence.evaluation, evidence.run.info
    with st.grid(5, min_column_width=140, key="headline"):
        st.metric(labels.ACCURACY, rounded_percent(test.accuracy), help=labels.ACCURACY_HELP)
        st.metric(labels.ERROR_COUNT, f"{test.errors:,}", help=sentences.errors_help(len(evidence.answers)))
        st.metric(labels.LOSS, f"{test.loss:.4f}", help=labels.LOSS_HELP)
        st.metric(labels.CALIBRATION, rounded_percent(test.calibration_error), help=labels.CALIBRATION_HELP)
        st.metric(labels.PARAMETERS, f"{info.parameters:,}", help=labels.PARAMETERS_HELP)
    with st.container(key="measured"):
        st.caption(sentences.measured_text(evidence))
