import csv
import io
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from builders.digits import make_digit
from mnist_app.reading.feedback import Feedback
from mnist_app.reading.result import NO_DIGIT, REMOVED, LikeJudged


def test_nothing_said() -> None:
    feedback = Feedback()
    assert len(feedback) == feedback.right == 0
    assert feedback.truths == {}


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


def test_what_is_removed_was_no_digit() -> None:
    feedback = Feedback()
    feedback.add(make_digit(7, gray=100), REMOVED)
    feedback.add(make_digit(7, "not_a_digit", gray=101), REMOVED)
    assert (feedback.right, len(feedback)) == (1, 2)
    with zipfile.ZipFile(io.BytesIO(feedback.to_zip())) as files:
        rows = list(csv.DictReader(files.read("feedback.csv").decode().splitlines()))
    assert [(row["answer"], row["truth"]) for row in rows] == [("7", NO_DIGIT), (NO_DIGIT, NO_DIGIT)]


def test_what_was_said_is_told_by_the_digit() -> None:
    feedback, digit = Feedback(), make_digit(7)
    feedback.add(digit, "1")
    assert feedback.truths == {digit.id: "1"}


def test_what_a_digit_was_read_like_is_kept() -> None:
    feedback, digit = Feedback(), replace(make_digit(7), by_hand=LikeJudged(1, was_corrected=True))
    feedback.add(digit, "1")
    (judged,) = feedback.judged.values()
    assert (judged.answer, judged.is_right, judged.by_hand) == ("1", True, digit.by_hand)


@pytest.mark.parametrize("truth", ["", "10", "seven"])
def test_only_a_truth_can_be_said(truth: str) -> None:
    with pytest.raises(ValueError, match=f"received '{truth}'"):
        Feedback().add(make_digit(7), truth)


def test_a_missed_digit_is_a_wrong_answer_until_it_is_taken_out_again() -> None:
    feedback, digit = Feedback(), make_digit(7)
    feedback.add(make_digit(1, gray=101), "1")
    feedback.add_missed(digit, "7", "here")
    (missed,) = feedback.missed
    assert (missed.place, missed.digit.truth, missed.digit.is_added, missed.digit.id) == ("here", "7", True, digit.id)
    assert (feedback.right, len(feedback), feedback.truths[digit.id]) == (1, 2, "7")
    with zipfile.ZipFile(io.BytesIO(feedback.to_zip())) as files:
        rows = list(csv.DictReader(files.read("feedback.csv").decode().splitlines()))
    assert rows[1] == {"file": "002.png", "answer": "not found", "confidence": "", "truth": "7", "right": "False"}
    feedback.forget(digit)
    assert (feedback.missed, len(feedback)) == ((), 1)


def test_a_missed_digit_is_one_of_the_truths() -> None:
    feedback = Feedback()
    with pytest.raises(ValueError, match="expected one of"):
        feedback.add_missed(make_digit(7), "11", "here")
    assert feedback.missed == ()
