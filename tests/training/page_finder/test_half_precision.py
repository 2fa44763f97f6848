"""A finder in half precision answers and learns as before, in files of half the size."""

from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.reading.onnx_engine import load_onnx_finder
from mnist_app.training.export_formats import FORMATS
from mnist_app.training.exporting import write_export
from mnist_app.training.page_finder.half_precision import pack_network, pack_twin, round_weights

Floats = npt.NDArray[np.float32]


@pytest.fixture
def pages() -> Floats:
    return np.random.default_rng(1).normal(size=(4, 32, 32, 3)).astype(np.float32)


@pytest.fixture
def model(pages: Floats) -> keras.Model:
    """Two convolutions, the first of which is normalized as these pages ask for, with scales of both signs."""
    keras.utils.set_random_seed(0)
    page = keras.Input((None, None, 3))
    x = keras.layers.Conv2D(64, 3, padding="same", use_bias=False)(page)
    norm = keras.layers.BatchNormalization(momentum=0.0)  # knows the last batch alone
    x = keras.layers.ReLU()(norm(x))
    model = keras.Model(page, keras.layers.Conv2D(64, 3, padding="same")(x))
    answer(model, pages, training=True)
    norm.gamma.assign(np.random.default_rng(0).normal(size=64))
    return model


def kernels(model: keras.Model) -> list[Floats]:
    return [weight.numpy() for weight in model.weights if weight.ndim > 1]


def answer(model: keras.Model, pages: Floats, training: bool = False) -> Floats:
    return np.asarray(keras.ops.convert_to_numpy(model(pages, training=training)))


@pytest.mark.parametrize("training", [False, True])
def test_rounding_changes_no_answer_by_much(model: keras.Model, pages: Floats, training: bool) -> None:
    before = answer(model, pages, training)
    assert not all(np.array_equal(each, each.astype(np.float16)) for each in kernels(model))
    round_weights(model)
    assert all(np.array_equal(each, each.astype(np.float16)) for each in kernels(model))
    assert np.abs(answer(model, pages, training) - before).max() < 0.002 * np.abs(before).max()


def test_a_packed_network_is_the_same_and_small(model: keras.Model, tmp_path: Path) -> None:
    round_weights(model)
    path = tmp_path / "model.keras"
    model.save(path)
    size = path.stat().st_size
    pack_network(path)
    assert path.stat().st_size < 0.7 * size
    packed = keras.saving.load_model(path, compile=False)
    assert [weight.path for weight in packed.weights] == [weight.path for weight in model.weights]
    assert all(map(np.array_equal, packed.get_weights(), model.get_weights()))


def test_a_packed_twin_agrees_and_is_half_as_large(model: keras.Model, pages: Floats, tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime", reason="the twin is written where ONNX Runtime is installed")
    round_weights(model)
    expected = model.predict(pages, verbose=0)
    path = tmp_path / "model.onnx"
    write_export(model, path, FORMATS["onnx"].keras_name)
    size = path.stat().st_size
    pack_twin(path)
    assert path.stat().st_size < 0.6 * size
    np.testing.assert_allclose(load_onnx_finder(path)(pages), expected, atol=1e-5)
