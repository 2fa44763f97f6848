"""Other people's digits, made from the writers' own strokes: open 4s, hooked 7s, slashed 0s, flat-tailed 9s ...

Thirty writers don't write all the forms that people draw. Each function here changes the strokes of one digit into
another form of the same digit, or returns them as they are where it doesn't find the part that it would change. Strokes
are float32 (P, 2), (row, col) with row pointing down, in any unit: all lengths are shares of the digit's box. The
ranges and shares are guesses; pages of each form were looked at, and a reader still reads the digit.
"""

import math

import numpy as np
import numpy.typing as npt

from mnist_app.data.pen_strokes import Stroke
from mnist_app.data.stroke_hands import HANDS, Strokes, Variant, longer_side, path_length, resample, stroke_bounds

UNTOUCHED = 0.45  # share of the drawings that stay the writers' own
FORM_SHARE = 0.75  # of the others: share that gets another form, where the digit has one
HAND_SHARE = 0.5  # and share of those whose hand is another one, too

Points = npt.NDArray[np.floating]  # (P, 2), or (2,): positions on their way to becoming a stroke


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


def slash_zero(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A slash from lower left to upper right, within the ring or across it."""
    strokes = _fit_width(_ring_of_zero(strokes), 0.6)
    center, size = _center_and_size(strokes)
    reach = size * rng.uniform(0.3, 0.65) * np.array([rng.uniform(0.7, 1.1), rng.uniform(0.5, 1.1)])
    return (*strokes, _line(center + reach * (1, -1), center + reach * (-1, 1)))


def dot_zero(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A dot or a short dash in the middle of the ring."""
    strokes = _fit_width(_ring_of_zero(strokes), 0.7)
    middle, size = _center_and_size(strokes)
    center = middle + size * rng.uniform(-0.06, 0.06, 2)
    reach = size * rng.uniform(0, 0.08, 2)
    return (*strokes, _line(center - reach, center + reach))


def plain_one(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """The stem alone."""
    return (_stem_of_one(strokes),)


def flag_one(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A flag, short or long, that points down steeply enough for nobody to see a 7."""
    return (_flagged(_stem_of_one(strokes), rng),)


def foot_one(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A foot, as its own stroke, below a stem with or without a flag."""
    stem = _stem_of_one(strokes)
    height = longer_side(strokes)
    end = stem[-1] + height * np.array([rng.uniform(-0.03, 0.02), rng.uniform(-0.06, 0.06)])
    reach = height * np.array([rng.uniform(-0.04, 0.04), rng.uniform(0.12, 0.35)])
    return (_flagged(stem, rng) if rng.random() < 0.7 else stem, _line(end - reach, end + reach))


def loop_two(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A loop at the foot, where the diagonal turns into the base."""
    corner = _corner_of_two(strokes)
    if corner is None:
        return strokes
    stroke, height = strokes[0], float(np.ptp(strokes[0][:, 0]))
    radii = height * np.array([rng.uniform(0.05, 0.11), rng.uniform(0.07, 0.15)])
    angle = np.linspace(0, 1.6 * math.pi, 12)[:, None]
    loop = stroke[corner] - radii * (1, -1) * 0.6 + radii * np.hstack([np.sin(angle), np.cos(angle)])
    return (_path(stroke[: max(corner - 1, 1)], loop, _base_of_two(stroke, corner, height, 0, rng)),)


def flat_two(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A corner at the foot and a straight base."""
    corner = _corner_of_two(strokes)
    if corner is None:
        return strokes
    stroke, height = strokes[0], float(np.ptp(strokes[0][:, 0]))
    return (_path(stroke[: corner + 1], _base_of_two(stroke, corner, height, 0, rng)),)


def wavy_two(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A base that goes up and down like a wave."""
    corner = _corner_of_two(strokes)
    if corner is None:
        return strokes
    stroke, height = strokes[0], float(np.ptp(strokes[0][:, 0]))
    return (_path(stroke[: corner + 1], _base_of_two(stroke, corner, height, rng.uniform(0.03, 0.08), rng)),)


def open_four(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """An open top of any width, down to one that nearly touches."""
    least = 0.12 if len(strokes) > 1 else 0.35  # a 4 in one stroke has no corner at the stem and would be a 9
    return _opened(strokes, math.exp(rng.uniform(math.log(least), math.log(0.9))), rng) or strokes


def round_four(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A wide open top and a bow instead of the corner; with a narrow top it would be a 9."""
    opened = _opened(strokes, rng.uniform(0.5, 0.95), rng)
    return (_smooth(opened[0], int(rng.integers(2, 5))), *opened[1:]) if opened else strokes


def late_five(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """The bar drawn as a stroke of its own, which misses the body's top by a gap or runs past it."""
    body = _body_of_five(strokes)
    low, high = stroke_bounds(strokes)
    height = float(high[0] - low[0])
    if body[0, 0] > low[0] + 0.3 * height or body[0, 1] > (low[1] + high[1]) / 2:
        return strokes
    start = body[0] + height * np.array([rng.uniform(-0.1, 0.02), rng.uniform(-0.1, 0.14)])
    return (body, _line(start, start + height * np.array([rng.uniform(-0.1, 0.05), rng.uniform(0.3, 0.65)])))


def short_neck_six(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A neck that begins not far above the loop."""
    loop_top, loop, neck = _parts_of_six(strokes)
    ratio = rng.uniform(0.55, 0.9)
    if loop <= 0.25 * (loop + neck) or neck <= ratio * loop:
        return strokes
    above = np.flatnonzero(strokes[0][:, 0] < loop_top - ratio * loop)
    return _fit_width((strokes[0][above.max() :], *strokes[1:]), most=0.9)


def long_neck_six(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A neck up to about twice as high as the loop."""
    loop_top, loop, neck = _parts_of_six(strokes)
    if loop <= 0.25 * (loop + neck) or neck <= 0.25 * loop:
        return strokes
    stroke = strokes[0].copy()
    above = stroke[:, 0] < loop_top
    stroke[above, 0] = loop_top + (stroke[above, 0] - loop_top) * (rng.uniform(1.4, 2.4) * loop / neck)
    return (stroke, *strokes[1:])


def plain_seven(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """No bar, where the top shows without it that this is a 7."""
    return _fit_width(_without_bar(strokes), 0.45) if _has_corner(strokes) else strokes


def short_bar_seven(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A bar that hardly crosses the stem."""
    return _barred(strokes, rng.uniform(0.08, 0.15), rng.uniform(-0.2, 0.2), rng)


def long_bar_seven(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A bar as long as the top."""
    return _barred(strokes, rng.uniform(0.2, 0.33), rng.uniform(-0.15, 0.15), rng)


def slanted_bar_seven(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A bar that rises steeply or falls a little; falling steeply it would make an X."""
    return _barred(strokes, rng.uniform(0.1, 0.25), rng.uniform(-0.7, 0.35), rng)


def hook_seven(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A serif: the pen comes from below before it draws the top; with the writer's bar, another one or none."""
    if not _has_corner(strokes):
        return strokes
    bar = rng.random()
    if bar < 0.35:
        strokes = _without_bar(strokes)
    elif bar < 0.65:
        strokes = _barred(strokes, rng.uniform(0.1, 0.3), rng.uniform(-0.3, 0.2), rng)
    strokes = _fit_width(strokes, 0.5)
    low, high = stroke_bounds(strokes)
    first = strokes[0]
    start = int((first[: max(len(first) // 2, 1)] @ (1, 1)).argmin())  # the top's left end
    down = (high[0] - low[0]) * rng.uniform(0.1, 0.38)
    lean, bow = down * rng.uniform(-0.25, 0.25), down * rng.uniform(0, 0.12)
    hook = first[start] + np.array([[down, lean], [down / 2, lean / 2 - bow]])
    return (_path(hook, first[start:]), *strokes[1:])


def gap_eight(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A top that isn't closed: both ends stop before they meet."""
    stroke = resample(strokes[0], 80)
    low, high = stroke_bounds(strokes)
    gap = rng.uniform(0.15, 0.35) * float(high[1] - low[1])
    while len(stroke) > 68 and np.hypot(*(stroke[0] - stroke[-1])) < gap:
        stroke = stroke[1:-1]
    at_top = max(stroke[0, 0], stroke[-1, 0]) < low[0] + 0.22 * (high[0] - low[0])
    return (stroke,) if at_top and len(strokes) == 1 else strokes


def straight_tail_nine(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A tail straight down."""
    head, height = _head_of_nine(strokes), float(np.ptp(strokes[0][:, 0]))
    if head is None:
        return strokes
    down = height * np.array([rng.uniform(0.5, 0.95), rng.uniform(-0.25, 0.05)])
    return (_path(head, head[-1:] + down),)


def curled_tail_nine(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A tail that ends in a bow to the left, and perhaps up again."""
    head, height = _head_of_nine(strokes), float(np.ptp(strokes[0][:, 0]))
    if head is None:
        return strokes
    radius = height * rng.uniform(0.12, 0.25)
    bottom = head[-1] + height * np.array([rng.uniform(0.3, 0.65), rng.uniform(-0.1, 0.0)])
    angle = np.linspace(0, rng.uniform(0.5, 0.9) * math.pi, 9)[:, None]
    bow = bottom + radius * np.hstack([np.sin(angle), np.cos(angle) - 1])
    return (_path(head, bow),)


def flat_tail_nine(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A tail with a corner, flat to the left; hardly longer than the loop is wide."""
    head, height = _head_of_nine(strokes), float(np.ptp(strokes[0][:, 0]))
    if head is None:
        return strokes
    low, high = stroke_bounds([head])
    corner = head[-1] + height * np.array([rng.uniform(0.45, 0.9), rng.uniform(-0.18, 0.0)])
    left = np.array([height * rng.uniform(-0.05, 0.06), -(high[1] - low[1]) * rng.uniform(0.4, 1.2)])
    return (_path(head, corner[None], corner[None] + left),)


FORMS: dict[int, tuple[Variant, ...]] = {
    0: (slash_zero, dot_zero),
    1: (plain_one, flag_one, foot_one),
    2: (loop_two, flat_two, wavy_two),
    4: (open_four, open_four, round_four),
    5: (late_five,),
    6: (short_neck_six, long_neck_six),
    7: (plain_seven, short_bar_seven, long_bar_seven, slanted_bar_seven, hook_seven, hook_seven),
    8: (gap_eight,),
    9: (straight_tail_nine, curled_tail_nine, flat_tail_nine, flat_tail_nine),
}


def _ring_of_zero(strokes: Strokes) -> Strokes:
    """The longest stroke; a writer may have slashed the 0 already."""
    return (max(strokes, key=lambda stroke: float(path_length(stroke)[-1])),)


def _fit_width(strokes: Strokes, least: float = 0, most: float = math.inf) -> Strokes:
    """Stretch or press a digit sideways until its width lies between these shares of its height."""
    low, high = stroke_bounds(strokes)
    height, width = np.maximum(high - low, 1e-6)
    stretch = np.array([1, min(max(width / height, least), most) * height / width])
    return tuple(np.asarray(low + (stroke - low) * stretch, np.float32) for stroke in strokes)


def _center_and_size(strokes: Strokes) -> tuple[Points, Points]:
    low, high = stroke_bounds(strokes)
    return (low + high) / 2, high - low


def _stem_of_one(strokes: Strokes) -> Stroke:
    """From the highest point down to where a foot would begin."""
    stroke = strokes[0]
    stem = stroke[stroke[:, 0].argmin() :]
    foot = stem[0, 0] + 0.85 * np.ptp(stem[:, 0])
    stem = stem[: int((stem[:, 0] >= foot).argmax()) + 1]
    crooked = path_length(stem)[-1] > 1.1 * np.hypot(*(stem[-1] - stem[0]))
    return _line(stem[0], stem[-1]) if crooked else stem


def _flagged(stem: Stroke, rng: np.random.Generator) -> Stroke:
    height = longer_side([stem])
    length, slope = height * rng.uniform(0.15, 0.5), rng.uniform(math.radians(42), math.radians(68))
    return _path(stem[:1] + length * np.array([math.sin(slope), -math.cos(slope)]), stem)


def _corner_of_two(strokes: Strokes) -> int | None:
    """Which point of a 2's one stroke is the corner at the lower left."""
    stroke = strokes[0]
    later = len(stroke) // 2
    corner = later + int((stroke[later:] @ (1, -1)).argmax())
    center, _ = _center_and_size(strokes)
    at_lower_left = stroke[corner, 0] > center[0] and stroke[corner, 1] < center[1]
    return corner if len(strokes) == 1 and at_lower_left else None


def _base_of_two(stroke: Stroke, corner: int, height: float, wave: float, rng: np.random.Generator) -> Stroke:
    """From the corner to the right, `wave` heights up and down."""
    share = np.linspace(0.1, 1, 9)
    rows = height * (rng.uniform(-0.06, 0.06) * share - wave * np.sin(2 * math.pi * share))
    cols = max(float(np.ptp(stroke[:, 1])), 0.4 * height) * rng.uniform(0.8, 1.2) * share
    return np.asarray(stroke[corner] + np.stack([rows, cols], axis=1), np.float32)


def _opened(strokes: Strokes, gap: float, rng: np.random.Generator) -> Strokes | None:
    """Move the top of a 4's arm `gap` widths to the left of the stem's top, and the stem's top to about its height."""
    strokes = _fit_width(strokes, 0.55)
    low, high = stroke_bounds(strokes)
    height, width = high - low
    first, others = strokes[0].copy(), [stroke.copy() for stroke in strokes[1:]]
    corner = int((first[: max(len(first) * 2 // 3, 1)] @ (0.6, -1)).argmax())
    stem = [first[corner + 1 :], *others]
    tops = [part[part[:, 0].argmin()] for part in stem if len(part)]
    stem_top = min(tops, key=lambda top: float(top[0]), default=first[corner])
    rise = float(first[corner, 0] - first[0, 0])
    if rise <= 0.2 * height or first[corner, 0] - stem_top[0] <= 0.1 * height:
        return None
    share = (first[corner, 0] - first[:corner, 0]) / rise
    first[:corner, 1] += share * (stem_top[1] - gap * width - first[0, 1])
    below = max(high[0] - first[corner, 0], 0.05 * height)  # of the stem, below the bar; without it, it would be a U
    stretch_above = (rise + height * rng.uniform(-0.2, 0.15)) / (first[corner, 0] - stem_top[0])
    stretch_below = max(1.0, 0.5 * rise / below)
    for part in stem:
        rows = part[:, 0] - first[corner, 0]
        part[:, 0] = first[corner, 0] + rows * np.where(rows < 0, stretch_above, stretch_below)
    return (first, *others)


def _smooth(stroke: Stroke, times: int) -> Stroke:
    """Round a stroke's corners; its ends stay."""
    points = resample(stroke, 24)
    for _ in range(times):
        points[1:-1] = (points[:-2] + points[1:-1] + points[2:]) / 3
        points[2:-2] = (points[:-4] + points[2:-2] + points[4:]) / 3
    return points


def _body_of_five(strokes: Strokes) -> Stroke:
    """The stroke without the bar: the highest one of several, or what follows the corner at the upper left."""
    body = max(strokes, key=lambda stroke: float(np.ptp(stroke[:, 0])))
    if len(strokes) > 1:
        return body
    corner = int((body[: max(len(body) // 2, 1)] @ (1, 1)).argmin())
    return body[corner:]


def _parts_of_six(strokes: Strokes) -> tuple[float, float, float]:
    """The row of a 6's loop's top, the loop's height and the neck's above it."""
    rows = strokes[0][:, 0]
    loop_top = float(rows[len(rows) * 6 // 10 :].min())  # of the last part, which closes the loop
    return loop_top, float(rows.max()) - loop_top, loop_top - float(rows.min())


def _has_corner(strokes: Strokes) -> bool:
    """Whether a 7's first stroke has a corner at the upper right; else it is a bow like a 1's or ")"."""
    stroke = strokes[0]
    low, high = stroke_bounds([stroke])
    corner = stroke[(stroke @ (-1, 1)).argmax()]
    return bool(corner[1] > low[1] + 0.7 * (high[1] - low[1]) and corner[0] < low[0] + 0.3 * (high[0] - low[0]))


def _without_bar(strokes: Strokes) -> Strokes:
    """Leave out later strokes that are flat and lie at half the height."""
    low, high = stroke_bounds(strokes)
    height = high[0] - low[0]

    def is_bar(stroke: Stroke) -> bool:
        middle = (stroke[:, 0].mean() - low[0]) / max(height, 1e-6)
        return bool(np.ptp(stroke[:, 0]) < 0.4 * height and 0.2 < middle < 0.9)

    return (strokes[0], *(stroke for stroke in strokes[1:] if not is_bar(stroke)))


def _barred(strokes: Strokes, reach: float, slope: float, rng: np.random.Generator) -> Strokes:
    """A bar across the stem, `reach` heights to both sides, `slope` rows down a column."""
    strokes = _without_bar(strokes)
    low, high = stroke_bounds(strokes)
    height = high[0] - low[0]
    stem = strokes[-1]
    stem = stem[int((stem @ (-1, 1)).argmax()) :]  # from the upper right corner
    center = stem[np.abs(stem[:, 0] - low[0] - rng.uniform(0.38, 0.7) * height).argmin()]
    way = reach * height * np.array([slope, 1])
    shift = way * rng.uniform(-0.3, 0.3)
    return (*strokes, _line(center + shift - way, center + shift + way))


def _head_of_nine(strokes: Strokes) -> Stroke | None:
    """A 9's loop, up to where the tail leaves it at the upper right."""
    stroke = resample(strokes[0], 60)
    leaves = int(np.flatnonzero(stroke[:, 0] <= stroke[:, 0].min() + 0.3 * np.ptp(stroke[:, 0])).max())
    head = stroke[: leaves + 1]
    low, high = stroke_bounds([head])
    around = path_length(head)[-1] / max(float((high - low).sum()), 1e-6)  # 1 for an open bow, 1.6 to 2 for an ellipse
    at_right = head[-1, 1] > low[1] + 0.65 * (high[1] - low[1])
    return head if len(strokes) == 1 and around > 1.35 and at_right else None


def _line(*points: Points) -> Stroke:
    return np.stack(points).astype(np.float32)


def _path(*parts: Points) -> Stroke:
    return np.concatenate(parts).astype(np.float32)
