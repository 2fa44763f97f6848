"""Each form changes the part that it is named after, and leaves a digit alone in which it doesn't find it."""

import numpy as np
import pytest

from builders.pen_strokes import stroke
from mnist_app.data import stroke_bends, stroke_marks, stroke_variants
from mnist_app.data.pen_strokes import Stroke
from mnist_app.data.stroke_geometry import Strokes, Variant, path_length, resample, stroke_bounds
from mnist_app.data.stroke_hands import HANDS
from mnist_app.data.stroke_variants import FORMS, vary_strokes


def arc(center: tuple[float, float], radii: tuple[float, float], start: float, end: float) -> Stroke:
    """Clockwise from `start` to `end` turns; 0 is at the top."""
    angle = 2 * np.pi * np.linspace(start, end, 30)
    return (np.array(center) + np.stack([-np.cos(angle), np.sin(angle)], axis=1) * radii).astype(np.float32)


def join(*parts: Stroke) -> Stroke:
    return resample(np.concatenate(parts), 60)


# One digit of each class, 100 units high, as most of the writers write it.
DIGITS: dict[int, Strokes] = {
    0: (arc((50, 35), (50, 35), 0, -1),),
    1: (join(stroke((30, 0), (0, 30), (100, 30))),),
    2: (join(arc((25, 30), (25, 30), -0.25, 0.3), stroke((100, 0), (100, 70))),),
    3: (join(arc((25, 30), (25, 30), -0.2, 0.5), arc((75, 30), (25, 30), 0, 0.7)),),
    4: (join(stroke((0, 30), (60, 0), (60, 70))), join(stroke((30, 50), (100, 50)))),
    5: (join(stroke((0, 0), (45, 0)), arc((70, 20), (30, 30), 0, 0.7)), stroke((0, 0), (0, 50))),
    6: (join(stroke((0, 50), (70, 0)), arc((75, 25), (25, 25), -0.2, -1.2)),),
    7: (join(stroke((0, 0), (0, 60), (100, 20))), stroke((50, 10), (50, 70))),
    8: (join(arc((25, 30), (25, 30), 0, -0.5), arc((75, 30), (25, 30), 0, 1), arc((25, 30), (25, 30), 0.5, 0)),),
    9: (join(arc((25, 25), (25, 25), 0.25, -0.75), stroke((100, 40))),),
}
FORMS_OF_DIGITS = [(label, form) for label, forms in FORMS.items() for form in dict.fromkeys(forms)]


def same(first: Strokes, second: Strokes) -> bool:
    return len(first) == len(second) and all(map(np.array_equal, first, second))


@pytest.mark.parametrize(("label", "form"), FORMS_OF_DIGITS)
def test_every_form_changes_its_digit_within_reason(label: int, form: Variant) -> None:
    given = DIGITS[label]
    kept = [part.copy() for part in given]
    for seed in range(20):
        drawn = form(given, np.random.default_rng(seed))
        assert drawn
        assert all(part.dtype == np.float32 and part.ndim == 2 and np.isfinite(part).all() for part in drawn)
        assert not same(drawn, given)
        low, high = stroke_bounds(drawn)
        assert low.min() > -70
        assert high.max() < 190
        assert same(drawn, form(given, np.random.default_rng(seed)))
    assert same(given, tuple(kept))


@pytest.mark.parametrize(("label", "form"), FORMS_OF_DIGITS)
@pytest.mark.parametrize(
    "strokes", [(stroke((7, 9)),), (stroke((0, 0), (0, 0)),), (stroke((5, 0), (5, 90)), stroke((0, 9)))]
)
def test_every_form_survives_strokes_that_are_no_digit(label: int, form: Variant, strokes: Strokes) -> None:
    drawn = form(strokes, np.random.default_rng(label))
    assert all(np.isfinite(part).all() and len(part) for part in drawn)


