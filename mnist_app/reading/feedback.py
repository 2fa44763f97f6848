"""What a visitor says of the answers: right, or what it was. Kept for one session, to be counted and downloaded."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from PIL import Image

from mnist_app.data.mnist import CLASSES
from mnist_app.reading.csv_table import rows_to_csv
from mnist_app.reading.result import NO_DIGIT, NOT_FOUND, REMOVED, Digit, LikeJudged

TABLE = "feedback.csv"  # the name of the table in the zip
TRUTHS = (*map(str, range(CLASSES)), NO_DIGIT, REMOVED)


@dataclass(frozen=True, eq=False)
class Judged:
    """An answer and the truth.

    Attributes
    ----------
    image : uint8 (28, 28), what the network saw
    answer : "0" to "9", NO_DIGIT or NOT_FOUND
    confidence : of the likeliest digit
    truth : "0" to "9", NO_DIGIT or REMOVED, as the visitor says
    by_hand : why the answer was another than the network's, if it was
    """

    image: npt.NDArray[np.uint8]
    answer: str
    confidence: float
    truth: str
    by_hand: LikeJudged | None = None

    @property
    def is_right(self) -> bool:
        """Whether the answer is the truth."""
        return self.answer == self.what_it_is

    @property
    def what_it_is(self) -> str:
        """The truth of the image alone: what does not belong to the writing is no digit either."""
        return NO_DIGIT if self.truth == REMOVED else self.truth


@dataclass(frozen=True, eq=False)
class Missed:
    """A digit that the app had missed.

    Attributes
    ----------
    digit : as the visitor has added it, with its truth
    place : what tells the piece of the picture in which it lies from all others
    """

    digit: Digit
    place: str


@dataclass(eq=False)
class Feedback:
    """All that one visitor has said; what is said of one digit again replaces what was said before."""

    _judged: dict[str, Judged] = field(default_factory=dict)
    _missed: dict[str, Missed] = field(default_factory=dict)

    def add(self, digit: Digit, truth: str) -> None:
        """Take note of what a digit was in truth: one of TRUTHS.

        Raises
        ------
        ValueError
            if it is none of them
        """
        if truth not in TRUTHS:
            raise ValueError(f"expected one of {TRUTHS}, received {truth!r}")
        self._judged[digit.id] = Judged(digit.image, digit.answer, digit.confidence, truth, digit.by_hand)

    def add_missed(self, digit: Digit, truth: str, place: str) -> None:
        """Take note of a digit that the app has missed, what it is and its place, as in `Missed`.

        Raises
        ------
        ValueError
            if it is none of TRUTHS
        """
        added = replace(digit, is_added=True, truth=truth)
        self.add(added, truth)
        self._missed[digit.id] = Missed(added, place)

    @property
    def missed(self) -> tuple[Missed, ...]:
        """All digits that the app had missed, in the order in which they were added."""
        return tuple(self._missed.values())

    @property
    def truths(self) -> dict[str, str]:
        """What was said, by the digits' ids: what `Reading.corrected` takes."""
        return {digit_id: judged.truth for digit_id, judged in self._judged.items()}

    @property
    def judged(self) -> Mapping[str, Judged]:
        """Everything that was said, by the digits' ids."""
        return MappingProxyType(self._judged)

    def forget(self, digit: Digit) -> None:
        """Take back what was said of a digit."""
        self._judged.pop(digit.id, None)
        self._missed.pop(digit.id, None)

    @property
    def right(self) -> int:
        """How many answers were right."""
        return sum(judged.is_right for judged in self._judged.values())

    def __len__(self) -> int:
        return len(self._judged)

    def to_zip(self) -> bytes:
        """A zip file with a PNG of every image and a table; judged_zip.py reads it."""
        rows: list[list[object]] = [["file", "answer", "confidence", "truth", "right"]]
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as files:
            for number, judged in enumerate(self._judged.values(), start=1):
                name = f"{number:03d}.png"
                png = io.BytesIO()
                Image.fromarray(judged.image).save(png, "PNG")
                files.writestr(name, png.getvalue())
                confidence = "" if judged.answer == NOT_FOUND else f"{judged.confidence:.4f}"
                rows.append([name, judged.answer, confidence, judged.what_it_is, judged.is_right])
            files.writestr(TABLE, rows_to_csv(rows), zipfile.ZIP_DEFLATED)
        return archive.getvalue()
