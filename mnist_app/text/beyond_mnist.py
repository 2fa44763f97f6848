"""What the explore page says and draws of digits that are not MNIST's, and of what is no digit. No Streamlit."""

import altair as alt
import pandas as pd

from mnist_app.exploring.beyond import Fate, MisreadShare
from mnist_app.runs.runs import evaluate_command
from mnist_app.text.explore_charts import AnyChart, ink_on
from mnist_app.text.percentages import percent, rounded_percent

CORRUPTED = "**Spoiled test digits: how many are misread**"
SOURCES = "**Digits as they are, by source**"
NON_DIGITS = "**What is no digit: what becomes of it**"
MADE_UP_KINDS = "**Made-up pictures by kind**"
DIGITS_OF, DIGITS, READ_RIGHTLY, SURELY_WRONG, REFUSED = (
    "Digits of",
    "Digits",
    "Read rightly",
    "Surely wrong",
    "Refused",
)
SOURCES_ALT = "How many digits of each source are read rightly, surely wrong and refused"
HOW_TO_READ_CORRUPTIONS = (
    "The test digits, each spoiled as cameras, scanners and hands do, by the recipes of MNIST-C. The thin line is the "
    "95% interval. Nothing here was trained on, but training may use effects that resemble some of it."
)
HOW_TO_READ_FATES = (
    "Refusing is right here, and each sure digit is a mistake. Look-alikes are characters that anyone would read as a "
    "digit, such as l, o and z."
)
FATES = ("called sure", "unsure", "refused")

_FATE_COLORS = ["#d55e00", "#f0b429", "#94a3b8"]  # after Okabe and Ito: can be told apart by color-blind people
_SOURCES = {"mnist": "MNIST, test", "pen_strokes": "Pen strokes of writers held out"}
_ROW = 24  # pixels for a bar and its name
_LONGEST_NAME = 190  # pixels; longer names are cut off by Vega


def not_measured(run: str) -> str:
    """How to get the figures of corrupted digits for a run that has none."""
    return f"This network has not been measured on spoiled digits yet. Measure it: {evaluate_command(run)}"


def non_digits_not_measured(run: str) -> str:
    """How to get the figures of non-digits for a run that has none."""
    command = f"{evaluate_command(run)} --non-digits"
    return f"This network has not been measured on what is no digit. Measure it: {command}"


def source_rows(sources: list[MisreadShare]) -> list[dict[str, str]]:
    """What becomes of the digits of each source, as rows of a table whose words wrap, so that it fits a phone."""
    return [
        {
            DIGITS_OF: _SOURCES.get(source.name, source.name),
            DIGITS: f"{source.digits:,}",
            READ_RIGHTLY: rounded_percent(1 - source.error_rate),
            SURELY_WRONG: rounded_percent(source.sure_error_rate),
            REFUSED: rounded_percent(source.refused),
        }
        for source in sources
    ]


def plain_name(name: str) -> str:
    """A corruption or a kind of non-digit as a person would write it: "motion blur"."""
    return name.replace("_", " ")


def worst_text(shares: list[MisreadShare]) -> str:
    """The mean error under corruption, the worst and the best of them, at least one; Markdown."""
    mean = sum(share.error_rate for share in shares) / len(shares)
    worst, best = shares[0], shares[-1]
    return (
        f"In the mean **{rounded_percent(mean)}** are misread. Worst: {plain_name(worst.name)}, "
        f"{rounded_percent(worst.error_rate)}; best: {plain_name(best.name)}, {rounded_percent(best.error_rate)}."
    )


def corruptions_alt(shares: list[MisreadShare]) -> str:
    """What the chart of corruptions shows."""
    return f"Share of misread digits under {len(shares)} corruptions, the worst, {plain_name(shares[0].name)}, first"


def fates_alt(fates: list[Fate]) -> str:
    """What a chart of fates shows."""
    worst = max(fates, key=lambda fate: fate.sure)
    often = f"most often of {plain_name(worst.name)}, {percent(worst.sure)}"
    return f"Shares that are called a sure digit, unsure and refused, of {len(fates)} groups; called sure {often}"


def corruptions_chart(shares: list[MisreadShare]) -> AnyChart:
    """The share of misread digits under each corruption, with its interval, in the order given."""
    table = pd.DataFrame(
        {
            "name": [plain_name(share.name) for share in shares],
            "rate": [share.error_rate for share in shares],
            "low": [share.low for share in shares],
            "high": [share.high for share in shares],
            "surely": [share.sure_error_rate for share in shares],
            "refused": [share.refused for share in shares],
            "label": [rounded_percent(share.error_rate) for share in shares],
        }
    )
    base = alt.Chart(table).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=_name_axis()),
        tooltip=[
            alt.Tooltip("name:N", title="Spoiled by"),
            alt.Tooltip("rate:Q", title="Misread", format=".2%"),
            alt.Tooltip("low:Q", title="95% interval from", format=".2%"),
            alt.Tooltip("high:Q", title="to", format=".2%"),
            alt.Tooltip("surely:Q", title="Misread surely", format=".2%"),
            alt.Tooltip("refused:Q", title="Refused", format=".2%"),
        ],
    )
    most = max(share.high for share in shares)
    with_room = alt.Scale(domain=[0, 1.25 * max(most, 0.001)])  # for the number beside the longest bar
    bars = base.mark_bar(cornerRadiusEnd=3).encode(
        x=alt.X("rate:Q", title="Misread", axis=alt.Axis(format=".1%", tickCount=5), scale=with_room)
    )
    intervals = base.mark_rule(strokeWidth=2).encode(x="low:Q", x2="high:Q", color=ink_on("background"))
    numbers = base.mark_text(align="left", dx=6).encode(x="high:Q", text="label:N", color=ink_on("background"))
    return alt.layer(bars, intervals, numbers).properties(height=alt.Step(_ROW))


def fates_chart(fates: list[Fate]) -> AnyChart:
    """What becomes of groups of pictures that are no digits, as stacked bars in the order given."""
    table = pd.DataFrame(
        [
            {"name": plain_name(fate.name), "fate": name, "place": place, "share": share, "pictures": fate.pictures}
            for fate in fates
            for place, (name, share) in enumerate(zip(FATES, (fate.sure, fate.unsure, fate.refused), strict=True))
        ]
    )
    return (
        alt.Chart(table)
        .mark_bar()
        .encode(
            x=alt.X(
                "share:Q", title="Share of the pictures", axis=alt.Axis(format=".0%"), scale=alt.Scale(domain=[0, 1])
            ),
            y=alt.Y("name:N", sort=None, title=None, axis=_name_axis()),
            color=alt.Color(
                "fate:N",
                title=None,
                scale=alt.Scale(domain=list(FATES), range=_FATE_COLORS),
                legend=alt.Legend(orient="top", direction="vertical"),
            ),
            order="place:Q",
            tooltip=[
                alt.Tooltip("name:N", title="Pictures"),
                alt.Tooltip("fate:N", title="Called"),
                alt.Tooltip("share:Q", title="Share", format=".1%"),
                alt.Tooltip("pictures:Q", title="How many there are", format=","),
            ],
        )
        .properties(height=alt.Step(_ROW))
    )


def _name_axis() -> alt.Axis:
    return alt.Axis(ticks=False, domain=False, labelLimit=_LONGEST_NAME, labelOverlap=False)
