"""The map of the test digits as a chart whose points are brushed, and what is said of it. No Streamlit.

As of the confusion matrix, the specification is built once and the points are a table beside it.
"""

from copy import deepcopy
from functools import cache
from typing import Any

import altair as alt
import numpy as np
import numpy.typing as npt
import pandas as pd

from mnist_app.exploring.answers import Answers
from mnist_app.exploring.neighborhoods import ErrorGroup
from mnist_app.runs.evaluation_arrays import MAP_SIDE
from mnist_app.runs.runs import evaluate_command
from mnist_app.text.counts import count_text
from mnist_app.text.explore_charts import ink_on

BRUSH = "area"  # the name of the selection; its fields are `x` and `y`
SIMILAR_MISTAKES = "**Similar mistakes**"
HOW_TO_READ_THE_MAP = (
    "Each point is a test digit; what is alike to the network lies together (t-SNE of its last features; only nearness "
    "means something, not the axes). A ring is an error, in the color of the true digit."
)
PICK_A_SPOT = "**Click or tap a spot** to see [the digits there](#samples), or draw a rectangle with the mouse."
PICK_FROM_THE_MAP = "Click or tap a spot on the map, or choose similar mistakes, to see the digits."
SQUARE_BY_KEYS = (
    "Square on the map: the arrow keys move it, with Shift they make it larger or smaller, and Enter shows its digits."
)

MARGIN = 10  # around the map, in its own units
PADDING = 5  # pixels on all four sides of what is drawn; left alone, Streamlit leaves more below

_POINTS, _MIDDLES = "points", "middles"  # the names of the two tables
_HEIGHT = 520
_NAME_SIZE = 26
# A finger that moves over the map scrolls the page, and draws nothing.
_DRAWN_BY = "[pointerdown[event.pointerType !== 'touch'], window:pointerup] > window:pointermove!"
# Ten colors that differ in hue and lightness, seen on white and on black: Tableau's, without its gray.
_COLORS = ["#4e79a7", "#f28e2b", "#e15759", "#76b7b2", "#59a14f", "#edc948", "#b07aa1", "#ff9da7", "#9c755f", "#2ca9e1"]


def no_map(run: str) -> str:
    """How to get the map of a run that has none."""
    return f"No map of the test digits has been stored with this network. Store it: {evaluate_command(run)}"


def map_alt(digits: int, errors: int) -> str:
    """What the map shows."""
    return f"Map of {count_text(digits, 'test digit')}, {count_text(errors, 'error')} among them, by what is alike"


def group_label(group: ErrorGroup) -> str:
    """A group of similar errors by its most frequent mistake and its size; Markdown."""
    more = len(group.members) - group.such
    others = f" and {more} more" if more else ""
    return f"**{group.true}** read as **{group.pred}**{others}: {len(group.members)}"


def group_help(group: ErrorGroup) -> str:
    """What is in a group of similar errors."""
    such = f"1 is a {group.true}" if group.such == 1 else f"{group.such} are {group.true}s"
    alike = "that are" if len(group.members) > 1 else "that is"
    return f"{count_text(len(group.members), 'error')} {alike} alike to the network; {such} read as {group.pred}."


def found_text(digits: int, errors: int, where: str) -> str:
    """How many digits were found, and how many of them are errors; Markdown."""
    if not digits:
        return "No test digits lie here; pick another spot."
    if digits == 1:
        return f"**1** test digit {where}, {'misread' if errors else 'read rightly'}."
    return f"**{digits:,}** test digits {where}, **{errors:,}** of them misread; the worst come first."


IN_THE_AREA, IN_THE_GROUP = "in this area", "of similar mistakes"


def point_table(answers: Answers, positions: npt.NDArray[np.uint16]) -> pd.DataFrame:
    """One row for each test digit, at positions uint16 (N, 2); the errors come last, so that they lie on top."""
    table = pd.DataFrame(
        {
            "x": positions[:, 0],
            "y": positions[:, 1],
            "true": answers.true,
            "pred": answers.pred,
            "index": np.arange(len(answers), dtype=np.uint16 if len(answers) < 2**16 else np.uint32),
            "is_wrong": answers.is_wrong,
        }
    )
    return table.sort_values("is_wrong", kind="stable", ignore_index=True)


def middle_table(middles: dict[int, tuple[float, float]]) -> pd.DataFrame:
    """Where each digit's name stands."""
    return pd.DataFrame([{"x": x, "y": y, "true": digit} for digit, (x, y) in middles.items()])


def with_points(points: pd.DataFrame, middles: pd.DataFrame) -> dict[str, Any]:
    """The specification with the tables that it is to draw."""
    return deepcopy(map_spec()) | {"datasets": {_POINTS: points, _MIDDLES: middles}}


@cache
def map_spec() -> dict[str, Any]:
    """How `point_table` and `middle_table` are drawn: Vega-Lite without the data."""
    scale = alt.Scale(domain=[-MARGIN, MAP_SIDE + MARGIN], nice=False)
    place = {"x": alt.X("x:Q", axis=None, scale=scale), "y": alt.Y("y:Q", axis=None, scale=scale)}
    digit = alt.Color("true:N", title="True digit", scale=alt.Scale(domain=list(range(10)), range=_COLORS), legend=None)
    points = (
        alt.Chart()
        .mark_circle(clip=True)
        .encode(
            **place,
            color=digit,
            size=alt.when("datum.is_wrong").then(alt.value(90)).otherwise(alt.value(9)),
            opacity=alt.when("datum.is_wrong").then(alt.value(1.0)).otherwise(alt.value(0.55)),
            stroke=alt.when("datum.is_wrong").then(ink_on("background")).otherwise(alt.value(None)),
            strokeWidth=alt.when("datum.is_wrong").then(alt.value(2)).otherwise(alt.value(0)),
            tooltip=[
                alt.Tooltip("index:Q", title="Test digit", format="d"),
                alt.Tooltip("true:N", title="True digit"),
                alt.Tooltip("pred:N", title="Read as"),
            ],
        )
        .add_params(
            alt.selection_interval(name=BRUSH, encodings=["x", "y"], zoom=False, on=_DRAWN_BY, translate=_DRAWN_BY)
        )
    )
    edges = (
        alt.Chart()
        .mark_text(fontSize=_NAME_SIZE, fontWeight="bold", strokeWidth=6, strokeJoin="round", opacity=0.85)
        .encode(
            **place, text="true:N", stroke=alt.value(alt.expr("background")), color=alt.value(alt.expr("background"))
        )
    )
    names = (
        alt.Chart()
        .mark_text(fontSize=_NAME_SIZE, fontWeight="bold")
        .encode(**place, text="true:N", color=ink_on("background"))
    )
    padding = dict.fromkeys(("left", "top", "right", "bottom"), PADDING)
    spec = dict(alt.layer(points, edges, names).properties(height=_HEIGHT, padding=padding).to_dict())
    spec.pop("data", None)
    spec["layer"] = [
        {**layer, "data": {"name": table}}
        for layer, table in zip(spec["layer"], (_POINTS, _MIDDLES, _MIDDLES), strict=True)
    ]
    return spec
