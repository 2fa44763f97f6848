"""The questions to a run about what is not MNIST: in which order, with which shares, and what is not measured."""

import pytest

from mnist_app.exploring.beyond import digit_sources, non_digit_groups, non_digit_kinds, worst_corruptions
from mnist_app.metrics.intervals import wilson_interval
from mnist_app.runs.records import Metrics, OnNonDigits, OnTest, OnValidation
from mnist_app.runs.robustness import OnDigits, Robustness

UNMEASURED = Metrics(OnTest(0.9, 1, 0.1, 0.0), OnValidation(0.9, 0.3))


def with_robustness() -> Metrics:
    corruptions = {"fog": OnDigits(200, 2, 0, 1), "shear": OnDigits(200, 20, 10, 4)}
    robustness = Robustness({"mnist": OnDigits(100, 1, 0, 0)}, corruptions)
    return Metrics(UNMEASURED.test, UNMEASURED.val, robustness=robustness)


def with_non_digits() -> Metrics:
    def on(refused: float, sure: float) -> OnNonDigits:
        return OnNonDigits(10, refused, sure, 0.9)

    groups = {"drawers": on(0.9, 0.1), "made up": on(0.5, 0.2)}
    kinds = {"made up: hearts": on(0.9, 0.0), "made up: curls": on(0.4, 0.3), "made up: dots": on(0.8, 0.0)}
    return Metrics(UNMEASURED.test, UNMEASURED.val, non_digits=groups | kinds)


def test_nothing_is_known_of_what_was_not_measured() -> None:
    for question in (worst_corruptions, digit_sources, non_digit_groups, non_digit_kinds):
        assert question(UNMEASURED) == []


def test_the_worst_corruption_comes_first_with_its_interval() -> None:
    shares = worst_corruptions(with_robustness())
    assert [share.name for share in shares] == ["shear", "fog"]
    low, high = wilson_interval(20, 200)
    worst = shares[0]
    assert (worst.low, worst.error_rate, worst.high) == pytest.approx((low, 0.1, high))
    assert (worst.digits, worst.sure_error_rate, worst.refused) == (200, 0.02, 0.05)


def test_sources_stay_in_order() -> None:
    assert [(source.name, source.error_rate) for source in digit_sources(with_robustness())] == [("mnist", 0.01)]


def test_groups_and_kinds_are_told_apart() -> None:
    assert [group.name for group in non_digit_groups(with_non_digits())] == ["drawers", "made up"]
    kinds = non_digit_kinds(with_non_digits())
    assert [kind.name for kind in kinds] == ["curls", "dots", "hearts"]
    assert (kinds[0].refused, kinds[0].unsure, kinds[0].sure) == pytest.approx((0.4, 0.3, 0.3))
