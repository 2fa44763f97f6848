"""The sheet that is written on: its pixels, the pens' strokes, and where each digit went."""

from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.data.pages.hands import Pen
from mnist_app.data.pages.page import Pixels
from mnist_app.imaging.bbox import Bbox

Color = tuple[float, float, float]  # red, green, blue; 0 to 1
PENCIL_STRENGTH = 0.6  # a pen that covers less is grainy, as pencil and chalk are, and gray on paper
GRAIN = {True: 0.35, False: 0.06}  # of faint and of other pens: standard deviation of what they cover; guesses


@dataclass(frozen=True, eq=False)
class WrittenDigit:
    """A digit on the sheet; `hull` is float32 (P, 2), the (x, y) corners around its ink."""

    label: int
    hull: npt.NDArray[np.float32]
    row: int
    cell: int | None


@dataclass(eq=False)
class Sheet:
    """What a page is while it is being made.

    Attributes
    ----------
    pixels : uint8 (H, W, 3); more of the sheet than the page may be seen in the picture
    page : the part of it that is written on
    strokes : uint8 (H, W), 255 = full ink of a pen
    digits : in the order in which they were written
    """

    pixels: Pixels
    page: Bbox
    strokes: Pixels
    digits: list[WrittenDigit] = field(default_factory=list)

    @property
    def shorter_side(self) -> int:
        """Of the page, in pixels."""
        return min(self.page[2] - self.page[0], self.page[3] - self.page[1])


def blank_sheet(shape: tuple[int, int], page: Bbox, color: Color) -> Sheet:
    """A sheet of one color."""
    pixels = np.empty((*shape, 3), np.uint8)
    pixels[:] = np.rint(np.clip(color, 0, 1) * np.float64(255)).astype(np.uint8)
    return Sheet(pixels, page, np.zeros(shape, np.uint8))


def cover(pixels: Pixels, alpha: Pixels, color: Color, strength: float) -> None:
    """Lay color on pixels, uint8 (H, W, 3), where alpha, uint8 (H, W), says so; `strength` of it covers them."""
    where = np.nonzero(alpha)
    share = (alpha[where].astype(np.float32) * np.float32(strength / 255))[:, None]
    below = pixels[where]
    pixels[where] = np.rint(below + (np.array(color, np.float32) * 255 - below) * share).astype(np.uint8)


def stamp(pixels: Pixels, alpha: Pixels, top: int, left: int, color: Color, strength: float) -> None:
    """Lay a small alpha on pixels at a place, as far as it lies within them."""
    first_row, first_col = max(0, -top), max(0, -left)
    window = pixels[max(0, top) : max(0, top + alpha.shape[0]), max(0, left) : max(0, left + alpha.shape[1])]
    cover(
        window, alpha[first_row : first_row + window.shape[0], first_col : first_col + window.shape[1]], color, strength
    )


def write(
    sheet: Sheet,
    ink: Pixels,
    top: int,
    left: int,
    pen: Pen,
    rng: np.random.Generator,
    digit: tuple[int, int, int | None] | None = None,
) -> None:
    """Write ink, uint8 (H, W), on the sheet; where it is a digit, `digit` is its label, row and cell.

    Raises
    ------
    ValueError
        if it does not lie within the sheet
    """
    window = np.s_[top : top + ink.shape[0], left : left + ink.shape[1]]
    below = sheet.strokes[window]
    if min(top, left) < 0 or below.shape != ink.shape:
        raise ValueError(f"ink {ink.shape} at {(top, left)} does not fit on a sheet {sheet.strokes.shape}")
    grain = GRAIN[pen.strength < PENCIL_STRENGTH]
    noise = cv2.GaussianBlur(rng.standard_normal(ink.shape, np.float32), (0, 0), 0.8)
    alpha = np.clip(ink * (1 + grain * 2.5 * noise), 0, 255).astype(np.uint8)  # blurred, its deviation is 0.4
    cover(sheet.pixels[window], alpha, pen.color, pen.strength)
    np.maximum(below, ink, out=below)
    if digit is not None:
        label, row, cell = digit
        points = np.argwhere(ink > 0)[:, ::-1].astype(np.float32) + np.array((left, top), np.float32)
        hull = np.asarray(cv2.convexHull(points)[:, 0], np.float32)
        sheet.digits.append(WrittenDigit(label, hull, row, cell))


def shade(pixels: Pixels, light: npt.NDArray[np.float32]) -> Pixels:
    """The pixels, uint8 (H, W, 3), under light, float32 of any (h, w), which is enlarged to their size."""
    height, width = pixels.shape[:2]
    large = cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.multiply(pixels, cv2.merge([large] * 3), dtype=cv2.CV_8U), np.uint8)


def smooth_noise(shape: tuple[int, int], size: float, rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """Noise of mean 0 and standard deviation 1, float32 (H, W), whose grains are about `size` pixels large."""
    small = tuple(max(2, round(side / size)) for side in shape)
    noise = cv2.resize(rng.standard_normal(small, np.float32), shape[::-1], interpolation=cv2.INTER_CUBIC)
    return np.asarray((noise - noise.mean()) / max(float(noise.std()), 1e-6), np.float32)
