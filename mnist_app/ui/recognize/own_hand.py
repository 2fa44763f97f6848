"""What a visitor has said of digits decides how others are read that look like them."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from mnist_app.reading.feedback import Feedback
from mnist_app.reading.own_hand import Lesson, Look, OwnHand, is_hand_known
from mnist_app.reading.result import REMOVED, LikeJudged, Reading
from mnist_app.recognizer import Recognizer
from mnist_app.ui.state import FEEDBACK, LOOKS, make_room

KEPT_LOOKS = 5000  # each 3 kB: as many digits as all files of one upload may hold, and more than anyone judges


def read_by_hand(recognizer: Recognizer, reading: Reading) -> dict[str, LikeJudged]:
    """By their ids, digits that are read like others; those that were judged stay as they were read then."""
    feedback = FEEDBACK.get()
    by_hand = {digit_id: judged.by_hand for digit_id, judged in feedback.judged.items() if judged.by_hand}
    others = [digit for digit in reading.digits if digit.id not in feedback.judged]
    if not others or not is_hand_known(feedback):
        return by_hand
    hand = OwnHand(_lessons(recognizer, feedback))
    looks = _looks(recognizer, {digit.id: digit.image for digit in others})
    found = {digit.id: hand.read(digit, looks[digit.id]) for digit in others if digit.id in looks}
    return by_hand | {digit_id: like for digit_id, like in found.items() if like}


def _lessons(recognizer: Recognizer, feedback: Feedback) -> list[Lesson]:
    judged = {digit_id: each for digit_id, each in feedback.judged.items() if each.truth != REMOVED}
    looks = _looks(recognizer, {digit_id: each.image for digit_id, each in judged.items()})
    return [Lesson(look, judged[digit_id].truth, not judged[digit_id].is_right) for digit_id, look in looks.items()]


def _looks(recognizer: Recognizer, images: Mapping[str, npt.NDArray[np.uint8]]) -> dict[str, Look]:
    """How digits look to the network, by their ids, worked out once in a session; empty if it cannot tell."""
    kept, number = LOOKS.get(), recognizer.number
    looks = {digit_id: kept.pop((number, digit_id)) for digit_id in images if (number, digit_id) in kept}
    new = [digit_id for digit_id in images if digit_id not in looks]
    looks.update(zip(new, recognizer.look_at([images[digit_id] for digit_id in new]), strict=False))
    for digit_id, look in looks.items():
        make_room(kept, KEPT_LOOKS)
        kept[number, digit_id] = look
    return looks
