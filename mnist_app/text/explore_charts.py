"""Figures of a run -> Altair charts. Colors come from Streamlit's theme, so that light and dark both fit."""

from copy import deepcopy
from functools import cache
from typing import Any

import altair as alt
import numpy as np
import numpy.typing as npt
import pandas as pd

from mnist_app.metrics.bins import Bin
from mnist_app.metrics.comparison import Comparison
from mnist_app.metrics.coverage import Coverage, MixCoverage
from mnist_app.text.percentages import probability_percent

AnyChart = alt.Chart | alt.LayerChart | alt.FacetChart

TABLE = "table"  # the name of the data in a specification
# What is chosen: Okabe and Ito's vermilion, which color-blind people, too, tell from the charts' blues
# (https://jfly.uni-koeln.de/color/). It has more than the 3:1 of WCAG 2.2, 1.4.11, on both themes' backgrounds.
HERE = "#d55e00"
HISTOGRAM_BINS = 20  # of the confidence; a guess
_LOSSES = [0, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]  # what the logarithmic axis of a loss names
_COUNTS = [1, 3, 10, 30, 100, 300, 1000, 3000, 10000]  # and that of a number of answers
_EQUAL_CONTRAST = 0.179  # the luminance on which black and white have the same contrast, 4.6 (WCAG 2.2)


def ink_on(color: str) -> Any:
    """Black or white, whichever can be read on a color; `background` is Vega's name for that of the theme."""
    return alt.value(alt.expr(f"luminance({color}) > {_EQUAL_CONTRAST} ? 'black' : 'white'"))


def without_data(chart: AnyChart) -> dict[str, Any]:
    """The Vega-Lite specification of layers that all draw one table, which `with_table` puts in."""
    spec = dict(chart.to_dict())
    layers = [{key: part for key, part in layer.items() if key != "data"} for layer in spec["layer"]]
    return spec | {"layer": layers, "data": {"name": TABLE}}


def with_table(spec: dict[str, Any], table: pd.DataFrame) -> dict[str, Any]:
    """A copy of a specification with the table that it is to draw."""
    return deepcopy(spec) | {"datasets": {TABLE: table}}


def probs_table(probs: npt.NDArray[np.float32], true: int, pred: int) -> pd.DataFrame:
    """All ten probabilities, float32 (10,), and what is said of each."""
    kind = np.full(len(probs), "", object)
    kind[true], kind[pred] = " · true digit", " · read as" if true != pred else " · right"
    label = [f"{probability_percent(float(prob))}{words}" for prob, words in zip(probs, kind, strict=True)]
    return pd.DataFrame({"digit": np.arange(len(probs)), "prob": probs, "label": label, "is_other": kind == ""})


@cache
def probs_spec() -> dict[str, Any]:
    """How `probs_table` is drawn: as bars with their values. Vega-Lite without the data."""
    base = alt.Chart().encode(
        x=alt.X("prob:Q", title=None, axis=None, scale=alt.Scale(domain=[0, 1.3])),  # room for the words
        y=alt.Y("digit:O", title=None, axis=alt.Axis(ticks=False, domain=False)),
    )
    bars = base.mark_bar(cornerRadiusEnd=3).encode(
        opacity=alt.when("datum.is_other").then(alt.value(0.45)).otherwise(alt.value(1.0)),
        tooltip=[alt.Tooltip("digit:O", title="Digit"), alt.Tooltip("prob:Q", title="Probability", format=".3%")],
    )
    labels = base.mark_text(align="left", dx=5).encode(text="label:N", color=ink_on("background"))
    return without_data(alt.layer(bars, labels).properties(height=250))


