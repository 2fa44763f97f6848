"""The chart of the recognize page: a table, and how Vega-Lite is to draw it, which is the same for every digit."""

from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from mnist_app.data.mnist import CLASSES
from mnist_app.reading.result import Digit
from mnist_app.text.percentages import LEAST_WRITTEN, probability_percent
from mnist_app.text.reading import NO_DIGIT_ANSWER, shown_probabilities

BAR_STEP = 24  # pixels a bar
GUESS_COLOR = "#3b82f6"  # legible on the light and on the dark theme
OTHER_COLOR = "#94a3b8"
OTHERS = "Other digits"


def probability_table(digit: Digit) -> pd.DataFrame:
    """One row for each digit that may be meant: digit, probability, value in words, is_guess; the others share one.

    That it is no digit has a row, too, where that may be. What is refused has neither that row nor a guess: its rows
    say what it would be if it were a digit, and none is to stand out.
    """
    probs = [float(prob) for prob in shown_probabilities(digit)]
    refused = digit.verdict == "not_a_digit"
    rows = [
        (str(label), probs[label], probability_percent(probs[label]), label == digit.label and not refused)
        for label in range(CLASSES)
    ]
    others = [label for label, prob in enumerate(probs) if prob < LEAST_WRITTEN and str(label) != digit.truth]
    if len(others) > 1:
        rows = [row for label, row in enumerate(rows) if label not in others]
        rows.append((OTHERS, sum(probs[label] for label in others), f"{probability_percent(0.0)} each", False))
    no_digit = 1 - digit.digit_prob
    if no_digit >= LEAST_WRITTEN and not refused:
        rows.append((NO_DIGIT_ANSWER, no_digit, probability_percent(no_digit), False))
    return pd.DataFrame(rows, columns=["digit", "probability", "value", "is_guess"])


@cache
def probability_spec(text_color: str) -> dict[str, Any]:
    """A `probability_table` as bars with their values, in its order; the guess stands out by color and by weight.

    The order is said outright: left to the table, Vega puts each row that a chart on the page gains at its end.

    It is a Vega-Lite specification without data. Altair takes longer to make it than the network to read a digit, so it
    is made once for each color of text.
    """
    axis = alt.Axis(labelFontSize=14, ticks=False, domain=False, labelPadding=8)
    base = alt.Chart(alt.NamedData("table")).encode(
        y=alt.Y("digit:O", title=None, axis=axis, sort=[*map(str, range(CLASSES)), OTHERS, NO_DIGIT_ANSWER]),
        x=alt.X("probability:Q", title=None, axis=None, scale=alt.Scale(domain=[0, 1.18])),  # room for the values
        tooltip=[alt.Tooltip("digit:O", title="Digit"), alt.Tooltip("value:N", title="Probability")],
    )
    guess = alt.datum.is_guess
    bars = base.mark_bar(cornerRadiusEnd=3).encode(
        color=alt.when(guess).then(alt.value(GUESS_COLOR)).otherwise(alt.value(OTHER_COLOR))
    )
    values = base.encode(text="value:N", color=alt.value(text_color))
    others = values.mark_text(align="left", dx=6, fontSize=13).transform_filter(~guess)
    bold = values.mark_text(align="left", dx=6, fontSize=13, fontWeight="bold").transform_filter(guess)
    spec = (bars + others + bold).properties(height=alt.Step(BAR_STEP)).to_dict()
    return {name: value for name, value in spec.items() if name != "data"}
