"""Augmentation: nothing at strength 0, the same from the same seed, still the same digit otherwise."""

import numpy as np
import pytest
import tensorflow as tf

from builders.tiny_mnist import bars
from mnist_app.training.augmentation.augment import augment
from mnist_app.training.augmentation.photometric import EFFECTS, Effect, apply_effects, dilate, erode, trace_edges
from mnist_app.training.augmentation.warp import pixel_grid, resample

IMAGES = bars(44, 0)[0].astype(np.float32) / 255
SEED = tf.constant([1, 2])


def test_strength_zero_leaves_images_as_they_are() -> None:
    np.testing.assert_array_equal(augment(IMAGES, SEED, 0.0), IMAGES)


def test_same_seed_same_images() -> None:
    first, again = (augment(IMAGES, SEED, 1.0, 0.5) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    assert (np.asarray(first) != np.asarray(augment(IMAGES, tf.constant([1, 3]), 1.0, 0.5))).any()


@pytest.mark.parametrize("photometric", [0.0, 0.25, 1.0])
def test_stays_in_range_and_keeps_the_ink(photometric: float) -> None:
    images = np.asarray(augment(IMAGES, SEED, 1.0, photometric))
    assert images.shape == IMAGES.shape
    assert images.dtype == np.float32
    assert images.min() >= 0
    assert images.max() <= 1
    assert (images.sum(axis=(1, 2)) > 5).all()


def test_photometric_effects_only_where_asked() -> None:
    plain = np.asarray(augment(IMAGES, SEED, 0.0, 0.5))
    assert (plain[:22] != IMAGES[:22]).any(axis=(1, 2)).all()
    np.testing.assert_array_equal(plain[22:], IMAGES[22:])


def test_stronger_moves_further() -> None:
    weak, strong = (np.abs(np.asarray(augment(IMAGES, SEED, s)) - IMAGES).mean() for s in (0.1, 1.0))
    assert 0 < weak < strong / 2


@pytest.mark.parametrize("effect", EFFECTS)
def test_every_effect_changes_every_image(effect: Effect) -> None:
    changed = np.clip(effect(IMAGES, SEED), 0, 1)
    assert changed.shape == IMAGES.shape
    assert np.isfinite(changed).all()
    assert (np.abs(changed - IMAGES).max(axis=(1, 2)) > 1 / 255).all()


@pytest.mark.parametrize("effect", [effect for effect in EFFECTS if effect is not trace_edges])
def test_every_image_gets_an_effect_of_its_own(effect: Effect) -> None:
    """But for edges, which lie at the same place at any threshold where all ink is equally dark."""
    copies = np.repeat(IMAGES[:1], 44, axis=0)
    assert len(np.unique(effect(copies, SEED), axis=0)) > 40


@pytest.mark.parametrize("count", [1, 3, len(EFFECTS), 2 * len(EFFECTS) + 5])
def test_any_number_of_images_gets_effects(count: int) -> None:
    changed = np.asarray(apply_effects(IMAGES[:count], SEED))
    assert changed.shape == (count, 28, 28)
    assert changed.min() >= 0
    assert changed.max() <= 1


def test_dilate_and_erode_a_dot_and_a_plus() -> None:
    dot = np.zeros((1, 28, 28), np.float32)
    dot[0, 5, 7] = 1
    plus = np.asarray(dilate(dot))
    assert {tuple(place) for place in np.argwhere(plus[0])} == {(5, 7), (4, 7), (6, 7), (5, 6), (5, 8)}
    np.testing.assert_array_equal(erode(plus), dot)
    corner = np.zeros((1, 28, 28), np.float32)
    corner[0, 0, 0] = 1
    assert np.asarray(dilate(corner)).sum() == 3


def test_resample_reads_where_it_is_told() -> None:
    places = np.broadcast_to(pixel_grid(), (44, 28, 28, 2))
    three_down, half_right = np.array([3, 0], np.float32), np.array([0, 0.5], np.float32)
    np.testing.assert_array_equal(resample(IMAGES, places), IMAGES)
    down = np.asarray(resample(IMAGES, places - three_down))
    np.testing.assert_allclose(down[:, 3:], IMAGES[:, :-3])
    assert not down[:, :3].any()
    half = np.asarray(resample(IMAGES, places + half_right))
    np.testing.assert_allclose(half[:, :, :-1], (IMAGES[:, :, :-1] + IMAGES[:, :, 1:]) / 2, atol=1e-6)
    assert not np.asarray(resample(IMAGES, places + 100 * three_down)).any()
