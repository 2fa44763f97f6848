import os

import numpy as np
import numpy.typing as npt
import pytest

from builders.ink import draw_arc
from mnist_app.imaging.bbox import Bbox
from mnist_app.reading.verdicts import (
    BENT_ONE,
    BEYOND_ITS_SHAPE,
    CLEAR_LEAD,
    CUT_OFF,
    HIGH_ONE,
    MAX_ASPECT,
    MAX_ONE,
    MAX_STROKE_RADIUS,
    MIN_HEIGHT,
    MIN_SUPPORT,
    MUCH_SMALLER,
    NOT_CLEAR,
    NOT_WRITTEN,
    THICK,
    Judgement,
    Surroundings,
    is_clearly_read,
    judge,
    stroke_radius,
)
from mnist_app.runs.records import Thresholds

THRESHOLDS = Thresholds(sure=0.9, digit=0.5)
MIDDLE = (100, 100, 180, 150)
CANVAS = (280, 280)


def answer(no_digit: float = 0.0, **confidence: float) -> npt.NDArray[np.float32]:
    """answer(_4=0.7, _9=0.2): the rest is spread over the other digits, but for the probability of no digit."""
    rest = (1 - no_digit - sum(confidence.values())) / (10 - len(confidence))
    joint = np.full(10, rest, np.float32)
    for name, value in confidence.items():
        joint[int(name[1:])] = value
    return joint


def judged(
    joint: npt.NDArray[np.float32],
    image: npt.NDArray[np.uint8],
    bbox: Bbox,
    picture_shape: tuple[int, int],
    thresholds: Thresholds,
    photographed: bool = False,
) -> Judgement:
    """Judge with the digit score of a network of ten classes: how much two digits explain."""
    score = float(np.sort(joint)[-2:].sum())
    return judge(joint, score, image, bbox, picture_shape, thresholds, Surroundings(photographed))


def bars(*cols: int) -> npt.NDArray[np.uint8]:
    """An image with a vertical bar, 3 pixels wide, at each of these columns."""
    image = np.zeros((28, 28), np.uint8)
    for col in cols:
        image[4:24, col : col + 3] = 255
    return image


def test_confident_is_sure() -> None:
    judgement = judged(answer(_1=0.95), bars(13), MIDDLE, CANVAS, THRESHOLDS)
    assert (judgement.verdict, judgement.reason) == ("sure", "")


def test_what_is_hardly_written_by_a_hand_is_never_sure() -> None:
    judgements = [
        judge(
            answer(_1=0.95), 1.0, bars(13), MIDDLE, CANVAS, THRESHOLDS, Surroundings(photographed=True, support=support)
        )
        for support in (MIN_SUPPORT, MIN_SUPPORT - 0.01)
    ]
    assert judgements == [Judgement("sure", ""), Judgement("unsure", NOT_WRITTEN)]


def test_what_is_much_lower_than_the_digits_around_it_is_never_sure() -> None:
    as_high, lower = (
        judge(
            answer(_1=0.95),
            1.0,
            bars(13),
            MIDDLE,
            CANVAS,
            THRESHOLDS,
            Surroundings(photographed=True, share_of_height=share),
        )
        for share in (MIN_HEIGHT, MIN_HEIGHT - 0.01)
    )
    assert (as_high.verdict, lower) == ("sure", Judgement("unsure", MUCH_SMALLER))


def test_what_looks_like_a_sign_and_reads_clearly_may_be_a_small_digit() -> None:
    assert is_clearly_read(answer(_8=0.985))
    assert not is_clearly_read(answer(_8=0.97))
    assert not is_clearly_read(answer(_1=0.999)), "a comma does, too"


def test_what_a_photos_border_may_have_cut_off_is_never_sure() -> None:
    whole, cut_off = (
        judge(answer(_1=0.95), 1.0, bars(13), MIDDLE, CANVAS, THRESHOLDS, Surroundings(cut_off=is_cut_off))
        for is_cut_off in (False, True)
    )
    assert (whole, cut_off) == (Judgement("sure"), Judgement("unsure", CUT_OFF))


