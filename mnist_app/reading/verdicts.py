"""What to say of one reading: sure, unsure, or not a digit, and why.

A softmax always names a digit. Two questions come before its answer may stand: can this ink be a digit at all (its
shape, and how likely the network finds it), and is the answer above the certainty at which, on validation data, at most
1 answer in 400 was wrong? Pure NumPy and OpenCV, so that each rule can be tested alone.
"""

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.imaging.arc import fit_arc
from mnist_app.imaging.bbox import Bbox, touches_border
from mnist_app.metrics.calibration import Calibrated
from mnist_app.metrics.detection import by_thresholds
from mnist_app.metrics.ranking import two_likeliest
from mnist_app.runs.records import Thresholds

Verdict = Literal["sure", "unsure", "not_a_digit"]

# Beyond every one of MNIST's training digits: there the largest disc inside the strokes of a 28x28 image has a radius
# of 6.6 pixels, and the widest digit, a 2 of 9 x 20 pixels, is 2.22 times as wide as high.
MAX_STROKE_RADIUS = 7.5
MAX_ASPECT = 2.3
MIN_SIDE = 8  # source pixels: fewer do not hold the shape of a digit
SMALL_SIDE = 20  # source pixels: fewer than the 20 that normalization gives a digit, so detail is missing
STROKE_LEVEL = 128  # of a 28x28 image: where a stroke begins when marks are counted and measured

MIN_SUPPORT = 0.6  # what is less probably written by a hand is never called sure; a guess, tried on made-up pages

# What looks like a sign and is read with at least so much certainty as a digit other than 1 may well be a small one.
CLEARLY_READ = 0.98

# What is taken for a digit by so small a lead over another way of taking the same strokes is never called sure.
CLEAR_LEAD = 0.1

# What is lower than this share of the digits around it may be print above them, and a 1 that is so many times as high
# may be a slash or a parenthesis. Guesses, tried on made-up pages.
MIN_HEIGHT, MAX_ONE = 0.5, 1.2

# A 1 whose middle lies so many pixels of its 28x28 image from the line through its ends, as evenly as this, may be a
# parenthesis. Guesses: of 779 1s by 30 writers, each drawn with three pens, 4 are bent so, of MNIST's 6,189 to train
# on 34.
MIN_BEND, MAX_ROUGHNESS = 2.7, 0.4

MUCH_SMALLER = "It is much smaller than the digits around it."
HIGH_ONE = "It could be 1, but also a slash or a parenthesis: it is higher than the digits around it."
BENT_ONE = "It could be 1, but also a parenthesis, as it is bent."
LEANING_ONE = "It could be 1, but also a slash, as it leans differently from the digits around it."
RAISED = "It is small, and stands higher or lower than the digits beside it."
DOTTED = "There is a dot below it, as below a question mark or an exclamation mark."
AROUND_DIGITS = "It lies around digits, as a ring or a box does."
NOT_CLEAR = "It is not clear which strokes belong to it."
CUT_OFF = "It touches the edge, so part of it may be missing."
AT_EDGE = "It touches the edge, so it may not be whole."
NOT_WRITTEN = "It may be print or something else that no hand has written."
AMONG_PRINT = "Much in this picture may be print, so this may be print, too."
SMALL_PRINT = "It is much smaller than the digits around it, as what is printed on a form or in a table is."
THICK = "The pen is wide for so small a digit, so parts of it may have run together; draw it larger."
SIGN = "It is a small mark beside the digits, such as a point, a comma or a minus."
SIGN_BESIDE = "A mark beside it may be a minus, a point or a comma."
SEVERAL = "It may be several digits."
# Why a digit is not called sure however sure the network is of its shape.
BEYOND_ITS_SHAPE = (
    *(NOT_WRITTEN, AMONG_PRINT, CUT_OFF, MUCH_SMALLER, HIGH_ONE, BENT_ONE, LEANING_ONE, RAISED, DOTTED, NOT_CLEAR),
    *(THICK, SIGN_BESIDE),
)
# What an answer says already, which names the second guess, or that it looks like none.
COULD_BE = "It could be"
UNLIKE_DIGITS = LIKE_SOMETHING_ELSE, UNLIKE_ALL = (
    "It looks more like something else than like any digit.",
    "It is unlike every digit the network has learned.",
)
ADVICE = ("draw it larger", "take the picture from closer")  # what helps small ink that was drawn, or photographed


@dataclass(frozen=True)
class Judgement:
    """A verdict and, unless it is "sure", one sentence that says why."""

    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True)
class Surroundings:
    """What speaks for or against a digit besides its shape.

    Attributes
    ----------
    photographed : whether the ink comes from a photo, so that the reason does not ask to draw it otherwise
    support : how probable it is that a hand has written it, as far as it is known
    lead : how much worse the marks around it can be taken otherwise, see `find_leads`
    share_of_height : how large it is, compared with the digits around it
    cut_off : whether a photo's border may have cut off a part of it
    as_drawn : how probable the digit that it is read as is with strokes as wide as they were drawn; they may be thinned
    """

    photographed: bool = False
    support: float = 1.0
    lead: float = np.inf
    share_of_height: float = 1.0
    cut_off: bool = False
    as_drawn: float = 1.0


ALONE = Surroundings()  # of a digit that was drawn, with nothing else around it


