"""How the explore page names digits that are written alike: "thin, right-leaning 7s". No Streamlit."""

from mnist_app.exploring.slices import DIGIT, Key, Slice
from mnist_app.runs.runs import evaluate_command
from mnist_app.text.percentages import rounded_percent

SLICE_BY = "Slice by"
SLICE_BY_HELP = (
    "Thickness, slant and width: the lower, middle and upper third of all test digits. Height: whether a digit fills "
    "its box from top to bottom. Loops: the holes in its ink."
)
FIGURE_NAMES = {
    DIGIT: "True digit",
    "thickness": "Thickness",
    "slant": "Slant",
    "width": "Width",
    "height": "Height",
    "loops": "Loops",
}
CHOOSE_FIGURES = "Choose at least one figure to slice by."
HOW_TO_READ_SLICES = (
    "The slices whose share of errors is surely high come first (by the lower end of its 95% interval); few digits "
    "make a wide interval. **Tick a row** to see [its digits](#samples); a click on a column's name sorts."
)
TICK_A_SLICE = "Tick a row of the table to see the digits of that slice."
DIGITS, ERRORS, ERROR_RATE, LOW, HIGH = "Digits", "Errors", "Error rate", "95% from", "to"
SLICES_ALT = "Digits, errors and error rate of each slice, the surely worst first"

_LEVELS = {
    "thickness": ("thin", "medium-thick", "thick"),
    "slant": ("left-leaning", "upright", "right-leaning"),
    "width": ("narrow", "medium-wide", "wide"),
    "height": ("low", "full-height"),
    "loops": ("loopless", "one-looped", "two-looped"),
}


def no_shapes(run: str) -> str:
    """How to get what the slices need for a run that has none."""
    return f"How its test digits are written has not been stored with this network. Store it: {evaluate_command(run)}"


def level_name(figure: str, level: int) -> str:
    """A level of a figure: "thin", or the digit itself."""
    return str(level) if figure == DIGIT else _LEVELS[figure][level]


def slice_name(key: Key) -> str:
    """A slice by name: "thin, right-leaning 7s"."""
    how = ", ".join(level_name(figure, level) for figure, level in key if figure != DIGIT)
    which = next((f"{level}s" for figure, level in key if figure == DIGIT), "digits")
    return f"{how} {which}" if how else which


def worst_slice_text(worst: Slice, error_rate: float) -> str:
    """On which digits the network errs most, beside its error rate on all; Markdown."""
    if not worst.errors:
        return "Not one digit of any slice is misread."
    return (
        f"It errs most on **{slice_name(worst.key)}**: {worst.errors:,} of {worst.digits:,}, "
        f"{rounded_percent(worst.error_rate)} (95% interval {rounded_percent(worst.low)} to "
        f"{rounded_percent(worst.high)}); of all digits, {rounded_percent(error_rate)}."
    )


def slice_text(one: Slice) -> str:
    """How many digits of a slice are misread; Markdown."""
    are = "is" if one.errors == 1 else "are"
    return f"**{one.errors:,}** of {one.digits:,} {slice_name(one.key)} {are} misread; the worst come first."
