"""Fifteen ways in which a picture of a digit goes wrong: to measure how a network bears what it was not trained on.

The corruptions and how strong each is are those of MNIST-C: Mu and Gilmer, "MNIST-C: A Robustness Benchmark for
Computer Vision" (2019), https://arxiv.org/abs/1906.02337. This is our own implementation of their descriptions, for
many images at once and from a seed, so that its figures are comparable to theirs, not equal to the last digit.
Nothing is trained on these.

Inside this module `pictures` are float32 (N, 28, 28) in [0, 1], 1 = ink, and `rng` is where all randomness comes from.
"""

from collections.abc import Callable
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter

SIZE = 28
CENTER = (SIZE - 1) / 2

Pictures = npt.NDArray[np.float32]
Rng = np.random.Generator


def corrupt(images: npt.NDArray[np.uint8], name: str, seed: int = 0) -> npt.NDArray[np.uint8]:
    """Corrupt images.

    Parameters
    ----------
    images : uint8 (N, 28, 28)
    name : one of `CORRUPTIONS`
    seed : the same seed gives the same images

    Returns
    -------
    uint8 (N, 28, 28)
    """
    rng = np.random.default_rng((seed, list(CORRUPTIONS).index(name)))
    pictures = CORRUPTIONS[name](images.astype(np.float32) / np.float32(255), rng)
    return np.rint(pictures.clip(0, 1) * 255).astype(np.uint8)


def shot_noise(pictures: Pictures, rng: Rng) -> Pictures:
    """The grain of a picture taken with few photons: three for each white pixel."""
    return (rng.poisson(pictures * 3) / 3).astype(np.float32)


def impulse_noise(pictures: Pictures, rng: Rng) -> Pictures:
    """17 % of the pixels are black or white."""
    draw = rng.random(pictures.shape)
    return np.where(draw < 0.17, draw < 0.085, pictures).astype(np.float32)


def glass_blur(pictures: Pictures, rng: Rng) -> Pictures:
    """As seen through frosted glass: pixels change place with their neighbors, between two blurs."""
    moved = _blur(pictures, 0.7)
    rows = np.arange(len(moved))
    for _ in range(2):
        for row in range(SIZE - 1, 1, -1):
            for col in range(SIZE - 1, 1, -1):
                swap = rng.random(len(moved)) < 0.5
                up, left = rng.integers(0, 2, (2, len(moved))) * swap
                here, there = moved[rows, row, col], moved[rows, row - up, col - left]
                moved[rows, row, col], moved[rows, row - up, col - left] = there, here
    return _blur(moved, 0.7)


def motion_blur(pictures: Pictures, rng: Rng) -> Pictures:
    """A camera that moves: a trail that fades like half a Gaussian (sigma 3), up to 45 degrees from level."""
    steps = np.arange(21)
    weights = np.exp(-(steps**2) / (2 * 3**2))
    angle = rng.uniform(-np.pi / 4, np.pi / 4, len(pictures))
    blurred = np.zeros_like(pictures)
    for step, weight in zip(steps, weights / weights.sum(), strict=True):
        row, col = np.rint(step * np.sin(angle)).astype(int), np.rint(step * np.cos(angle)).astype(int)
        blurred += np.float32(weight) * _shift(pictures, row, col)
    return blurred


def shear(pictures: Pictures, rng: Rng) -> Pictures:
    """Slanted by 0.4 radians to either side."""
    angles = 0.4 * _signs(rng, len(pictures))
    return _warp(pictures, [[[1, -np.sin(angle)], [0, np.cos(angle)]] for angle in angles])


def scale(pictures: Pictures, rng: Rng) -> Pictures:
    """Shrunk to 70 %."""
    return _warp(pictures, [[[1 / 0.7, 0], [0, 1 / 0.7]]] * len(pictures))


def rotate(pictures: Pictures, rng: Rng) -> Pictures:
    """Turned by 0.4 radians to either side."""
    angles = 0.4 * _signs(rng, len(pictures))
    return _warp(pictures, [[[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]] for a in angles])