def judge(
    joint: npt.NDArray[np.float32],
    digit_score: float,
    image: npt.NDArray[np.uint8],
    bbox: Bbox,
    picture_shape: tuple[int, int],
    thresholds: Thresholds,
    around: Surroundings = ALONE,
) -> Judgement:
    """Judge the reading of one digit.

    Parameters
    ----------
    joint : float32 (10,), calibrated: the probability of each digit, that it is a digit and that one
    digit_score : how much it looks like a digit at all, see `Calibrated`
    image : uint8 (28, 28), what the network saw
    bbox : where the ink lies in the picture, (min_row, min_col, max_row, max_col), half-open
    picture_shape : (height, width) of the picture
    thresholds : those of the network that gave `joint`
    around : what else is known of it

    Examples
    --------
    >>> import numpy as np
    >>> image = np.zeros((28, 28), np.uint8)
    >>> image[4:24, 13:16] = 255
    >>> joint = np.zeros(10, np.float32)
    >>> joint[[1, 7]] = 0.6, 0.32
    >>> judge(joint, 0.92, image, (50, 80, 110, 89), (280, 280), Thresholds(sure=0.9, digit=0.5))
    Judgement(verdict='unsure', reason='It could be 1, but also 7.')
    """
    impossible = _why_no_digit(image, bbox, ADVICE[around.photographed])
    if impossible:
        return Judgement("not_a_digit", impossible)
    if digit_score < thresholds.digit:
        return Judgement("not_a_digit", _why_refused(joint))
    if around.support < MIN_SUPPORT:
        return Judgement("unsure", NOT_WRITTEN)
    if around.cut_off:
        return Judgement("unsure", CUT_OFF)
    if around.share_of_height < MIN_HEIGHT:
        return Judgement("unsure", MUCH_SMALLER)
    if around.share_of_height > MAX_ONE and joint.argmax() == 1:
        return Judgement("unsure", HIGH_ONE)
    if around.lead < CLEAR_LEAD:
        return Judgement("unsure", NOT_CLEAR)
    if joint.max() >= thresholds.sure:
        if (joint.max() + around.as_drawn) / 2 < thresholds.sure:
            return Judgement("unsure", THICK)
        is_parenthesis = joint.argmax() == 1 and is_bent(image)
        return Judgement("unsure", BENT_ONE) if is_parenthesis else Judgement("sure")
    return Judgement("unsure", _why_unsure(joint, image, bbox, picture_shape, ADVICE[around.photographed]))


def verdicts_by_thresholds(answers: Calibrated, thresholds: Thresholds) -> list[Verdict]:
    """What is to be said of images if nothing counts but what the network makes of them.

    Examples
    --------
    >>> import numpy as np
    >>> probs = np.full((3, 10), 0.01, np.float32)
    >>> probs[:, 7] = 0.91
    >>> answers = Calibrated(probs, *[np.array([0.3, 0.7, 1.0], np.float32)] * 2)
    >>> verdicts_by_thresholds(answers, Thresholds(sure=0.9, digit=0.5))
    ['not_a_digit', 'unsure', 'sure']
    """
    is_refused, is_sure = by_thresholds(answers, thresholds.sure, thresholds.digit)
    words: list[Verdict] = np.where(is_refused, "not_a_digit", np.where(is_sure, "sure", "unsure")).tolist()
    return words


def is_clearly_read(joint: npt.NDArray[np.float32]) -> bool:
    """Whether what looks like a sign may be a small digit by its calibrated probabilities, float32 (10,).

    A comma looks like a 1, and like no other digit.
    """
    return bool(joint.argmax() != 1 and joint.max() >= CLEARLY_READ)


def is_bent(image: npt.NDArray[np.uint8]) -> bool:
    """Whether an image, uint8 (28, 28), of what reads as a 1 may show a parenthesis."""
    arc = fit_arc(image)
    return arc.bend >= MIN_BEND and arc.roughness <= MAX_ROUGHNESS


def stroke_radius(image: npt.NDArray[np.uint8]) -> float:
    """Radius, in pixels, of the largest disc that lies inside the strokes of an image, uint8 (28, 28).

    Examples
    --------
    >>> import numpy as np
    >>> image = np.zeros((28, 28), np.uint8)
    >>> image[4:24, 12:17] = 255  # a stroke of five pixels: its middle lies three from the paper
    >>> stroke_radius(image)
    3.0
    """
    strokes = np.pad(image >= STROKE_LEVEL, 1).astype(np.uint8)
    return float(cv2.distanceTransform(strokes, cv2.DIST_L2, 5).max())


def _why_no_digit(image: npt.NDArray[np.uint8], bbox: Bbox, advice: str) -> str:
    height, width = bbox[2] - bbox[0], bbox[3] - bbox[1]
    if max(height, width) < MIN_SIDE:
        return f"It is only a dot; {advice}."
    if stroke_radius(image) > MAX_STROKE_RADIUS:
        return "It is one solid blob, without strokes."
    if width > MAX_ASPECT * height:
        return "It is a flat mark, wider than any digit."
    return ""


def _why_refused(joint: npt.NDArray[np.float32]) -> str:
    if joint.sum() < 0.5:
        return LIKE_SOMETHING_ELSE
    return UNLIKE_ALL


def _why_unsure(
    joint: npt.NDArray[np.float32],
    image: npt.NDArray[np.uint8],
    bbox: Bbox,
    picture_shape: tuple[int, int],
    advice: str,
) -> str:
    min_row, min_col, max_row, max_col = bbox
    if touches_border(bbox, picture_shape):
        return AT_EDGE
    if max(max_row - min_row, max_col - min_col) < SMALL_SIDE:
        return f"It is very small; {advice}."
    marks = _count_marks(image)
    if marks > 2:
        return f"It consists of {marks} separate marks."
    likeliest, runner_up = two_likeliest(joint)
    if 1 - joint.sum() > joint[runner_up]:
        return f"{COULD_BE} {likeliest}, but also something that is no digit."
    return f"{COULD_BE} {likeliest}, but also {runner_up}."


def _count_marks(image: npt.NDArray[np.uint8]) -> int:
    return int(cv2.connectedComponents((image >= STROKE_LEVEL).astype(np.uint8))[0]) - 1
