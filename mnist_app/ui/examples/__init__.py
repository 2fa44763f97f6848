"""Pictures that come with the app, each of which shows something about reading digits.

They were made by `tests/make_examples.py`; nobody's handwriting is in them.
"""

from dataclasses import dataclass
from pathlib import Path

from mnist_app.text.recognizing import EXAMPLE_WORDS


@dataclass(frozen=True)
class Example:
    """A picture and what it shows.

    Attributes
    ----------
    file : its name beside this module
    title : two or three words
    lesson : one or two sentences
    reading : what is written on it, "?" for no digit
    """

    file: str
    title: str
    lesson: str
    reading: str

    @property
    def path(self) -> Path:
        """Where the picture lies."""
        return Path(__file__).parent / self.file


EXAMPLES = tuple(
    Example(file, *EXAMPLE_WORDS[file], reading)
    for file, reading in (
        ("number.jpg", "2266\n00164\n904746"),
        ("european.png", "17"),
        ("shadow.jpg", "9613\n581\n586"),
        ("ruled.jpg", "70926\n485\n379"),
        ("board.jpg", "6815\n0480\n905\n746"),
        ("doodle.png", "?"),
    )
)
