"""Reading one writer after another who judges some of their digits, for `evaluate --writers`.

Each writer draws with the pen that the page offers first and judges 5 or 15 drawings of each digit. Their other digits
are then read, drawn in five ways, by the network alone and with what was judged.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from mnist_app.data.mnist import Digits
from mnist_app.data.pen_strokes import PenDigit, PenStrokes
from mnist_app.data.stroke_drawing import draw_strokes
from mnist_app.imaging.ink.ink import drawing_to_ink
from mnist_app.imaging.normalize import ink_to_image
from mnist_app.imaging.segments.marks import crop_segment
from mnist_app.imaging.segments.thinning import thin_strokes
from mnist_app.metrics.calibration import calibrate_answers
from mnist_app.reading.engine import FeatureNetwork, run_network
from mnist_app.reading.engine_choice import load_run_network
from mnist_app.reading.likeness import Exemplars
from mnist_app.reading.own_hand import Lesson, Look, OwnHand
from mnist_app.reading.result import Digit
from mnist_app.reading.verdicts import verdicts_by_thresholds
from mnist_app.runs.records import Calibration, Thresholds
from mnist_app.runs.runs import Run

# The digit's longer side and the pen's width, in pixels of a canvas 280 high. What is judged is drawn in the first way.
WAYS = {"pen 20": (196, 20), "pen 8": (196, 8), "pen 36": (196, 36), "small": (70, 20), "in a corner": (112, 20)}
JUDGED = (5, 15)  # drawings of each digit
SPLITS = 3  # each writer judges so many times, other drawings each time
# With those held out, ten writers from whom networks have not learned that know MNIST alone; any four of 24. The
# thresholds of own_hand.py were fitted on all 24.
MORE_WRITERS = frozenset({1, 8, 16, 23})

HEAD = "writer  drawings  judged  wrong before  after   fall  right ones lost, sure ones"

Images = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Drawn:
    """Some digits of known class as a network reads them.

    Attributes
    ----------
    labels : uint8 (N,), the truth
    digits : N, as they are read
    looks : N, what they are compared by
    """

    labels: npt.NDArray[np.uint8]
    digits: tuple[Digit, ...]
    looks: tuple[Look, ...]

    @cached_property
    def is_wrong(self) -> npt.NDArray[np.bool_]:
        """Whether each is read wrongly or refused: bool (N,)."""
        return differ(self.digits, self.labels)

    def take(self, index: npt.NDArray[np.integer]) -> "Drawn":
        """Those at the positions `index`, int (M,)."""
        return Drawn(self.labels[index], tuple(self.digits[i] for i in index), tuple(self.looks[i] for i in index))


@dataclass(frozen=True)
class Change:
    """What a visitor's judgements change in the answers.

    Attributes
    ----------
    count : how many answers there are
    before, after : how many of them are wrong
    lost, lost_sure : how many right answers become wrong, and those among them that were called sure
    """

    count: int = 0
    before: int = 0
    after: int = 0
    lost: int = 0
    lost_sure: int = 0

    def __add__(self, other: "Change") -> "Change":
        return Change(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))

    @property
    def fall(self) -> float:
        """By which share there are fewer errors; there must be some before."""
        return 1 - self.after / self.before


def choose_writers(strokes: PenStrokes, run: Run) -> dict[int, list[PenDigit]]:
    """The digits of writers, by number, from whom the run has not learned: six, or ten if it knows no pen strokes."""
    wanted = {digit.writer for digit in strokes.val}
    if run.info.sha256.pen_strokes is None and not run.info.settings.from_run:
        wanted |= MORE_WRITERS
    every = [digit for digit in (*strokes.train, *strokes.val) if digit.writer in wanted]
    writers = sorted({digit.writer for digit in every})
    return {writer: [digit for digit in every if digit.writer == writer] for writer in writers}


def draw_in_ways(digits: Sequence[PenDigit]) -> Images:
    """Draw digits as the canvas does, and normalize them as they are read, in all WAYS: uint8 (ways, N, 28, 28)."""

    def draw(digit: PenDigit, size: int, width: int) -> Images:
        ink = drawing_to_ink(draw_strokes(list(digit.strokes), size, width), "light")
        return ink_to_image(thin_strokes(crop_segment((0, 0, *ink.shape), ink)))

    return np.stack([[draw(digit, *way) for digit in digits] for way in WAYS.values()])


def reader_of(run: Run) -> Callable[[Images, npt.NDArray[np.uint8]], Drawn]:
    """What reads images, uint8 (N, 28, 28), of known labels, uint8 (N,), with a run's network."""
    network: FeatureNetwork = load_run_network(run)
    exemplars = Exemplars(network, run)

    def read(images: Images, labels: npt.NDArray[np.uint8]) -> Drawn:
        softmax = run_network(network, images)
        digits = to_digits(images, softmax, run.info.calibration, run.info.thresholds)
        return Drawn(labels, digits, exemplars.look_at(images))

    return read


