"""Every network has the shape, the parameters and the options it says."""

import math
from pathlib import Path
from typing import Any

import cv2
import keras
import numpy as np
import pytest
from keras import layers

from mnist_app.errors import ConfigError
from mnist_app.runs.runs import ARCHITECTURES
from mnist_app.training.networks import NETWORKS, build_model, look_turned
from mnist_app.training.provenance import describe_layers

PARAMETERS = {
    "two_conv": 121_930,
    "three_conv": 110_474,
    "mnist_convnet": 34_826,
    "resnet": 78_042,
    "digit_net": 380_634,
}


def count_multiply_adds(model: keras.Model) -> int:
    """Multiplications (each with its addition) in the convolutions and dense layers for one image."""
    total = 0
    for layer in model.layers:
        if isinstance(layer, layers.Conv2D):
            positions = layer.output.shape[1] * layer.output.shape[2]
            total += positions * math.prod(layer.kernel.shape)
        elif isinstance(layer, layers.Dense):
            total += math.prod(layer.kernel.shape)
    return total


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


@pytest.fixture(scope="module")
def looks_once() -> keras.Model:
    """A network of random weights that is not the same for a picture and for the turned one."""
    keras.utils.set_random_seed(3)
    return build_model("digit_net", outputs=11, width=0.25)


def test_looks_at_a_picture_turned_either_way(looks_once: keras.Model, digits: np.ndarray) -> None:
    thrice = look_turned(looks_once, 10)
    answers = [looks_once(turn(digits, degrees)[..., None], training=False) for degrees in (0, 10, -10)]
    mean = np.exp(np.average(np.log(answers), axis=0, weights=(0.5, 0.25, 0.25)))
    expected = mean / mean.sum(axis=1, keepdims=True)
    assert np.abs(expected - np.asarray(answers[0])).max() > 3e-4
    # OpenCV turns by whole 32nds of a pixel.
    np.testing.assert_allclose(thrice(digits[..., None], training=False), expected, atol=2e-4)


def test_a_look_turned_by_nothing_changes_nothing(looks_once: keras.Model, digits: np.ndarray) -> None:
    thrice = look_turned(looks_once, 0)
    np.testing.assert_allclose(thrice(digits[..., None]), looks_once(digits[..., None]), atol=1e-6)


def test_looking_turned_adds_no_weights(looks_once: keras.Model, tmp_path: Path) -> None:
    thrice = look_turned(looks_once, 10)
    thrice.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras", compile=False)
    for model in (thrice, loaded):
        assert len(model.weights) == len(looks_once.weights)
        for weight, own in zip(model.weights, looks_once.weights, strict=True):
            np.testing.assert_array_equal(weight, own)
    described = describe_layers(loaded)
    assert sum(layer.parameters for layer in described) == looks_once.count_params()
    convolutions = [layer for layer in describe_layers(looks_once) if layer.type == "Conv2D"]
    assert [layer for layer in described if layer.type == "Conv2D"] == convolutions


def test_features_are_those_of_the_picture_as_it_is(looks_once: keras.Model, digits: np.ndarray) -> None:
    thrice = look_turned(looks_once, 10)
    own, expected = (
        np.asarray(keras.Model(model.input, model.get_layer("features").output)(digits[..., None], training=False))
        for model in (thrice, looks_once)
    )
    np.testing.assert_allclose(own, expected, atol=1e-6)


@pytest.fixture
def digits() -> np.ndarray:
    """Four pictures of strokes, float32 (4, 28, 28)."""
    images = np.zeros((4, 28, 28), np.float32)
    for number, image in enumerate(images):
        cv2.line(image, (8 + number, 5), (20, 22), 1.0, 2)
        cv2.line(image, (20, 6), (6, 12 + 2 * number), 1.0, 2)
        image[:, -2:] += 0.1 * number  # light at an edge
    return images


def turn(images: np.ndarray, degrees: float) -> np.ndarray:
    matrix = cv2.getRotationMatrix2D((13.5, 13.5), degrees, 1)
    return np.stack([cv2.warpAffine(image, matrix, (28, 28), borderMode=cv2.BORDER_REPLICATE) for image in images])
