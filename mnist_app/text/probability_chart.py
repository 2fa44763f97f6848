"""Altair charts of the recognize page."""

import altair as alt
import pandas as pd

from mnist_app.data.mnist import CLASSES
from mnist_app.reading.result import Digit
from mnist_app.text.percentages import LEAST_WRITTEN, percent

BAR_STEP = 24  # pixels a bar
GUESS_COLOR = "#3b82f6"  # legible on the light and on the dark theme
OTHER_COLOR = "#94a3b8"
OTHERS = "Other digits"


def probability_table(digit: Digit) -> pd.DataFrame:
    """One row for each digit that may be meant: digit, probability, value in words, is_guess; the others share one.

    What is no digit has no guess: none of its probabilities is to stand out.
    """
    probs = [float(prob) for prob in digit.probs]
    refused = digit.verdict == "not_a_digit"
    rows = [
        (str(label), probs[label], percent(probs[label]), label == digit.label and not refused)
        for label in range(CLASSES)
    ]
    others = [label for label, prob in enumerate(probs) if prob < LEAST_WRITTEN and str(label) != digit.truth]
    if len(others) > 1:
        rows = [row for label, row in enumerate(rows) if label not in others]
        rows.append((OTHERS, sum(probs[label] for label in others), f"{percent(LEAST_WRITTEN / 2)} each", False))
    return pd.DataFrame(rows, columns=["digit", "probability", "value", "is_guess"])


def probability_bars(digit: Digit, text_color: str) -> alt.LayerChart:
    """The probabilities as bars with their values; the guess stands out by color and by weight."""
    table = probability_table(digit)
    axis = alt.Axis(labelFontSize=14, ticks=False, domain=False, labelPadding=8)
    base = alt.Chart(table).encode(
        y=alt.Y("digit:O", title=None, axis=axis, sort=table["digit"].tolist()),
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
    return (bars + others + bold).properties(height=alt.Step(BAR_STEP))
