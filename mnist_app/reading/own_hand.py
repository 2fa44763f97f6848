"""A visitor's own hand: a digit is read like one that they have judged, where it looks more like that than like others.

Nothing is trained and nothing is kept beyond the session: features, the network's last layer but one, are compared by
their cosine. The nearest judged digit has to be clearly nearer than the nearest digit known of the class that the
network names, by the more the surer the network is: other hands' digits, such as MNIST's, are to be read as before.

ENOUGH_OF_A_CLASS and ALIKE were fitted on the pen strokes of the 24 training writers with three networks, on visitors
who judge 5 to 150 of their digits: at random, the misread ones first, or those of one class only. NEARER and WEIGHT
were fitted on the same writers, who judge 5 or 15 digits of each class, and on MNIST's 5,000 validation digits, read
with each writer's 150 in view: of those pairs with which the default network makes 25 % (5) and 40 % (15) fewer errors
with the median writer, the one that costs MNIST least. `evaluate --writers` measures them on other writers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mnist_app.reading.feedback import Feedback
from mnist_app.reading.result import NO_DIGIT, Digit, LikeJudged

LEAST_JUDGED = 5  # digits, before which nobody's hand is known; a guess
# A judged digit decides only where its distance, one less the cosine, is below this share of the other class's. With
# 0.85 and 0.9 the median writer who judges 15 of each class has 34 and 39 % fewer errors (41 % with 0.875), and MNIST
# has 3.1 and 4.3 more in the mean of the writers (3.5 with 0.875); with 1 there are 46 % fewer, and MNIST has 6.9 more.
NEARER = 0.875
# How much the network's log odds, its answer against the other, count for against that share. With 6 and 10 the median
# writer has 34 and 39 % fewer errors (41 % with 8), and MNIST has 2.5 and 4.6 more (3.5 with 8).
WEIGHT = 8.0
# Judged digits of a class that tell how the visitor writes it; with fewer, the training digits of the class count, too.
# With 2 there were as many errors, and up to three times as many right answers were lost.
ENOUGH_OF_A_CLASS = 3
# Cosine from which a mark that was refused is taken for a judged digit. Of refused pictures that are no digits at most
# 1 in 500 came so near.
ALIKE = 0.7

_TINY = 1e-9  # keeps logarithms and quotients finite


@dataclass(frozen=True, eq=False)
class Look:
    """What a digit is compared by.

    Attributes
    ----------
    features : float32 (F,), of length 1
    known : float32 (10,), the cosine with the most similar training digit of each class; -1 where there is none
    """

    features: npt.NDArray[np.float32]
    known: npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Lesson:
    """A digit that the visitor has judged.

    Attributes
    ----------
    look : of its image
    truth : "0" to "9" or NO_DIGIT
    was_corrected : whether the app had read something else
    """

    look: Look
    truth: str
    was_corrected: bool


def is_hand_known(feedback: Feedback) -> bool:
    """Whether a visitor has judged enough digits."""
    return sum(judged.truth.isdigit() for judged in feedback.judged.values()) >= LEAST_JUDGED


class OwnHand:
    """All that a visitor has judged, to compare other digits with; ask `is_hand_known` first.

    Examples
    --------
    Five 1s with a flag, most of them read as 7, and one more that the network takes for a 7, but not surely:

    >>> flag = Look(np.array([1, 0], np.float32), known=np.full(10, 0.5, np.float32))
    >>> hand = OwnHand([Lesson(flag, "1", was_corrected=True)] * 5)
    >>> probs = np.zeros(10, np.float32)
    >>> probs[[1, 7]] = 0.2, 0.8
    >>> digit = Digit(7, probs, "unsure", "", (0, 0, 20, 20), np.zeros((28, 28), np.uint8))
    >>> hand.read(digit, Look(np.array([0.96, 0.28], np.float32), known=flag.known))
    LikeJudged(label=1, was_corrected=True)
    """

    def __init__(self, lessons: Sequence[Lesson]) -> None:
        self._lessons = lessons
        self._features = np.stack([lesson.look.features for lesson in lessons]) if lessons else np.zeros((0, 0))
        self._truths = np.array([lesson.truth for lesson in lessons])

    def read(self, digit: Digit, look: Look) -> LikeJudged | None:
        """What a digit that was not judged is read as, instead of what the network says; None where that stands."""
        if digit.is_sign or not self._lessons:
            return None
        similarity = self._features @ look.features
        nearest = int(similarity.argmax())
        lesson, alike = self._lessons[nearest], float(similarity[nearest])
        if lesson.truth == NO_DIGIT:
            return None
        label = int(lesson.truth)
        if digit.verdict == "not_a_digit":
            decides = alike >= max(ALIKE, float(look.known.max()))
        else:
            decides = label != digit.label and self._outweighs(digit, look, label, similarity, alike)
        return LikeJudged(label, lesson.was_corrected) if decides else None

    def _outweighs(
        self, digit: Digit, look: Look, label: int, similarity: npt.NDArray[np.floating], alike: float
    ) -> bool:
        """Whether being so much alike a judged digit of a class counts for more than what the network says."""
        log_odds = np.log(digit.probs[digit.label] + _TINY) - np.log(digit.probs[label] + _TINY)
        other = self._similarity_to_own(look, digit.label, similarity)
        return bool(log_odds < WEIGHT * (NEARER - (1 - alike) / max(1 - other, _TINY)))

    def _similarity_to_own(self, look: Look, label: int, similarity: npt.NDArray[np.floating]) -> float:
        """The cosine with the most similar digit that is known of a class: of the visitor's hand, if it is known."""
        own = similarity[self._truths == str(label)]
        nearest = float(own.max(initial=-1))
        return nearest if len(own) >= ENOUGH_OF_A_CLASS else max(nearest, float(look.known[label]))
