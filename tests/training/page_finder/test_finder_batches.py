"""Crops of made-up pages, and what is to be answered about them."""

import numpy as np
import pytest

from builders.page_hands import make_hands
from mnist_app.data.pages.targets import FinderPage, encode_size
from mnist_app.reading.finder import STRIDE
from mnist_app.training.page_finder import batches
from mnist_app.training.page_finder.batches import CROP, training_batches
from mnist_app.training.page_finder.pool import PackedPage, make_pool, make_pool_page, unpack


@pytest.fixture(scope="module")
def pool() -> list[PackedPage]:
    return make_pool(6, seed=0, hands=make_hands())


def test_a_pages_number_and_seed_decide_it(pool: list[PackedPage]) -> None:
    again = make_pool_page(3, seed=0, hands=make_hands())
    other = make_pool_page(3, seed=1, hands=make_hands())
    assert unpack(pool[3]).turn == again.turn // 90
    assert not np.array_equal(again.image, other.image)


def test_truth_is_packed_without_loss(pool: list[PackedPage]) -> None:
    written = [unpack(page).truth for page in pool]
    assert any(truth[..., 0].any() for truth in written)
    assert all((truth[..., 2][truth[..., 0] > 0] > 0).all() for truth in written)


def test_a_batch_depends_on_its_seed_alone(pool: list[PackedPage]) -> None:
    (first,), (same,), (other,) = (list(training_batches(pool, 3, 1, (seed,))) for seed in (5, 5, 6))
    assert np.array_equal(first[0], same[0])
    assert np.array_equal(first[1], same[1])
    assert not np.array_equal(first[0], other[0])


def test_shapes_and_ranges(pool: list[PackedPage]) -> None:
    ((images, targets),) = training_batches(pool, 4, 1, (0,))
    cells = CROP // STRIDE
    assert images.shape == (4, CROP, CROP, 3)
    assert images.dtype == np.uint8
    assert targets.shape == (4, cells, cells, 4)
    assert targets.dtype == np.float32
    assert targets[..., :2].min() >= 0
    assert targets[..., :2].max() <= 1
    assert set(np.unique(targets[..., 3])) <= {0, 1, 2, 3}


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
@pytest.mark.parametrize("side", [320, 640, 1280])
def test_the_truth_lies_where_the_ink_lies(monkeypatch: pytest.MonkeyPatch, quarters: int, side: int) -> None:
    """A black block on white: dark answers in the image are digit's ink in the target, at any size and turn."""
    monkeypatch.setattr(batches, "_choose_scale", lambda page, rng: side / 640)
    monkeypatch.setattr(batches, "AT_WRITING", 1.0)
    monkeypatch.setattr(batches, "TURNED", float(quarters > 0))
    monkeypatch.setattr(batches, "_light", lambda image, rng: image)
    image, truth = np.full((640, 640, 3), 255, np.uint8), np.zeros((640, 640, 3), np.uint8)
    image[200:280, 300:340], truth[200:280, 300:340] = 0, (255, 0, encode_size(80))
    rng = np.random.default_rng(quarters)
    crop, target = batches._crop(FinderPage(image, truth, 0), rng)
    dark = 1 - crop[..., 0].reshape(CROP // STRIDE, STRIDE, CROP // STRIDE, STRIDE).mean(axis=(1, 3)) / 255
    assert np.abs(np.minimum(dark / batches.FULL_COVER, 1) - target[..., 0]).mean() < 0.25 * target[..., 0].mean()
    sizes = target[..., 2][target[..., 0] == 1]
    assert np.allclose(32 * 2**sizes, 80 * side / 640, rtol=0.05)


def test_a_pages_smallest_digit_never_gets_too_small() -> None:
    truth = np.zeros((400, 800, 3), np.uint8)
    truth[:40, :40, 2], truth[50:250, 50:250, 2] = encode_size(40), encode_size(200)
    rng = np.random.default_rng(0)
    page = FinderPage(truth, truth, 0)
    scales = np.array([batches._choose_scale(page, rng) for _ in range(300)])
    assert batches.LEAST_SIZE <= 40 * scales.min() < 1.2 * batches.LEAST_SIZE
    assert scales.max() * 800 <= batches.SIDES[1]
    empty = FinderPage(truth, np.zeros_like(truth), 0)
    assert min(batches._choose_scale(empty, rng) for _ in range(300)) * 800 < 1.2 * batches.SIDES[0]


def test_a_part_of_another_crop_brings_its_truth_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "LAID_OVER", 1.0)
    cells = CROP // STRIDE
    values = np.arange(2, dtype=np.float32)
    images = np.broadcast_to(values[:, None, None, None].astype(np.uint8), (2, CROP, CROP, 3)).copy()
    targets = np.broadcast_to(values[:, None, None, None], (2, cells, cells, 4)).copy()
    batches._lay_over(images, targets, np.random.default_rng(0))
    coarse = images[:, ::STRIDE, ::STRIDE, :1]
    assert np.array_equal(coarse, targets[..., :1])
    assert set(np.unique(targets[0])) == {0, 1}
