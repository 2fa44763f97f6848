"""A digit is read like one that the visitor judged only where it looks more like that than like its own class."""

from dataclasses import replace

import numpy as np
import pytest

from builders.digits import make_digit
from mnist_app.reading.feedback import Feedback
from mnist_app.reading.own_hand import ALIKE, LEAST_JUDGED, NEARER, WEIGHT, Lesson, Look, OwnHand, is_hand_known
from mnist_app.reading.result import NO_DIGIT, REMOVED, LikeJudged

UNSURE = make_digit({7: 0.8, 1: 0.2}, "unsure")


def look(degrees: float, known: float | dict[int, float] = 0.5) -> Look:
    """Features in the plane, at an angle from the digit that is asked about, which lies at 0."""
    angle = np.radians(degrees)
    similarity = np.full(10, -1.0 if isinstance(known, dict) else known, np.float32)
    for label, value in known.items() if isinstance(known, dict) else ():
        similarity[label] = value
    return Look(np.array([np.cos(angle), np.sin(angle)], np.float32), similarity)


def lesson(truth: str, degrees: float, was_corrected: bool = True) -> Lesson:
    return Lesson(look(degrees), truth, was_corrected)


def test_nothing_was_judged() -> None:
    assert OwnHand([]).read(UNSURE, look(0)) is None
    assert not is_hand_known(Feedback())


def test_a_hand_is_known_from_five_digits_on() -> None:
    feedback = Feedback()
    truths = [NO_DIGIT, REMOVED, *"12345"]
    known = []
    for gray, truth in enumerate(truths):
        feedback.add(make_digit(7, gray=gray), truth)
        known.append(is_hand_known(feedback))
    assert known == [False] * (LEAST_JUDGED + 1) + [True]


@pytest.mark.parametrize("was_corrected", [True, False])
def test_the_nearest_judged_digit_decides_and_says_what_it_was(was_corrected: bool) -> None:
    hand = OwnHand([lesson("1", 10, was_corrected), lesson("2", 50), lesson("7", 80)])
    assert hand.read(UNSURE, look(0)) == LikeJudged(1, was_corrected)


@pytest.mark.parametrize(
    ("lessons", "known"),
    [
        ([lesson("1", 20), lesson("7", 10)], 0.5),  # nearer to a 7 of the visitor's
        ([lesson("1", 20)], 0.95),  # nearer to the training digits' 7s; the 1 has 0.94
        ([lesson("1", 20), lesson("7", 30)], 0.95),  # one 7 is not enough to tell how the visitor writes them
        ([lesson("7", 10)], 0.5),  # what the network says anyway
        ([lesson("1", 20), lesson(NO_DIGIT, 10)], 0.5),  # looks like what is no digit
    ],
)
def test_the_network_s_answer_stands(lessons: list[Lesson], known: float) -> None:
    assert OwnHand(lessons).read(UNSURE, look(0, known)) is None


def test_three_digits_of_a_class_count_for_more_than_the_training_digits() -> None:
    hand = OwnHand([lesson("1", 20), *[lesson("7", 70)] * 3])
    assert hand.read(UNSURE, look(0, known=0.95)) == LikeJudged(1, True)


def test_the_surer_the_network_the_nearer_it_has_to_be() -> None:
    """At half of the training digits' distance, the weight counts for what NEARER is above a half."""
    half = np.exp(-WEIGHT * (NEARER - 0.5))
    hand = OwnHand([lesson("1", float(np.degrees(np.arccos(0.75))))])

    def read(odds: float) -> LikeJudged | None:
        return hand.read(make_digit({7: 1 / (1 + odds), 1: odds / (1 + odds)}), look(0, known=0.5))

    assert read(half * 1.1) == LikeJudged(1, True)
    assert read(half * 0.9) is None
    assert read(0) is None


@pytest.mark.parametrize(("share", "expected"), [(NEARER - 0.02, LikeJudged(1, True)), (NEARER + 0.02, None)])
def test_a_judged_digit_that_is_hardly_nearer_decides_nothing(share: float, expected: LikeJudged | None) -> None:
    """Not even where the network is of two minds: otherwise every other hand's doubtful digits would be changed."""
    degrees = float(np.degrees(np.arccos(1 - 0.5 * share)))
    assert OwnHand([lesson("1", degrees)]).read(make_digit({7: 0.501, 1: 0.499}), look(0, known=0.5)) == expected


@pytest.mark.parametrize(
    ("degrees", "known", "expected"),
    [(10, 0.5, LikeJudged(7, True)), (10, 0.99, None), (50, 0.5, None)],
)
def test_what_was_refused_has_to_be_very_much_alike(degrees: float, known: float, expected: LikeJudged | None) -> None:
    assert np.cos(np.radians(50)) < ALIKE < np.cos(np.radians(10))
    refused = make_digit(7, "not_a_digit")
    assert OwnHand([lesson("7", degrees)]).read(refused, look(0, known)) == expected


def test_a_sign_stays_one() -> None:
    sign = replace(make_digit(1, "not_a_digit"), is_sign=True)
    assert OwnHand([lesson("1", 0)]).read(sign, look(0)) is None


def test_a_class_without_training_digits() -> None:
    assert OwnHand([lesson("1", 80)]).read(UNSURE, look(0, known={1: 0.9})) == LikeJudged(1, True)


def test_the_less_alike_the_less_it_outweighs() -> None:
    odds = np.geomspace(1e-4, 1, 200)
    digits = [make_digit({7: 1 / (1 + each), 1: each / (1 + each)}) for each in odds]
    outweighed = [
        sum(OwnHand([lesson("1", degrees)]).read(digit, look(0)) is not None for digit in digits)
        for degrees in range(0, 60, 5)
    ]
    assert outweighed == sorted(outweighed, reverse=True)
    assert outweighed[0] > outweighed[-1]
