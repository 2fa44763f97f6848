"""Pictures as people look at them: cut out, enlarged without smoothing, with boxes around what was read."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.imaging.bbox import Bbox

Color = tuple[int, int, int]

FONT, FONT_SCALE = cv2.FONT_HERSHEY_SIMPLEX, 0.32  # times the width of a line
# A label may cover no more than this share of another digit's box, or of another label. A guess, tried on photos.
MAX_COVERED = 0.2
DASH = 3  # widths of a line


@dataclass(frozen=True)
class Box:
    """A labeled box to be drawn.

    Attributes
    ----------
    bbox : (min_row, min_col, max_row, max_col), half-open, in the picture's pixels
    label : what is written above it; nothing if it is empty
    color : of the box and behind the label; red, green, blue
    is_bold : whether it is drawn with a thick line
    is_dashed : whether it is drawn with a dashed line
    """

    bbox: Bbox
    label: str
    color: Color
    is_bold: bool = False
    is_dashed: bool = False


def crop_to_square(picture: npt.NDArray[np.uint8], bbox: Bbox) -> npt.NDArray[np.uint8]:
    """Cut a box out of a picture (H, W, 3) and center it on a square of the picture's paper: its median color.

    Examples
    --------
    >>> import numpy as np
    >>> picture = np.full((8, 8, 3), 255, np.uint8)
    >>> picture[2:5, 3] = 0  # a stroke of three pixels
    >>> crop_to_square(picture, (2, 3, 5, 4))[..., 0]
    array([[255,   0, 255],
           [255,   0, 255],
           [255,   0, 255]], dtype=uint8)
    """
    min_row, min_col, max_row, max_col = bbox
    piece = picture[min_row:max_row, min_col:max_col]
    side = max(piece.shape[:2])
    square = np.empty((side, side, 3), np.uint8)
    square[:] = np.median(picture[::4, ::4], axis=(0, 1))  # every fourth pixel tells the paper just as well
    row, col = (side - piece.shape[0]) // 2, (side - piece.shape[1]) // 2
    square[row : row + piece.shape[0], col : col + piece.shape[1]] = piece
    return square


def enlarge(image: npt.NDArray[np.uint8], factor: int) -> npt.NDArray[np.uint8]:
    """Make every pixel of a picture (H, W) a square of factor x factor pixels.

    Examples
    --------
    >>> import numpy as np
    >>> enlarge(np.array([[1, 2]], np.uint8), 2)
    array([[1, 1, 2, 2],
           [1, 1, 2, 2]], dtype=uint8)
    """
    return image.repeat(factor, axis=0).repeat(factor, axis=1)


def draw_boxes(picture: npt.NDArray[np.uint8], boxes: list[Box]) -> npt.NDArray[np.uint8]:
    """Draw boxes and their labels over a copy of a picture (H, W, 3), in sizes that fit the picture.

    A label that would cover another digit or label is left out, so that digits that stand close stay legible; a bold
    box has its label in any case.

    Examples
    --------
    >>> import numpy as np
    >>> picture = np.zeros((60, 60, 3), np.uint8)
    >>> drawn = draw_boxes(picture, [Box((30, 30, 50, 50), label="7", color=(255, 0, 0))])
    >>> drawn[40, 28].tolist(), drawn[40, 40].tolist()  # on the box, and in it
    ([255, 0, 0], [0, 0, 0])
    """
    drawn = picture.copy()
    line = max(2, round(max(picture.shape) / 500))
    for box in boxes:
        _draw_outline(drawn, box, line)
    labels: list[Bbox] = []
    for box in sorted((box for box in boxes if box.label), key=lambda box: not box.is_bold):
        ground = _label_ground(box, line, drawn.shape[1])
        taken = [other.bbox for other in boxes if other is not box] + labels
        if box.is_bold or not any(_covered(other, ground) > MAX_COVERED for other in taken):
            _draw_label(drawn, box, ground, line)
            labels.append(ground)
    return drawn


def _draw_outline(drawn: npt.NDArray[np.uint8], box: Box, line: int) -> None:
    min_row, min_col, max_row, max_col = box.bbox
    width = 2 * line if box.is_bold else line
    reach = line + width
    around = drawn[max(0, min_row - reach) : max_row + reach, max(0, min_col - reach) : max_col + reach]
    before = around.copy()
    cv2.rectangle(drawn, (min_col - line, min_row - line), (max_col + line, max_row + line), box.color, width)
    if box.is_dashed:
        is_gap = np.add.outer(*map(np.arange, around.shape[:2])) // (DASH * line) % 2 == 1
        around[is_gap] = before[is_gap]


def _label_ground(box: Box, line: int, picture_width: int) -> Bbox:
    """Where a label stands: above its box, or inside where the picture ends."""
    (width, height), _ = cv2.getTextSize(box.label, FONT, FONT_SCALE * line, line)
    bottom = max(box.bbox[0] - line, height + 3 * line)
    left = min(max(box.bbox[1] - line, 0), max(picture_width - width - 2 * line, 0))
    return bottom - height - 3 * line, left, bottom, left + width + 2 * line


def _covered(bbox: Bbox, ground: Bbox) -> float:
    """Which share of a box a label covers."""
    height = min(bbox[2], ground[2]) - max(bbox[0], ground[0])
    width = min(bbox[3], ground[3]) - max(bbox[1], ground[1])
    return max(0, height) * max(0, width) / ((bbox[2] - bbox[0]) * (bbox[3] - bbox[1]))


def _draw_label(drawn: npt.NDArray[np.uint8], box: Box, ground: Bbox, line: int) -> None:
    top, left, bottom, right = ground
    cv2.rectangle(drawn, (left, top), (right, bottom), box.color, cv2.FILLED)
    baseline = left + line, bottom - line - line // 2
    cv2.putText(drawn, box.label, baseline, FONT, FONT_SCALE * line, (255, 255, 255), line, cv2.LINE_AA)
