"""Printed boxes, combs and tables: their cells are found, and their lines taken off without cutting what is written.

A cell is a hole between straight lines. Level lines and upright ones are found each for themselves, and what they
enclose together is a cell if it is nearly a rectangle. Of the lines only those along a cell's sides are rules: a 1 in a
box is as straight, but lies inside. A rule is thin across its direction and a stroke that crosses it is not, so a
closing across the rule brings the paper back and leaves the stroke.

Source: Serra, "Image Analysis and Mathematical Morphology" (1982): openings by segments keep lines, closings fill them.
"""

import itertools
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.imaging.bbox import Bbox
from mnist_app.imaging.ink.paper import weighted_median
from mnist_app.imaging.ink.ruling import find_tilt, level_out

Rgb = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.uint8]

# All are guesses, tried on made-up boxes and tables. Lengths are in pixels.
MAX_RULE = 9  # No rule is thicker.
MIN_DARKNESS = 0.1  # A rule is darker than the paper beside it by at least this share of its light.
NOISE_LIMIT = 2  # In a grainy picture it is darker than the median grain so many times: measured, 1.5 to 2 are best.
MIN_LENGTH = 28  # Shorter straight lines are none of a cell's,
MAX_BREAK = 3  # which may be broken off for so long.
CORNER = 3  # Where two lines meet they may miss one another by so much.
MIN_CELL = 24  # No cell has a shorter side.
MIN_PART = 8  # A part of a cell that is split by a digit is no narrower.
# Two cells of a row that are narrower than this share of the usual width, and lie within a width that differs by no
# more than this share from the usual one, are parts of one cell.
NARROW, UNLIKE = 0.8, 0.15
OUTLINE = 2  # OpenCV's outline of a hole runs so far into the lines around it, in pixels.
MIN_FILL = 0.92  # A cell's outline fills at least this share of the rectangle around it,
MIN_OPEN = 0.5  # and so much of it lies open: the rest may be bitten off by a digit that touches a rule.
CORNER_SHARE = 0.15  # Within this share of its side from its corners, at most one of them is dark.
MAX_CELLS = 150  # More are squared paper.
# Of more than so many, less than the first share is written in on squared paper; a cell is written in if more than the
# second share of it is dark.
MANY_CELLS = 30
MIN_FILLED, MIN_WRITTEN = 0.33, 0.01
MIN_SHARE = 0.6  # At least this share of a rule lies beside cells,
MIN_SIDE = 0.8  # and it is at least so many times as long as a cell's shortest side.
ROUNDS = 3  # What only strokes closed is no cell once they are left out; so often cells are looked for.
RIM = 2  # So many pixels beside a rule may be darkened by it.
CORE = 0.2  # This share of a rule's pixels are its core, the others its rim and what is blurred,
EASE = 1.3  # and it may be so many times as dark in places.
BLACK = 0.35  # Of a rule that leaves less than this share of the paper's light, ink cannot be told by its darkness.


@dataclass(frozen=True, eq=False)
class Grid:
    """The printed cells of a picture.

    Attributes
    ----------
    cells : the box of each, (min_row, min_col, max_row, max_col), half-open, in no order
    level, upright : uint8 (H, W), 1 on their horizontal and on their vertical rules
    """

    cells: tuple[Bbox, ...]
    level: Mask
    upright: Mask


def take_off_grid(rgb: Rgb) -> tuple[Rgb, tuple[Bbox, ...]]:
    """Take the rules of boxes and tables off a picture, uint8 (H, W, 3), whether they are darker or lighter than it.

    Returns
    -------
    the picture without them, which is the same where there are none, and the cells' boxes

    Examples
    --------
    A stroke that crosses the side of a box stays whole:

    >>> import numpy as np
    >>> rgb = np.full((160, 200, 3), 255, np.uint8)
    >>> rgb[30:130, 50:150] = 0
    >>> rgb[33:127, 53:147] = 255
    >>> rgb[100:150, 96:104] = 0
    >>> left, cells = take_off_grid(rgb)
    >>> cells
    ((32, 51, 128, 149),)
    >>> bool((left[100:150, 96:104] == 0).all()), int((left == 0).all(axis=2).sum())
    (True, 400)
    """
    gray = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)
    is_dark = np.median(gray) < 128
    grid = find_grid(255 - gray if is_dark else gray)
    if grid is None:
        return rgb, ()
    return 255 - _erase(255 - rgb, grid) if is_dark else _erase(rgb, grid), grid.cells