def curves_chart(history: dict[str, list[float]], figure: str, best_epoch: int) -> AnyChart:
    """One figure of the training ("loss" or "accuracy"), on the training and the validation digits, by epoch."""
    parts = {"training": figure, "validation": f"val_{figure}"}
    table = pd.concat(
        pd.DataFrame({"epoch": range(1, len(history[key]) + 1), "value": history[key], "digits": part})
        for part, key in parts.items()
        if key in history
    )
    is_loss = figure == "loss"
    form = ".4f" if is_loss else ".2%"
    hover = alt.selection_point(fields=["epoch"], nearest=True, on="pointerover", empty=False, clear="pointerout")
    base = alt.Chart(table).encode(x=alt.X("epoch:Q", title="Epoch", axis=alt.Axis(format="d", tickMinStep=1)))
    value = alt.Y(
        "value:Q",
        title="Loss (log scale)" if is_loss else "Accuracy",
        scale=alt.Scale(type="symlog", constant=0.01) if is_loss else alt.Scale(zero=False),
        axis=alt.Axis(format="~g", values=_LOSSES, labelOverlap=False) if is_loss else alt.Axis(format=".1%"),
    )
    legend = alt.Legend(orient="top", symbolType="stroke", symbolSize=400)
    digits = alt.Color("digits:N", title=None, legend=legend)
    dash = alt.StrokeDash("digits:N", title=None, legend=legend)
    lines = base.mark_line().encode(y=value, color=digits, strokeDash=dash)
    # An expression and no encoding: that would put its shapes into the legend, in the place of the lines.
    shape = alt.expr("datum.digits == 'training' ? 'circle' : 'square'")
    points = (
        base.mark_point(filled=True, size=60, shape=shape)
        .encode(
            y=value,
            color=digits,
            opacity=alt.when(hover).then(alt.value(1.0)).otherwise(alt.value(0.0 if len(table) > 2 else 1.0)),
            tooltip=[
                alt.Tooltip("epoch:Q", title="Epoch"),
                alt.Tooltip("digits:N", title="Digits"),
                alt.Tooltip("value:Q", title=figure.capitalize(), format=form),
            ],
        )
        .add_params(hover)
    )
    return alt.layer(lines, _mark_of_best(best_epoch, len(history[figure])), points).properties(height=280)


def _mark_of_best(best_epoch: int, epochs: int) -> AnyChart:
    """A line at the best epoch, and its name on the side that has room."""
    best = alt.Chart(pd.DataFrame({"epoch": [best_epoch], "text": [f"best: {best_epoch}"]}))
    rule = best.mark_rule(strokeDash=[3, 3], color="gray").encode(x="epoch:Q")
    is_early = 2 * best_epoch <= epochs + 1
    name = best.mark_text(
        align="left" if is_early else "right", dx=4 if is_early else -4, dy=-6, y="height", baseline="bottom"
    ).encode(x="epoch:Q", text="text", color=ink_on("background"))
    return alt.layer(rule, name)


def histogram_chart(confidence: npt.NDArray[np.float32], title: str) -> AnyChart:
    """How many answers have which confidence, float32 (M,)."""
    count, edges = np.histogram(confidence, HISTOGRAM_BINS, (0, 1))
    table = pd.DataFrame({"low": edges[:-1], "high": edges[1:], "count": count})
    return (
        alt.Chart(table, title=title)
        .mark_bar()
        .encode(
            x=alt.X(
                "low:Q", bin="binned", title="Confidence", axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1])
            ),
            x2="high:Q",
            y=alt.Y(
                "count:Q",
                title="Answers (log scale)",
                scale=alt.Scale(type="symlog", domain=[0, _named_count(int(count.max()))]),
                axis=alt.Axis(values=_COUNTS, format=",d", minExtent=48),
            ),
            tooltip=[
                alt.Tooltip("low:Q", title="Confidence from", format=".0%"),
                alt.Tooltip("high:Q", title="to", format=".0%"),
                alt.Tooltip("count:Q", title="Answers"),
            ],
        )
        .properties(height=225)
    )


def _named_count(count: int) -> int:
    """The least number on the axis that is no smaller, so that the highest bar can be read off; beyond them, itself."""
    return next((named for named in _COUNTS if named >= count), count)


def reliability_chart(bins: list[Bin]) -> AnyChart:
    """Accuracy against confidence, the gap between them and the number of answers; on the diagonal both agree."""
    table = pd.DataFrame(
        [{"confidence": part.confidence, "accuracy": part.accuracy, "count": part.count} for part in bins]
    )
    axis = alt.Axis(format="%", values=[0, 0.2, 0.4, 0.6, 0.8, 1])
    whole = alt.Scale(domain=[0, 1])
    with_room = alt.Scale(domain=[-0.06, 1.06])  # for the counts above and below
    diagonal = (
        alt.Chart(pd.DataFrame({"confidence": [0, 1], "accuracy": [0, 1]}))
        .mark_line(strokeDash=[4, 4], color="gray")
        .encode(x="confidence:Q", y="accuracy:Q")
    )
    base = alt.Chart(table).encode(
        x=alt.X("confidence:Q", title="Confidence (mean of the answers)", axis=axis, scale=whole),
        y=alt.Y("accuracy:Q", title="Share of right answers", axis=axis, scale=with_room),
        tooltip=[
            alt.Tooltip("confidence:Q", title="Confidence", format=".1%"),
            alt.Tooltip("accuracy:Q", title="Right", format=".1%"),
            alt.Tooltip("count:Q", title="Answers", format=","),
        ],
    )
    gaps = base.mark_rule(color="gray").encode(y2="confidence:Q")
    beyond = alt.expr("datum.accuracy < datum.confidence ? 13 : -12")  # on the side away from the diagonal
    counts = base.mark_text(dy=beyond, fontSize=11).encode(
        text=alt.Text("count:Q", format=","), color=ink_on("background")
    )
    return alt.layer(diagonal, gaps, base.mark_point(filled=True, size=60), counts).properties(height=380)


