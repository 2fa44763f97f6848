import base64
import pickle
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from builders.digit_strokes import to_png
from mnist_app.ui.recognize.canvas_report import MAX_VALUES, CanvasReport
from mnist_app.ui.recognize.drawing import LONGEST_PNG, MOST_EDITS, MOST_PNGS, MOST_REMOVALS, Drawing
from mnist_app.ui.recognize.fabric_strokes import ERASER, INK

PIXELS = np.zeros((100, 100, 4), np.uint8)
OLD, NEW = {"stroke": 1}, {"stroke": 2}


def draw(drawing: Drawing, *strokes: dict[str, Any], edit: int | None = None) -> None:
    """Report strokes on the canvas as it is now, or as an edit has left it."""
    report = CanvasReport(list(strokes), str(strokes), edit)
    if not drawing.is_known(report):
        drawing.take_over(report, PIXELS)


def test_undo_of_nothing() -> None:
    drawing = Drawing()
    drawing.undo()
    assert (drawing.strokes, drawing.initial) == ([], None)


def test_redo_goes_forward_again_over_a_clearing() -> None:
    drawing = Drawing()
    draw(drawing, OLD)
    draw(drawing, OLD, NEW)
    drawing.clear()
    steps: list[list[dict[str, Any]]] = [[], [OLD, NEW], [OLD], []]
    for strokes in steps[1:]:
        drawing.undo()
        assert drawing.strokes == strokes
    for strokes in steps[-2::-1]:
        drawing.redo()
        draw(drawing, *drawing.strokes)  # the canvas reports what it was given
        assert drawing.strokes == strokes
    drawing.redo()  # there is nothing left
    assert drawing.strokes == []
    drawing.undo()
    assert drawing.strokes == [OLD, NEW]


def test_nothing_is_redone_over_what_was_drawn_since() -> None:
    drawing = Drawing()
    draw(drawing, OLD)
    drawing.undo()
    draw(drawing, NEW)
    drawing.redo()
    assert drawing.strokes == [NEW]


def test_nothing_is_redone_after_clearing() -> None:
    drawing = Drawing()
    draw(drawing, OLD)
    draw(drawing, OLD, NEW)
    drawing.undo()
    drawing.clear()
    drawing.redo()
    assert drawing.strokes == []


def test_nothing_is_redone_over_an_opened_drawing() -> None:
    drawing = Drawing()
    draw(drawing, OLD)
    drawing.undo()
    drawing.open([NEW], PIXELS)
    drawing.redo()
    assert drawing.strokes == [NEW]


def test_undo_goes_back_step_by_step_over_a_clearing() -> None:
    drawing = Drawing()
    draw(drawing, OLD)
    drawing.clear()
    drawing.clear()  # of what is empty: nothing is lost
    draw(drawing, NEW)
    drawing.remount()
    drawing.undo()
    assert (drawing.strokes, drawing.rgba) == ([], None)
    drawing.undo()
    assert drawing.strokes == [OLD]
    draw(drawing, OLD)
    drawing.undo()
    drawing.undo()
    assert drawing.strokes == []


def line(row: int, color: str = INK) -> dict[str, Any]:
    """A line across the canvas."""
    return {"path": [["M", 10, row], ["L", 90, row]], "strokeWidth": 10, "stroke": color}


HIGH, LOW, ACROSS_HIGH, ACROSS_LOW, BESIDE = line(20), line(80), line(25, ERASER), line(75, ERASER), line(50, ERASER)


def erase(drawing: Drawing, *strokes: dict[str, Any]) -> None:
    """Draw these strokes, the eraser's among them; the canvas loads what it is then given, and reports it."""
    before = drawing.initial
    draw(drawing, *strokes)
    assert drawing.initial != before
    assert drawing.initial is not None
    assert drawing.initial["objects"] == drawing.strokes
    draw(drawing, *drawing.strokes)


