"""The samples: filters, a page of pictures, CSV."""

from collections.abc import Callable
from functools import partial

import numpy as np
import numpy.typing as npt
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mnist_app.data.mnist import CLASSES
from mnist_app.exploring.answers import OUTCOMES, SORTS, Answers, Filter, Sort, answers_to_csv, select
from mnist_app.exploring.evidence import Evidence
from mnist_app.text import explore_labels as labels
from mnist_app.text import sample_text
from mnist_app.ui.bring_into_view import bring_into_view
from mnist_app.ui.explore.fetch import fetch_button
from mnist_app.ui.explore.links import picks, reset_filters
from mnist_app.ui.explore.listing import Listing
from mnist_app.ui.explore.loaded import load_pictures
from mnist_app.ui.explore.thumbnails import Thumbnail, thumbnail_pages
from mnist_app.ui.state import HIDE_DISPUTED, HIGHEST, LOWEST, OUTCOME, PRED, TRUE

SECTION = "samples"  # the key of the container that holds all of this
DIGITS = list(range(CLASSES))


def sample_filters() -> tuple[Filter, Sort]:
    """The filter widgets, and what they say."""
    st.header(labels.SAMPLES, anchor="samples")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        true = st.selectbox(
            labels.TRUE_DIGIT, DIGITS, None, key=TRUE.key, placeholder=labels.ANY, width=104, bind="query-params"
        )
        pred = st.selectbox(
            labels.READ_AS, DIGITS, None, key=PRED.key, placeholder=labels.ANY, width=104, bind="query-params"
        )
        outcome = st.selectbox(
            labels.OUTCOME, OUTCOMES, key=OUTCOME.key, width=132, bind="query-params", help=labels.OUTCOME_HELP
        )
        sort = st.selectbox(labels.SORT_BY, SORTS, key="sort", width=132, bind="query-params", help=labels.SORT_HELP)
        with st.popover(labels.MORE_FILTERS, icon=":material/tune:"):
            low = _certainty_limit(labels.SURE_FROM, LOWEST.key, "0")
            high = _certainty_limit(labels.SURE_TO, HIGHEST.key, "100")
            hides_disputed = st.toggle(
                labels.HIDE_DISPUTED,
                key=HIDE_DISPUTED.key,
                bind="query-params",
                help=labels.HIDE_DISPUTED_HELP,
            )
        st.button(labels.RESET, icon=":material/filter_alt_off:", on_click=reset_filters)
    certainty = (0.0 if low is None else low / 100, 1.0 if high is None else high / 100)
    return Filter(true, pred, outcome, certainty, hides_disputed), sort


def samples_section(evidence: Evidence, chosen: Filter, sort: Sort) -> Listing:
    """The pictures that pass the filter."""
    answers, found = evidence.answers, select(evidence.answers, chosen, sort)
    say_found(sample_text.match_text(len(found), len(answers), chosen), evidence, found)
    if not len(found):
        st.info(sample_text.no_match_text(chosen))
    return positions_section(evidence, found, f"{chosen} {sort}")


def no_positions(invitation: str) -> None:
    """Say how to choose samples where none are chosen yet; the choice then scrolls a phone to them."""
    st.caption(invitation)
    bring_into_view(SECTION, picks())


def say_found(text: str, evidence: Evidence, found: npt.NDArray[np.int64], what: str = "samples") -> None:
    """Say what was found, Markdown, and offer the answers at these positions, int64 (M,), in a file named by `what`."""
    with found_line(text):
        if len(found):
            to_csv = partial(answers_to_csv, evidence.answers, found)
            offer_csv(to_csv, f"{evidence.run.name}_{what}.csv", labels.CSV_HELP)


def found_line(text: str) -> DeltaGenerator:
    """A line that says what was found, Markdown, with room for a button."""
    line = st.container(horizontal=True, vertical_alignment="center")
    line.markdown(text, width="content")
    return line


def offer_csv(to_csv: Callable[[], str], file_name: str, what_is_in_it: str) -> None:
    """Offer test digits as a file, which is made once it is asked for."""
    st.download_button(
        labels.CSV,
        to_csv,
        file_name=file_name,
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        help=what_is_in_it,
    )


def positions_section(evidence: Evidence, found: npt.NDArray[np.int64], key: str) -> Listing:
    """The pictures at positions of the test set, int64 (M,), in order; another `key` begins at its first page."""
    pictures, why_not_all = load_pictures(evidence)
    shown = pictures.available(found)
    if len(shown) < len(found):
        _missing_pictures(len(shown), len(found), why_not_all)
    to_thumbnail = partial(_thumbnail, evidence.answers)
    thumbnail_pages(shown, to_thumbnail, pictures, f"page {evidence.run.name} {key}")
    bring_into_view(SECTION, picks())
    return Listing(pictures, shown)


def _certainty_limit(label: str, key: str, default: str) -> float | None:
    return st.number_input(label, 0.0, 100.0, None, format="%g", key=key, placeholder=default, bind="query-params")


def _missing_pictures(shown: int, found: int, why: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{sample_text.shown_text(shown, found)} {why}", width="content")
        fetch_button("fetch_pictures")


def _thumbnail(answers: Answers, index: int) -> Thumbnail:
    disputed = (labels.DISPUTED,) if answers.is_disputed[index] else ()
    return Thumbnail(
        index, sample_text.reading_text(answers, index), (sample_text.sure_note(answers, index), *disputed)
    )