def test_zero_is_marked_inside_once() -> None:
    ring = DIGITS[0][0]
    for form in (stroke_marks.slash_zero, stroke_marks.dot_zero):
        marked = form((stroke((0, 60), (90, 0)), ring), np.random.default_rng(0))  # it had a slash already
        assert len(marked) == 2
        np.testing.assert_allclose(marked[1].mean(axis=0), [50, 35], atol=8)


def test_one_loses_flag_and_gets_flag_and_foot() -> None:
    rng = np.random.default_rng(0)
    assert np.ptp(stroke_marks.plain_one(DIGITS[1], rng)[0][:, 1]) < 1
    flagged = stroke_marks.flag_one(DIGITS[1], rng)[0]
    assert flagged[0, 1] < 30
    assert flagged[0, 0] > flagged[1, 0]
    stem, foot = stroke_marks.foot_one(DIGITS[1], rng)
    assert foot[:, 0].mean() == pytest.approx(stem[:, 0].max(), abs=6)


def test_two_gets_another_base_and_keeps_its_top() -> None:
    for form in (stroke_bends.flat_two, stroke_bends.wavy_two, stroke_bends.loop_two):
        drawn = form(DIGITS[2], np.random.default_rng(0))[0]
        np.testing.assert_array_equal(drawn[:30], DIGITS[2][0][:30])
    flat, wavy = (form(DIGITS[2], np.random.default_rng(0))[0][-9:, 0] for form in FORMS[2][1:])
    assert np.ptp(flat) < np.ptp(wavy)


def test_four_opens_from_nearly_touching_to_wide() -> None:
    gaps = []
    for seed in range(60):
        arm, stem = stroke_bends.open_four(DIGITS[4], np.random.default_rng(seed))
        gaps.append(stem[0, 1] - arm[0, 1])
    assert min(gaps) < 12
    assert max(gaps) > 50
    assert min(gaps) > 5


def test_four_with_a_flat_arm_or_without_a_stem_stays_as_it_is() -> None:
    rng = np.random.default_rng(0)
    for strokes in [(stroke((50, 50), (55, 0), (55, 70)), DIGITS[4][1]), (DIGITS[4][0],)]:
        assert same(stroke_bends.open_four(strokes, rng), strokes)
        assert same(stroke_bends.round_four(strokes, rng), strokes)


def test_five_gets_a_bar_of_its_own() -> None:
    in_one_stroke = (join(stroke((0, 50)), DIGITS[5][0]),)
    for given in (DIGITS[5], in_one_stroke):
        body, bar = stroke_marks.late_five(given, np.random.default_rng(3))
        assert body[0, 0] == pytest.approx(0, abs=3)
        assert np.ptp(bar[:, 1]) >= 30
        assert bar[0, 0] < 5
    upside_down = (DIGITS[5][0][::-1],)
    assert same(stroke_marks.late_five(upside_down, np.random.default_rng(0)), upside_down)


def test_neck_of_six_gets_shorter_and_longer() -> None:
    rng = np.random.default_rng(0)
    before = np.ptp(DIGITS[6][0][:, 0])
    assert np.ptp(stroke_bends.short_neck_six(DIGITS[6], rng)[0][:, 0]) < 0.97 * before
    assert np.ptp(stroke_bends.long_neck_six(DIGITS[6], rng)[0][:, 0]) > 1.1 * before


def test_seven_loses_and_gets_its_bar() -> None:
    rng = np.random.default_rng(0)
    assert len(stroke_marks.plain_seven(DIGITS[7], rng)) == 1
    for form in (stroke_marks.short_bar_seven, stroke_marks.long_bar_seven, stroke_marks.slanted_bar_seven):
        stem, bar = form(DIGITS[7], rng)
        crossing = bar.mean(axis=0)
        assert np.hypot(*(resample(stem, 300) - crossing).T).min() < 12
        assert 30 < crossing[0] < 75


