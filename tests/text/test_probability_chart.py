"""The bars of one digit's probabilities."""

from dataclasses import replace

import pytest

from builders.digits import make_digit
from mnist_app.reading.verdicts import Verdict
from mnist_app.text.probability_chart import probability_spec, probability_table
from mnist_app.text.reading import digit_hint

SPREAD = dict.fromkeys(range(10), 0.1)


def test_every_digit_that_may_be_meant_has_a_bar() -> None:
    table = probability_table(make_digit(SPREAD | {7: 0.1001}))
    assert table["digit"].tolist() == list("0123456789")
    assert table["value"].tolist() == 10 * ["10.0%"]
    assert table["digit"][table["is_guess"]].tolist() == ["7"]


def test_what_is_hardly_possible_shares_a_bar() -> None:
    table = probability_table(make_digit({7: 0.9991, 1: 0.0006, 3: 0.0002, 9: 0.0001}))
    assert table[["digit", "value"]].to_numpy().tolist() == [
        ["1", "0.1%"],
        ["7", "99.9%"],
        ["Other digits", "< 0.1% each"],
    ]
    assert table["probability"].sum() == pytest.approx(1)


def test_one_digit_alone_is_called_by_its_name() -> None:
    probs = dict.fromkeys(range(9), 0.1111) | {9: 0.0001}
    assert probability_table(make_digit(probs))["digit"].tolist() == list("0123456789")


def test_what_the_visitor_says_keeps_its_bar() -> None:
    corrected = replace(make_digit({7: 1.0}), truth="2")
    assert probability_table(corrected)["digit"].tolist() == ["2", "7", "Other digits"]


def test_the_guess_is_as_long_as_the_hint_is_sure_and_no_digit_has_the_rest() -> None:
    digit = make_digit({7: 0.9, 1: 0.1}, "unsure", digit_prob=0.8)
    table = probability_table(digit)
    assert table[["digit", "value"]].to_numpy().tolist() == [
        ["1", "8.0%"],
        ["7", "72.0%"],
        ["Other digits", "< 0.1% each"],
        ["No digit", "20.0%"],
    ]
    assert digit_hint(digit) == "72.0% likely."
    assert table["probability"].sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("verdict", "digit_prob"), [("sure", 0.9996), ("sure", 1.0), ("not_a_digit", 0.1), ("not_a_digit", 0.9)]
)
def test_no_digit_has_no_bar_where_it_is_hardly_possible_or_said_above(verdict: Verdict, digit_prob: float) -> None:
    table = probability_table(make_digit({7: 0.9, 1: 0.1}, verdict, digit_prob=digit_prob))
    assert table["digit"].tolist() == ["1", "7", "Other digits"]
    assert table["value"].tolist()[:2] == ["10.0%", "90.0%"]


@pytest.mark.parametrize(("verdict", "guesses"), [("sure", 1), ("unsure", 1), ("not_a_digit", 0)])
def test_what_is_no_digit_has_no_winner(verdict: Verdict, guesses: int) -> None:
    digit = make_digit(SPREAD | {7: 0.2}, verdict)
    assert probability_table(digit)["is_guess"].sum() == guesses


def test_the_bars_draw_every_column_of_the_table_in_its_order() -> None:
    spec = probability_spec("#ffffff")
    assert "data" not in spec
    bars, others, bold = spec["layer"]
    assert not any("data" in layer for layer in spec["layer"])
    doubted = make_digit(dict.fromkeys(range(8), 0.125), digit_prob=0.8)
    assert bars["encoding"]["y"]["sort"] == [*"0123456789", "Other digits", "No digit"]
    assert probability_table(doubted)["digit"].tolist() == [*"01234567", "Other digits", "No digit"]
    assert {bars["encoding"][axis]["field"] for axis in "xy"} == {"digit", "probability"}
    assert others["encoding"]["text"]["field"] == bold["encoding"]["text"]["field"] == "value"
    assert [layer["transform"][0]["filter"] for layer in (others, bold)] == ["(!datum.is_guess)", "datum.is_guess"]


def test_the_color_of_the_values_is_that_of_the_text() -> None:
    for color in ("#ffffff", "#31333f"):
        assert probability_spec(color)["layer"][1]["encoding"]["color"] == {"value": color}
    assert probability_spec("#ffffff") is probability_spec("#ffffff")
