"""Where a run fails besides MNIST's clean test digits: on corrupted digits, on other sources, on what is no digit."""

from dataclasses import dataclass

from mnist_app.metrics.intervals import wilson_interval
from mnist_app.runs.records import GROUP_AND_KIND, Metrics, OnNonDigits
from mnist_app.runs.robustness import OnDigits


@dataclass(frozen=True)
class MisreadShare:
    """Which share of some digits is misread, with its 95 % interval, and which is misread surely."""

    name: str
    digits: int
    error_rate: float
    low: float
    high: float
    sure_error_rate: float
    refused: float


@dataclass(frozen=True)
class Fate:
    """What becomes of pictures that are no digits: the shares that are refused, called unsure, and called sure."""

    name: str
    pictures: int
    refused: float
    unsure: float
    sure: float


def worst_corruptions(metrics: Metrics) -> list[MisreadShare]:
    """The test digits under each corruption, the most misread first; none where it was not measured."""
    found = metrics.robustness.corruptions if metrics.robustness else {}
    return sorted((_misread(*each) for each in found.items()), key=lambda share: -share.error_rate)


def digit_sources(metrics: Metrics) -> list[MisreadShare]:
    """Digits as they are, source by source; none where it was not measured."""
    found = metrics.robustness.sources if metrics.robustness else {}
    return [_misread(*each) for each in found.items()]


def non_digit_groups(metrics: Metrics) -> list[Fate]:
    """Groups of non-digits as they were measured, without the kinds that one consists of."""
    return [_fate(name, on) for name, on in (metrics.non_digits or {}).items() if GROUP_AND_KIND not in name]


def non_digit_kinds(metrics: Metrics) -> list[Fate]:
    """Kinds of made-up pictures, those first that are called a sure digit most often, then the least refused."""
    found = (metrics.non_digits or {}).items()
    kinds = [_fate(name.split(GROUP_AND_KIND, 1)[1], on) for name, on in found if GROUP_AND_KIND in name]
    return sorted(kinds, key=lambda kind: (-kind.sure, kind.refused))


def _misread(name: str, on: OnDigits) -> MisreadShare:
    error_rate, interval = on.errors / on.digits, wilson_interval(on.errors, on.digits)
    return MisreadShare(name, on.digits, error_rate, *interval, on.sure_errors / on.digits, on.refused / on.digits)


def _fate(name: str, on: OnNonDigits) -> Fate:
    return Fate(name, on.pictures, on.refused, on.unsure, on.sure)
