"""The samples: filters, a page of pictures, CSV, and one sample in detail."""

import numpy as np
import numpy.typing as npt
import streamlit as st

from mnist_app.exploring.answers import OUTCOMES, SORTS, Answers, Filter, Sort, answers_to_csv, select
from mnist_app.exploring.disputed import DISPUTED, dispute
from mnist_app.exploring.evidence import Evidence
from mnist_app.exploring.pictures import Pictures, image_to_url
from mnist_app.ui.explore_cache import load_pictures
from mnist_app.ui.explore_charts import probs_chart
from mnist_app.ui.explore_fetch import fetch_button
from mnist_app.ui.explore_links import (
    close_sample,
    open_sample,
    opened_sample,
    reset_filters,
)

PAGE_SIZE = 12  # divides evenly into rows of 2, 3, 4 and 6
RECOGNIZE_PAGE = "mnist_app/ui/recognize_page.py"
TRIED_IMAGE = "tried_image"  # where the recognize page looks for a picture that it is asked to read

DIGITS = list(range(10))
OUTCOME_HELP = "**unsure**: right, but with less confidence than a sure answer needs."
SORT_HELP = (
    "**confidence**: the surest about a wrong digit first. **loss**: the least probability for the true digit first. "
    "**margin**: the closest call between the two likeliest digits first. **index**: as in the test set."
)


def sample_filters() -> tuple[Filter, Sort]:
    """The filter widgets, and what they say."""
    st.subheader("Samples", anchor="samples")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        true = st.selectbox("True digit", DIGITS, None, key="true", placeholder="any", width=104, bind="query-params")
        pred = st.selectbox("Read as", DIGITS, None, key="pred", placeholder="any", width=104, bind="query-params")
        outcome = st.selectbox("Outcome", OUTCOMES, key="outcome", width=132, bind="query-params", help=OUTCOME_HELP)
        sort = st.selectbox("Sort by", SORTS, key="sort", width=132, bind="query-params", help=SORT_HELP)
        with st.popover("More filters", icon=":material/tune:"):
            low = _confidence_limit("Confidence from (%)", "from", "0")
            high = _confidence_limit("to (%)", "to", "100")
            hides_disputed = st.toggle(
                f"Hide the {len(DISPUTED)} disputed labels",
                key="hide_disputed",
                bind="query-params",
                help="Test labels that fewer than three of five annotators agreed with.",
            )
        st.button("Reset", icon=":material/filter_alt_off:", on_click=reset_filters)
    confidence = (0.0 if low is None else low / 100, 1.0 if high is None else high / 100)
    return Filter(true, pred, outcome, confidence, hides_disputed), sort


def _confidence_limit(label: str, key: str, default: str) -> float | None:
    return st.number_input(label, 0.0, 100.0, None, format="%g", key=key, placeholder=default, bind="query-params")


def samples_section(evidence: Evidence, chosen: Filter, sort: Sort) -> None:
    """The pictures that pass the filter, and the one that is open."""
    pictures, why_not_all = load_pictures(evidence)
    found = select(evidence.answers, chosen, sort)
    shown = pictures.available(found)
    _summary(evidence, found)
    if len(shown) < len(found):
        _missing_pictures(len(found), len(shown), why_not_all)
    # A key of its own for every choice: another choice begins at its first page.
    _page_of_pictures(evidence.answers, pictures, shown, f"page {evidence.run.name} {chosen} {sort}")
    if opened_sample(len(evidence.answers)) is not None:
        _sample_dialog(evidence, pictures, shown)


