"""Every network has the shape, the parameters and the options it says."""

from typing import Any

import keras
import numpy as np
import pytest

from mnist_app.errors import ConfigError
from mnist_app.runs.runs import ARCHITECTURES
from mnist_app.training.networks import NETWORKS, build_model, count_multiply_adds

PARAMETERS = {
    "two_conv": 121_930,
    "three_conv": 110_474,
    "mnist_convnet": 34_826,
    "resnet": 78_042,
    "digit_net": 380_634,
}


def test_every_architecture_is_built_and_counted() -> None:
    assert tuple(NETWORKS) == tuple(PARAMETERS) == ARCHITECTURES


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_parameters_and_output(name: str) -> None:
    model = build_model(name)
    assert model.count_params() == PARAMETERS[name]
    probs = np.asarray(model(np.zeros((2, 28, 28, 1), np.float32), training=False))
    assert probs.shape == (2, 10)
    np.testing.assert_allclose(probs.sum(axis=1), 1, rtol=1e-5)
    assert model.get_layer("features").output.ndim == 2


def test_digit_net_with_a_class_for_no_digit_is_small_enough() -> None:
    model = build_model("digit_net", outputs=11)
    assert model.output_shape == (None, 11)
    assert model.count_params() == PARAMETERS["digit_net"] + 512 + 1 <= 1_000_000


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_options_change_what_they_name(name: str) -> None:
    kinds = [type(layer) for layer in build_model(name, dropout=0.3, batch_norm=True, l2=1e-4).layers]
    assert keras.layers.Dropout in kinds
    assert keras.layers.BatchNormalization in kinds
    assert len(build_model(name, l2=1e-4).losses) == len([w for w in build_model(name).trainable_weights if w.ndim > 1])
    assert build_model(name, width=0.5).count_params() < PARAMETERS[name] * 0.6


def test_multiply_adds_of_two_conv() -> None:
    by_hand = 26 * 26 * 9 * 32 + 11 * 11 * 9 * 32 * 64 + 1600 * 64 + 64 * 10
    assert count_multiply_adds(build_model("two_conv")) == by_hand


def test_digit_net_is_small_enough_for_two_cores() -> None:
    assert count_multiply_adds(build_model("digit_net")) == 9_318_464


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("four_conv", {}, "no network called 'four_conv'"),
        ("two_conv", {"dropout": 1.0}, "dropout"),
        ("two_conv", {"width": 0.0}, "width"),
        ("two_conv", {"width": 100.0}, "width"),
        ("two_conv", {"l2": -1e-4}, "L2"),
        ("two_conv", {"l2": float("nan")}, "L2"),
    ],
)
def test_refuses_what_it_cannot_build(name: str, options: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        build_model(name, **options)
