"""Batches: every digit once an epoch, sources by their shares, and any epoch can be drawn without those before it."""

from dataclasses import replace

import numpy as np
import pytest

from builders.tiny_mnist import bars
from mnist_app.data.mnist import NO_DIGIT_LABEL, Digits, one_hot
from mnist_app.imaging.normalize import to_model_input
from mnist_app.training.batches import (
    CALM_AUGMENTATION,
    CALM_PHOTOMETRIC,
    BatchPlan,
    Source,
    draw_epoch,
    training_batches,
    validation_batches,
)

MNIST = Digits(*bars(50, 0))
OTHERS = bars(7, 1)[0]
TARGETS = one_hot(MNIST.labels, 11)
OTHER_TARGETS = one_hot(np.full(7, NO_DIGIT_LABEL), 11)
PLAN = BatchPlan(
    sources=(Source(MNIST.images, TARGETS, 0.75), Source(OTHERS, OTHER_TARGETS, 0.25)),
    batch_size=12,
    seed=5,
)


def test_an_epoch_is_one_pass_over_the_first_source() -> None:
    assert (PLAN.counts, PLAN.steps_per_epoch) == ((9, 3), 5)
    drawn = draw_epoch(PLAN, 0)
    assert drawn.shape == (5, 12)
    first = drawn[drawn < 50]
    assert len(first) == len(set(first)) == 45
    assert ((drawn < 50).sum(axis=1) == 9).all()
    assert set(drawn[drawn >= 50]) == set(range(50, 57))


def test_epochs_differ_and_seeds_differ() -> None:
    np.testing.assert_array_equal(draw_epoch(PLAN, 1), draw_epoch(PLAN, 1))
    assert (draw_epoch(PLAN, 1) != draw_epoch(PLAN, 2)).any()
    assert (draw_epoch(PLAN, 1) != draw_epoch(replace(PLAN, seed=6), 1)).any()


def test_without_augmentation_batches_are_what_serving_feeds() -> None:
    x, targets = next(iter(training_batches(PLAN, 0, 1)))
    index = draw_epoch(PLAN, 0)[0]
    np.testing.assert_array_equal(x, to_model_input(np.concatenate([MNIST.images, OTHERS])[index]))
    np.testing.assert_array_equal(targets, np.concatenate([TARGETS, OTHER_TARGETS])[index])


def test_any_epoch_can_be_drawn_alone() -> None:
    plan = replace(PLAN, augmentation=1.0, photometric=0.5)
    whole = [x.numpy() for x, _ in training_batches(plan, 0, 3)]
    last = [x.numpy() for x, _ in training_batches(plan, 2, 3)]
    assert len(whole) == 15
    np.testing.assert_array_equal(whole[10:], last)


def test_the_last_epochs_are_calmer() -> None:
    plan = replace(PLAN, augmentation=1.0, photometric=0.5)
    full, calm = (
        [x.numpy() for x, _ in training_batches(replace(plan, calm_from=start), first, 3)]
        for start, first in ((None, 0), (1, 0))
    )
    less = replace(plan, augmentation=CALM_AUGMENTATION, photometric=CALM_PHOTOMETRIC * 0.5)
    quiet = [x.numpy() for x, _ in training_batches(less, 0, 3)]
    np.testing.assert_array_equal(calm[:5], full[:5])
    np.testing.assert_array_equal(calm[5:], quiet[5:])
    resumed = [x.numpy() for x, _ in training_batches(replace(plan, calm_from=1), 2, 3)]
    np.testing.assert_array_equal(resumed, calm[10:])


def test_smoothing_spreads_a_digit_over_the_ten_digits_and_leaves_what_is_none() -> None:
    _, targets = next(iter(training_batches(replace(PLAN, label_smoothing=0.1), 0, 1)))
    digits, others = targets.numpy()[targets[:, NO_DIGIT_LABEL] == 0], targets.numpy()[targets[:, NO_DIGIT_LABEL] == 1]
    assert (len(digits), len(others)) == (9, 3)
    assert sorted(set(np.round(digits[:, :NO_DIGIT_LABEL].ravel(), 4))) == pytest.approx([0.01, 0.91])
    assert (others[:, :NO_DIGIT_LABEL] == 0).all()
    np.testing.assert_allclose(targets.numpy().sum(axis=1), 1, rtol=1e-5)


def test_smoothing_of_ten_classes_spreads_over_all() -> None:
    plan = replace(PLAN, sources=(Source(MNIST.images, one_hot(MNIST.labels), 1.0),), label_smoothing=0.1)
    _, targets = next(iter(training_batches(plan, 0, 1)))
    assert targets.shape == (12, 10)
    assert sorted(set(np.round(targets.numpy().ravel(), 4))) == pytest.approx([0.01, 0.91])


def test_validation_is_in_order_and_whole() -> None:
    x, targets = (np.concatenate(parts) for parts in zip(*validation_batches(MNIST), strict=True))
    np.testing.assert_array_equal(x, to_model_input(MNIST.images))
    np.testing.assert_array_equal(targets.argmax(axis=1), MNIST.labels)
