"""What a visitor says of the answers: right, or what it was. Kept for one session, to be counted and downloaded."""

import csv
import hashlib
import io
import zipfile
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PIL import Image

from mnist_app.reading.result import Digit

NO_DIGIT = "no digit"


@dataclass(frozen=True, eq=False)
class Judged:
    """An answer and the truth.

    Attributes
    ----------
    image : uint8 (28, 28), what the network saw
    answer : "0" to "9", or NO_DIGIT
    confidence : of the likeliest digit
    truth : "0" to "9", or NO_DIGIT, as the visitor says
    """

    image: npt.NDArray[np.uint8]
    answer: str
    confidence: float
    truth: str

    @property
    def is_right(self) -> bool:
        """Whether the answer is the truth."""
        return self.answer == self.truth


@dataclass(eq=False)
class Feedback:
    """All that one visitor has said; what is said of one image again replaces what was said before."""

    _judged: dict[str, Judged] = field(default_factory=dict)

    def add(self, digit: Digit, truth: str) -> None:
        """Take note of what a digit was in truth: "0" to "9", or NO_DIGIT."""
        self._judged[_image_id(digit)] = Judged(digit.image, answer_of(digit), digit.confidence, truth)

    def find(self, digit: Digit) -> Judged | None:
        """What was said of a digit, if anything was."""
        return self._judged.get(_image_id(digit))

    def forget(self, digit: Digit) -> None:
        """Take back what was said of a digit."""
        self._judged.pop(_image_id(digit), None)

    @property
    def right(self) -> int:
        """How many answers were right."""
        return sum(judged.is_right for judged in self._judged.values())

    def __len__(self) -> int:
        return len(self._judged)

    def to_zip(self) -> bytes:
        """A zip file with a PNG of every image and a table, feedback.csv."""
        table = io.StringIO()
        writer = csv.writer(table)
        writer.writerow(["file", "answer", "confidence", "truth", "right"])
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as files:
            for number, judged in enumerate(self._judged.values(), start=1):
                name = f"{number:03d}.png"
                png = io.BytesIO()
                Image.fromarray(judged.image).save(png, "PNG")
                files.writestr(name, png.getvalue())
                writer.writerow([name, judged.answer, f"{judged.confidence:.4f}", judged.truth, judged.is_right])
            files.writestr("feedback.csv", table.getvalue(), zipfile.ZIP_DEFLATED)
        return archive.getvalue()


def answer_of(digit: Digit) -> str:
    """What the app answered, in the words of a truth."""
    return NO_DIGIT if digit.verdict == "not_a_digit" else str(digit.label)


def _image_id(digit: Digit) -> str:
    return hashlib.sha256(digit.image.tobytes()).hexdigest()
