"""What a visitor's session remembers: every key of Streamlit's session state that the app itself sets or reads.

No other module touches the session state. Keys of widgets that only Streamlit sets and reads stand beside the widget.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt
import streamlit as st

from mnist_app.exploring.answers import Outcome
from mnist_app.imaging.options import Polarity, ReadOptions, Turn
from mnist_app.reading.explanation import Explanation
from mnist_app.reading.feedback import Feedback
from mnist_app.reading.own_hand import Look
from mnist_app.text.file_table import FileResult
from mnist_app.ui.recognize.drawing import Drawing
from mnist_app.ui.recognize.picture_file import PictureFile

T = TypeVar("T")
ReadingId = tuple[int, str, str, ReadOptions]  # the recognizer's number, a file's digest, its name, how it was read


@dataclass(frozen=True, eq=False)
class TriedDigit:
    """A test digit that the explore page sends to the recognize page.

    Attributes
    ----------
    image : uint8 (28, 28)
    title : such as "Test digit 2130"
    link : the parameters of the explore page's link, by which it leads back to the same digit
    """

    image: npt.NDArray[np.uint8]
    title: str
    link: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Kept(Generic[T]):
    """A value of ours that lasts as long as the session.

    Attributes
    ----------
    key : its name in the session state
    first : makes the value that a new session begins with
    """

    key: str
    first: Callable[[], T]

    def get(self) -> T:
        """The value, which may be changed in place where it can be."""
        value: T = st.session_state.setdefault(self.key, self.first())
        return value

    def set(self, value: T) -> None:
        """Remember another value."""
        st.session_state[self.key] = value


@dataclass(frozen=True)
class Widget(Generic[T]):
    """The value of a widget, or what a component or chart reports, by the widget's key."""

    key: str

    @property
    def has_value(self) -> bool:
        """Whether the widget was shown by the last run, or was given a value since."""
        return self.key in st.session_state

    @property
    def value(self) -> T:
        """What was chosen; there is such a thing in the widget's callback, and wherever `has_value` is true."""
        value: T = st.session_state[self.key]
        return value

    def set(self, value: T) -> None:
        """Choose for the visitor; Streamlit refuses it in a run that has already shown the widget."""
        st.session_state[self.key] = value


def make_room(remembered: dict[Any, Any], most: int) -> None:
    """Forget what was remembered first, until one more makes no more than `most`."""
    while len(remembered) >= most:
        del remembered[next(iter(remembered))]


def polarity_of(digest: str) -> Widget[Polarity]:
    """Which ink is asked for in the picture of this digest."""
    return Widget(f"polarity_{digest}")


def sensitivity_of(digest: str) -> Widget[str]:
    """How sensitively the picture of this digest is to be read."""
    return Widget(f"sensitivity_{digest}")


# Both pages
HAS_BEGUN = Kept("has_begun", lambda: False)  # whether the session has run before
IS_LOSS_UNTOLD = Kept("is_loss_untold", lambda: False)  # whether the visitor is yet to be told that one was lost
CONTINUES_LOST = Kept("continues_lost", lambda: False)  # whether the browser still shows what a lost session knew

# The recognize page
WINDOW_WIDTH = Kept[int | None]("window_width", lambda: None)  # CSS pixels; None until the browser has told
DRAWING = Kept("drawing", Drawing)
NUMBER_DRAWING = Kept("number_drawing", Drawing)
FEEDBACK = Kept("feedback", Feedback)  # what the visitor said of digits, which corrects every reading that holds them
KEPT_UPLOAD = Kept[list[PictureFile]]("kept_upload", list)  # what the uploader shows
EARLIER_UPLOAD = Kept[list[PictureFile]]("earlier_upload", list)  # what it showed until another page was visited
NOT_KEPT = Kept("not_kept", lambda: 0)  # how many more files the uploader was given than there is room for
KEPT_CAMERA = Kept[list[PictureFile]]("kept_camera", list)
PAGE_COUNTS = Kept[dict[str, int]]("page_counts", dict)  # of PDFs, by their digests
TURNED_BY_HAND = Kept[dict[str, Turn]]("turned_by_hand", dict)  # by a file's digest
READINGS = Kept[dict[ReadingId, FileResult]]("readings", dict)  # what was shown last comes last
SELECTED_DRAWN = Kept[str | None]("selected_drawn", lambda: None)  # the id of the digit of a number that was chosen
SELECTED_FOUND = Kept[str | None]("selected_found", lambda: None)
LOOKS = Kept[dict[tuple[int, str], Look]]("looks", dict)  # by recognizer and digit; what was seen last comes last
EXPLANATIONS = Kept[dict[str, Explanation]]("explanations", dict)  # what was explained last comes last
ADDING = Kept[str | None]("adding", lambda: None)  # the picture to which a missed digit is being added
TRIED_DIGIT = Kept[TriedDigit | None]("tried_image", lambda: None)
HAS_LEFT_TRIED = Kept("has_left_tried", lambda: False)  # whether the visitor has gone back from it since
CHOSEN_TRIED_DIGIT = Kept[TriedDigit | None]("chosen_tried_image", lambda: None)  # the last that became the input
OPENED_LINK = Kept[str | None]("opened_link", lambda: None)  # the drawing's letters in the last link that was opened
LINK_ERROR = Kept("link_error", lambda: "")  # why there was no drawing in it
INPUT = Widget[str]("input")
RUN_TO_READ_WITH = Widget[str]("read_with")
WHY_OPEN = Widget[bool]("why")
DRAW_MODE = Widget[str]("draw_mode")
TOOL = Widget[str]("tool")
PEN_WIDTH = Widget[int]("pen_width")
TRUTH = Widget[str]("truth")
ADDED_TRUTH = Widget[str]("added_truth")
UPLOAD = Widget[Any]("upload")
CAMERA = Widget[Any]("camera")
FILES = Widget[Any]("files")  # the table of several files

# The explore page; the link holds these widgets' values
RUN = Widget[str]("run")
VIEW = Widget[str]("view")
THRESHOLD = Widget[float]("threshold")  # percent of certainty
SLICE_BY = Widget[list[str]]("by")
OTHER_RUN = Widget[str]("with")
TRUE = Widget[int | None]("true")
PRED = Widget[int | None]("pred")
OUTCOME = Widget[Outcome]("outcome")
LOWEST = Widget[float | None]("from")  # percent of certainty
HIGHEST = Widget[float | None]("to")
HIDE_DISPUTED = Widget[bool]("hide_disputed")

# The explore page; nothing of it is in the link
PICKS = Kept("picks", lambda: 0)  # how often samples were asked for
LEFT_SAMPLE = Kept[str | None]("left_sample", lambda: None)  # the test digit that was open, until the grid has shown it
DATA_SEED = Kept("data_seed", lambda: 0)  # which training digits are drawn
CONFUSION_CHART = Widget[Any]("confusion_chart")
DRAWN_AREA = Kept("drawn_area", lambda: "")  # the rectangle last drawn on the map, as it stands in a link
OWN_THRESHOLD = Kept[float | None]("own_threshold", lambda: None)  # that of the network that was shown last
MAP_CHART = Widget[Any]("map_chart")
MAP_SQUARE = Widget[Any]("map_square")
SAMPLE_GRID = Widget[Any]("sample_grid")
