"""The samples: filters, a page of pictures, CSV."""

import numpy as np
import numpy.typing as npt
import streamlit as st

from mnist_app.data.mnist import CLASSES
from mnist_app.exploring.answers import OUTCOMES, SORTS, Answers, Filter, Sort, answers_to_csv, select
from mnist_app.exploring.evidence import Evidence
from mnist_app.text.exploring import match_text, no_match_text, reading_text, shown_text
from mnist_app.text.percentages import percent
from mnist_app.ui.explore.bring_into_view import bring_into_view
from mnist_app.ui.explore.fetch import fetch_button
from mnist_app.ui.explore.links import picks, reset_filters
from mnist_app.ui.explore.listing import Listing
from mnist_app.ui.explore.loaded import load_pictures
from mnist_app.ui.explore.thumbnails import Thumbnail, thumbnail_pages
from mnist_app.ui.state import HIDE_DISPUTED, HIGHEST, LOWEST, OUTCOME, PRED, TRUE

SECTION = "samples"  # the key of the container that holds all of this
DIGITS = list(range(CLASSES))
OUTCOME_HELP = (
    "**right**: read rightly, sure or not. **unsure**: right, but with less confidence than a sure answer needs."
)
SORT_HELP = (
    "**confidence**: the surest about a wrong digit first. **loss**: the least probability for the true digit first. "
    "**margin**: the closest call between the two likeliest digits first. **index**: as in the test set."
)


def sample_filters() -> tuple[Filter, Sort]:
    """The filter widgets, and what they say."""
    st.subheader("Samples", anchor="samples")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        true = st.selectbox("True digit", DIGITS, None, key=TRUE.key, placeholder="any", width=104, bind="query-params")
        pred = st.selectbox("Read as", DIGITS, None, key=PRED.key, placeholder="any", width=104, bind="query-params")
        outcome = st.selectbox("Outcome", OUTCOMES, key=OUTCOME.key, width=132, bind="query-params", help=OUTCOME_HELP)
        sort = st.selectbox("Sort by", SORTS, key="sort", width=132, bind="query-params", help=SORT_HELP)
        with st.popover("Confidence, disputed labels", icon=":material/tune:"):
            low = _confidence_limit("Confidence from (%)", LOWEST.key, "0")
            high = _confidence_limit("to (%)", HIGHEST.key, "100")
            hides_disputed = st.toggle(
                "Hide disputed labels",
                key=HIDE_DISPUTED.key,
                bind="query-params",
                help="Test labels that fewer than three of five annotators agreed with.",
            )
        st.button("Reset", icon=":material/filter_alt_off:", on_click=reset_filters)
    confidence = (0.0 if low is None else low / 100, 1.0 if high is None else high / 100)
    return Filter(true, pred, outcome, confidence, hides_disputed), sort


def samples_section(evidence: Evidence, chosen: Filter, sort: Sort) -> Listing:
    """The pictures that pass the filter."""
    pictures, why_not_all = load_pictures(evidence)
    found = select(evidence.answers, chosen, sort)
    shown = pictures.available(found)
    _summary(evidence, found, chosen)
    if len(shown) < len(found):
        _missing_pictures(len(shown), len(found), why_not_all)
    # A key of its own for every choice: another choice begins at its first page.
    key = f"page {evidence.run.name} {chosen} {sort}"
    thumbnail_pages(shown, lambda index: _thumbnail(evidence.answers, index), pictures, key)
    bring_into_view(SECTION, picks())
    return Listing(pictures, shown)


def _confidence_limit(label: str, key: str, default: str) -> float | None:
    return st.number_input(label, 0.0, 100.0, None, format="%g", key=key, placeholder=default, bind="query-params")


def _summary(evidence: Evidence, found: npt.NDArray[np.int64], chosen: Filter) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(match_text(len(found), len(evidence.answers), chosen), width="content")
        if len(found):
            st.download_button(
                "CSV",
                lambda: answers_to_csv(evidence.answers, found),
                file_name=f"{evidence.run.name}_samples.csv",
                mime="text/csv",
                icon=":material/download:",
                on_click="ignore",
                help="All matching digits with their probabilities, also those whose picture is not shown.",
            )
    if not len(found):
        st.info(no_match_text(chosen))


def _missing_pictures(shown: int, found: int, why: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{shown_text(shown, found)} {why}", width="content")
        fetch_button("fetch_pictures")


def _thumbnail(answers: Answers, index: int) -> Thumbnail:
    disputed = ("disputed",) if answers.is_disputed[index] else ()
    how_sure = f"{percent(float(answers.confidence[index]))} sure"
    return Thumbnail(index, reading_text(answers, index), (how_sure, *disputed))