@pytest.mark.parametrize(
    ("label", "higher", "judgement"),
    [(1, 0.0, Judgement("sure")), (1, 0.01, Judgement("unsure", HIGH_ONE)), (7, 0.01, Judgement("sure"))],
    ids=["a 1", "a high 1", "a high 7"],
)
def test_a_1_that_is_higher_than_the_digits_around_it_may_be_a_slash(
    label: int, higher: float, judgement: Judgement
) -> None:
    share, joint = MAX_ONE + higher, answer(**{f"_{label}": 0.95})
    assert judge(joint, 1.0, bars(13), MIDDLE, CANVAS, THRESHOLDS, Surroundings(share_of_height=share)) == judgement


@pytest.mark.parametrize(
    ("label", "bend", "judgement"),
    [(1, 2, Judgement("sure")), (1, 4, Judgement("unsure", BENT_ONE)), (7, 4, Judgement("sure"))],
    ids=["a 1", "a bent 1", "a bent 7"],
)
@pytest.mark.parametrize("side", [1, -1], ids=["(", ")"])
def test_a_1_that_is_bent_may_be_a_parenthesis(label: int, bend: int, judgement: Judgement, side: int) -> None:
    image = draw_arc(0.0, side * bend)
    assert judge(answer(**{f"_{label}": 0.95}), 1.0, image, MIDDLE, CANVAS, THRESHOLDS) == judgement


def test_a_1_with_a_flag_and_a_foot_is_not_bent() -> None:
    image = bars(16)
    for row in range(4, 10):
        image[row, 16 - (row - 4) : 18] = 255
    image[21:24, 11:24] = 255
    assert judged(answer(_1=0.95), image, MIDDLE, CANVAS, THRESHOLDS).verdict == "sure"


def test_at_the_threshold_is_sure() -> None:
    probs = answer(_1=0.95)
    thresholds = Thresholds(sure=float(probs[1]), digit=0.5)
    assert judged(probs, bars(13), MIDDLE, CANVAS, thresholds).verdict == "sure"


def test_between_two_digits_is_unsure_and_names_both() -> None:
    judgement = judged(answer(_1=0.6, _7=0.35), bars(13), MIDDLE, CANVAS, THRESHOLDS)
    assert judgement.verdict == "unsure"
    assert judgement.reason == "It could be 1, but also 7."


@pytest.mark.parametrize("bbox", [(0, 50, 80, 90), (50, 0, 130, 90), (200, 50, 280, 90), (50, 200, 150, 280)])
def test_unsure_at_the_edge_says_so(bbox: tuple[int, int, int, int]) -> None:
    reason = judged(answer(_1=0.6, _7=0.35), bars(13), bbox, CANVAS, THRESHOLDS).reason
    assert "edge" in reason
    assert reason not in BEYOND_ITS_SHAPE  # the network doubts its shape, too


def test_unsure_and_small_says_so() -> None:
    assert "small" in judged(answer(_1=0.6, _7=0.35), bars(13), (9, 9, 20, 14), CANVAS, THRESHOLDS).reason


def test_unsure_and_in_pieces_says_so() -> None:
    assert "3 separate" in judged(answer(_1=0.6, _7=0.35), bars(4, 12, 20), MIDDLE, CANVAS, THRESHOLDS).reason
    assert "separate" not in judged(answer(_1=0.6, _7=0.35), bars(4, 20), MIDDLE, CANVAS, THRESHOLDS).reason


def test_flat_answer_is_no_digit() -> None:
    for no_digit in (0, 0.4):
        judgement = judged(answer(no_digit), bars(13), MIDDLE, CANVAS, THRESHOLDS)
        assert judgement.verdict == "not_a_digit"
        assert "unlike" in judgement.reason


def test_what_is_likely_no_digit_is_refused_and_the_reason_says_so() -> None:
    judgement = judged(answer(no_digit=0.6, _4=0.4), bars(13), MIDDLE, CANVAS, THRESHOLDS)
    assert judgement.verdict == "not_a_digit"
    assert "something else" in judgement.reason


