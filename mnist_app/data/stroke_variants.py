"""Other people's digits, made from the writers' own strokes: open 4s, hooked 7s, slashed 0s, flat-tailed 9s ...

Thirty writers don't write all the forms that people draw. The forms are in stroke_marks.py and stroke_bends.py, what a
hand and its tool do to any digit in stroke_hands.py; here is how often a drawing gets which. The shares are guesses.

A form is a function that changes the strokes of one digit into another form of the same digit, or returns them as they
are where it doesn't find the part that it would change. Its ranges are guesses: pages of each form were looked at, and
a reader still reads the digit.
"""

import numpy as np

from mnist_app.data import stroke_bends, stroke_marks
from mnist_app.data.stroke_geometry import Strokes, Variant
from mnist_app.data.stroke_hands import HANDS

UNTOUCHED = 0.45  # share of the drawings that stay the writers' own
FORM_SHARE = 0.75  # of the others: share that gets another form, where the digit has one
HAND_SHARE = 0.5  # and share of those whose hand is another one, too

# A form that stands twice is drawn twice as often: strangers' open 4s, hooked 7s and flat-tailed 9s were misread most.
FORMS: dict[int, tuple[Variant, ...]] = {
    0: (stroke_marks.slash_zero, stroke_marks.dot_zero),
    1: (stroke_marks.plain_one, stroke_marks.flag_one, stroke_marks.foot_one),
    2: (stroke_bends.loop_two, stroke_bends.flat_two, stroke_bends.wavy_two),
    4: (stroke_bends.open_four, stroke_bends.open_four, stroke_bends.round_four),
    5: (stroke_marks.late_five,),
    6: (stroke_bends.short_neck_six, stroke_bends.long_neck_six),
    7: (
        stroke_marks.plain_seven,
        stroke_marks.short_bar_seven,
        stroke_marks.long_bar_seven,
        stroke_marks.slanted_bar_seven,
        stroke_marks.hook_seven,
        stroke_marks.hook_seven,
    ),
    8: (stroke_bends.gap_eight,),
    9: (
        stroke_bends.straight_tail_nine,
        stroke_bends.curled_tail_nine,
        stroke_bends.flat_tail_nine,
        stroke_bends.flat_tail_nine,
    ),
}


def vary_strokes(strokes: Strokes, label: int, rng: np.random.Generator) -> Strokes:
    """Write a digit as someone else might: mostly as it is, else in another form, by another hand, or both.

    Parameters
    ----------
    strokes : at least one, each float32 (P, 2), (row, col) with row pointing down
    label : 0..9

    Returns
    -------
    at least one stroke, float32 (P, 2); those given are not changed
    """
    if rng.random() < UNTOUCHED:
        return strokes
    forms = FORMS.get(label, ())
    formed = bool(forms) and rng.random() < FORM_SHARE
    if formed:
        strokes = forms[rng.integers(len(forms))](strokes, rng)
    if not formed or rng.random() < HAND_SHARE:
        strokes = HANDS[rng.integers(len(HANDS))](strokes, rng)
    return strokes
