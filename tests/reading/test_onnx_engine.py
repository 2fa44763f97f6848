"""The twin of a network, run by ONNX Runtime."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from mnist_app.imaging.normalize import to_model_input
from mnist_app.reading.engine import run_network
from mnist_app.reading.onnx_engine import OnnxNetwork, load_onnx_network
from mnist_app.runs.evaluation_arrays import read_evaluation
from mnist_app.runs.runs import list_runs, load_run, verified_twin_path

pytest.importorskip("onnxruntime")


@pytest.fixture(scope="module")
def network() -> OnnxNetwork:
    return load_onnx_network(verified_twin_path(load_run()))


def test_a_twin_becomes_a_function(network: OnnxNetwork) -> None:
    softmax = run_network(network, np.random.default_rng(0).integers(0, 256, (5, 28, 28)).astype(np.uint8))
    assert softmax.dtype == np.float32
    np.testing.assert_allclose(softmax.sum(axis=1), np.ones(5), atol=1e-5)
    assert run_network(network, np.zeros((0, 28, 28), np.uint8)).shape == (0, softmax.shape[1])


def test_features_come_beside_the_same_answers(network: OnnxNetwork) -> None:
    x = to_model_input(read_evaluation(load_run()).exemplar_images[:20])
    softmax, features = network.with_features(x)
    np.testing.assert_array_equal(softmax, network(x))
    assert features.shape[0] == 20
    assert features.dtype == np.float32
    assert features.std(axis=0).max() > 0


def test_threads_may_share_it(network: OnnxNetwork) -> None:
    images = read_evaluation(load_run()).exemplar_images[:40]
    expected = run_network(network, images)
    with ThreadPoolExecutor(4) as pool:
        for answers in pool.map(lambda _: run_network(network, images), range(16)):
            np.testing.assert_allclose(answers, expected, atol=1e-6)


@pytest.mark.parametrize("run", list_runs())
def test_agrees_with_keras_on_a_thousand_digits(run: str) -> None:
    keras = pytest.importorskip("keras")
    images = read_evaluation(load_run(run)).exemplar_images[:1000]
    assert len(images) == 1000
    model = keras.saving.load_model(load_run(run).path / "model.keras", compile=False)
    twin = run_network(load_onnx_network(verified_twin_path(load_run(run))), images)
    np.testing.assert_allclose(twin, model.predict(to_model_input(images), verbose=0), atol=1e-5)


def test_nothing_is_told_to_its_makers(tmp_path: Path) -> None:
    """What would be sent is gathered in files of the temporary folder or of the home folder."""
    code = f"""
from pathlib import Path
from mnist_app.reading.onnx_engine import load_onnx_network
load_onnx_network(Path({str(verified_twin_path(load_run()))!r}))
"""
    # Builds on servers, which these variables tell of, are left alone anyway.
    kept = {name: value for name, value in os.environ.items() if "CI" not in name and not name.startswith("ORT_")}
    folders = dict.fromkeys(("TMPDIR", "HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"), str(tmp_path))
    subprocess.run([sys.executable, "-c", code], env=kept | folders, check=True)
    assert list(tmp_path.iterdir()) == []
