import csv
import dataclasses
import io

import numpy as np
import pytest

from mnist_app.exploring.answers import (
    Answers,
    Filter,
    Outcome,
    Place,
    Sort,
    answers_to_csv,
    outcome_of,
    place_among,
    probs_to_answers,
    select,
)


def make_answers() -> Answers:
    """Five digits: right and sure, right but unsure, 4 read as 9 twice, and 9 read as 4."""
    probs = np.full((5, 10), 0.0, np.float32)
    for row, classes in enumerate([{4: 0.95, 9: 0.05}, {4: 0.6, 9: 0.4}, {9: 0.7, 4: 0.3}, {9: 0.9, 1: 0.1}, {4: 1.0}]):
        for digit, prob in classes.items():
            probs[row, digit] = prob
    return probs_to_answers(probs, np.array([4, 4, 4, 4, 9], np.uint8), sure=0.9)


def test_figures_of_each_answer() -> None:
    answers = make_answers()
    assert answers.pred.tolist() == [4, 4, 9, 9, 4]
    assert answers.runner_up.tolist() == [9, 9, 4, 1, 0]
    assert answers.wrong_certainty.tolist() == pytest.approx([0.05, 0.4, 0.7, 0.9, 1.0])
    assert answers.margin.tolist() == pytest.approx([0.9, 0.2, 0.4, 0.8, 1.0])
    assert answers.loss[:3].tolist() == pytest.approx(-np.log([0.95, 0.6, 0.3]), abs=1e-6)
    assert np.isfinite(answers.loss).all()  # a probability of 0 is clipped


def test_sure_is_what_is_also_surely_a_digit() -> None:
    known = make_answers()
    np.testing.assert_array_equal(known.certainty, known.confidence)
    digit_prob = np.array([0.5, 1, 1, 1, 1], np.float32)
    doubted = probs_to_answers(known.probs, known.true, sure=0.9, digit_prob=digit_prob)
    assert (outcome_of(known, 0), outcome_of(doubted, 0)) == ("right", "unsure")
    assert select(doubted, Filter(outcome="unsure"), "index").tolist() == [0, 1]
    assert doubted.confidence[0] == known.confidence[0]


def test_the_samples_are_sorted_and_filtered_by_the_figure_that_stands_below_them() -> None:
    known = make_answers()
    digit_prob = np.array([1, 1, 1, 0.5, 0.6], np.float32)
    doubted = probs_to_answers(known.probs, known.true, sure=0.9, digit_prob=digit_prob)
    assert select(known, Filter()).tolist() == [4, 3, 2]
    order = select(doubted, Filter())
    assert order.tolist() == [2, 4, 3]
    assert doubted.certainty[order].tolist() == pytest.approx([0.7, 0.6, 0.45])
    assert select(doubted, Filter(certainty=(0.5, 0.65)), "index").tolist() == [4]


def test_a_tie_goes_to_the_class_that_argmax_names() -> None:
    probs = np.full((1, 10), 0.1, np.float32)
    answers = probs_to_answers(probs, np.array([7], np.uint8), sure=0.9)
    assert (answers.pred[0], answers.runner_up[0]) == (0, 1)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (Filter(), [2, 3, 4]),
        (Filter(outcome="unsure"), [1]),
        (Filter(outcome="right"), [0, 1]),
        (Filter(outcome="all"), [0, 1, 2, 3, 4]),
        (Filter(true=4), [2, 3]),
        (Filter(pred=4), [4]),
        (Filter(true=4, pred=9), [2, 3]),
        (Filter(true=0), []),
        (Filter(certainty=(0.7, 0.9)), [2, 3]),  # both ends belong to the range, float32 or not
        (Filter(certainty=(0.71, 0.89)), []),
    ],
)
def test_select_filters(chosen: Filter, expected: list[int]) -> None:
    assert select(make_answers(), chosen, "index").tolist() == expected


@pytest.mark.parametrize(
    ("sort", "expected"), [("surest", [4, 3, 2]), ("loss", [3, 4, 2]), ("margin", [2, 3, 4]), ("index", [2, 3, 4])]
)
def test_select_sorts(sort: Sort, expected: list[int]) -> None:
    assert select(make_answers(), Filter(), sort).tolist() == expected


def test_a_confidence_of_one_that_was_rounded_is_in_the_range() -> None:
    probs = np.zeros((1, 10), np.float32)
    probs[0, 3] = np.nextafter(np.float32(1), np.float32(2))
    answers = probs_to_answers(probs, np.array([4], np.uint8), sure=0.9)
    assert select(answers, Filter(certainty=(0.0, 1.0))).tolist() == [0]


def test_hiding_disputed_labels() -> None:
    answers = dataclasses.replace(make_answers(), is_disputed=np.arange(5) == 3)
    assert select(answers, Filter(hides_disputed=True), "index").tolist() == [2, 4]
    assert select(answers, Filter(), "index").tolist() == [2, 3, 4]


@pytest.mark.parametrize(
    ("index", "place"),
    [(7, Place(1, None, 3)), (3, Place(2, 7, 5)), (5, Place(3, 3, None)), (4, Place(None, None, None))],
)
def test_place_among(index: int, place: Place) -> None:
    assert place_among(np.array([7, 3, 5]), index) == place


@pytest.mark.parametrize(("index", "outcome"), [(0, "right"), (1, "unsure"), (2, "wrong")])
def test_outcome_of(index: int, outcome: Outcome) -> None:
    assert outcome_of(make_answers(), index) == outcome


def test_csv_holds_the_rows_in_their_order() -> None:
    answers = dataclasses.replace(make_answers(), is_disputed=np.arange(5) == 1)
    rows = list(csv.DictReader(io.StringIO(answers_to_csv(answers, np.array([3, 1])))))
    assert [row["index"] for row in rows] == ["3", "1"]
    assert rows[0]["true"] == "4"
    assert rows[0]["predicted"] == "9"
    assert rows[0]["outcome"] == "wrong"
    assert [row["disputed_label"] for row in rows] == ["no", "yes"]
    assert float(rows[0]["p9"]) == pytest.approx(0.9)
    assert float(rows[1]["loss"]) == pytest.approx(-np.log(0.6), abs=1e-6)


def test_csv_without_rows_is_its_header() -> None:
    text = answers_to_csv(make_answers(), np.array([], np.int64))
    assert text.startswith("index,true,predicted,certainty,confidence,")
    assert text.count("\n") == 1
