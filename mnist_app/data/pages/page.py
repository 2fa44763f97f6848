"""A made-up page: the picture, and the truth about every digit in it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mnist_app.imaging.bbox import Bbox

Pixels = npt.NDArray[np.uint8]
TURNS = (0, 90, 180, 270)


@dataclass(frozen=True, eq=False)
class PageDigit:
    """One digit of a page.

    Attributes
    ----------
    label : 0 to 9
    bbox : (min_row, min_col, max_row, max_col) of its ink in the picture's pixels, half-open
    row : its row on the upright page, from 0 at the top
    cell : the box, comb's tooth or table's column that it stands in, from 0 at the left; None where there are none
    """

    label: int
    bbox: Bbox
    row: int
    cell: int | None = None


@dataclass(frozen=True, eq=False)
class Page:
    """A picture of a page, as a camera or scanner gives it.

    Attributes
    ----------
    image : uint8 (H, W, 3), RGB, or (H, W), gray
    digits : row by row as the page was written, each from left to right
    strokes : uint8 (H, W), 255 = full ink of a pen: digits and other writing, without rules, boxes and print
    turn : by how many degrees the page is turned clockwise in the picture: 0, 90, 180 or 270
    kind : what makes it hard, one of `recipes.RECIPES` or of `not_handwriting.PICTURES`
    """

    image: Pixels
    digits: tuple[PageDigit, ...]
    strokes: Pixels
    turn: int
    kind: str

    def __post_init__(self) -> None:
        if self.image.dtype != np.uint8 or self.image.shape[2:] not in ((), (3,)):
            raise ValueError(
                f"expected a uint8 image (H, W) or (H, W, 3), received {self.image.dtype} {self.image.shape}"
            )
        if self.strokes.dtype != np.uint8 or self.strokes.shape != self.image.shape[:2]:
            raise ValueError(f"expected uint8 strokes {self.image.shape[:2]}, received {self.strokes.shape}")
        if self.turn not in TURNS:
            raise ValueError(f"a page is turned by one of {TURNS} degrees, not by {self.turn}")

    @property
    def rows(self) -> tuple[str, ...]:
        """What is written, a string a row; rows without a digit are left out."""
        numbers = sorted({digit.row for digit in self.digits})
        return tuple("".join(str(digit.label) for digit in self.digits if digit.row == number) for number in numbers)