def test_seven_gets_a_hook_where_its_top_begins() -> None:
    bars = set()
    for seed in range(30):
        hooked, *others = stroke_marks.hook_seven(DIGITS[7], np.random.default_rng(seed))
        assert hooked[2].tolist() == [0, 0]
        assert 10 <= hooked[0, 0] <= 38
        assert hooked[0, 0] > hooked[1, 0] > 0
        bars.add("none" if not others else "own" if np.array_equal(others[0], DIGITS[7][1]) else "another")
    assert bars == {"none", "own", "another"}


def test_bow_is_not_taken_for_a_seven_without_its_bar() -> None:
    bow = (arc((50, 0), (50, 20), 0, 0.5), DIGITS[7][1])
    rng = np.random.default_rng(0)
    assert same(stroke_marks.plain_seven(bow, rng), bow)
    assert same(stroke_marks.hook_seven(bow, rng), bow)


def test_eight_opens_at_the_top_only() -> None:
    (opened,) = stroke_bends.gap_eight(DIGITS[8], np.random.default_rng(0))
    assert np.hypot(*(opened[0] - opened[-1])) > 8
    assert np.ptp(opened[:, 0]) > 95
    from_waist = (np.roll(DIGITS[8][0], 30, axis=0),)
    assert same(stroke_bends.gap_eight(from_waist, np.random.default_rng(0)), from_waist)


def test_tails_of_nine_go_down_curl_and_lie_flat() -> None:
    rng = np.random.default_rng(0)
    straight, curled, flat = (form(DIGITS[9], rng)[0] for form in dict.fromkeys(FORMS[9]))
    assert straight[-1, 0] == straight[:, 0].max()
    assert curled[-1, 1] < curled[curled[:, 0].argmax(), 1]
    assert flat[-2, 1] - flat[-1, 1] > 15
    assert abs(flat[-2, 0] - flat[-1, 0]) < 8


def test_bow_is_not_taken_for_the_loop_of_a_nine() -> None:
    bow = (join(arc((25, 25), (25, 25), -0.25, 0.25), stroke((100, 40))),)
    for form in FORMS[9]:
        assert same(form(bow, np.random.default_rng(0)), bow)


def test_a_stated_share_stays_untouched() -> None:
    rng = np.random.default_rng(0)
    for label, given in DIGITS.items():
        untouched = np.mean([vary_strokes(given, label, rng) is given for _ in range(400)])
        assert untouched == pytest.approx(stroke_variants.UNTOUCHED, abs=0.1)


def test_digit_without_forms_is_only_drawn_by_other_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 3 not in FORMS
    monkeypatch.setattr(stroke_variants, "UNTOUCHED", 0)
    for seed in range(20):
        rng = np.random.default_rng(seed)
        drawn = vary_strokes(DIGITS[3], 3, rng)
        assert len(drawn) == 1
        assert not same(drawn, DIGITS[3])
        assert path_length(drawn[0])[-1] == pytest.approx(path_length(DIGITS[3][0])[-1], rel=0.4)


def test_every_form_and_hand_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def watch(variant: Variant) -> Variant:
        def watched(strokes: Strokes, rng: np.random.Generator) -> Strokes:
            seen.append(variant.__name__)
            return variant(strokes, rng)

        return watched

    monkeypatch.setattr(stroke_variants, "HANDS", tuple(map(watch, HANDS)))
    for label, forms in FORMS.items():
        monkeypatch.setitem(FORMS, label, tuple(map(watch, forms)))
    rng = np.random.default_rng(0)
    for label, given in DIGITS.items():
        for _ in range(120):
            vary_strokes(given, label, rng)
    assert set(seen) == {form.__name__ for _, form in FORMS_OF_DIGITS} | {hand.__name__ for hand in HANDS}


def test_same_seed_same_strokes() -> None:
    for label, given in DIGITS.items():
        first, again = (
            [vary_strokes(given, label, rng) for _ in range(9)] for rng in map(np.random.default_rng, (4, 4))
        )
        assert all(map(same, first, again))
