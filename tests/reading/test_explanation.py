"""Explanations by a network of our own making: it takes a 7 for a 1 as soon as ink at the top is missing."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from mnist_app.metrics.calibration import Calibrated
from mnist_app.reading.explanation import Explanation, answer_text, explain_digit
from mnist_app.reading.occlusion import NINTHS
from mnist_app.reading.result import Digit
from mnist_app.reading.verdicts import Verdict
from mnist_app.runs.records import Thresholds

THRESHOLDS = Thresholds(sure=0.9, digit=0.5)
IMAGE = np.zeros((28, 28), np.uint8)
IMAGE[4:24, 4:24] = 255


def to_answers(is_seven: npt.NDArray[np.bool_], digit_prob: npt.NDArray[np.floating]) -> Calibrated:
    probs = np.full((len(is_seven), 10), 0.001, np.float32)
    probs[np.arange(len(probs)), np.where(is_seven, 7, 1)] = 0.991
    return Calibrated(probs, digit_prob.astype(np.float32), digit_prob.astype(np.float32))


def top_tells(images: npt.NDArray[np.uint8]) -> Calibrated:
    """A 7 if most of the ink at the top is there."""
    return to_answers(images[:, 4:10, 4:24].mean(axis=(1, 2)) > 255 / 2, np.ones(len(images)))


def all_refused_but_without_the_middle(images: npt.NDArray[np.uint8]) -> Calibrated:
    has_middle = images[:, 14, 14] > 0
    return to_answers(np.ones(len(images), bool), np.where(has_middle, 0.1, 0.99))


def explain(read: Callable[[npt.NDArray[np.uint8]], Calibrated] = top_tells, verdict: Verdict = "sure") -> Explanation:
    probs = np.full(10, 0.001, np.float32)
    probs[7], probs[1] = 0.99, 0.002
    return explain_digit(Digit(7, probs, verdict, "", (0, 0, 20, 20), IMAGE), read, THRESHOLDS)


def test_guess_and_runner_up() -> None:
    why = explain()
    assert (why.guess, why.runner_up, why.rival) == (7, 1, 1)
    assert answer_text(why.whole) == "7"
    assert why.alike == ()


def test_the_place_without_which_something_else_is_read_decides() -> None:
    decisive = explain().decisive
    assert decisive is not None
    assert (decisive.what, answer_text(decisive.answer)) == ("top", "1")
    assert decisive.drop > 0.9


def test_places_come_in_the_order_of_what_they_are_worth() -> None:
    """The more ink is missing, the less sure is the 7."""

    def read(images: npt.NDArray[np.uint8]) -> Calibrated:
        ink = images.mean(axis=(1, 2), where=images[:1] > 0) / 255
        rows = (images[:, 4:24].mean(axis=2) * np.arange(20)).mean(axis=1)
        return to_answers(np.ones(len(images), bool), ink * rows / rows.max())

    drops = [place.drop for place in explain(read).places if place.what in NINTHS]
    assert drops == sorted(drops, reverse=True)
    assert len(set(drops)) > 2


def test_a_place_that_leads_to_another_digit_is_rather_named_than_one_that_leads_to_none() -> None:
    def read(images: npt.NDArray[np.uint8]) -> Calibrated:
        has_middle, has_top = images[:, 14, 14] > 0, images[:, 4:10, 4:24].mean(axis=(1, 2)) > 255 / 2
        return to_answers(has_top, np.where(has_middle, 1.0, 0.1))

    decisive = explain(read).decisive
    assert decisive is not None
    assert decisive.what == "top"


def test_the_guess_is_compared_with_what_is_read_without_the_decisive_place() -> None:
    def read(images: npt.NDArray[np.uint8]) -> Calibrated:
        answers = top_tells(images)
        answers.probs[:, 1] = 1 - images[:, 4:10, 4:24].mean(axis=(1, 2)) / 255
        return answers

    probs = np.full(10, 0.001, np.float32)
    probs[7], probs[4] = 0.99, 0.002
    why = explain_digit(Digit(7, probs, "sure", "", (0, 0, 20, 20), IMAGE), read, THRESHOLDS)
    assert (why.guess, why.runner_up, why.rival) == (7, 4, 1)
    assert (why.maps[1][4:10, 4:24] < 0).all(), "the top speaks against the 1"


def test_a_place_that_leads_to_the_runner_up_is_rather_named_than_one_that_leads_to_a_third_digit() -> None:
    def read(images: npt.NDArray[np.uint8]) -> Calibrated:
        has_top, has_bottom = (
            images[:, rows, 4:24].mean(axis=(1, 2)) > 255 / 2 for rows in (slice(4, 10), slice(18, 24))
        )
        answers = to_answers(has_bottom, np.ones(len(images)))
        answers.probs[~has_top] = np.roll(answers.probs[~has_top], 1, axis=1)
        return answers

    why = explain(read)
    assert why.decisive is not None
    assert (why.decisive.what, why.rival) == ("bottom", 1)


def test_nothing_decides_where_the_answer_is_always_the_same() -> None:
    why = explain(lambda images: to_answers(np.ones(len(images), bool), np.ones(len(images))))
    assert why.decisive is None
    assert why.stays == len(why.variants) == 25
    assert not why.maps.any()


def test_variants_that_are_read_otherwise_are_counted() -> None:
    why = explain(lambda images: to_answers(np.arange(len(images)) < len(images) - 4, np.ones(len(images))))
    assert why.stays == 21


def test_what_is_refused_as_it_is() -> None:
    why = explain(all_refused_but_without_the_middle, "not_a_digit")
    assert answer_text(why.whole) == "?"
    decisive = why.decisive
    assert decisive is not None
    assert (decisive.what, answer_text(decisive.answer)) == ("middle", "7")


def test_one_call_of_the_network_reads_it_all() -> None:
    calls: list[int] = []

    def read(images: npt.NDArray[np.uint8]) -> Calibrated:
        calls.append(len(images))
        return top_tells(images)

    explain(read)
    assert len(calls) == 1
    assert calls[0] <= 128
