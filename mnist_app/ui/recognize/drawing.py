"""A visitor's drawing, kept in the session because the canvas forgets it whenever another page is shown."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from mnist_app.ui.recognize.canvas_report import CanvasReport


@dataclass(eq=False)
class Drawing:
    """A drawing and what the canvas has to know of it.

    Attributes
    ----------
    strokes : the strokes as the component describes them, oldest first
    rgba : uint8 (H, W, 4), the canvas's pixels at its last report; None before the first stroke
    initial : what the canvas is to load; None for nothing but its own
    sent_from : the width of the canvas that the strokes were drawn on, in pixels, as long as they are those of a link
    """

    strokes: list[dict[str, Any]] = field(default_factory=list)
    rgba: npt.NDArray[np.uint8] | None = None
    initial: dict[str, Any] | None = None
    sent_from: int | None = None
    _cleared: list[dict[str, Any]] = field(default_factory=list)
    _undone: list[list[dict[str, Any]]] = field(default_factory=list)
    _reported: CanvasReport | None = None
    _edits: int = 0

    def undo(self) -> None:
        """Take back the last stroke, or the clearing if that came last."""
        if not self.strokes and not self._cleared:
            return
        self._undone.append(self.strokes)
        if self.strokes:
            self._replace(self.strokes[:-1])
        else:
            self._replace(self._cleared)
            self._cleared = []

    def redo(self) -> None:
        """Do again what was last taken back, if nothing was drawn or cleared since."""
        if self._undone:
            strokes = self._undone.pop()
            if not strokes:
                self._cleared = self.strokes
            self._replace(strokes)

    def clear(self) -> None:
        """Start with an empty canvas."""
        self._cleared = self.strokes or self._cleared
        self._undone = []
        self._replace([])

    def open(self, strokes: list[dict[str, Any]], rgba: npt.NDArray[np.uint8]) -> None:
        """Show a link's strokes, whose pixels are known: uint8 (H, W, 4). An undo takes them back, one by one."""
        self._undone = []
        self._replace(strokes)
        self.rgba = rgba
        self.sent_from = rgba.shape[1]

    def remount(self) -> None:
        """Have a canvas that is about to be mounted anew show the strokes again."""
        if self.strokes:
            self._replace(self.strokes)

    def is_known(self, report: CanvasReport) -> bool:
        """Whether a report of the canvas was taken over already.

        The component reports what is drawn at each run of the page, and what was there before an undo or a clearing
        until it has carried that out.
        """
        return report == self._reported

    def take_over(self, report: CanvasReport, rgba: npt.NDArray[np.uint8] | None) -> None:
        """Take what the canvas reports for the drawing, and its pixels, uint8 (H, W, 4); None is an empty drawing."""
        self._reported = report
        strokes = [] if rgba is None else report.strokes
        if len(strokes) > len(self.strokes):  # else it reports what it was given to load
            self._undone = []
            self.sent_from = None
        self.strokes = strokes
        self.rgba = rgba

    def _replace(self, strokes: list[dict[str, Any]]) -> None:
        # The component loads a drawing only if it differs from the last one that it was given: hence the number.
        self._edits += 1
        self.initial = {"objects": strokes, "edit": self._edits}
        self.strokes = strokes
        if not strokes:
            self.rgba = None
