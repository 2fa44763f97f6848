"""Why a digit was read as it was: what its parts speak for, how firm the answer is, and what it was compared with.

One batch through the network: the image, the image with parts erased (occlusion.py), and its variants (stability.py).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mnist_app.metrics.calibration import Calibrated
from mnist_app.metrics.ranking import two_likeliest
from mnist_app.reading.occlusion import NINTHS, erase_patches, erase_places, evidence_map
from mnist_app.reading.result import Digit
from mnist_app.reading.stability import vary
from mnist_app.reading.verdicts import Verdict, verdicts_by_thresholds
from mnist_app.runs.records import Thresholds


@dataclass(frozen=True)
class Answer:
    """What the network reads in one changed image.

    Attributes
    ----------
    label : the likeliest digit
    verdict : by the network's own thresholds; rules about shapes are not asked
    certainty : the probability that it is a digit, and `label`
    """

    label: int
    verdict: Verdict
    certainty: float


@dataclass(frozen=True)
class Changed:
    """What becomes of the answer when one thing is changed.

    Attributes
    ----------
    what : the name of the place whose ink was erased, or what was done to the whole digit
    answer : what is read then
    drop : by how much the guess's probability falls; below 0 where it rises
    """

    what: str
    answer: Answer
    drop: float


@dataclass(frozen=True, eq=False)
class AlikeDigits:
    """The training digits of one class that a digit is most similar to, most similar first.

    Attributes
    ----------
    label : the class
    images : uint8 (5, 28, 28)
    index : int32 (5,), positions in MNIST's training set
    similarity : float16 (5,), cosine
    """

    label: int
    images: npt.NDArray[np.uint8]
    index: npt.NDArray[np.int32]
    similarity: npt.NDArray[np.float16]


@dataclass(frozen=True, eq=False)
class Explanation:
    """What there is to say of one digit.

    Attributes
    ----------
    guess, runner_up : the two likeliest digits
    rival : the digit that the guess is compared with: what is read without the decisive place, or else the runner-up
    whole : what the network reads in the image as it is
    maps : float32 (2, 28, 28), how much each pixel's ink speaks for the guess, and for the rival; see `evidence_map`
    places : what is read without each place of the digit; the ninths first, and of them what matters most to the guess
    variants : what is read in each of the 25 variants
    alike : similar training digits of the guess and of the rival; empty where the run tells none
    """

    guess: int
    runner_up: int
    rival: int
    whole: Answer
    maps: npt.NDArray[np.float32]
    places: tuple[Changed, ...]
    variants: tuple[Changed, ...]
    alike: tuple[AlikeDigits, ...] = ()

    @property
    def stays(self) -> int:
        """In how many variants the same is read: the same digit, or again none."""
        return sum(answer_text(variant.answer) == answer_text(self.whole) for variant in self.variants)

    @property
    def decisive(self) -> Changed | None:
        """The place without which something else is read, if any; see `_find_decisive`."""
        return _find_decisive(self.places, self.whole, self.runner_up)


def answer_text(answer: Answer) -> str:
    """An answer in short: the digit, or "?" for none."""
    return "?" if answer.verdict == "not_a_digit" else str(answer.label)


def explain_digit(
    digit: Digit, read: Callable[[npt.NDArray[np.uint8]], Calibrated], thresholds: Thresholds
) -> Explanation:
    """Work out why a digit was read as it was.

    Parameters
    ----------
    digit : as it was read
    read : what the network says of images, uint8 (N, 28, 28); called once
    thresholds : those of that network
    """
    patches, places, varied = erase_patches(digit.image), erase_places(digit.image), vary(digit.image)
    answers = read(np.concatenate([digit.image[np.newaxis], patches.images, places.images, varied.images]))
    ends = np.cumsum([1, len(patches.images), len(places.images), len(varied.images)])
    whole, without, of_places, of_variants = (
        answers[slice(start, end)] for start, end in zip([0, *ends[:-1]], ends, strict=True)
    )
    guess, runner_up = (int(label) for label in two_likeliest(digit.probs))
    before, (answer,) = float(whole.joint[0, guess]), _answers(whole, thresholds)
    in_places = _changes(places.names, of_places, thresholds, guess, before)
    in_order = tuple(sorted(in_places, key=lambda place: (place.what not in NINTHS, -place.drop)))
    rival = _choose_rival(guess, runner_up, _find_decisive(in_order, answer, runner_up))
    maps = [evidence_map(patches, float(whole.joint[0, label]), without.joint[:, label]) for label in (guess, rival)]
    in_variants = _changes(varied.changes, of_variants, thresholds, guess, before)
    return Explanation(guess, runner_up, rival, answer, np.stack(maps), in_order, in_variants)


def _find_decisive(places: Sequence[Changed], whole: Answer, runner_up: int) -> Changed | None:
    """The place without which something else is read, if any: the runner-up rather than another digit, or than none.

    Of several it is the smallest, and of these the one that matters most. Where the whole is no digit, it is the one
    without which a digit is read most surely.
    """
    turning = [place for place in places if answer_text(place.answer) != answer_text(whole)]
    if answer_text(whole) == "?":
        return max(turning, key=lambda place: place.answer.certainty, default=None)

    def is_expected(place: Changed) -> tuple[bool, bool]:
        text = answer_text(place.answer)
        return text == "?", text != str(runner_up)

    return min(turning, key=is_expected, default=None)


def _choose_rival(guess: int, runner_up: int, decisive: Changed | None) -> int:
    """The digit that a sentence about the decisive place names beside the guess, if any, or else the runner-up."""
    named = answer_text(decisive.answer) if decisive else "?"
    return runner_up if named in ("?", str(guess)) else int(named)


def _changes(
    names: Sequence[str], answers: Calibrated, thresholds: Thresholds, guess: int, before: float
) -> tuple[Changed, ...]:
    drops = (before - answers.joint[:, guess]).tolist()
    return tuple(map(Changed, names, _answers(answers, thresholds), drops))


def _answers(answers: Calibrated, thresholds: Thresholds) -> list[Answer]:
    labels, certainties = answers.probs.argmax(axis=1).tolist(), answers.certainty.tolist()
    return list(map(Answer, labels, verdicts_by_thresholds(answers, thresholds), certainties))