def _summary(evidence: Evidence, found: npt.NDArray[np.int64]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{len(found):,}** of {len(evidence.answers):,} test digits match.", width="content")
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
        st.info("No test digit matches these filters. Reset them, or choose another outcome.")


def _missing_pictures(found: int, shown: int, why: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{shown:,} of these {found:,} pictures can be shown. {why}", width="content")
        fetch_button()


def _page_of_pictures(answers: Answers, pictures: Pictures, shown: npt.NDArray[np.int64], pagination_key: str) -> None:
    grid = st.grid("auto", min_column_width=104, gap="small", key="sample_grid")
    pages = -(-len(shown) // PAGE_SIZE)
    first = (st.pagination(pages, key=pagination_key) - 1) * PAGE_SIZE if pages > 1 else 0
    on_page = shown[first : first + PAGE_SIZE].tolist()
    with grid:
        for index in on_page:
            _thumbnail(answers, pictures, index)
    if pages > 1:
        st.caption(f"{first + 1}–{first + len(on_page)} of {len(shown):,}")


def _thumbnail(answers: Answers, pictures: Pictures, index: int) -> None:
    image = pictures.find(index)
    true, pred, confidence = answers.true[index], answers.pred[index], answers.confidence[index]
    says = f"{true} read as {pred}" if true != pred else f"{true}, right"
    mark = " · disputed" if index in DISPUTED else ""
    with st.container(gap="xxsmall"):
        if image is not None:
            st.image(
                image_to_url(image),
                caption=f"**{says}** {confidence:.0%}{mark}",
                width="stretch",
                alt=f"Test digit {index}: {says}, {confidence:.1%} sure{mark}",
            )
        st.button(f"No. {index}", key=f"open_{index}", on_click=open_sample, args=(index,), width="stretch")


@st.dialog("One test digit", width="medium", position="right", on_dismiss=close_sample)
def _sample_dialog(evidence: Evidence, pictures: Pictures, shown: npt.NDArray[np.int64]) -> None:
    """The sample that the link names. Going on to another one draws only this dialog anew."""
    index = opened_sample(len(evidence.answers))
    if index is None:
        return
    _steps(index, shown)
    answers = evidence.answers
    true, pred = int(answers.true[index]), int(answers.pred[index])
    image = pictures.find(index)
    left, right = st.columns([2, 3])
    with left:
        if image is None:
            st.info("Its picture is not stored with this run.")
            fetch_button()
        else:
            st.image(image_to_url(image, 12), width="stretch", alt=f"Test digit {index}, labeled {true}")
    with right:
        st.markdown(_story(answers, index))
        if dispute(index):
            st.warning(dispute(index), title="Disputed label", icon=":material/gavel:")
        if image is not None and st.button("Try it on the recognize page", icon=":material/draw:"):
            st.session_state[TRIED_IMAGE] = {"image": image, "title": f"Test digit {index}"}
            st.switch_page(RECOGNIZE_PAGE)
    st.altair_chart(
        probs_chart(answers.probs[index], true, pred),
        alt=f"Probabilities of all ten digits: {pred} is likeliest with {answers.confidence[index]:.1%}",
    )
    _neighbors(evidence, index)


def _steps(index: int, shown: npt.NDArray[np.int64]) -> None:
    place = np.flatnonzero(shown == index)
    at = int(place[0]) if len(place) else None
    before = int(shown[at - 1]) if at else None
    after = int(shown[at + 1]) if at is not None and at + 1 < len(shown) else None
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, icon, target in (
            ("Previous", ":material/arrow_back:", before),
            ("Next", ":material/arrow_forward:", after),
        ):
            st.button(
                label, icon=icon, disabled=target is None, on_click=open_sample, args=(target,), key=f"go_{label}"
            )
        where = f"{at + 1} of {len(shown):,}" if at is not None else "not among the filtered samples"
        st.markdown(f"**No. {index}** · {where}", width="content")


def _story(answers: Answers, index: int) -> str:
    true, pred, runner_up = answers.true[index], answers.pred[index], answers.runner_up[index]
    verdict = f"read **wrongly**, as **{pred}**" if true != pred else "read **rightly**"
    return (
        f"Labeled **{true}**, {verdict}, with {answers.confidence[index]:.1%} confidence. Second guess: "
        f"**{runner_up}** ({answers.probs[index, runner_up]:.1%}).\n\n"
        f"Loss {answers.loss[index]:.3f} · margin {answers.margin[index]:.1%}"
    )


def _neighbors(evidence: Evidence, index: int) -> None:
    """The most similar training digits of the label's class, and of the class that was read."""
    arrays, answers = evidence.arrays, evidence.answers
    st.markdown("**The most similar digits it learned from**")
    rows = [("labeled", answers.true[index], arrays.neighbors_true, arrays.neighbors_true_similarity)]
    if answers.true[index] != answers.pred[index]:
        rows.append(("labeled", answers.pred[index], arrays.neighbors_pred, arrays.neighbors_pred_similarity))
    for word, digit, neighbors, similarity in rows:
        st.caption(f"Training digits {word} {digit}")
        with st.grid(5, min_column_width=48, wrap=False, gap="xsmall"):
            for which, alike in zip(neighbors[index].tolist(), similarity[index].tolist(), strict=True):
                st.image(
                    image_to_url(arrays.exemplar_images[which], 4),
                    caption=f"{alike:.2f}",
                    width="stretch",
                    alt=f"Training digit {arrays.exemplar_index[which]}, labeled {digit}, similarity {alike:.2f}",
                )
    st.caption("Below each: how alike the two are to the network (cosine of its last features; 1 = the same).")
