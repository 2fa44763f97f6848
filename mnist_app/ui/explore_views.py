"""The other views of the explore page: the data, the confidence, the training, two networks side by side."""

import numpy as np
import streamlit as st

from mnist_app.errors import MnistAppError
from mnist_app.exploring.answers import Answers
from mnist_app.exploring.comparison import Comparison, chance_of_split, compare
from mnist_app.exploring.confidence import answer_above, bin_by_confidence, coverage_curve
from mnist_app.exploring.evidence import Evidence
from mnist_app.exploring.pictures import image_to_url, images_to_strip, join_pictures
from mnist_app.learning.runs import list_runs
from mnist_app.ui.explore_cache import load_evidence, load_pictures
from mnist_app.ui.explore_charts import (
    class_counts_chart,
    coverage_chart,
    curves_chart,
    difference_chart,
    histogram_chart,
    reliability_chart,
)

EXAMPLES = 8  # training digits of each class in a row
GROUP_SIZE = 24  # digits shown of each group of a comparison


def data_view(evidence: Evidence) -> None:
    """What the network learned from and was tested on."""
    arrays = evidence.arrays
    train, val, test = arrays.class_counts.sum(axis=1).tolist()
    st.markdown(
        "MNIST: digits written by some 500 people, scanned, brought to 28 × 28 pixels. "
        f"The network learned from **{train:,}**, its settings were chosen on **{val:,}**, and it was tested on "
        f"**{test:,}** by other writers."
    )
    left, right = st.columns(2, gap="large")
    with left:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("**Training digits, drawn at random**", width="content")
            st.button("Show others", icon=":material/casino:", on_click=_draw_others)
        _example_rows(evidence, st.session_state.get("data_seed", 0))
    with right:
        st.markdown("**The mean of all training digits of a class**")
        st.image(
            image_to_url(np.vstack([images_to_strip(arrays.mean_digits[half]) for half in (slice(5), slice(5, 10))])),
            width="stretch",
            alt="The mean picture of each digit, 0 to 9",
        )
        st.markdown("**How many of each**")
        st.altair_chart(class_counts_chart(arrays.class_counts), alt="Digits of each class in each part of the data")


def confidence_view(evidence: Evidence) -> None:
    """Whether the confidence can be trusted, and what one gains by not answering when it is low."""
    answers = evidence.answers
    wrong = answers.confidence[answers.is_wrong]
    right = answers.confidence[~answers.is_wrong]
    st.markdown("**Answer only when sure enough**")
    _threshold(answers)
    first, second = st.columns(2, gap="large")
    with first:
        st.markdown("**How sure it was when right, and when wrong**")
        st.altair_chart(histogram_chart(right, f"{len(right):,} right answers"), alt="Confidence of right answers")
        st.altair_chart(histogram_chart(wrong, f"{len(wrong):,} wrong answers"), alt="Confidence of wrong answers")
    with second:
        st.markdown("**Is it as often right as it says?**")
        st.altair_chart(reliability_chart(bin_by_confidence(answers)), alt="Share of right answers against confidence")
        st.caption(
            "On the dashed line, answers with 80 % confidence are right in 80 % of the cases; above it the network is "
            "too modest, below it too sure. The numbers count the answers: points of a few answers jump by chance."
        )


def training_view(evidence: Evidence) -> None:
    """How the network was trained, and what it is made of."""
    run = evidence.run
    best = run.info["best_epoch"]
    columns = st.columns(2, gap="large")
    for column, figure in zip(columns, ("loss", "accuracy"), strict=True):
        if figure in run.history:
            with column:
                st.markdown(f"**{figure.capitalize()} by epoch**")
                st.altair_chart(
                    curves_chart(run.history, figure, best), alt=f"{figure.capitalize()} by epoch; the best is {best}"
                )
    st.markdown(f"**The network: {run.info['parameters']:,} parameters in {len(run.info['layers'])} layers**")
    st.dataframe(
        [
            {
                "Layer": layer["name"],
                "Type": layer["type"],
                "Output": " × ".join(str(size) for size in layer["output_shape"]),
                "Parameters": layer["parameters"],
            }
            for layer in run.info["layers"]
        ],
        hide_index=True,
        alt="The layers of the network in order",
    )
    with st.expander("Configuration"):
        st.json(run.info["config"])
    figures = sorted((run.path / "figures").glob("*.png"))
    if figures:
        st.markdown("**Figures of this training**")
        with st.container(horizontal=True):
            for path in figures:
                st.download_button(
                    path.stem.replace("_", " "),
                    path.read_bytes,
                    file_name=f"{run.name}_{path.name}",
                    mime="image/png",
                    icon=":material/download:",
                    on_click="ignore",
                )


