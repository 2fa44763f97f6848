"""What browsers send as a drawing: a drawing, or anything else, which is an empty one."""

import base64
import copy
import math
from typing import Any

import numpy as np
import pytest

from builders.digit_strokes import draw_digit, to_png
from mnist_app.ui.recognize.canvas_report import MAX_DEPTH, MAX_VALUES, CanvasReport, read_report, report_to_rgba
from mnist_app.ui.recognize.drawing import Drawing

EMPTY = CanvasReport([], "")
STROKE = {"type": "Path", "path": [["M", 60, 60.5], ["Q", 60, 60, 200, 210]], "stroke": "#ffffff", "fill": None}


def to_url(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode()


SEVEN = to_url(to_png(draw_digit("7")))


def state(strokes: Any = None, url: Any = SEVEN) -> dict[str, Any]:
    return {"raw": {"objects": [STROKE] if strokes is None else strokes, "background": "#000000"}, "data": url}


def nested(depth: int) -> list[Any]:
    return [nested(depth - 1)] if depth else []


def test_nothing_reported_yet() -> None:
    assert read_report(state([], None)) is None


def test_a_drawing() -> None:
    report = read_report(state())
    assert report == CanvasReport([STROKE], SEVEN)
    np.testing.assert_array_equal(report_to_rgba(report, 280, 280), draw_digit("7"))


@pytest.mark.parametrize(
    ("named", "edit"),
    [
        (0, 0),
        (7, 7),
        (None, None),
        (-1, None),
        (2**53 + 1, None),
        (10**400, None),
        ("7", None),
        (7.0, None),
        ([7], None),
    ],
)
def test_the_edit_that_strokes_were_drawn_on(named: Any, edit: int | None) -> None:
    assert read_report(state() | {"edit": named}) == CanvasReport([STROKE], SEVEN, edit)


def test_a_canvas_may_have_been_narrower_before() -> None:
    rgba = report_to_rgba(CanvasReport([], SEVEN), 280, 828)
    assert rgba is not None
    assert rgba.shape == (280, 280, 4)


@pytest.mark.parametrize(
    "forged",
    [
        None,
        7,
        "drawing",
        [],
        {},
        {"raw": {"objects": [STROKE]}, "data": 7},
        {"raw": {"objects": [STROKE]}, "data": [SEVEN]},
        {"data": SEVEN},
        {"raw": None, "data": SEVEN},
        {"raw": [STROKE], "data": SEVEN},
        {"raw": {}, "data": SEVEN},
        state("strokes"),
        state({"0": STROKE}),
        state([7]),
        state([[STROKE]]),
        state([{"left": math.nan}]),
        state([{"path": [["M", math.inf, 0]]}]),
        state([{"left": 10**400}]),
        state([{"type": "a" * 1_000_000}]),
        state([{"path": [["Q", 1, 2, 3, 4]] * 100_000}]),
        state([{}] * (MAX_VALUES + 1)),
        state([{"objects": nested(MAX_DEPTH)}]),
        state([{"objects": nested(900)}]),
    ],
)
def test_what_is_no_drawing_is_an_empty_one(forged: Any) -> None:
    report = read_report(forged)
    assert report in (EMPTY, None)
    assert report is None or report_to_rgba(report, 280, 280) is None


@pytest.mark.parametrize(
    "url",
    [
        "",
        "data:image/png;base64,",
        "data:image/png;base64,####",
        "data:image/png;base64,é",
        "data:image/png;base64,abc",
        to_url(b"<html>"),
        to_url(to_png(draw_digit("7"))[:200]),
        to_url(to_png(draw_digit("7"))).replace("png", "eps"),
        to_url(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 280 280\n"),
        to_url(to_png(np.zeros((280, 281, 4), np.uint8))),
        to_url(to_png(np.zeros((279, 280, 4), np.uint8))),
        to_url(to_png(np.zeros((13_000, 1, 4), np.uint8))),
        to_url(to_png(draw_digit("7")) + bytes(10**6)),
    ],
)
def test_pixels_that_are_none(url: str) -> None:
    assert report_to_rgba(CanvasReport([STROKE], url), 280, 280) is None


def test_another_format_is_not_opened_under_the_name_of_png() -> None:
    gif = b"GIF89a" + (280).to_bytes(2, "little") * 2 + bytes(3)
    assert report_to_rgba(CanvasReport([], to_url(gif)), 280, 280) is None


def test_mutated_states_are_drawings_or_none() -> None:
    rng = np.random.default_rng(0)
    values: list[Any] = [
        None,
        True,
        -1,
        2**70,
        math.nan,
        "",
        "data:image/png;base64,AAAA",
        [],
        {},
        [[]],
        {"objects": 3},
    ]
    for _ in range(500):
        mutated = copy.deepcopy(state())
        place: Any = mutated
        while isinstance(place, dict | list) and place:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            key = keys[rng.integers(len(keys))]
            inner = place[key]
            if not isinstance(inner, dict | list) or rng.random() < 0.3:
                place[key] = values[rng.integers(len(values))]
                break
            place = inner
        report = read_report(mutated)
        if report is not None:
            rgba = report_to_rgba(report, 280, 280)
            assert rgba is None or rgba.shape == (280, 280, 4)


def test_a_report_is_taken_over_once() -> None:
    drawing, report = Drawing(), CanvasReport([STROKE], SEVEN)
    assert not drawing.is_known(report)
    drawing.take_over(report, draw_digit("7"))
    assert drawing.is_known(CanvasReport([dict(STROKE)], str(SEVEN)))
    assert not drawing.is_known(CanvasReport([STROKE, STROKE], SEVEN))
    assert not drawing.is_known(EMPTY)


def test_undo_outlasts_the_report_of_what_was_undone() -> None:
    drawing, report = Drawing(), CanvasReport([STROKE, STROKE], SEVEN)
    drawing.take_over(report, draw_digit("7"))
    drawing.undo()
    assert drawing.is_known(report)
    assert drawing.strokes == [STROKE]


def test_no_drawing_empties_what_was_there() -> None:
    drawing = Drawing()
    drawing.take_over(CanvasReport([STROKE], SEVEN), draw_digit("7"))
    drawing.take_over(CanvasReport([STROKE], "data:,"), None)
    assert drawing.strokes == []
    assert drawing.rgba is None
