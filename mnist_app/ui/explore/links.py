"""The state of the explore page that lives in its link: `?run=…&view=…&true=4&pred=9&sort=loss&i=2130`.

Streamlit binds each widget to the parameter of its name; here they are set for the visitor. What is no widget is kept
in the link alone: the open sample, `i`, and what a view shows samples of, such as `area=120-340-500-720` of the map.

Two ways lead to samples, and both count as a pick, for which a phone scrolls to them: `show_samples` sets the filter (a
box of the matrix, a confusion, a digit's row), and `show_linked` names something else (a spot of the map, a slice). The
recognize page comes here by `show_errors_as` and `show_comparison`.
"""

from collections.abc import Sequence

import streamlit as st

from mnist_app.exploring.answers import OUTCOMES, Outcome
from mnist_app.text.explore_labels import COMPARE, ERRORS
from mnist_app.ui.state import HIDE_DISPUTED, HIGHEST, LEFT_SAMPLE, LOWEST, OUTCOME, PICKS, PRED, RUN, TRUE, VIEW


def linked_choice(label: str, options: Sequence[str], default: str, key: str, *, shows_label: bool = True) -> str:
    """Let one of a few options be chosen, which the link keeps; an empty parameter chooses the default."""
    chosen = st.segmented_control(
        label,
        options,
        default=default,
        required=True,
        key=key,
        bind="query-params",
        label_visibility="visible" if shows_label else "collapsed",
    )
    return chosen or default


def show_samples(true: int | None, pred: int | None, outcome: Outcome = "wrong") -> None:
    """Filter the samples; what else was filtered is cleared, so that the number shown is the number promised."""
    reset_filters()
    PICKS.set(picks() + 1)
    TRUE.set(true)
    PRED.set(pred)
    OUTCOME.set(outcome)


def show_linked(**parameters: str) -> None:
    """Put what samples are shown of into the link; without a text, a parameter is taken out of it."""
    PICKS.set(picks() + 1)
    for key, text in parameters.items():
        if text:
            st.query_params[key] = text
        else:
            st.query_params.pop(key, None)


def linked_text(key: str) -> str:
    """What the link says of samples; whoever reads it judges whether it makes sense. "" if nothing."""
    return st.query_params.get(key, "")


def picks() -> int:
    """How often samples were asked for in this session: no two clicks, not even on the same box, share a number."""
    return PICKS.get()


def show_errors_as(pred: int, run: str) -> None:
    """Show what a network took for this digit, whatever was last looked at on the explore page."""
    show_samples(None, pred)
    VIEW.set(ERRORS)
    RUN.set(run)


def show_comparison(run: str) -> None:
    """Compare a network with another one, whatever was last looked at on the explore page."""
    VIEW.set(COMPARE)
    RUN.set(run)


def reset_filters() -> None:
    """Back to all mistakes."""
    for digit in (TRUE, PRED):
        digit.set(None)
    for limit in (LOWEST, HIGHEST):
        limit.set(None)
    OUTCOME.set(OUTCOMES[0])
    HIDE_DISPUTED.set(False)


def open_sample(index: int) -> None:
    """Open a test digit: it goes into the link."""
    st.query_params["i"] = str(index)


def whole_link() -> dict[str, list[str]]:
    """All that the link says, by which another page leads back to the same state."""
    return {key: st.query_params.get_all(key) for key in st.query_params}


def leave_sample() -> None:
    """Close the open test digit; the page of thumbnails on which it stands is shown next."""
    LEFT_SAMPLE.set(st.query_params.get("i"))
    close_sample()


def take_left_sample() -> int | None:
    """The test digit that has just been left, once."""
    left = LEFT_SAMPLE.get()
    LEFT_SAMPLE.set(None)
    return None if left is None else int(left)


def close_sample() -> None:
    """Take the open test digit out of the link."""
    st.query_params.pop("i", None)


def opened_sample(digits: int) -> int | None:
    """The test digit that the link names, 0 to `digits` - 1; what is not one of them is ignored."""
    text = st.query_params.get("i", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) < digits):
        close_sample()
        return None
    return int(text)
