"""A visitor's drawing, kept in the session because the canvas forgets it whenever another page is shown."""

import contextlib
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from mnist_app.errors import LinkError
from mnist_app.imaging.pen_drawing import PenDrawing, draw, fit
from mnist_app.ui.recognize.canvas_report import CanvasReport, is_plain, report_to_rgba
from mnist_app.ui.recognize.fabric_strokes import FabricStroke, is_erasers, to_fabric, to_pen_strokes, wipe

MOST_REMOVALS = 10  # that can be undone; a guess
MOST_EDITS = 20  # that a canvas may be behind, and keep what is drawn on it meanwhile; a guess
MOST_PNGS = 20  # of what was on the canvas: so many steps back are read as they were; a guess
LONGEST_PNG = 200_000  # characters of each, as forged ones may be of any length; a scribbled canvas makes 140,000


@dataclass(frozen=True, eq=False)
class Removal:
    """What was taken away at once, by clearing or with the eraser.

    Attributes
    ----------
    before : all strokes that there were
    left : how many of them stayed
    """

    before: list[FabricStroke]
    left: int


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A drawing on a canvas of one size, with all that can be brought back.

    Attributes
    ----------
    strokes, rgba : as those of `Drawing`
    removals, undone : what undo and redo bring back, what came last at the end
    canvas : its height and width, in pixels
    """

    strokes: list[FabricStroke]
    rgba: npt.NDArray[np.uint8] | None
    removals: list[Removal]
    undone: list[list[FabricStroke]]
    canvas: tuple[int, int]

    @property
    def reach(self) -> float:
        """How far to the right any of the strokes reaches, in pixels; raises `LinkError` for what no pen draws."""
        lines = [self.strokes, *(removal.before for removal in self.removals), *self.undone]
        pens = [pen for strokes in lines for pen in to_pen_strokes(strokes)]
        return max((float(pen.points[:, 1].max()) + pen.pen_width / 2 for pen in pens), default=0)

    def made_smaller(self, width: int) -> "Snapshot":
        """The same on a canvas of this width, in pixels; raises `LinkError` for what no pen draws."""

        def smaller(strokes: list[FabricStroke]) -> PenDrawing:
            return fit(PenDrawing(to_pen_strokes(strokes), self.canvas, is_number=True), width)

        shown = smaller(self.strokes) if self.strokes else None
        removals = [Removal(to_fabric(smaller(removal.before)), removal.left) for removal in self.removals]
        undone = [to_fabric(smaller(strokes)) if strokes else [] for strokes in self.undone]
        strokes, rgba = (to_fabric(shown), draw(shown)) if shown else ([], None)
        return Snapshot(strokes, rgba, removals, undone, (self.canvas[0], width))


@dataclass(eq=False)
class Drawing:
    """A drawing and what the canvas has to know of it.

    Attributes
    ----------
    strokes : the strokes as the component describes them, oldest first
    rgba : uint8 (H, W, 4), the canvas's pixels, or what they are about to be; None of an empty canvas
    initial : what the canvas is to load: strokes, the number of the edit that made them so, and by the number of each
        edit before, how many strokes that were reported on it are taken into account; None for nothing but its own
    """

    strokes: list[FabricStroke] = field(default_factory=list)
    rgba: npt.NDArray[np.uint8] | None = None
    initial: dict[str, Any] | None = None
    _removals: list[Removal] = field(default_factory=list)
    _undone: list[list[FabricStroke]] = field(default_factory=list)
    _reported: CanvasReport | None = None
    _canvas: tuple[int, int] | None = None
    _edits: int = 0
    _taken: dict[int, int] = field(default_factory=lambda: {0: 0})  # strokes that were reported, by edit
    _before_fitting: Snapshot | None = None  # what a wider window shows again, unless it was changed since
    _pngs: dict[str, str] = field(default_factory=dict)  # by the strokes' digests, as data URLs; what came last is last

    def undo(self) -> None:
        """Take back the last stroke, or the clearing or erasing if that came last."""
        now = self.strokes
        if self._removals and len(now) <= self._removals[-1].left:
            before = self._removals.pop().before
        elif now:
            before = now[:-1]
        else:
            return
        self._undone.append(now)
        self._replace(before)

    def redo(self) -> None:
        """Do again what was last taken back, if nothing was drawn, erased or cleared since."""
        if self._undone:
            strokes = self._undone.pop()
            self._remember_removal(self.strokes, strokes)
            self._replace(strokes)

    def clear(self) -> None:
        """Start with an empty canvas."""
        self._undone = []
        self._remember_removal(self.strokes, [])
        self._replace([])

    def open(self, strokes: list[FabricStroke], rgba: npt.NDArray[np.uint8]) -> None:
        """Show a link's strokes, whose pixels are known: uint8 (H, W, 4). An undo takes them back, one by one."""
        self._undone, self._removals = [], []
        self._load(strokes)
        self.rgba, self._canvas = rgba, (rgba.shape[0], rgba.shape[1])
        self._before_fitting = None

    def fit(self, width: int) -> None:
        """Make all that was drawn smaller if a canvas of this width, in pixels, would show only a part of it.

        In a wider window it gets its size back, unless it was changed meanwhile.
        """
        if self._canvas is None or self._canvas[1] == width:
            return
        now = Snapshot(self.strokes, self.rgba, self._removals, self._undone, self._canvas)
        before = self._before_fitting or now
        with contextlib.suppress(LinkError):  # a browser has reported something else in the strokes' place
            is_cut_off = before.reach > width
            shown = before.made_smaller(width) if is_cut_off else before
            if shown is not now:
                self._removals, self._undone, self._canvas = shown.removals, shown.undone, shown.canvas
                self._load(shown.strokes)
                self.rgba = shown.rgba
                self._before_fitting = before if is_cut_off else None

    def remount(self) -> None:
        """Have a canvas that is about to be mounted anew show the strokes again."""
        if self.strokes:
            self._load(self.strokes)

    def is_known(self, report: CanvasReport) -> bool:
        """Whether a report of the canvas was taken over already; the last one comes with each run of the page."""
        return report == self._reported or not (self._is_of_now(report) or self._late_strokes(report))

    def go_on_from(self, report: CanvasReport) -> None:
        """Number the edits on from those of a lost session, whose canvas the browser still shows and reports."""
        if self._reported is None and report.edit is not None:
            self._edits, self._taken = report.edit, {report.edit: 0}

    def take_over(self, report: CanvasReport, rgba: npt.NDArray[np.uint8] | None) -> None:
        """Take what the canvas reports for the drawing, and its pixels, uint8 (H, W, 4); None is an empty drawing.

        A canvas that has not carried out an edit yet adds what was drawn on it since. It does so, too, when it does,
        and reports it again. Where the eraser was used the pixels show its path: the canvas is given what is left to
        load, which it reports.
        """
        self._reported = report
        if rgba is not None:
            self._canvas = rgba.shape[0], rgba.shape[1]
        if self._is_of_now(report):
            self._taken[self._edits] = len(report.strokes)
            if rgba is not None:
                self._remember_png(report)
            self._show([] if rgba is None else report.strokes, rgba)
        else:
            self._add_late(self._late_strokes(report), report.edit or 0)

    def _add_late(self, late: list[FabricStroke], edit: int) -> None:
        strokes = [*self.strokes, *late]
        if not is_plain(strokes):
            return
        for later in range(edit, self._edits + 1):  # the canvas takes them along from edit to edit
            self._taken[later] += len(late)
        rgba = self.rgba
        with contextlib.suppress(LinkError):
            rgba = self._draw(strokes)
        self._show(strokes, rgba)

    def _is_of_now(self, report: CanvasReport) -> bool:
        return report.edit in (self._edits, None)

    def _late_strokes(self, report: CanvasReport) -> list[FabricStroke]:
        """What was drawn on the canvas as it was before an edit, and had not been reported by then."""
        is_remembered = report.edit is not None and report.edit in self._taken
        return report.strokes[self._taken[report.edit or 0] :] if is_remembered else []

    def _show(self, strokes: list[FabricStroke], rgba: npt.NDArray[np.uint8] | None) -> None:
        """Have strokes, the eraser's among them, for the drawing, whose pixels are uint8 (H, W, 4)."""
        drawn = [stroke for stroke in strokes if not is_erasers(stroke)]
        if len(drawn) > len(self.strokes):  # else it reports what it was given to load
            self._undone, self._before_fitting = [], None
        self.strokes = drawn
        if rgba is None or len(drawn) == len(strokes):
            self.rgba = rgba
        else:
            self._erase(wipe(strokes, rgba.shape[:2]))

    def _erase(self, left: list[FabricStroke]) -> None:
        if len(left) < len(self.strokes):
            self._undone = []
            self._remember_removal(self.strokes, left)
        self._replace(left)

    def _remember_removal(self, before: list[FabricStroke], left: list[FabricStroke]) -> None:
        """Remember that strokes were removed, if any were."""
        if len(left) < len(before):
            self._removals = [*self._removals, Removal(before, len(left))][-MOST_REMOVALS:]

    def _replace(self, strokes: list[FabricStroke]) -> None:
        """Have the canvas show other strokes, which are drawn here, too: it reports them half a second later."""
        self._before_fitting = None
        with contextlib.suppress(LinkError):  # of what no pen draws, the canvas's report is waited for
            self.rgba = self._draw(strokes)
        self._load(strokes)

    def _remember_png(self, report: CanvasReport) -> None:
        if len(report.png_url) > LONGEST_PNG:
            return
        self._pngs.pop(digest := _digest(report.strokes), None)
        self._pngs = dict([*self._pngs.items(), (digest, report.png_url)][-MOST_PNGS:])

    def _draw(self, strokes: list[FabricStroke]) -> npt.NDArray[np.uint8] | None:
        """As the canvas has shown these strokes, to the pixel: by its pixels a digit is known that was corrected.

        Those that it has not shown alone are drawn; that makes edges that differ a little.
        """
        if not strokes or self._canvas is None:
            return None
        png_url = self._pngs.get(_digest(strokes), "")
        shown = report_to_rgba(CanvasReport(strokes, png_url), *self._canvas)
        if shown is not None and shown.shape[:2] == self._canvas:
            return shown
        return draw(PenDrawing(to_pen_strokes(strokes), self._canvas, is_number=False))

    def _load(self, strokes: list[FabricStroke]) -> None:
        taken = {str(edit): count for edit, count in self._taken.items()}
        self._edits += 1
        self._taken = dict([*self._taken.items(), (self._edits, len(strokes))][-MOST_EDITS:])
        self.initial = {"objects": strokes, "edit": self._edits, "taken": taken}
        self.strokes = strokes


def _digest(strokes: list[FabricStroke]) -> str:
    return hashlib.sha256(json.dumps(strokes).encode()).hexdigest()