def brightness(pictures: Pictures, rng: Rng) -> Pictures:
    """Brighter by half of the range."""
    return pictures + np.float32(0.5)


def translate(pictures: Pictures, rng: Rng) -> Pictures:
    """Moved by three pixels, up or down and left or right."""
    row, col = 3 * _signs(rng, len(pictures)), 3 * _signs(rng, len(pictures))
    return _shift(pictures, row, col)


def stripe(pictures: Pictures, rng: Rng) -> Pictures:
    """Inverted in the seven columns at the left and the seven at the right."""
    striped = pictures.copy()
    striped[:, :, :7] = 1 - pictures[:, :, :7]
    striped[:, :, 21:] = 1 - pictures[:, :, 21:]
    return striped


def fog(pictures: Pictures, rng: Rng) -> Pictures:
    """Fog three times as bright as the ink, then dimmed to the range of the picture."""
    brightest = pictures.max(axis=(1, 2), keepdims=True)
    return (pictures + 3 * _clouds(len(pictures), rng, decay=1.4)) * brightest / (brightest + 3)


def spatter(pictures: Pictures, rng: Rng) -> Pictures:
    """Splashes of mud, a quarter as bright as ink."""
    liquid = _blur(rng.normal(0.65, 0.3, pictures.shape).astype(np.float32), 1)
    splash = _blur((liquid > 0.65).astype(np.float32), 1.5)
    splash[splash < 0.8] = 0
    return pictures * (1 - splash) + splash * np.float32(63 / 255)


def dotted_line(pictures: Pictures, rng: Rng) -> Pictures:
    """A dotted line from the left to the right edge."""
    start, end = rng.integers(0, SIZE - 1, (2, len(pictures)))
    dots = np.arange(SIZE) // 2 % 2
    lined = pictures.copy()
    for picture, r0, r1 in zip(lined, start, end, strict=True):
        picture += _line(0, r0, SIZE - 1, r1) * dots
    return lined


def zigzag(pictures: Pictures, rng: Rng) -> Pictures:
    """A zigzag line across the picture: teeth four pixels wide and high, at most five pixels off level."""
    start = rng.integers(0, SIZE - 1, len(pictures))
    rise = rng.integers(-5, 5, len(pictures))
    drawn = pictures.copy()
    for picture, r0, dr in zip(drawn, start, rise, strict=True):
        corners = _zigzag_corners(float(r0), float(dr))
        for (row, col), (next_row, next_col) in pairwise(corners):
            picture += _line(col, row, next_col, next_row)
            picture.clip(0, 1, out=picture)
    return drawn


def canny_edges(pictures: Pictures, rng: Rng) -> Pictures:
    """Nothing but the edges (Canny 1986; sigma 1, thresholds 0.1 and 0.2)."""
    smooth = np.rint(_blur(pictures, 1) * 255).astype(np.uint8)
    edges = np.empty_like(pictures)
    for out, picture in zip(edges, smooth, strict=True):
        out[:] = cv2.Canny(picture, 0.1 * 255, 0.2 * 255, L2gradient=True) > 0
    return edges


# In the order of the paper.
CORRUPTIONS: dict[str, Callable[[Pictures, Rng], Pictures]] = {
    function.__name__: function
    for function in (
        shot_noise,
        impulse_noise,
        glass_blur,
        motion_blur,
        shear,
        scale,
        rotate,
        brightness,
        translate,
        stripe,
        fog,
        spatter,
        dotted_line,
        zigzag,
        canny_edges,
    )
}


def _blur(pictures: Pictures, sigma: float) -> Pictures:
    return np.asarray(gaussian_filter(pictures, (0, sigma, sigma), mode="nearest"), np.float32)


def _signs(rng: Rng, count: int) -> npt.NDArray[np.int64]:
    return rng.choice([-1, 1], count)


