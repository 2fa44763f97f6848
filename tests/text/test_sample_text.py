import numpy as np
import pytest

from mnist_app.exploring.answers import Answers, Filter, Place, probs_to_answers
from mnist_app.text.sample_text import (
    digit_name,
    fetching_text,
    group_text,
    labeled_digit,
    match_text,
    no_match_text,
    page_text,
    position_text,
    probs_alt,
    read_note,
    reading_text,
    second_reading_text,
    shown_text,
    similar_alt,
    similar_title,
    story,
    sure_note,
    true_text,
)


@pytest.fixture
def answers() -> Answers:
    """A 4, a 9 and a 5 that are all read as 9."""
    probs = np.zeros((3, 10), np.float32)
    probs[:, 9], probs[:, 4] = 0.75, 0.25
    return probs_to_answers(probs, np.array([4, 9, 5], np.uint8), sure=0.9)


def test_what_is_filtered_out_of_sight_is_said() -> None:
    assert match_text(1, 60, Filter(true=4)) == "**1** of 60 test digits matches."
    assert match_text(1234, 10_000, Filter(true=4)) == "**1,234** of 10,000 test digits match."
    narrow = Filter(certainty=(0.995, 1.0), hides_disputed=True)
    assert match_text(3, 10_000, narrow) == (
        "**3** of 10,000 test digits match, 99.5% to 100% sure, without disputed labels."
    )
    assert no_match_text(Filter(certainty=(0.5, 0.4))) == '"From" is higher than "to": swap them, or reset the filters.'
    assert "another outcome" in no_match_text(Filter(certainty=(0.4, 0.4)))


def test_a_wrong_and_a_right_answer(answers: Answers) -> None:
    assert [reading_text(answers, index) for index in (0, 1)] == ["4 read as 9", "9, right"]
    assert story(answers, 0) == ("Labeled **4**, misread as **9**, 75.0% sure. Second guess: **4** (25.0%).")
    assert story(answers, 1) == "Labeled **9**, read rightly, 75.0% sure. Second guess: **4** (25.0%)."
    assert probs_alt(answers, 0) == "Probabilities of all ten digits: 9 is likeliest with 75.0%"


def test_what_the_true_digit_was_given_is_said_where_it_is_no_guess(answers: Answers) -> None:
    assert story(answers, 2).endswith("Second guess: **4** (25.0%). To the **5** it gave < 0.1%.")


def test_sure_of_a_digit_means_that_it_is_one_too(answers: Answers) -> None:
    assert sure_note(answers, 0) == "75.0% sure"
    doubted = probs_to_answers(answers.probs, answers.true, 0.9, digit_prob=np.array([0.8, 1, 1], np.float32))
    assert sure_note(doubted, 0) == "60.0% sure"
    assert ", 60.0% sure (75.0% if it is a digit at all). Second guess: **4** (20.0%)" in story(doubted, 0)
    assert ", 75.0% sure. Second" in story(doubted, 1)


def test_two_readings(answers: Answers) -> None:
    assert (true_text(answers, 0), read_note("B", answers, 0)) == ("true 4", "B read 9")
    assert second_reading_text("a", "b", answers, 0) == "This is how a read it; b read it as **9** (75.0%)."
    doubted = probs_to_answers(answers.probs, answers.true, 0.9, digit_prob=np.array([0.8, 1, 1], np.float32))
    assert second_reading_text("a", "b", doubted, 0).endswith("**9** (60.0%)."), "as sure as everywhere else"


def test_names_and_places() -> None:
    assert digit_name(2130) == "Test digit 2130"
    assert labeled_digit(2130, 4) == "Test digit 2130, labeled 4"
    assert similar_title(4) == "Training digits labeled 4"
    assert similar_alt(17, 4, 0.987) == "Training digit 17, labeled 4, similarity 0.99"
    assert position_text(2130, Place(3), 1200) == "**No. 2130** · 3 of 1,200"
    assert position_text(2130, Place(), 1200) == "**No. 2130** · not among those listed"


def test_counts() -> None:
    assert page_text(12, 3, 1015) == "13–15 of 1,015"
    assert group_text(1) == "**1 test digit**"
    assert shown_text(0, 1) == "This picture cannot be shown."
    assert shown_text(27, 1200) == "27 of these 1,200 pictures can be shown."
    assert fetching_text(0.505) == "Fetching MNIST … 50%"
