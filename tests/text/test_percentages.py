import pytest

from mnist_app.text.percentages import chosen_percent, percent, probability_percent, rounded_percent, short_percent


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.0, "0%"), (1.0, "100%"), (0.0004, "< 0.1%"), (0.0005, "0.1%"), (0.9996, "> 99.9%"), (0.1234, "12.3%")],
)
def test_percent(share: float, expected: str) -> None:
    assert percent(share) == expected


@pytest.mark.parametrize(
    ("probability", "expected"),
    [(0.0, "< 0.1%"), (1e-12, "< 0.1%"), (0.5, "50.0%"), (0.999, "99.9%"), (1.0, "> 99.9%")],
)
def test_no_probability_is_said_to_be_certain(probability: float, expected: str) -> None:
    assert probability_percent(probability) == expected


SHORT = [(1.0, "100%"), (0.9996, "99%"), (1 - 1e-9, "99%"), (0.505, "50%"), (0.29, "29%"), (0.57, "57%"), (0.0, "0%")]


@pytest.mark.parametrize(("share", "expected"), SHORT)
def test_short_percent(share: float, expected: str) -> None:
    assert short_percent(share) == expected


def test_rounded_percent() -> None:
    assert rounded_percent(0.99715) == "99.72%"
    assert rounded_percent(0, 1) == "0.0%"


@pytest.mark.parametrize(("share", "expected"), [(0.0, "0%"), (0.995, "99.5%"), (1.0, "100%")])
def test_chosen_percent(share: float, expected: str) -> None:
    assert chosen_percent(share) == expected
