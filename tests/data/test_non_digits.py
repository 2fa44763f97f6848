"""Pictures of what is no digit: every kind leaves ink, differs each time, and is normalized like a drawing."""

import numpy as np
import pytest
from tiny_mnist import bars

from mnist_app.data.mnist import Digits
from mnist_app.data.non_digits import KINDS, LETTERS, Canvas, draw_non_digits, uniform_targets

DIGITS = Digits(*bars(20, 0))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_leaves_ink_and_varies(kind: object) -> None:
    rng = np.random.default_rng(0)
    canvases: list[Canvas] = [kind(rng) for _ in range(5)]
    assert all(canvas.dtype == np.uint8 and canvas.ndim == 2 for canvas in canvases)
    assert all((canvas > 0).sum() >= 20 for canvas in canvases)
    assert any((canvases[0] != canvas).any() for canvas in canvases[1:])


def test_images_are_normalized() -> None:
    images = draw_non_digits(60, 0, DIGITS)
    assert images.shape == (60, 28, 28)
    assert images.dtype == np.uint8
    assert (images.max(axis=(1, 2)) == 255).all()
    extents = [max(np.ptp(np.nonzero(image)[axis]) + 1 for axis in (0, 1)) for image in images]
    assert set(extents) <= {19, 20}  # the longer side fills the 20-pixel box, but for faint ink that rounds to nothing


def test_same_seed_same_pictures() -> None:
    first, again, other = (draw_non_digits(30, seed, DIGITS) for seed in (3, 3, 4))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_no_letter_that_is_written_like_a_digit() -> None:
    assert not set(LETTERS) & set("OoDQIilLJjZzSsBbGgqTtYyUu&?$!|/0123456789")


def test_targets_are_flat() -> None:
    np.testing.assert_allclose(uniform_targets(3), np.full((3, 10), 0.1))
