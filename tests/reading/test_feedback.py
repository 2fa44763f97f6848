import csv
import io
import zipfile

import numpy as np
from PIL import Image

from builders.digits import make_digit
from mnist_app.reading.feedback import NO_DIGIT, Feedback, answer_of


def test_nothing_said() -> None:
    feedback = Feedback()
    assert len(feedback) == feedback.right == 0
    assert feedback.find(make_digit(7)) is None


def test_right_and_wrong_are_counted() -> None:
    feedback = Feedback()
    feedback.add(make_digit(7, gray=100), "7")
    feedback.add(make_digit(7, gray=101), "1")
    feedback.add(make_digit(7, "not_a_digit", gray=102), NO_DIGIT)
    assert (feedback.right, len(feedback)) == (2, 3)


def test_changing_ones_mind_replaces() -> None:
    feedback, digit = Feedback(), make_digit(7)
    feedback.add(digit, "1")
    feedback.add(digit, "7")
    assert (feedback.right, len(feedback)) == (1, 1)
    feedback.forget(digit)
    feedback.forget(digit)
    assert len(feedback) == 0


def test_zip_holds_images_and_table() -> None:
    feedback = Feedback()
    feedback.add(make_digit(7, gray=100), "7")
    feedback.add(make_digit(4, gray=101), "9")
    with zipfile.ZipFile(io.BytesIO(feedback.to_zip())) as files:
        assert files.namelist() == ["001.png", "002.png", "feedback.csv"]
        assert (np.asarray(Image.open(files.open("002.png"))) == 101).all()
        rows = list(csv.DictReader(files.read("feedback.csv").decode().splitlines()))
    assert rows[0] == {"file": "001.png", "answer": "7", "confidence": "1.0000", "truth": "7", "right": "True"}
    assert (rows[1]["answer"], rows[1]["truth"], rows[1]["right"]) == ("4", "9", "False")


def test_answer_of_a_refusal() -> None:
    assert answer_of(make_digit(3, "not_a_digit")) == NO_DIGIT
    assert answer_of(make_digit(3, "unsure")) == "3"
