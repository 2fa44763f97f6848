"""Two networks side by side: what the second reads better and what worse."""

from functools import partial

import streamlit as st

from mnist_app.errors import MnistAppError
from mnist_app.exploring.evidence import Evidence
from mnist_app.exploring.pairwise import answers_of_two_to_csv, compare
from mnist_app.exploring.samples import join_pictures
from mnist_app.metrics.comparison import Comparison
from mnist_app.runs.runs import list_runs
from mnist_app.text import explore_labels as labels
from mnist_app.text import exploring as sentences
from mnist_app.text import sample_text
from mnist_app.text.explore_charts import difference_chart
from mnist_app.ui.explore.links import linked_choice
from mnist_app.ui.explore.listing import Listing
from mnist_app.ui.explore.loaded import load_evidence, load_pictures
from mnist_app.ui.explore.samples import found_line, offer_csv
from mnist_app.ui.explore.thumbnails import Thumbnail, thumbnail_pages
from mnist_app.ui.state import OTHER_RUN


def compare_view(evidence: Evidence) -> Listing | None:
    """A second network beside the chosen one: what it reads better and what worse."""
    name = evidence.run.name
    others = [other for other in list_runs() if other != name]
    if not others:
        st.info(labels.ONLY_ONE)
        return None
    if OTHER_RUN.has_value and OTHER_RUN.value == name:  # it was chosen as A; left alone, the link would keep it as B
        OTHER_RUN.set(others[0])
    other = st.selectbox(sentences.compare_label(name), others, key=OTHER_RUN.key, bind="query-params", width=320)
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
        st.metric(labels.FIXED, fixed, help=sentences.only_one_right(a, b))
        st.metric(labels.BROKEN, broken, help=sentences.one_right_first(a, b))
        st.metric(labels.BOTH_WRONG, len(comparison.both_wrong), help=labels.BOTH_WRONG_HELP)
        st.metric(
            labels.ERRORS_OF_B,
            second.evaluation.errors,
            second.evaluation.errors - first.evaluation.errors,
            delta_color="inverse",
            delta_description=labels.THAN_A,
        )
    st.caption(sentences.chance_text(fixed, broken))
    st.markdown(labels.WHICH_DIGITS)
    st.altair_chart(difference_chart(comparison, a, b), alt=sentences.difference_alt(a, b))


def _compare_samples(first: Evidence, second: Evidence, comparison: Comparison) -> Listing:
    groups = {
        labels.FIXED: comparison.fixed,
        labels.BROKEN: comparison.broken,
        labels.BOTH_WRONG: comparison.both_wrong,
    }
    name = linked_choice(labels.GROUP, list(groups), labels.FIXED, "group")
    group = groups[name]
    pictures = join_pictures(load_pictures(first)[0], load_pictures(second)[0])
    shown = pictures.available(group)
    a, b = first.answers, second.answers
    if not len(group):
        st.info(labels.EMPTY_GROUP)
    else:
        with found_line(sample_text.group_text(len(group))):
            file_name = f"{first.run.name}_{second.run.name}.csv"
            offer_csv(partial(answers_of_two_to_csv, a, b, group), file_name, labels.CSV_OF_TWO_HELP)
    if len(shown) < len(group):
        st.caption(sample_text.shown_text(len(shown), len(group)))

    def to_thumbnail(index: int) -> Thumbnail:
        disputed = (labels.DISPUTED,) if a.is_disputed[index] else ()
        readings = sample_text.read_note("A", a, index), sample_text.read_note("B", b, index)
        return Thumbnail(index, sample_text.true_text(a, index), (*readings, *disputed))

    def how_b_read_it(index: int) -> str:
        return sample_text.second_reading_text(first.run.name, second.run.name, b, index)

    thumbnail_pages(shown, to_thumbnail, pictures, f"page {first.run.name} {second.run.name} {name}")
    return Listing(pictures, shown, how_b_read_it)
