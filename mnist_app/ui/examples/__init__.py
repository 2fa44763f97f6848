"""Pictures that come with the app, each of which shows something about reading digits.

They were made by `tests/make_examples.py`; nobody's handwriting is in them.
"""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Example:
    """A picture and what it shows.

    Attributes
    ----------
    file : its name beside this module
    title : two or three words
    reading : what is written on it, "?" for no digit
    lesson : one or two sentences
    """

    file: str
    title: str
    reading: str
    lesson: str

    @property
    def path(self) -> Path:
        """Where the picture lies."""
        return Path(__file__).parent / self.file


EXAMPLES = (
    Example(
        "number.jpg",
        "A number",
        "2266\n00164\n904746",
        "Every digit is found, cut out and read by itself; rows are read from top to bottom.",
    ),
    Example(
        "european.png",
        "European 1 and 7",
        "17",
        "In much of Europe a 1 has a flag and a 7 a bar. MNIST, written in the United States, has few of either, "
        "so networks that learned from it alone take the one for a 7 and the other for a 2.",
    ),
    Example(
        "shadow.jpg",
        "A shadow",
        "9613\n581\n586",
        "A shadow's edge is often darker than pencil. The paper's brightness is estimated around every stroke, "
        "so that only what is darker than its own surroundings counts as ink.",
    ),
    Example(
        "ruled.jpg",
        "Ruled paper",
        "70926\n485\n379",
        "Rules are longer and fainter than strokes. They are taken out before digits are looked for.",
    ),
    Example(
        "board.jpg",
        "White on black",
        "6815\n0480\n905\n746",
        "Chalk on a blackboard: the app finds out by itself that here the ink is lighter than its ground.",
    ),
    Example(
        "doodle.png",
        "A doodle",
        "?",
        "A network always names a digit. This one has also learned from scribbles, signs and letters what is none, "
        "and says so instead of guessing.",
    ),
)