def _warp(pictures: Pictures, matrices: list[list[list[float]]]) -> Pictures:
    """Read each output pixel where its matrix, about the center, says; (x, y) order, as OpenCV wants it."""
    warped = np.empty_like(pictures)
    for picture, out, matrix in zip(pictures, warped, np.array(matrices), strict=True):
        offset = CENTER * (1 - matrix.sum(axis=1))
        affine = np.column_stack([matrix, offset])
        cv2.warpAffine(picture, affine, (SIZE, SIZE), dst=out, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    return warped


def _shift(pictures: Pictures, row: npt.NDArray[np.int64], col: npt.NDArray[np.int64]) -> Pictures:
    """Move each picture down by `row` and right by `col` pixels, black where nothing comes from."""
    margin = SIZE
    padded = np.pad(pictures, ((0, 0), (margin, margin), (margin, margin)))
    rows = margin - row[:, None, None] + np.arange(SIZE)[None, :, None]
    cols = margin - col[:, None, None] + np.arange(SIZE)[None, None, :]
    return padded[np.arange(len(pictures))[:, None, None], rows, cols]


def _line(c0: float, r0: float, c1: float, r1: float) -> Pictures:
    """A line between two points from left to right, (28, 28): full in its middle, faint 1.5 pixels off."""
    if c0 == c1:
        return np.zeros((SIZE, SIZE), np.float32)
    cols = np.arange(SIZE)
    center = r0 + (r1 - r0) / (c1 - c0) * (cols - c0)
    distance = np.abs(np.arange(SIZE)[:, None] - center).clip(max=2.3 - 1e-10)
    line = (np.log(1 - distance / 2.3) + 1).clip(0, 1)
    line[:, (cols < np.floor(c0)) | (cols >= np.ceil(c1))] = 0
    return line.astype(np.float32)


def _zigzag_corners(r0: float, rise: float) -> npt.NDArray[np.float64]:
    """The corners (row, col) of a zigzag from column 2 to 25 that begins at row r0 and rises by `rise` rows."""
    tooth = 2.0  # half of a tooth's width, and its height above and below the middle
    angle = np.arctan2(rise, 23)
    length = 23 / np.cos(angle)
    teeth = int((length - tooth) // (2 * tooth)) + 1
    along = [0.0, *((2 * i + 1) * tooth for i in range(teeth)), length]
    across = [0.0, *((-1) ** i * tooth for i in range(teeth)), 0.0]
    rows = r0 + np.sin(angle) * np.array(along) + np.cos(angle) * np.array(across)
    cols = 2 + np.cos(angle) * np.array(along) - np.sin(angle) * np.array(across)
    return np.column_stack([rows, cols])


def _clouds(count: int, rng: Rng, decay: float) -> Pictures:
    """Plasma fractals in [0, 1]: windows of large maps, for a map costs much and has room for 64 windows."""
    size, window = 256, 32
    per_map = (size // window) ** 2
    windows = []
    for _ in range(-(-count // per_map)):
        tiles = _plasma(size, rng, decay).reshape(size // window, window, size // window, window)
        windows.append(tiles.swapaxes(1, 2).reshape(per_map, window, window)[:, :SIZE, :SIZE])
    return np.concatenate(windows)[:count].astype(np.float32) if windows else np.zeros((0, SIZE, SIZE), np.float32)


def _plasma(size: int, rng: Rng, decay: float) -> npt.NDArray[np.float64]:
    """The diamond-square algorithm (Fournier, Fussell, Carpenter 1982) on a torus, (size, size), scaled to [0, 1]."""
    height = np.zeros((size, size))
    step, wobble = size, 1.0

    def around(one: npt.NDArray[np.float64], two: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return (one + two) / 4 + wobble * rng.uniform(-1, 1, one.shape)

    while step >= 2:
        half = step // 2
        corners = height[::step, ::step]
        below = corners + np.roll(corners, -1, axis=0)
        height[half::step, half::step] = around(below, np.roll(below, -1, axis=1))
        centers = height[half::step, half::step]
        height[::step, half::step] = around(
            centers + np.roll(centers, 1, axis=0), corners + np.roll(corners, -1, axis=1)
        )
        height[half::step, ::step] = around(
            centers + np.roll(centers, 1, axis=1), corners + np.roll(corners, -1, axis=0)
        )
        step, wobble = half, wobble / decay**2  # squared: so in the published code, whose constants these are
    height -= height.min()
    return height / height.max()