def coverage_chart(curve: list[Coverage], now: Coverage) -> AnyChart:
    """Errors among the given answers against the share of digits that get one; `now` is where the threshold stands."""
    scale = alt.Scale(zero=False)

    def table(points: list[Coverage]) -> pd.DataFrame:
        return pd.DataFrame(
            [{"answered": at.share_answered, "errors": at.answered_errors, "threshold": at.threshold} for at in points]
        )

    encoding = {
        "x": alt.X("answered:Q", title="Digits answered", axis=alt.Axis(format=".1%"), scale=scale),
        "y": alt.Y("errors:Q", title="Wrong among them", axis=alt.Axis(format="d", tickMinStep=1)),
        "tooltip": [
            alt.Tooltip("threshold:Q", title="Answer from", format=".2%"),
            alt.Tooltip("answered:Q", title="Answered", format=".2%"),
            alt.Tooltip("errors:Q", title="Wrong"),
        ],
    }
    line = alt.Chart(table(curve)).mark_line(point=True, interpolate="step-after").encode(**encoding)
    here = alt.Chart(table([now])).mark_point(size=220, strokeWidth=3, color=HERE).encode(**encoding)
    return alt.layer(line, here).properties(height=280)


MIX_TICKS = [0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.2]  # shares of wrong answers, one picture in five being no digit


def mix_chart(curve: list[MixCoverage], now: MixCoverage) -> AnyChart:
    """Wrong among the given answers against the share of digits that get one, where one picture in five is no digit."""

    def table(points: list[MixCoverage]) -> pd.DataFrame:
        columns = ["digits_answered", "non_digits_answered", "error_rate", "threshold"]
        return pd.DataFrame([{column: getattr(at, column) for column in columns} for at in points])

    encoding = {
        "x": alt.X(
            "digits_answered:Q", title="Digits answered", axis=alt.Axis(format=".0%"), scale=alt.Scale(zero=False)
        ),
        "y": alt.Y(
            "error_rate:Q",
            title="Wrong among all answers (log scale)",
            axis=alt.Axis(format=".1~%", values=MIX_TICKS),
            scale=alt.Scale(type="symlog", constant=MIX_TICKS[1]),
        ),
        "tooltip": [
            alt.Tooltip("threshold:Q", title="Answer from", format=".2%"),
            alt.Tooltip("digits_answered:Q", title="Digits answered", format=".2%"),
            alt.Tooltip("non_digits_answered:Q", title="Non-digits answered", format=".2%"),
            alt.Tooltip("error_rate:Q", title="Wrong among all answers", format=".2%"),
        ],
    }
    line = alt.Chart(table(curve)).mark_line(point=True).encode(**encoding)
    here = alt.Chart(table([now])).mark_point(size=220, strokeWidth=3, color=HERE).encode(**encoding)
    return alt.layer(line, here).properties(height=280)


def difference_chart(comparison: Comparison, name_a: str, name_b: str) -> AnyChart:
    """By how many errors network B differs from network A, digit by digit."""
    difference = comparison.errors_b - comparison.errors_a
    table = pd.DataFrame(
        {
            "digit": np.arange(len(comparison.errors_a)),
            "a": comparison.errors_a,
            "b": comparison.errors_b,
            "difference": difference,
            "text": [f"{more:+d}" if more else "0" for more in difference.tolist()],
        }
    )
    base = alt.Chart(table).encode(
        x=alt.X("digit:O", title="True digit", axis=alt.Axis(labelAngle=0)),
        y=alt.Y("difference:Q", title="Errors of B minus errors of A", axis=alt.Axis(tickMinStep=1)),
        tooltip=[
            alt.Tooltip("digit:O", title="True digit"),
            alt.Tooltip("a:Q", title=f"Errors of {name_a}"),
            alt.Tooltip("b:Q", title=f"Errors of {name_b}"),
        ],
    )
    text = base.mark_text(dy=alt.expr("datum.difference < 0 ? 10 : -10")).encode(
        text="text:N", color=ink_on("background")
    )
    return alt.layer(base.mark_bar(), text).properties(height=260)
