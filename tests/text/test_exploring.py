import numpy as np
import pytest

from mnist_app.exploring.answers import Filter, probs_to_answers
from mnist_app.exploring.confusions import Confusion
from mnist_app.metrics.coverage import Coverage
from mnist_app.runs.records import Settings
from mnist_app.text.exploring import (
    chance_text,
    count_text,
    how_to_read_the_curves,
    how_to_read_the_matrix,
    match_text,
    no_match_text,
    reading_text,
    second_reading_text,
    story,
    sure_text,
    threshold_text,
    what_it_learned_from,
)


def test_sure_text() -> None:
    assert sure_text(0.9) == "This network counts an answer as sure from 90.0%."
    assert sure_text(1.0) == "This network counts an answer as sure from 100.0%."
    assert sure_text(1.01) == "This network counts no answer as sure."


@pytest.mark.parametrize(("count", "text"), [(0, "0 layers"), (1, "1 layer"), (1200, "1,200 layers")])
def test_count_text(count: int, text: str) -> None:
    assert count_text(count, "layer") == text


def test_what_is_filtered_out_of_sight_is_said() -> None:
    assert match_text(1234, 10_000, Filter(true=4)) == "**1,234** of 10,000 test digits match."
    narrow = Filter(confidence=(0.995, 1.0), hides_disputed=True)
    assert match_text(3, 10_000, narrow) == (
        "**3** of 10,000 test digits match, confidence from 99.5% to 100%, without disputed labels."
    )
    assert "exchange them" in no_match_text(Filter(confidence=(0.5, 0.4)))
    assert "another outcome" in no_match_text(Filter(confidence=(0.4, 0.4)))


def test_what_a_threshold_costs_and_gains() -> None:
    assert threshold_text(Coverage(0.5, 4000, 1, 1200, 3)) == (
        "0.025% of the given answers are wrong. Of the 1,200 held back, 3 would have been wrong."
    )
    assert threshold_text(Coverage(1.0, 0, 0, 12, 3)) == (
        "No digit is answered. Of the 12 held back, 3 would have been wrong."
    )


def test_the_matrix_is_read_by_its_largest_box() -> None:
    assert "for example" not in how_to_read_the_matrix([])
    assert "Row 4, column 9, for example: 6 digits that are 4 were read as 9." in how_to_read_the_matrix(
        [Confusion(4, 9, 6, 0.006)]
    )
    assert "1 digit that are" not in how_to_read_the_matrix([Confusion(4, 9, 1, 0.001)])


def test_the_curves_say_why_training_looks_worse() -> None:
    worse, better = {"loss": [1.0, 0.4], "val_loss": [0.1, 0.1]}, {"loss": [1.0, 0.01], "val_loss": [0.1, 0.1]}
    hard = Settings(augmentation=1.0, label_smoothing=0.05)
    plain = how_to_read_the_curves(Settings(), worse)
    assert plain.startswith("The best epoch is the last with the highest accuracy")
    assert "because" not in plain
    assert how_to_read_the_curves(hard, better) == how_to_read_the_curves(hard, {"accuracy": [0.9]}) == plain
    both = how_to_read_the_curves(hard, worse)
    assert both.startswith(plain)
    assert "because it is on distorted digits and softened labels," in both
    assert "because it is on softened labels," in how_to_read_the_curves(Settings(label_smoothing=0.05), worse)


def test_what_a_network_learned_from() -> None:
    mnist = what_it_learned_from(Settings(), [55000, 5000, 10000], is_mnist=True)
    assert mnist.startswith("MNIST: digits written by some 500 people")
    assert mnist.endswith(
        "The network learned from **55,000**, its settings were chosen on **5,000**, "
        "and it was tested on **10,000** by other writers."
    )
    both = Settings(pen_stroke_share=0.2, non_digit_share=0.06)
    assert what_it_learned_from(both, [550, 50, 100], is_mnist=False) == (
        "The network learned from **550**, its settings were chosen on **50**, and it was tested on **100**. It also "
        "learned from digits drawn from recorded pen strokes (20% of a batch) and marks that are no digits "
        "(6% of a batch)."
    )


def test_a_wrong_and_a_right_answer() -> None:
    probs = np.zeros((2, 10), np.float32)
    probs[:, 9], probs[:, 4] = 0.75, 0.25
    answers = probs_to_answers(probs, np.array([4, 9], np.uint8), sure=0.9)
    assert [reading_text(answers, index) for index in (0, 1)] == ["4 read as 9", "9, right"]
    assert "Labeled **4**, read **wrongly**, as **9**, with 75.0% confidence" in story(answers, 0)
    assert "Second guess: **4** (25.0%)" in story(answers, 0)
    assert "read **rightly**" in story(answers, 1)
    assert "Loss 1.386 · margin 50.0%" in story(answers, 0)


def test_two_networks_compared() -> None:
    assert "so uneven a split as 5 to 0 would come up by chance in 6.2% of" in chance_text(5, 0)
    answers = probs_to_answers(np.eye(10, dtype=np.float32)[[4]] * 0.8, np.array([9], np.uint8), sure=0.9)
    says = second_reading_text("a", "b", answers, 0)
    assert says == "This is how a read it; b read it as **4** (80.0%)."
