import dataclasses

import numpy as np
import pytest

from mnist_app.reading.explanation import Answer, Changed, Explanation
from mnist_app.reading.result import Digit
from mnist_app.reading.verdicts import MUCH_SMALLER, Verdict
from mnist_app.text.evidence_picture import AGAINST, FOR, FULL_COLOR, color_evidence
from mnist_app.text.why import map_alt, stability_text, where_to_look

SEVEN, MAYBE_ONE = Answer(7, "sure", 0.99), Answer(1, "unsure", 0.6)
NONE = Answer(7, "not_a_digit", 0.1)
IMAGE = np.zeros((28, 28), np.uint8)
IMAGE[4:24, 4:24] = 255
SAME = Explanation(
    7,
    1,
    1,
    SEVEN,
    np.zeros((2, 28, 28), np.float32),
    (Changed("top", SEVEN, 0.0), Changed("bottom", SEVEN, 0.0)),
    (Changed("turned", SEVEN, 0.0),) * 25,
)


def digit(verdict: Verdict = "sure", reason: str = "") -> Digit:
    return Digit(7, np.eye(10, dtype=np.float32)[7], verdict, reason, (0, 0, 20, 20), IMAGE)


def why(whole: Answer = SEVEN, place: Answer = SEVEN, drop: float = 0.0, variant: Answer = SEVEN) -> Explanation:
    """One of two places and the last of 25 variants are read so, all else as the whole is."""
    same = Changed("turned", whole, 0.0)
    places = (Changed("top", place, drop), Changed("bottom", whole, 0.0))
    return dataclasses.replace(
        SAME, whole=whole, places=places, variants=(*(same,) * 24, Changed("thinner", variant, 0.0))
    )


@pytest.mark.parametrize(
    ("verdict", "explanation", "said"),
    [
        ("sure", SAME, "No single part decides: without any one of 2 that were tried, it still reads 7."),
        (
            "sure",
            why(drop=0.3),
            "No single part decides: without any one of 2 that were tried, it still reads 7. The top matters most.",
        ),
        ("sure", why(place=MAYBE_ONE), "The top speaks for 7: without it, it could be 1."),
        ("sure", why(place=NONE), "The top speaks for 7: without it, it looks like no digit."),
        (
            "unsure",
            why(Answer(7, "unsure", 0.6), Answer(1, "sure", 0.95), variant=Answer(7, "unsure", 0.7)),
            "The top speaks for 7: without it, it reads 1. Without the top, it would surely be 1.",
        ),
        (
            "unsure",
            why(Answer(7, "unsure", 0.6), Answer(7, "unsure", 0.6)),
            "No single part decides: without any one of 2 that were tried, it still reads 7. "
            "Thinner, it would surely be 7.",
        ),
        (
            "unsure",
            why(MAYBE_ONE, MAYBE_ONE, variant=MAYBE_ONE),
            "No single part decides: without any one of 2 that were tried, it still reads 7. "
            "None of 27 small changes that were tried makes it sure.",
        ),
        ("not_a_digit", why(NONE, SEVEN), "The top speaks against a digit: without it, it reads 7."),
        (
            "not_a_digit",
            why(NONE, NONE),
            "No single part speaks against a digit, but all of it. Thinner, it reads 7.",
        ),
        (
            "not_a_digit",
            why(NONE, NONE, variant=NONE),
            "No single part speaks against a digit, but all of it: without any one of 2 that were tried, "
            "it still looks like none.",
        ),
    ],
)
def test_where_to_look(verdict: Verdict, explanation: Explanation, said: str) -> None:
    assert where_to_look(digit(verdict), explanation) == said


def test_a_single_part_that_was_tried_is_said_as_one() -> None:
    one = dataclasses.replace(SAME, places=SAME.places[:1])
    assert where_to_look(digit(), one) == "No single part decides: without the one that was tried, it still reads 7."


def test_what_is_shown_beside_an_unsure_answer_instead_of_its_second_guess_is_said() -> None:
    unsure = why(Answer(7, "unsure", 0.6), MAYBE_ONE, variant=Answer(4, "sure", 0.99))
    said = where_to_look(digit("unsure"), dataclasses.replace(unsure, runner_up=4))
    assert said == (
        "The top speaks for 7: without it, it could be 1. No part's absence makes it 4, the second guess, so 1 is "
        "shown below. Thinner, it would surely be 4."
    )


def test_what_would_make_it_sure_is_rather_a_digit_that_is_shown() -> None:
    unsure = why(MAYBE_ONE, Answer(8, "sure", 0.99), variant=Answer(7, "sure", 0.95))
    assert where_to_look(digit("unsure"), unsure).endswith("Thinner, it would surely be 7.")


def test_what_is_doubted_for_what_lies_around_it_is_not_made_sure_by_its_shape() -> None:
    assert where_to_look(digit("unsure", MUCH_SMALLER), SAME) == where_to_look(digit("sure"), SAME)


def test_what_a_rule_refuses_is_not_laid_on_the_network() -> None:
    flat = digit("not_a_digit", "It is a flat mark, wider than any digit.")
    assert where_to_look(flat, SAME) == (
        "It is refused for another reason: it is a flat mark, wider than any digit. The network alone would read 7."
    )


def test_stability() -> None:
    assert stability_text(SAME) == "Shifted, turned, thinner or thicker, it **stays 7 in 25 of 25**."
    assert stability_text(why(variant=MAYBE_ONE)).endswith("it **stays 7 in 24 of 25** (1 in 1).")
    assert stability_text(why(NONE)).endswith("it **stays no digit in 24 of 25** (7 in 1).")
    assert stability_text(why(variant=NONE)).endswith("(no digit in 1).")


def test_what_a_map_shows() -> None:
    maps = np.zeros((2, 28, 28), np.float32)
    maps[1, 4:9, 18:24] = 1
    explanation = dataclasses.replace(SAME, maps=maps)
    assert map_alt(digit(), explanation, 0).endswith("speaks for 7; no part of it stands out")
    assert map_alt(digit(), explanation, 1).endswith("speaks for 1, most of all the ink at the top right")


def test_ink_is_colored_by_what_it_speaks_for() -> None:
    evidence = np.zeros((28, 28), np.float32)
    evidence[5, 5], evidence[6, 6], evidence[7, 7], evidence[0, 0] = FULL_COLOR, -FULL_COLOR, FULL_COLOR / 2, FULL_COLOR
    picture = color_evidence(IMAGE, evidence)
    assert picture.shape == (28, 28, 3)
    assert picture[5, 5].tolist() == list(FOR)
    assert picture[6, 6].tolist() == list(AGAINST)
    assert picture[8, 8].tolist() == [255, 255, 255]
    assert picture[0, 0].tolist() == [0, 0, 0], "paper stays paper"
    assert FOR[0] < picture[7, 7, 0] < 255


def test_beyond_the_full_color_the_strongest_has_it() -> None:
    evidence = np.full((28, 28), 4 * FULL_COLOR, np.float32)
    evidence[5, 5] = 2 * FULL_COLOR
    picture = color_evidence(IMAGE, evidence)
    assert picture[8, 8].tolist() == list(FOR)
    assert FOR[0] < picture[5, 5, 0] < 255
