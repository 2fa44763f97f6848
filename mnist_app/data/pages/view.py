"""How a sheet lies in the picture: turned, tilted, in perspective; with a desk around it or filling the picture."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.data.pages.page import TURNS
from mnist_app.data.pages.recipes import CameraRecipe
from mnist_app.imaging.bbox import Bbox

_INWARD = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)])  # from each corner, (x, y)

Points = npt.NDArray[np.float64]  # (P, 2), (x, y)
PAGE_SHAPES = ((3, 4), (4, 3), (9, 16), (297, 210), (1, 1))  # height to width
DESK_MARGINS = (0.03, 0.12)  # left around the sheet, as a share of the picture's sides; a guess
LARGEST_SHEET = 2.6  # of the page's area; what lies beyond repeats its border, a guess that saves time


@dataclass(frozen=True, eq=False)
class View:
    """Where everything of the sheet is seen.

    Attributes
    ----------
    matrix : float64 (3, 3), from the sheet's (x, y, 1) to the picture's
    sheet_shape : of the sheet that has to be drawn, pixels
    page : the page on it
    shape : of the picture, pixels
    turn : of the page in the picture, clockwise, degrees
    """

    matrix: npt.NDArray[np.float64]
    sheet_shape: tuple[int, int]
    page: Bbox
    shape: tuple[int, int]
    turn: int


def choose_view(
    camera: CameraRecipe, around: bool, margin: float, quarter_turns: int, rng: np.random.Generator
) -> View:
    """Choose the picture's size and how the page lies in it.

    Parameters
    ----------
    around : whether something is seen around the whole sheet; else the sheet is larger than the picture
    margin : of the page, a share of its sides, where nothing is written
    quarter_turns : by how many the page is turned if the camera turns pages at all
    """
    height, width = _choose_page(camera, rng)
    turn = TURNS[quarter_turns % 4] if camera.turned else 0
    shape = (width, height) if turn in (90, 270) else (height, width)
    tilt = math.radians(turn + rng.uniform(*camera.tilts) * rng.choice([-1, 1]))
    corners = _rectangle(0, 0, height, width)
    moved = corners + rng.uniform(0, camera.perspective, (4, 2)) * _INWARD * (width, height)
    matrix = _rotation(tilt) @ cv2.getPerspectiveTransform(corners.astype(np.float32), moved.astype(np.float32))
    if around:
        free = tuple(float(rng.uniform(*DESK_MARGINS)) for _ in range(2))
        matrix = _fit(transform(matrix, corners), shape, (free[0], free[1]), math.inf) @ matrix
        return View(matrix, (height, width), (0, 0, height, width), shape, turn)
    inset = margin * 0.5
    written = _rectangle(inset * height, inset * width, (1 - inset) * height, (1 - inset) * width)
    matrix = _fit(transform(matrix, written), shape, (0.005, 0.005), 1.0) @ matrix
    return _with_bleed(matrix, (height, width), shape, turn)


def transform(matrix: npt.NDArray[np.float64], points: npt.NDArray[np.floating]) -> Points:
    """Where points (P, 2), (x, y), are seen."""
    moved = cv2.perspectiveTransform(points.astype(np.float64)[:, None], matrix)
    return np.asarray(moved[:, 0], np.float64)


def _choose_page(camera: CameraRecipe, rng: np.random.Generator) -> tuple[int, int]:
    high, wide = PAGE_SHAPES[int(rng.integers(len(PAGE_SHAPES)))]
    side = math.sqrt(rng.uniform(*camera.pixels) * 1e6 / (high * wide))
    return round(high * side), round(wide * side)


def _rectangle(top: float, left: float, bottom: float, right: float) -> Points:
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float64)


def _rotation(angle: float) -> npt.NDArray[np.float64]:
    sine, cosine = math.sin(angle), math.cos(angle)
    return np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]])


def _fit(
    points: Points, shape: tuple[int, int], margins: tuple[float, float], largest: float
) -> npt.NDArray[np.float64]:
    """Scale, at most by `largest`, and move so that all points lie in the picture's middle, within its margins."""
    low, high = points.min(axis=0), points.max(axis=0)
    size = np.array(shape[::-1])
    room = size * (1 - 2 * np.array(margins))
    scale = min(largest, float((room / (high - low)).min()))
    offset = size / 2 - scale * (low + high) / 2
    return np.array([[scale, 0, offset[0]], [0, scale, offset[1]], [0, 0, 1]])


def _with_bleed(matrix: npt.NDArray[np.float64], page: tuple[int, int], shape: tuple[int, int], turn: int) -> View:
    """Draw as much of the sheet as the picture shows."""
    seen = transform(np.asarray(np.linalg.inv(matrix), np.float64), _rectangle(0, 0, *shape))
    nothing = 1e-6  # pixels: an error of rounding is no pixel more
    low = np.minimum(np.floor(seen.min(axis=0) + nothing), 0)
    high = np.maximum(np.ceil(seen.max(axis=0) - nothing), page[::-1])
    while np.prod(high - low) > LARGEST_SHEET * page[0] * page[1]:
        low, high = np.ceil(0.9 * low), np.ceil(np.array(page[::-1]) + 0.9 * (high - page[::-1]))
    left, top = (-low).astype(int).tolist()
    width, height = (high - low).astype(int).tolist()
    shift = np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1]], np.float64)
    return View(matrix @ shift, (height, width), (top, left, top + page[0], left + page[1]), shape, turn)
