"""What the canvas in a visitor's browser reports, checked before it is used: anyone can send anything in its place.

What is no drawing becomes the report of an empty one.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mnist_app.errors import ImageError
from mnist_app.imaging.decode import decode_canvas

PNG_URL = "data:image/png;base64,"
# Of all strokes together; a point takes six. A guess: a pen that reports 60 points a second fills it in 14 minutes.
MAX_VALUES = 300_000
MAX_DEPTH = 10  # of lists and objects within one another; Fabric's paths take 4
LARGEST = 2**53  # beyond it JavaScript skips whole numbers
MAX_TEXT = 10_000  # characters of a name or value; a guess, they are colors and kinds


@dataclass(frozen=True)
class CanvasReport:
    """A drawing as the browser describes it; two that are equal show the same.

    Attributes
    ----------
    strokes : as Fabric.js describes them, oldest first; few enough, of finite numbers, and nested flatly
    png_url : its pixels as a data URL, not decoded yet; "" if there are none
    edit : the number of the edit that the strokes were drawn on; None if it names none
    """

    strokes: list[dict[str, Any]]
    png_url: str
    edit: int | None = None


def read_report(state: Any) -> CanvasReport | None:
    """Read what the component's state calls `drawing`: {"raw": {"objects": strokes, ...}, "data": url, "edit": number}.

    Returns
    -------
    None if the canvas has not reported since it was mounted; an empty report if it is no drawing

    Examples
    --------
    >>> read_report({"raw": {"objects": []}, "data": None})
    >>> read_report({"raw": {"objects": [{"type": "Path"}]}, "data": "data:image/png;base64,", "edit": 2})
    CanvasReport(strokes=[{'type': 'Path'}], png_url='data:image/png;base64,', edit=2)
    >>> read_report("no drawing")
    CanvasReport(strokes=[], png_url='', edit=None)
    """
    raw, url = (state.get("raw"), state.get("data")) if isinstance(state, dict) else (None, "")
    strokes = raw.get("objects") if isinstance(raw, dict) else None
    if url is None:
        return None
    if not (isinstance(url, str) and isinstance(strokes, list) and is_plain(strokes)):
        return CanvasReport([], "")
    if not all(isinstance(stroke, dict) for stroke in strokes):
        return CanvasReport([], "")
    return CanvasReport(strokes, url, _read_edit(state.get("edit")))


def report_to_rgba(report: CanvasReport, height: int, max_width: int) -> npt.NDArray[np.uint8] | None:
    """Decode a report's pixels, uint8 (H, W, 4).

    Parameters
    ----------
    height, max_width : of the canvas, in pixels

    Returns
    -------
    None if they are none: no PNG, damaged, or of another size than a canvas has
    """
    url = report.png_url
    longest = len(PNG_URL) + 2 * (4 * max_width + 1) * height  # base64 takes a third more than uncompressed pixels
    if not url.startswith(PNG_URL) or len(url) > longest:
        return None
    try:
        return decode_canvas(base64.b64decode(url.removeprefix(PNG_URL), validate=True), height, max_width)
    except (ImageError, binascii.Error, ValueError):
        return None


def is_plain(strokes: list[Any]) -> bool:
    """Whether strokes are few values, all finite and none nested deeply; no recursion, which Python limits."""
    left: list[tuple[Any, int]] = [(strokes, 0)]
    values = 0
    while left:
        value, depth = left.pop()
        inner = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
        values += len(inner)
        if values > MAX_VALUES or depth > MAX_DEPTH or not _is_sound(value):
            return False
        left += [(item, depth + 1) for item in inner]
    return True


def _read_edit(edit: Any) -> int | None:
    return edit if isinstance(edit, int) and 0 <= edit <= LARGEST else None


def _is_sound(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= MAX_TEXT
    return not isinstance(value, int | float) or abs(value) <= LARGEST  # which NaN is not either