def find_grid(gray: npt.NDArray[np.uint8]) -> Grid | None:
    """Find cells between dark rules in a picture, uint8 (H, W); None where there are none, or only squared paper."""
    if min(gray.shape) < MIN_CELL:
        return None
    darkness = _thin_darkness(gray)
    dark = (darkness > max(MIN_DARKNESS, NOISE_LIMIT * float(np.median(darkness)))).astype(np.float32)
    level = _level_lines(dark)
    upright = np.ascontiguousarray(_level_lines(np.ascontiguousarray(dark.T)).T)
    upright = _leave_out_splits(upright, _find_cells(level | upright, dark, MIN_PART))
    for _ in range(ROUNDS):
        hulls = _find_cells(level | upright, dark, MIN_CELL)
        if not 0 < len(hulls) <= MAX_CELLS or _are_squares(hulls, dark):
            return None
        level, upright = _keep_rules(level, upright, hulls)
    boxes = [cv2.boundingRect(hull) for hull in hulls]
    return Grid(tuple((y, x, y + height, x + width) for x, y, width, height in boxes), level, upright)


def _thin_darkness(gray: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """How much darker each pixel is than what lies beside its stroke; strokes wider than any rule count as paper."""
    side = 2 * MAX_RULE + 1
    paper = cv2.morphologyEx(gray, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    return (1 - gray.astype(np.float32) / np.maximum(paper, 16)).astype(np.float32)


def _level_lines(dark: npt.NDArray[np.float32]) -> Mask:
    """Where dark runs of at least MIN_LENGTH are, along the direction of most lines that are nearly level."""
    tilt = find_tilt(dark)
    straight = level_out(dark.astype(np.uint8), tilt)
    whole = cv2.morphologyEx(straight, cv2.MORPH_CLOSE, np.ones((1, MAX_BREAK), np.uint8))
    runs = np.asarray(cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((1, MIN_LENGTH), np.uint8)), np.uint8)
    return level_out(runs, tilt, back=True)


def _leave_out_splits(upright: Mask, hulls: list[npt.NDArray[np.int32]]) -> Mask:
    """Without the strokes that go from one level rule to the next, as those of large digits do, and split a cell."""
    if not hulls:
        return upright
    boxes = np.array([cv2.boundingRect(hull) for hull in hulls])
    width = weighted_median(boxes[:, 2].astype(float), boxes[:, 2:].prod(axis=1).astype(float))
    left = upright.copy()
    narrow = boxes[boxes[:, 2] < NARROW * width].tolist()
    for (x, y, w, h), (other_x, other_y, other_w, other_h) in itertools.permutations(narrow, 2):
        is_beside = min(y + h, other_y + other_h) - max(y, other_y) > 0.5 * max(h, other_h)
        if is_beside and abs(other_x + other_w - x - width) <= UNLIKE * width:
            left[max(y, other_y) : min(y + h, other_y + other_h), x + w - OUTLINE : other_x + OUTLINE] = 0
    return left


def _find_cells(lines: Mask, dark: npt.NDArray[np.float32], least: int) -> list[npt.NDArray[np.int32]]:
    """The outlines, as OpenCV's points (N, 1, 2), of what the lines enclose, where it is nearly a rectangle.

    What surrounds several cells is none: it is the frame of a table. What lies in a cell is none: it is in a digit.
    """
    joined = cv2.morphologyEx(lines, cv2.MORPH_CLOSE, np.ones((CORNER, CORNER), np.uint8))
    outlines, tree = cv2.findContours(joined, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return []
    holes = [np.asarray(outline, np.int32) for outline, node in zip(outlines, tree[0], strict=True) if node[3] >= 0]
    hulls = [np.asarray(cv2.convexHull(hole), np.int32) for hole in holes if _is_cell(hole, dark, least)]
    middles = [np.asarray(hull, np.float32).mean(axis=(0, 1)) for hull in hulls]
    inner = [[j for j, at in enumerate(middles) if j != i and _is_inside(at, hull)] for i, hull in enumerate(hulls)]
    frames = {i for i, within in enumerate(inner) if len(within) > 1}
    in_cells = {j for within in inner if len(within) == 1 for j in within}
    return [hull for i, hull in enumerate(hulls) if i not in frames | in_cells]


def _is_inside(point: npt.NDArray[np.float32], hull: npt.NDArray[np.int32]) -> bool:
    return cv2.pointPolygonTest(hull, (float(point[0]), float(point[1])), measureDist=False) > 0


def _is_cell(hole: npt.NDArray[np.int32], dark: npt.NDArray[np.float32], least: int) -> bool:
    """Whether a hole between lines is nearly a rectangle; what is dark in its corners is round, such as a 0."""
    middle, sides, _ = rectangle = cv2.minAreaRect(hole)
    if min(sides) < least or max(sides) < MIN_CELL:
        return False
    hull = cv2.convexHull(hole)
    outline = cv2.contourArea(hull)
    if outline < MIN_FILL * sides[0] * sides[1] or cv2.contourArea(hole) < MIN_OPEN * outline:
        return False
    size = max(4, round(CORNER_SHARE * min(sides)))
    corners = cv2.boxPoints(rectangle)
    inwards = corners + np.sign(np.array(middle) - corners) * (size / 2 + 1)
    patches = [cv2.getRectSubPix(dark, (size, size), (float(x), float(y))) for x, y in inwards]
    return sum(float(patch.mean()) > 0.5 for patch in patches) < 2


def _keep_rules(level: Mask, upright: Mask, hulls: list[npt.NDArray[np.int32]]) -> tuple[Mask, Mask]:
    """The level and the upright lines that lie beside cells for the most part, and are long enough."""
    inside = cv2.drawContours(np.zeros_like(level), hulls, -1, 1, cv2.FILLED)
    reach = 2 * (MAX_RULE + RIM) + 1
    around = cv2.dilate(inside, np.ones((reach, reach), np.uint8)) > 0
    # A thin rule lies wholly within the outlines of the cells on both its sides.
    outlines = cv2.drawContours(np.zeros_like(level), hulls, -1, 1, 2 * OUTLINE + 1)
    beside = (around & (inside == 0)) | (outlines > 0)
    shortest = MIN_SIDE * min(min(cv2.boundingRect(hull)[2:]) for hull in hulls)
    return _keep_beside(level, beside, shortest), _keep_beside(upright, beside, shortest)


def _keep_beside(lines: Mask, beside: npt.NDArray[np.bool_], shortest: float) -> Mask:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    owner = labels.ravel()
    share = np.bincount(owner, beside.ravel(), count) / np.maximum(np.bincount(owner, minlength=count), 1)
    length = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    is_rule = (share >= MIN_SHARE) & (length >= shortest)
    is_rule[0] = False
    return is_rule[labels].astype(np.uint8)


def _are_squares(hulls: list[npt.NDArray[np.int32]], dark: npt.NDArray[np.float32]) -> bool:
    """Whether cells are the squares of the paper: there are many, and hardly any is written in."""
    rim = MAX_RULE // 2
    boxes = [cv2.boundingRect(hull) for hull in hulls]
    insides = [dark[y + rim : y + height - rim, x + rim : x + width - rim] for x, y, width, height in boxes]
    written = sum(float(inside.mean()) > MIN_WRITTEN for inside in insides)
    return len(hulls) > MANY_CELLS and written < MIN_FILLED * len(hulls)


def _erase(rgb: Rgb, grid: Grid) -> Rgb:
    """Bring the paper back where rules are."""
    left = _erase_level(rgb, grid.level)
    turned = _erase_level(left.transpose(1, 0, 2), np.ascontiguousarray(grid.upright.T))
    return np.ascontiguousarray(turned.transpose(1, 0, 2))


def _erase_level(rgb: Rgb, rules: Mask) -> Rgb:
    """Bring the paper back where level rules are: where nothing thicker than a rule crosses them, or lies on them.

    A rule that is lighter than what is written leaves that as dark as it is.
    """
    left = rgb.copy()
    count, labels, stats, _ = cv2.connectedComponentsWithStats(rules, connectivity=8)
    if count == 1:
        return left
    # The mean thickness over a rule's length is hardly changed by the strokes on it.
    thickness = np.rint(stats[:, cv2.CC_STAT_AREA] / np.maximum(stats[:, cv2.CC_STAT_WIDTH], 1)).astype(int)
    for thick in np.unique(thickness[1:]):
        closed, wide = (_close_down(left, (thick + more) | 1) for more in (RIM, 3 * RIM))
        # Where hardly anything is left it is the rule's blurred rim, and no stroke.
        closed = np.where(closed >= (1 - MIN_DARKNESS) * wide, wide, closed)
        on = np.isin(labels, 1 + np.flatnonzero(thickness[1:] == thick))
        rim = cv2.dilate(on.astype(np.uint8), np.ones((2 * RIM + 1, 2 * RIM + 1), np.uint8)) > 0
        share = np.quantile(left[on] / np.maximum(closed[on], 1).astype(np.float32), CORE, axis=0)
        gain = np.where(share < BLACK, np.inf, EASE / np.maximum(share, BLACK))
        lit = np.minimum((left[rim] + 1.0) * gain, 255)  # one more, so that black is lit as well
        left[rim] = np.minimum(closed[rim], np.maximum(lit.astype(np.uint8), left[rim]))
    return left


def _close_down(rgb: Rgb, height: int) -> Rgb:
    """Close over what is lower than a height; beyond the picture lies paper."""
    padded = cv2.copyMakeBorder(rgb, height, height, 0, 0, cv2.BORDER_CONSTANT, value=(255, 255, 255))
    closed = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, np.ones((height, 1), np.uint8))
    return np.asarray(closed[height:-height], np.uint8)
