"""How a network fares beyond clean test digits: the part of run.json that says so."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mnist_app.metrics.calibration import Calibrated
from mnist_app.metrics.detection import by_thresholds
from mnist_app.runs.record_reading import Count, FieldError, PositiveCount


@dataclass(frozen=True)
class OnDigits:
    """What becomes of some digits.

    Attributes
    ----------
    digits : how many there are
    errors : whose likeliest digit is another one, refused or not
    refused : that are called no digit
    sure_errors : that are called another digit, and surely
    """

    digits: PositiveCount
    errors: Count
    refused: Count
    sure_errors: Count

    @classmethod
    def of(cls, answers: Calibrated, labels: npt.NDArray[np.uint8], sure: float, digit: float) -> "OnDigits":
        """Count the answers to digits, at least one, with labels uint8 (N,), by a run's two thresholds."""
        is_wrong = answers.probs.argmax(axis=1) != labels
        is_refused, is_sure = by_thresholds(answers, sure, digit)
        return cls(len(labels), int(is_wrong.sum()), int(is_refused.sum()), int((is_wrong & is_sure).sum()))


@dataclass(frozen=True)
class Robustness:
    """What was measured besides MNIST's test digits as they are.

    Attributes
    ----------
    sources : by the name of a source of digits, what becomes of those that it holds out
    corruptions : by the name of a corruption, what becomes of the test digits under it; at least one
    """

    sources: dict[str, OnDigits]
    corruptions: dict[str, OnDigits]

    @property
    def mean_error(self) -> float:
        """The share of wrong answers under a corruption, in the mean of all."""
        return float(np.mean([on.errors / on.digits for on in self.corruptions.values()]))

    def check(self, field: str) -> None:
        """Refuse what no measurement gives; `field` is the dotted path to it.

        Raises
        ------
        FieldError
            if there is no corruption, or if more digits are wrong or refused than there are
        """
        if not self.corruptions:
            raise FieldError(f"{field}.corruptions", "at least one", {})
        for kind in ("sources", "corruptions"):
            for name, on in getattr(self, kind).items():
                if not on.sure_errors <= on.errors <= on.digits or on.refused > on.digits:
                    raise FieldError(f"{field}.{kind}.{name}", "no more errors than digits", on)
