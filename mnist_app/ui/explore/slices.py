"""The slices: errors by how digits are written, a row of which leads to its digits."""

from functools import partial
from typing import Any

import streamlit as st

from mnist_app.exploring.answers import Filter, select
from mnist_app.exploring.evidence import Evidence
from mnist_app.exploring.slices import (
    FIGURES,
    MOST_FIGURES,
    Slice,
    find_slice,
    key_to_text,
    members,
    slice_errors,
    to_levels,
)
from mnist_app.text import explore_labels as labels
from mnist_app.text import slice_words as words
from mnist_app.ui.explore.links import linked_text, show_linked
from mnist_app.ui.explore.listing import Listing
from mnist_app.ui.explore.samples import SECTION, no_positions, positions_section, say_found
from mnist_app.ui.state import RUN, SLICE_BY, Widget

SLICE = "slice"  # the parameter of the link that names the ticked row
TABLE_KEY = "slice_table"


def slices_view(evidence: Evidence) -> Listing | None:
    """A table of slices beside the digits of the ticked one."""
    shapes = evidence.arrays.shapes
    if shapes is None:
        st.info(words.no_shapes(evidence.run.name))
        return None
    left, right = st.columns(2, gap="large")
    levels = to_levels(evidence.answers, shapes)
    with left:
        figures = _choose_figures()
        slices = slice_errors(evidence.answers, levels, figures) if figures else []
        ticked = find_slice(linked_text(SLICE), slices)
        if slices:
            st.markdown(words.worst_slice_text(slices[0], 1 - evidence.evaluation.accuracy))
            _table(slices, ticked)
            st.caption(words.HOW_TO_READ_SLICES)
        else:
            st.info(words.CHOOSE_FIGURES)
    with right, st.container(key=SECTION):
        st.header(labels.SAMPLES, anchor="samples")
        if ticked is None:
            no_positions(words.TICK_A_SLICE)
            return None
        inside = members(levels, ticked.key)
        worst_first = select(evidence.answers, Filter(outcome="all"), "loss", among=inside)
        say_found(words.slice_text(ticked), evidence, worst_first, SLICE)
        return positions_section(evidence, worst_first, f"{SLICE} {key_to_text(ticked.key)}")


def _choose_figures() -> list[str]:
    return st.multiselect(
        words.SLICE_BY,
        FIGURES,
        default=list(FIGURES[:2]),
        format_func=words.FIGURE_NAMES.__getitem__,
        max_selections=MOST_FIGURES,
        key=SLICE_BY.key,
        bind="query-params",
        help=words.SLICE_BY_HELP,
    )


def _table(slices: list[Slice], ticked: Slice | None) -> None:
    # A table of its own for every network, choice of figures and ticked row, as only a new one takes its tick so.
    key = f"{TABLE_KEY} {RUN.value} {SLICE_BY.value} {ticked and ticked.key}"
    share = st.column_config.NumberColumn(format="%.2f%%")
    st.dataframe(
        [
            {words.ERROR_RATE: 100 * one.error_rate}  # first, so that it is in sight on a phone
            | {words.FIGURE_NAMES[figure]: words.level_name(figure, level) for figure, level in one.key}
            | {
                words.ERRORS: one.errors,
                words.DIGITS: one.digits,
                words.LOW: 100 * one.low,
                words.HIGH: 100 * one.high,
            }
            for one in slices
        ],
        hide_index=True,
        key=key,
        on_select=partial(_row_picked, key, slices),
        selection_mode="single-row",
        selection_default={"selection": {"rows": [slices.index(ticked)] if ticked else []}},
        column_config=dict.fromkeys((words.ERROR_RATE, words.LOW, words.HIGH), share),
        alt=words.SLICES_ALT,
    )


def _row_picked(key: str, slices: list[Slice]) -> None:
    rows = Widget[Any](key).value.selection.rows
    show_linked(**{SLICE: key_to_text(slices[rows[0]].key) if rows else ""})
