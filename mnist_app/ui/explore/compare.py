"""Two networks side by side: what the second reads better and what worse."""

import streamlit as st

from mnist_app.errors import MnistAppError
from mnist_app.exploring.evidence import Evidence
from mnist_app.exploring.pairwise import compare
from mnist_app.exploring.samples import join_pictures
from mnist_app.metrics.comparison import Comparison
from mnist_app.runs.runs import list_runs
from mnist_app.text.explore_charts import difference_chart
from mnist_app.text.exploring import chance_text, second_reading_text, shown_text
from mnist_app.ui.explore.links import linked_choice
from mnist_app.ui.explore.listing import Listing
from mnist_app.ui.explore.loaded import load_evidence, load_pictures
from mnist_app.ui.explore.thumbnails import Thumbnail, thumbnail_pages
from mnist_app.ui.state import OTHER_RUN


def compare_view(evidence: Evidence) -> Listing | None:
    """A second network beside the chosen one: what it reads better and what worse."""
    name = evidence.run.name
    others = [other for other in list_runs() if other != name]
    if not others:
        st.info("There is only one trained network. Train another one to compare: python -m mnist_app train --help")
        return None
    if OTHER_RUN.has_value and OTHER_RUN.value == name:  # it was chosen as A; left alone, the link would keep it as B
        OTHER_RUN.set(others[0])
    other = st.selectbox(f"Compare {name} (A) with (B)", others, key=OTHER_RUN.key, bind="query-params", width=320)
    try:
        second = load_evidence(other)
        comparison = compare(evidence.answers, second.answers)
    except MnistAppError as error:
        st.error(str(error), icon=":material/error:")
        return None
    _compare_figures(evidence, second, comparison)
    return _compare_samples(evidence, second, comparison)


def _compare_figures(first: Evidence, second: Evidence, comparison: Comparison) -> None:
    a, b = first.run.name, second.run.name
    fixed, broken = len(comparison.fixed), len(comparison.broken)
    with st.grid(4, min_column_width=150):
        st.metric("Fixed by B", fixed, help=f"{a} is wrong, {b} is right")
        st.metric("Broken by B", broken, help=f"{a} is right, {b} is wrong")
        st.metric("Both wrong", len(comparison.both_wrong), help="Both are wrong, though not always alike")
        st.metric(
            "Errors of B",
            second.evaluation.errors,
            second.evaluation.errors - first.evaluation.errors,
            delta_color="inverse",
        )
    st.caption(chance_text(fixed, broken))
    st.markdown("**Which digits B reads better (below 0), which worse (above 0)**")
    st.altair_chart(difference_chart(comparison, a, b), alt=f"Errors of {b} minus errors of {a}, digit by digit")


def _compare_samples(first: Evidence, second: Evidence, comparison: Comparison) -> Listing:
    groups = {
        "Fixed by B": comparison.fixed,
        "Broken by B": comparison.broken,
        "Both wrong": comparison.both_wrong,
    }
    name = linked_choice("Test digits", list(groups), "Fixed by B", "group")
    group = groups[name]
    pictures = join_pictures(load_pictures(first)[0], load_pictures(second)[0])
    shown = pictures.available(group)
    if not len(group):
        st.info("There is none.")
    elif len(shown) < len(group):
        st.caption(shown_text(len(shown), len(group)))
    a, b = first.answers, second.answers

    def to_thumbnail(index: int) -> Thumbnail:
        disputed = ("disputed",) if a.is_disputed[index] else ()
        return Thumbnail(
            index, f"true {a.true[index]}", (f"A read {a.pred[index]}", f"B read {b.pred[index]}", *disputed)
        )

    def how_b_read_it(index: int) -> str:
        return second_reading_text(first.run.name, second.run.name, b, index)

    thumbnail_pages(shown, to_thumbnail, pictures, f"page {first.run.name} {second.run.name} {name}")
    return Listing(pictures, shown, how_b_read_it)
