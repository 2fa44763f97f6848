"""A visitor's drawing, kept in the session because the canvas forgets it whenever another page is shown."""

import contextlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from mnist_app.errors import LinkError
from mnist_app.imaging.pen_drawing import PenDrawing, draw
from mnist_app.ui.recognize.canvas_report import CanvasReport
from mnist_app.ui.recognize.fabric_strokes import FabricStroke, is_erasers, to_pen_strokes, wipe

MOST_REMOVALS = 10  # that can be undone; a guess


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


@dataclass(eq=False)
class Drawing:
    """A drawing and what the canvas has to know of it.

    Attributes
    ----------
    strokes : the strokes as the component describes them, oldest first
    rgba : uint8 (H, W, 4), the canvas's pixels, or what they are about to be; None of an empty canvas
    initial : what the canvas is to load; None for nothing but its own
    sent_from : the width of the canvas that the strokes were drawn on, in pixels, as long as they are those of a link
    """

    strokes: list[FabricStroke] = field(default_factory=list)
    rgba: npt.NDArray[np.uint8] | None = None
    initial: dict[str, Any] | None = None
    sent_from: int | None = None
    _removals: list[Removal] = field(default_factory=list)
    _undone: list[list[FabricStroke]] = field(default_factory=list)
    _reported: CanvasReport | None = None
    _canvas: tuple[int, int] | None = None
    _edits: int = 0

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
        self.sent_from = rgba.shape[1]

    def remount(self) -> None:
        """Have a canvas that is about to be mounted anew show the strokes again."""
        if self.strokes:
            self._load(self.strokes)

    def is_known(self, report: CanvasReport) -> bool:
        """Whether a report of the canvas was taken over already.

        The component reports what is drawn at each run of the page, and what was there before an undo or a clearing
        until it has carried that out.
        """
        return report == self._reported

    def take_over(self, report: CanvasReport, rgba: npt.NDArray[np.uint8] | None) -> None:
        """Take what the canvas reports for the drawing, and its pixels, uint8 (H, W, 4); None is an empty drawing.

        Where the eraser was used the pixels show its path: the canvas is given what is left to load, which it reports.
        """
        self._reported = report
        if rgba is not None:
            self._canvas = rgba.shape[0], rgba.shape[1]
        strokes = [] if rgba is None else report.strokes
        drawn = [stroke for stroke in strokes if not is_erasers(stroke)]
        if len(drawn) > len(self.strokes):  # else it reports what it was given to load
            self._undone = []
            self.sent_from = None
        self.strokes = drawn
        if rgba is None or len(drawn) == len(strokes):
            self.rgba = rgba
        else:
            self._erase(wipe(strokes, rgba.shape[:2]))

    def _erase(self, left: list[FabricStroke]) -> None:
        if len(left) < len(self.strokes):
            self._undone = []
            self.sent_from = None  # what is brought back has the size of its canvas
            self._remember_removal(self.strokes, left)
        self._replace(left)

    def _remember_removal(self, before: list[FabricStroke], left: list[FabricStroke]) -> None:
        """Remember that strokes were removed, if any were."""
        if self._removals and self._removals[-1].before == before:
            self._removals.pop()  # the canvas had not carried it out when the eraser took away more
        if len(left) < len(before):
            self._removals = [*self._removals, Removal(before, len(left))][-MOST_REMOVALS:]

    def _replace(self, strokes: list[FabricStroke]) -> None:
        """Have the canvas show other strokes, which are drawn here, too: it reports them half a second later."""
        with contextlib.suppress(LinkError):  # of what no pen draws, the canvas's report is waited for
            self.rgba = self._draw(strokes)
        self._load(strokes)

    def _draw(self, strokes: list[FabricStroke]) -> npt.NDArray[np.uint8] | None:
        if not strokes or self._canvas is None:
            return None
        return draw(PenDrawing(to_pen_strokes(strokes), self._canvas, is_number=False))

    def _load(self, strokes: list[FabricStroke]) -> None:
        # The component loads a drawing only if it differs from the last one that it was given: hence the number.
        self._edits += 1
        self.initial = {"objects": strokes, "edit": self._edits}
        self.strokes = strokes