def test_the_eraser_takes_away_what_it_touches() -> None:
    drawing = Drawing()
    draw(drawing, HIGH, LOW)
    erase(drawing, HIGH, LOW, ACROSS_HIGH)
    assert drawing.strokes == [LOW]


def test_what_the_eraser_leaves_is_read_before_the_canvas_reports_it() -> None:
    drawing, seen = Drawing(), np.ones_like(PIXELS)
    drawing.take_over(CanvasReport([HIGH, LOW], "before"), seen)
    drawing.take_over(CanvasReport([HIGH, LOW, ACROSS_HIGH], "with the path"), seen)
    assert seen_rows(drawing) == [80]
    drawing.take_over(CanvasReport([LOW], "without it"), PIXELS)
    assert drawing.rgba is PIXELS
    drawing.take_over(CanvasReport([LOW, ACROSS_LOW], "with the path"), seen)
    assert drawing.rgba is None


def test_what_comes_back_is_read_before_the_canvas_reports_it() -> None:
    drawing = Drawing()
    draw(drawing, HIGH, LOW)
    for step, rows in ((drawing.undo, [20]), (drawing.redo, [20, 80]), (drawing.clear, []), (drawing.undo, [20, 80])):
        step()
        assert seen_rows(drawing) == rows


def test_what_no_pen_draws_is_read_when_the_canvas_reports_it() -> None:
    drawing = Drawing()
    draw(drawing, OLD, NEW)
    drawing.undo()
    assert drawing.rgba is PIXELS


def as_the_canvas_shows(*strokes: dict[str, Any], height: int = 100) -> CanvasReport:
    """A report whose pixels are of one gray, another one for each number of strokes: no pen draws that."""
    url = "data:image/png;base64," + base64.b64encode(to_png(gray(len(strokes), height))).decode()
    return CanvasReport(list(strokes), url)


def gray(strokes: int, height: int = 100) -> npt.NDArray[np.uint8]:
    return np.dstack([np.full((height, 100, 3), 10 * strokes, np.uint8), np.full((height, 100), 255, np.uint8)])


def is_as_shown(drawing: Drawing, strokes: int) -> bool:
    """Whether so many strokes are to be read, with the very pixels of that report."""
    if drawing.rgba is None:
        return strokes == 0
    return len(drawing.strokes) == strokes and np.array_equal(drawing.rgba, gray(strokes))


def test_what_comes_back_is_read_to_the_pixel_as_it_was() -> None:
    """A digit that was corrected is known by its pixels."""
    drawing = Drawing()
    for strokes in ([HIGH], [HIGH, LOW], [HIGH, LOW, line(50)]):
        drawing.take_over(as_the_canvas_shows(*strokes), gray(len(strokes)))
    steps = (drawing.undo, 2), (drawing.undo, 1), (drawing.redo, 2), (drawing.clear, 0), (drawing.undo, 2)
    for step, left in steps:
        step()
        assert is_as_shown(drawing, left)


@pytest.mark.parametrize("pixels", [gray(1), None])
def test_no_large_picture_is_remembered(pixels: npt.NDArray[np.uint8] | None) -> None:
    """A session's memory is bounded: who forges reports may send megabytes each time."""
    drawing = Drawing()
    drawing.take_over(CanvasReport([HIGH], "data:image/png;base64," + LONGEST_PNG * "A"), pixels)
    drawing.take_over(as_the_canvas_shows(HIGH, LOW), gray(2))
    assert len(pickle.dumps(drawing)) < LONGEST_PNG


def test_what_was_seen_on_a_canvas_of_another_size_is_drawn() -> None:
    drawing = Drawing()
    drawing.take_over(as_the_canvas_shows(HIGH, height=90), gray(1, height=90))
    drawing.take_over(as_the_canvas_shows(HIGH, LOW), gray(2))
    drawing.undo()
    assert seen_rows(drawing) == [20]