def to_digits(
    images: Images, softmax: npt.NDArray[np.float32], calibration: Calibration, thresholds: Thresholds
) -> tuple[Digit, ...]:
    """What is said of images, uint8 (N, 28, 28), of which a network says `softmax`, float32 (N, C), not calibrated."""
    answers = calibrate_answers(softmax, calibration.temperature, calibration.detection_temperature)
    verdicts = verdicts_by_thresholds(answers, thresholds)
    return tuple(
        Digit(int(probs.argmax()), probs, verdict, "", (0, 0, 28, 28), image, float(digit_prob))
        for probs, verdict, image, digit_prob in zip(answers.probs, verdicts, images, answers.digit_prob, strict=True)
    )


def print_writers(run: Run, strokes: PenStrokes, mnist: Digits) -> None:
    """Measure one writer after another; print a line for each when it is done, then what comes of all.

    Parameters
    ----------
    run : whose network reads
    strokes : of all writers
    mnist : digits that are to be read as before, whoever has judged their own
    """
    read = reader_of(run)
    others = read(mnist.images, mnist.labels)
    print(HEAD, flush=True)
    changes: dict[int, list[Change]] = {count: [] for count in JUDGED}
    worst = 0
    for writer, digits in choose_writers(strokes, run).items():
        labels = np.array([digit.label for digit in digits], np.uint8)
        drawn = [read(images, labels) for images in draw_in_ways(digits)]
        for count in JUDGED:
            change = sum((judge_and_measure(drawn, count, split) for split in range(SPLITS)), Change())
            changes[count].append(change)
            print(format_change(str(writer), count, change), flush=True)
        judged, _ = choose_judged(labels, JUDGED[-1], 0)
        on_mnist = measure_hand(learn_hand(drawn[0].take(judged)), others)
        worst = max(worst, on_mnist.after - on_mnist.before)
    for count, all_of_it in changes.items():
        print(format_all(count, all_of_it))
    print(f"MNIST, validation: at most {worst} of {len(mnist):,} more wrong, by the hand of any of them")


def judge_and_measure(drawn: Sequence[Drawn], count: int, split: int) -> Change:
    """Let a writer judge so many drawings of each digit, then read the others, drawn in all ways."""
    judged, others = choose_judged(drawn[0].labels, count, split)
    hand = learn_hand(drawn[0].take(judged))
    return sum((measure_hand(hand, way.take(others)) for way in drawn), Change())


def choose_judged(
    labels: npt.NDArray[np.uint8], count: int, split: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Positions of so many drawings of each class, at most JUDGED[-1], and of those that none of them is among.

    With a larger count there are more of the same split, and the others are the same.

    Examples
    --------
    >>> judged, others = choose_judged(np.repeat(np.arange(2, dtype=np.uint8), 20), count=5, split=0)
    >>> len(judged), len(others)
    (10, 10)
    """
    rng = np.random.default_rng(split)
    by_class = [rng.permutation(np.flatnonzero(labels == label)) for label in np.unique(labels)]
    judged = np.concatenate([members[:count] for members in by_class])
    return judged, np.concatenate([members[JUDGED[-1] :] for members in by_class])


def learn_hand(judged: Drawn) -> OwnHand:
    """What is known of a hand once these drawings are judged."""
    rows = zip(judged.looks, judged.labels, judged.is_wrong, strict=True)
    return OwnHand([Lesson(look, str(label), bool(was_wrong)) for look, label, was_wrong in rows])


def measure_hand(hand: OwnHand, others: Drawn) -> Change:
    """Read other digits with a known hand."""
    found = [hand.read(digit, look) for digit, look in zip(others.digits, others.looks, strict=True)]
    said = [str(like.label) if like else digit.text for like, digit in zip(found, others.digits, strict=True)]
    is_wrong = np.array(said) != others.labels.astype(str)
    return compare_answers(others, is_wrong)


def differ(digits: Sequence[Digit], labels: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """Whether each of N answers is wrong or refused: bool (N,)."""
    return np.array([digit.text for digit in digits]) != labels.astype(str)


def compare_answers(before: Drawn, is_wrong: npt.NDArray[np.bool_]) -> Change:
    """Count what has become of answers; `is_wrong` bool (N,) is afterwards."""
    is_lost = is_wrong & ~before.is_wrong
    was_sure = np.array([digit.verdict == "sure" for digit in before.digits])
    return Change(
        len(is_wrong), *(int(each.sum()) for each in (before.is_wrong, is_wrong, is_lost, is_lost & was_sure))
    )


def format_change(writer: str, judged: int, change: Change) -> str:
    """A line below HEAD."""
    fall = f"{change.fall:.0%}" if change.before else "-"
    return (
        f"{writer:6s}{change.count:10,d}{judged:8d}{change.before:14d}{change.after:7d}{fall:>7s}"
        f"{change.lost:18d}{change.lost_sure:11d}"
    )


def format_all(judged: int, changes: Sequence[Change]) -> str:
    """What comes of all writers who judged so many drawings of each digit, in a line and a sentence."""
    falls = [change.fall for change in changes if change.before]
    faultless = [change for change in changes if not change.before]
    median = f"{np.median(falls):.0%}" if falls else "-"
    return (
        f"{format_change('all', judged, sum(changes, Change()))}\n"
        f"  {judged} of each digit judged: errors fall by {median} in the median of {len(falls)} writers with errors; "
        f"of {len(faultless)} without, {sum(change.after == 0 for change in faultless)} stay so"
    )
