"""A finder in half precision answers as before, goes on learning as before, and takes half the space."""

import io
import zipfile
from pathlib import Path

import h5py
import keras
import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.reading.onnx_engine import load_onnx_finder
from mnist_app.training.export_formats import FORMATS
from mnist_app.training.exporting import write_export
from mnist_app.training.page_finder.half_precision import WEIGHTS, pack_network, pack_twin, round_weights
from mnist_app.training.page_finder.network import build_page_net

Floats = npt.NDArray[np.float32]


@pytest.fixture
def pages() -> Floats:
    return np.random.default_rng(1).uniform(0, 255, (4, 64, 64, 3)).astype(np.float32)


@pytest.fixture
def model(pages: Floats) -> keras.Model:
    """The finder, normalized as these pages ask for, with scales of all sizes and both signs."""
    keras.utils.set_random_seed(0)
    model = build_page_net()
    norms = [layer for layer in model.layers if isinstance(layer, keras.layers.BatchNormalization)]
    random = np.random.default_rng(0)
    for norm in norms:
        norm.momentum = 0.0  # it knows the last batch alone
        norm.gamma.assign(random.choice([-1, 1], norm.gamma.shape) * 2 ** random.uniform(-4, 1, norm.gamma.shape))
    norms[0].gamma.assign(np.where(np.arange(norms[0].gamma.shape[0]) == 3, 0.0, norms[0].gamma))
    answer(model, pages, training=True)
    return model


def kernels(model: keras.Model) -> list[Floats]:
    return [weight.numpy() for weight in model.weights if weight.ndim > 1]


def answer(model: keras.Model, pages: Floats, training: bool = False) -> Floats:
    return np.asarray(keras.ops.convert_to_numpy(model(pages, training=training)))


def attributes(path: Path) -> dict[str, list[tuple[str, object]]]:
    """What Keras's file says of each of its groups and arrays."""
    with zipfile.ZipFile(path) as file, h5py.File(io.BytesIO(file.read(WEIGHTS))) as weights:
        found: dict[str, list[tuple[str, object]]] = {}
        weights.visititems(lambda name, part: found.__setitem__(name, sorted(part.attrs.items())))
        return found


@pytest.mark.parametrize("training", [False, True])
def test_rounding_changes_no_answer_by_much(model: keras.Model, pages: Floats, training: bool) -> None:
    before = answer(model, pages, training)
    assert not all(np.array_equal(each, each.astype(np.float16)) for each in kernels(model))
    sizes = [np.abs(each).max() for each in kernels(model)]
    round_weights(model)
    assert all(np.array_equal(each, each.astype(np.float16)) for each in kernels(model))
    assert [np.abs(each).max() for each in kernels(model)] == pytest.approx(sizes, rel=0.42)  # a root of 2 at most
    assert np.abs(answer(model, pages, training) - before).max() < 0.004 * np.abs(before).max()


def test_a_packed_network_is_the_same_and_small(model: keras.Model, tmp_path: Path) -> None:
    round_weights(model)
    path = tmp_path / "model.keras"
    model.save(path)
    size, expected = path.stat().st_size, attributes(path)
    pack_network(path)
    assert path.stat().st_size < 0.7 * size
    assert attributes(path) == expected
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