def test_a_clear_digit_that_may_be_none_is_unsure_and_the_reason_says_so() -> None:
    judgement = judged(answer(no_digit=0.3, _4=0.65), bars(13), MIDDLE, CANVAS, THRESHOLDS)
    assert judgement.verdict == "unsure"
    assert judgement.reason == "It could be 4, but also something that is no digit."


def test_dot_is_no_digit_however_confident() -> None:
    judgement = judged(answer(_0=1.0), bars(13), (50, 50, 57, 57), CANVAS, THRESHOLDS)
    assert judgement.verdict == "not_a_digit"
    assert "dot" in judgement.reason
    assert judged(answer(_0=1.0), bars(13), (50, 50, 58, 58), CANVAS, THRESHOLDS).verdict == "sure"


def test_blob_is_no_digit_however_confident() -> None:
    image = np.zeros((28, 28), np.uint8)
    image[4:24, 4:24] = 255
    judgement = judged(answer(_8=1.0), image, MIDDLE, CANVAS, THRESHOLDS)
    assert judgement.verdict == "not_a_digit"
    assert "blob" in judgement.reason


def test_dash_is_no_digit_however_confident() -> None:
    judgement = judged(answer(_1=1.0), bars(13).T, (140, 50, 160, 200), CANVAS, THRESHOLDS)
    assert judgement.verdict == "not_a_digit"
    assert "flat" in judgement.reason


def test_a_stroke_is_as_wide_at_the_border_as_elsewhere() -> None:
    assert stroke_radius(bars(0)) == stroke_radius(bars(13)) == 2


def test_image_that_is_all_ink_is_a_blob() -> None:
    assert judged(answer(_1=1.0), np.full((28, 28), 255, np.uint8), MIDDLE, CANVAS, THRESHOLDS).verdict == "not_a_digit"


@pytest.mark.parametrize("bbox", [(50, 50, 57, 57), (9, 9, 20, 14)])
def test_who_photographs_is_not_told_to_draw(bbox: tuple[int, int, int, int]) -> None:
    drawn, photographed = (
        judged(answer(_1=0.6, _7=0.35), bars(13), bbox, CANVAS, THRESHOLDS, photographed=photographed)
        for photographed in (False, True)
    )
    assert drawn.verdict == photographed.verdict
    assert drawn.reason.endswith("; draw it larger.")
    assert photographed.reason.endswith("; take the picture from closer.")


def test_what_may_as_well_be_taken_otherwise_is_never_sure() -> None:
    image, bbox = bars(13), (0, 0, 60, 60)
    unclear, clear = (
        judge(answer(_1=0.99), 0.99, image, bbox, CANVAS, THRESHOLDS, Surroundings(lead=lead))
        for lead in (0.9 * CLEAR_LEAD, CLEAR_LEAD)
    )
    assert unclear == Judgement("unsure", NOT_CLEAR)
    assert clear == Judgement("sure")


@pytest.mark.parametrize(
    ("as_drawn", "expected"),
    [(0.82, Judgement("sure")), (0.8, Judgement("unsure", THICK)), (0.0, Judgement("unsure", THICK))],
)
def test_what_was_thinned_is_sure_only_if_it_nearly_is_as_drawn(as_drawn: float, expected: Judgement) -> None:
    around = Surroundings(as_drawn=as_drawn)
    assert judge(answer(_1=0.99), 0.99, bars(13), MIDDLE, CANVAS, THRESHOLDS, around) == expected


@pytest.mark.mnist
def test_mnist_is_as_thick_and_wide_as_the_limits_say() -> None:
    """The limits quote 6.6 pixels and 2.22 times as wide: they must stay beyond, and not far beyond, real digits."""
    with np.load(os.environ["MNIST_NPZ"]) as data:
        images = data["x_train"]
    radius = max(stroke_radius(image) for image in images)
    assert radius == pytest.approx(6.6, abs=0.05)
    assert radius < MAX_STROKE_RADIUS < 1.2 * radius
    heights, widths = ((images > 0).any(axis=axis).sum(axis=1) for axis in (2, 1))
    aspect = (widths / heights).max()
    assert aspect == pytest.approx(2.22, abs=0.01)
    assert aspect < MAX_ASPECT < 1.2 * aspect
