"""Altair charts of the recognize page."""

import altair as alt
import pandas as pd

from mnist_app.data.mnist import CLASSES
from mnist_app.reading.result import Digit
from mnist_app.text.percentages import percent

BAR_STEP = 24  # pixels a bar
GUESS_COLOR = "#3b82f6"  # legible on the light and on the dark theme
OTHER_COLOR = "#94a3b8"


def probability_bars(digit: Digit, text_color: str) -> alt.LayerChart:
    """All ten probabilities as bars with their values; the guess stands out by color and by weight."""
    table = pd.DataFrame(
        {
            "digit": range(CLASSES),
            "probability": digit.probs,
            "value": [percent(float(probability)) for probability in digit.probs],
            "is_guess": [label == digit.label for label in range(CLASSES)],
        }
    )
    base = alt.Chart(table).encode(
        y=alt.Y("digit:O", title=None, axis=alt.Axis(labelFontSize=14, ticks=False, domain=False, labelPadding=8)),
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
