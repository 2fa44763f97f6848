"""Where the network errs: the confusion matrix and the figures of each digit, both of which lead to samples."""

from functools import partial
from typing import Any

import streamlit as st

from mnist_app.exploring.answers import Filter
from mnist_app.exploring.confusions import top_confusions, worst_digits
from mnist_app.metrics.evaluation import Evaluation
from mnist_app.text import explore_labels as labels
from mnist_app.text import exploring as sentences
from mnist_app.text.confusion_chart import CELL, COLORINGS, confusion_spec, confusion_table
from mnist_app.text.explore_charts import with_table
from mnist_app.ui.explore.links import picks, show_samples
from mnist_app.ui.state import CONFUSION_CHART, RUN, Widget

TOP = 6  # as many as fit in a line
TABLE_KEY = "digit_table"


def top_mistakes(evaluation: Evaluation) -> None:
    """The largest boxes of the matrix as buttons: the same thing by keyboard and on a phone."""
    worst = top_confusions(evaluation.confusion, TOP)
    if not worst:
        st.success(labels.NO_ERRORS)
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="top_mistakes"):
        st.markdown(labels.MOST_FREQUENT, width="content")
        for mistake in worst:
            st.button(
                sentences.mistake_label(mistake),
                key=f"confused_{mistake.true}_{mistake.pred}",
                on_click=show_samples,
                args=(mistake.true, mistake.pred),
                help=sentences.mistake_help(mistake),
            )


def confusion_section(evaluation: Evaluation, chosen: Filter) -> None:
    """The confusion matrix, with the chosen box framed."""
    coloring = st.segmented_control(
        labels.COLOR, COLORINGS, default=COLORINGS[0], required=True, key="coloring", label_visibility="collapsed"
    )
    worst = top_confusions(evaluation.confusion, 1)
    boxes = confusion_table(evaluation.confusion, coloring, (chosen.true, chosen.pred), picks())
    with st.container(key="confusion"):
        st.vega_lite_chart(
            with_table(confusion_spec(coloring), boxes),
            key=CONFUSION_CHART.key,
            on_select=_cell_picked,
            alt=sentences.matrix_alt(worst),
        )
    st.caption(sentences.how_to_read_the_matrix(worst))


def digit_section(evaluation: Evaluation, chosen: Filter) -> None:
    """Precision, recall and F1 of each digit, the worst first; a row leads to its mistakes."""
    st.caption(labels.HOW_TO_READ_THE_DIGITS)
    worst_first = worst_digits(evaluation)
    digits = [figures.digit for figures in worst_first]
    # A table of its own for every network and every true digit that is filtered by, as only a new one takes its tick
    # from here.
    key = f"{TABLE_KEY} {RUN.value} {chosen.true}"
    share = st.column_config.NumberColumn(format="%.2f%%")
    st.dataframe(
        [
            {
                "Digit": figures.digit,  # on a phone the last columns are out of sight
                "Missed": figures.missed,
                "Intruders": figures.intruders,
                "F1": 100 * figures.f1,
                "Precision": 100 * figures.precision,
                "Recall": 100 * figures.recall,
                "Support": figures.support,
            }
            for figures in worst_first
        ],
        hide_index=True,
        key=key,
        on_select=partial(_row_picked, key, digits),
        selection_mode="single-row",
        selection_default={"selection": {"rows": [digits.index(chosen.true)] if chosen.true is not None else []}},
        column_config={
            **dict.fromkeys(("Precision", "Recall", "F1"), share),
            "Support": st.column_config.NumberColumn(format="localized", help=labels.SUPPORT_HELP),
            "Missed": st.column_config.NumberColumn(help=labels.MISSED_HELP),
            "Intruders": st.column_config.NumberColumn(help=labels.INTRUDERS_HELP),
        },
        alt=labels.DIGITS_ALT,
    )


def _cell_picked() -> None:
    cells = CONFUSION_CHART.value.selection.get(CELL)
    if cells:
        true, pred = int(cells[0]["true"]), int(cells[0]["pred"])
        show_samples(true, pred, "right" if true == pred else "wrong")


def _row_picked(key: str, digits: list[int]) -> None:
    rows = Widget[Any](key).value.selection.rows
    show_samples(digits[rows[0]] if rows else None, None)
