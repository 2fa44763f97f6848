"""A run's twin, model.onnx: its network for ONNX Runtime, so that the app reads without TensorFlow.

It takes "image", float32 (N, 28, 28, 1) in [0, 1], and returns the softmax output, float32 (N, C), not calibrated, and
the features, float32 (N, F), in this order. It is kept only if it agrees with Keras.
"""

from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt

from mnist_app.errors import RunError
from mnist_app.imaging.normalize import to_model_input
from mnist_app.reading.engine import expose_features
from mnist_app.reading.onnx_engine import open_session
from mnist_app.runs.run_writing import copy_files, new_run, write_info
from mnist_app.runs.runs import Run, file_sha256, verified_model_path
from mnist_app.training.export_formats import FORMATS
from mnist_app.training.exporting import spread_exemplars, write_export
from mnist_app.training.features import predict_with_features

TOLERANCE = 1e-5  # of a probability, and of a feature as a share of the largest one
CHECKED_DIGITS = 1000

Floats = npt.NDArray[np.float32]


def add_twin(run: Run) -> tuple[Path, float, int]:
    """Write a run again with a model.onnx of its network, bound to it by its SHA-256 in run.json.

    Returns
    -------
    the file, the largest difference from Keras, and on how many training digits

    Raises
    ------
    RunError
        if the run is damaged, was replaced meanwhile or cannot be written, or the twin differs from Keras by more than
        1e-5
    """
    network = expose_features(keras.saving.load_model(verified_model_path(run), compile=False))
    checked = spread_exemplars(run, CHECKED_DIGITS)
    expected = predict_with_features(network, checked)  # first, for Keras exports no network that never ran
    with new_run(run.name, replaced=run) as run_dir:
        copy_files(run.path, run_dir)
        twin = run_dir / "model.onnx"
        write_export(network, twin, FORMATS["onnx"].keras_name)
        difference = _largest_difference(twin, checked, expected)
        if not difference <= TOLERANCE:
            raise RunError(f"{run.name} as model.onnx differs from Keras by {difference:.2g}; the run is as it was.")
        checksums = replace(run.info.sha256, onnx=file_sha256(twin))
        write_info(run_dir / "run.json", replace(run.info, sha256=checksums))
    return run.path / "model.onnx", difference, len(checked)


def _largest_difference(twin: Path, images: npt.NDArray[np.uint8], expected: tuple[Floats, Floats]) -> float:
    """The larger one of the differences between probabilities and between features, as TOLERANCE measures them."""
    session = open_session(twin)
    softmax, features = session.run(None, {session.get_inputs()[0].name: to_model_input(images)})
    scale = max(float(np.abs(expected[1]).max()), 1.0)
    return max(float(np.abs(softmax - expected[0]).max()), float(np.abs(features - expected[1]).max()) / scale)