def compare_view(evidence: Evidence) -> None:
    """A second network beside the chosen one: what it reads better and what worse."""
    name = evidence.run.name
    others = [other for other in list_runs() if other != name]
    if not others:
        st.info("There is only one trained network. Train another one to compare: python -m mnist_app train --help")
        return
    other = st.selectbox(f"Compare {name} (A) with (B)", others, key="with", bind="query-params", width=320)
    try:
        second = load_evidence(other)
        comparison = compare(evidence.answers, second.answers)
    except MnistAppError as error:
        st.error(str(error), icon=":material/error:")
        return
    _compare_figures(evidence, second, comparison)
    _compare_samples(evidence, second, comparison)


def _threshold(answers: Answers) -> None:
    threshold = st.slider(
        "Answer only from this confidence", 0.0, 100.0, 100 * answers.sure, 0.1, format="%.1f%%", key="threshold"
    )
    now = answer_above(answers, threshold / 100)
    left, right = st.columns([1, 2], gap="large")
    with left:
        st.metric("Digits answered", f"{now.share_answered:.2%}", help=f"{now.answered:,} of {len(answers):,}")
        st.metric("Wrong among them", f"{now.answered_errors:,}", help=f"{now.error_rate:.3%} of the answers given")
        st.metric(
            "Held back",
            f"{now.held_back:,}",
            help=f"{now.held_back_errors:,} of them would have been wrong, the others right",
        )
        st.caption(
            f"{now.error_rate:.3%} of the given answers are wrong. {now.held_back_errors:,} of the {now.held_back:,} "
            f"held back would have been wrong. This network counts an answer as sure from {answers.sure:.1%}."
        )
    with right:
        st.altair_chart(
            coverage_chart(coverage_curve(answers), now), alt="Wrong answers against the share of digits answered"
        )


def _draw_others() -> None:
    st.session_state["data_seed"] = st.session_state.get("data_seed", 0) + 1


def _example_rows(evidence: Evidence, seed: int) -> None:
    arrays = evidence.arrays
    rng = np.random.default_rng(seed)
    for digit in range(10):
        of_class = np.flatnonzero(arrays.exemplar_labels == digit)
        drawn = rng.choice(of_class, min(EXAMPLES, len(of_class)), replace=False)
        if len(drawn):
            st.image(
                image_to_url(images_to_strip(arrays.exemplar_images[drawn]), 4),
                width="stretch",
                alt=f"{len(drawn)} training digits labeled {digit}",
            )


def _compare_figures(first: Evidence, second: Evidence, comparison: Comparison) -> None:
    a, b = first.run.name, second.run.name
    fixed, broken = len(comparison.fixed), len(comparison.broken)
    with st.grid(4, min_column_width=150):
        st.metric("Fixed by B", fixed, help=f"{a} is wrong, {b} is right")
        st.metric("Broken by B", broken, help=f"{a} is right, {b} is wrong")
        st.metric("Both wrong", len(comparison.both_wrong))
        st.metric(
            "Errors of B",
            second.evaluation.errors,
            second.evaluation.errors - first.evaluation.errors,
            delta_color="inverse",
        )
    st.caption(
        f"If both networks were equally good, so uneven a split as {fixed} to {broken} would come up by chance "
        f"in {chance_of_split(fixed, broken):.1%} of such comparisons (McNemar's exact test)."
    )
    st.altair_chart(difference_chart(comparison, a, b), alt=f"Errors of {b} minus errors of {a}, digit by digit")


def _compare_samples(first: Evidence, second: Evidence, comparison: Comparison) -> None:
    groups = {
        f"Fixed by B ({len(comparison.fixed)})": comparison.fixed,
        f"Broken by B ({len(comparison.broken)})": comparison.broken,
        f"Both wrong ({len(comparison.both_wrong)})": comparison.both_wrong,
    }
    group = groups[st.segmented_control("Digits", list(groups), default=next(iter(groups)), required=True)]
    pictures = join_pictures(load_pictures(first)[0], load_pictures(second)[0])
    shown = pictures.available(group)[:GROUP_SIZE]
    if not len(group):
        st.info("There is none.")
    elif len(shown) < len(group):
        st.caption(f"{len(shown)} of {len(group)} are shown.")
    with st.grid("auto", min_column_width=104, gap="small"):
        for index in shown.tolist():
            image = pictures.find(index)
            says = f"{first.answers.true[index]}: A {first.answers.pred[index]}, B {second.answers.pred[index]}"
            if image is not None:
                st.image(image_to_url(image), caption=f"**{says}** No. {index}", width="stretch", alt=f"Digit {says}")
