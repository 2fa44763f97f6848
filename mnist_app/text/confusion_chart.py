"""The confusion matrix as a chart of clickable boxes.

What is drawn and how it is drawn are kept apart: only the table changes from one click to the next, so Vega keeps its
view and moves the frame, and Altair, which takes most of such a page's time, builds each specification once.
"""

from functools import cache
from typing import Any, Literal

import altair as alt
import numpy as np
import numpy.typing as npt
import pandas as pd

from mnist_app.exploring.confusions import row_shares
from mnist_app.text.explore_charts import HERE, ink_on, without_data

Coloring = Literal["Errors", "All (log)", "Row %"]

COLORINGS: tuple[Coloring, ...] = ("Errors", "All (log)", "Row %")
CELL = "cell"  # the name of the selection; its fields are `true`, `pred` and `pick`

_RIGHT_BOX = "#9ca3af55"  # a neutral, translucent gray: visible on white and on black


def confusion_table(
    confusion: npt.NDArray[np.integer], coloring: Coloring, marked: tuple[int | None, int | None], pick: int
) -> pd.DataFrame:
    """One row for each box of a confusion matrix, int (10, 10) [true, predicted]; `marked` gets a frame.

    `pick` becomes part of the selection: one that equals the last would not be sent, so that a second click on a box
    would do nothing although another filter was chosen since. The marked box comes last: boxes are drawn in this order,
    and its neighbors would cover half of its frame.
    """
    true, pred = (axis.ravel() for axis in np.indices(confusion.shape))
    count, share = confusion.ravel(), row_shares(confusion).ravel()
    value = share if coloring == "Row %" else count
    is_colored = (count > 0) & ((true != pred) | (coloring == "All (log)"))
    shown = [f"{100 * part:.1f}" for part in share] if coloring == "Row %" else count.astype(str)
    table = pd.DataFrame(
        {
            "true": true,
            "pred": pred,
            "pick": pick,
            "count": count,
            "share": share,
            "value": np.where(is_colored, value, value[is_colored].min(initial=1)),  # the scale spans what is colored
            "is_colored": is_colored,
            "is_marked": (true == marked[0]) & (pred == marked[1]),
            "text": np.where(count > 0, shown, ""),
            "says": [f"{t} read as {p}: {n}" for t, p, n in zip(true, pred, count, strict=True)],
        }
    )
    return table.sort_values("is_marked", kind="stable", ignore_index=True)


@cache
def confusion_spec(coloring: Coloring) -> dict[str, Any]:
    """How `confusion_table` is drawn: Vega-Lite without the data; in two layers only, since layers cost most time."""
    # Not flush: the first and the last digit stand in the middle of their boxes, as the others do.
    top = alt.Axis(orient="top", labelAngle=0, labelFlush=False, ticks=False, domain=False)
    left = alt.Axis(labelFlush=False, ticks=False, domain=False)
    base = alt.Chart().encode(
        x=alt.X("pred:O", title="Read as", axis=top), y=alt.Y("true:O", title="True digit", axis=left)
    )
    scale = alt.Scale(type="log" if coloring == "All (log)" else "sqrt")
    is_colored = "datum.is_colored"
    boxes = base.mark_rect(cornerRadius=3, cursor="pointer", stroke=HERE).encode(
        color=alt.when(is_colored)
        .then(alt.Color("value:Q", legend=None, scale=scale))
        .otherwise(alt.value(alt.expr(f"datum.true === datum.pred ? '{_RIGHT_BOX}' : 'transparent'"))),
        strokeWidth=alt.when("datum.is_marked").then(alt.value(3)).otherwise(alt.value(0)),
        description="says:N",
        tooltip=[
            alt.Tooltip("true:O", title="True digit"),
            alt.Tooltip("pred:O", title="Read as"),
            alt.Tooltip("count:Q", title="How often"),
            alt.Tooltip("share:Q", title="Of that true digit", format=".2%"),
        ],
    )
    numbers = base.mark_text(fontSize=13, aria=False).encode(
        text="text:N",
        color=alt.when(is_colored).then(ink_on("scale('color', datum.value)")).otherwise(ink_on("background")),
    )
    pick = alt.selection_point(name=CELL, fields=["true", "pred", "pick"], on="click", clear=False)
    return without_data(alt.layer(boxes.add_params(pick), numbers).properties(height=430))
