"""Pictures without handwriting say so, differ from one another, and are the same for the same seed."""

import numpy as np
import pytest

from mnist_app.data.pages.not_handwriting import PICTURES, make_picture
from mnist_app.data.pages.recipes import MIXED, RECIPES


@pytest.mark.parametrize("kind", PICTURES)
def test_nothing_is_written_there(kind: str) -> None:
    picture = make_picture(kind, 3)
    assert (picture.kind, picture.digits, picture.turn) == (kind, (), 0)
    assert not picture.strokes.any()
    again, other = make_picture(kind, 3).image, make_picture(kind, 4).image
    assert (picture.image == again).all()
    assert picture.image.shape != other.shape or (picture.image != other).any()


@pytest.mark.parametrize("kind", [kind for kind in PICTURES if kind not in ("nothing", "gradient", "noise")])
def test_something_is_seen_there(kind: str) -> None:
    """Edges: brightness that changes a lot from a pixel to one three columns or rows further."""
    gray = make_picture(kind, 3).image.astype(float)
    gray = gray.mean(axis=2) if gray.ndim == 3 else gray
    across, down = abs(gray[:, 3:] - gray[:, :-3]), abs(gray[3:] - gray[:-3])
    assert (across > 25).mean() + (down > 25).mean() > 0.001


def test_kinds_of_pictures_are_no_kinds_of_pages() -> None:
    assert set(PICTURES).isdisjoint({*RECIPES, MIXED})


def test_a_screen_is_not_photographed() -> None:
    """Its ground is of one color, which no camera leaves."""
    pixels = make_picture("screen", 3).image.reshape(-1, 3)
    assert np.unique(pixels, axis=0, return_counts=True)[1].max() > 0.3 * len(pixels)