def test_the_pixels_of_the_last_steps_are_remembered() -> None:
    drawing, strokes = Drawing(), [line(row) for row in range(MOST_PNGS + 1)]
    for left in range(1, len(strokes) + 1):
        drawing.take_over(as_the_canvas_shows(*strokes[:left]), gray(left))
    for left in range(MOST_PNGS, 0, -1):
        drawing.undo()
        assert is_as_shown(drawing, left) == (left > 1)


def seen_rows(drawing: Drawing) -> list[int]:
    """The rows in whose middle the pixels that are to be read show ink, of those where this file's lines lie."""
    return [] if drawing.rgba is None else [row for row in (20, 50, 80) if (drawing.rgba[row, 50, :3] == 255).all()]


def test_undo_brings_back_what_was_erased_and_redo_erases_it_again() -> None:
    drawing = Drawing()
    draw(drawing, HIGH, LOW)
    erase(drawing, HIGH, LOW, ACROSS_HIGH)
    draw(drawing, LOW, HIGH)
    steps = [[HIGH], [HIGH, LOW], [LOW], [LOW, HIGH]]
    for strokes in steps[2::-1]:
        drawing.undo()
        draw(drawing, *drawing.strokes)
        assert drawing.strokes == strokes
    for strokes in steps[1:]:
        drawing.redo()
        draw(drawing, *drawing.strokes)
        assert drawing.strokes == strokes
    drawing.undo()
    drawing.undo()
    assert drawing.strokes == [HIGH, LOW]


def test_undo_goes_back_over_a_clearing_after_an_erasing() -> None:
    drawing = Drawing()
    draw(drawing, HIGH, LOW)
    erase(drawing, HIGH, LOW, ACROSS_HIGH)
    drawing.clear()
    drawing.undo()
    assert drawing.strokes == [LOW]
    drawing.undo()
    assert drawing.strokes == [HIGH, LOW]


def test_an_eraser_that_touches_nothing_changes_nothing() -> None:
    drawing = Drawing()
    draw(drawing, HIGH)
    draw(drawing, HIGH, LOW)
    drawing.undo()
    erase(drawing, HIGH, BESIDE)
    assert drawing.strokes == [HIGH]
    drawing.redo()
    assert drawing.strokes == [HIGH, LOW]
    drawing.undo()
    drawing.undo()
    assert drawing.strokes == []


def test_an_eraser_on_an_empty_canvas_leaves_it_empty() -> None:
    drawing = Drawing()
    erase(drawing, BESIDE)
    assert drawing.strokes == []
    drawing.undo()
    assert drawing.strokes == []


def test_nothing_is_redone_over_what_was_erased_since() -> None:
    drawing = Drawing()
    draw(drawing, HIGH)
    draw(drawing, HIGH, LOW)
    drawing.undo()
    erase(drawing, HIGH, ACROSS_HIGH)
    drawing.redo()
    assert drawing.strokes == []


def test_what_is_erased_before_the_canvas_has_loaded_what_was_left_comes_back_with_it() -> None:
    drawing = Drawing()
    draw(drawing, HIGH, LOW, edit=0)
    draw(drawing, HIGH, LOW, ACROSS_HIGH, edit=0)
    draw(drawing, HIGH, LOW, ACROSS_HIGH, ACROSS_LOW, edit=0)
    assert drawing.strokes == []
    for strokes in ([LOW], [HIGH, LOW], [HIGH], []):
        drawing.undo()
        assert drawing.strokes == strokes


def edit_and_taken(drawing: Drawing) -> tuple[int, dict[str, int]]:
    """What the canvas is told beside the strokes that it is to load."""
    assert drawing.initial is not None
    return drawing.initial["edit"], drawing.initial["taken"]


def test_what_is_drawn_before_the_canvas_has_undone_comes_after_it() -> None:
    drawing = Drawing()
    draw(drawing, HIGH, LOW, edit=0)
    drawing.undo()
    assert edit_and_taken(drawing) == (1, {"0": 2})
    draw(drawing, HIGH, LOW, edit=0)  # the last report comes with each run
    assert drawing.strokes == [HIGH]
    draw(drawing, HIGH, LOW, line(50), edit=0)
    assert drawing.strokes == [HIGH, line(50)]
    assert seen_rows(drawing) == [20, 50]
    assert edit_and_taken(drawing) == (1, {"0": 2})  # the canvas, too, has only those on it that this edit knew
    draw(drawing, HIGH, line(50), edit=1)
    assert drawing.strokes == [HIGH, line(50)]
    assert drawing.rgba is PIXELS
    drawing.undo()
    assert drawing.strokes == [HIGH]


def test_what_is_drawn_two_edits_late_is_added_once() -> None:
    drawing = Drawing()
    draw(drawing, HIGH, edit=0)
    drawing.clear()
    draw(drawing, HIGH, LOW, edit=0)
    drawing.undo()
    assert edit_and_taken(drawing) == (2, {"0": 2, "1": 1})
    draw(drawing, LOW, edit=1)
    assert drawing.strokes == []
    draw(drawing, LOW, line(50), edit=1)
    draw(drawing, line(50), edit=2)
    assert drawing.strokes == [line(50)]
    drawing.undo()
    drawing.undo()
    assert drawing.strokes == [HIGH]


def test_nothing_is_redone_over_what_came_late() -> None:
    drawing = Drawing()
    draw(drawing, HIGH, edit=0)
    drawing.undo()
    draw(drawing, HIGH, LOW, edit=0)
    drawing.redo()
    assert drawing.strokes == [LOW]


def test_what_comes_late_and_no_pen_draws_is_read_when_it_is_reported_again() -> None:
    drawing = Drawing()
    draw(drawing, HIGH, edit=0)
    drawing.undo()
    drawing.take_over(CanvasReport([HIGH, NEW], "late", 0), PIXELS)
    assert (drawing.strokes, drawing.rgba) == ([NEW], None)


def test_what_comes_late_may_not_make_a_drawing_of_any_size() -> None:
    drawing, large = Drawing(), {"path": [0] * (MAX_VALUES // 2)}
    draw(drawing, large, edit=0)
    drawing.remount()
    draw(drawing, large, large, edit=0)
    assert drawing.strokes == [large]


@pytest.mark.parametrize("edit", [-MOST_EDITS, 1])
def test_reports_of_edits_that_are_forgotten_or_never_were_are_ignored(edit: int) -> None:
    drawing = Drawing()
    for _ in range(MOST_EDITS):
        drawing.clear()
    draw(drawing, HIGH, edit=MOST_EDITS + edit)
    assert drawing.strokes == []
    assert len(edit_and_taken(drawing)[1]) < MOST_EDITS + 1


def test_a_session_goes_on_from_the_edits_of_a_lost_one() -> None:
    drawing, report = Drawing(), CanvasReport([HIGH], "lost", 7)
    assert drawing.is_known(report)
    drawing.go_on_from(report)
    assert not drawing.is_known(report)
    drawing.take_over(report, PIXELS)
    drawing.open(drawing.strokes, PIXELS)
    drawing.go_on_from(report)  # it comes again
    assert edit_and_taken(drawing) == (8, {"7": 1})
    draw(drawing, HIGH, LOW, edit=7)
    assert drawing.strokes == [HIGH, LOW]


def test_the_last_removals_are_remembered() -> None:
    drawing = Drawing()
    for row in range(MOST_REMOVALS + 1):
        draw(drawing, line(row))
        drawing.clear()
    for row in range(MOST_REMOVALS, 0, -1):
        drawing.undo()
        assert drawing.strokes == [line(row)]
        drawing.undo()
    drawing.undo()
    assert drawing.strokes == []


def test_an_opened_drawing_has_no_past() -> None:
    drawing = Drawing()
    draw(drawing, HIGH, LOW)
    drawing.clear()
    drawing.open([NEW], PIXELS)
    drawing.undo()
    drawing.undo()
    assert drawing.strokes == []
