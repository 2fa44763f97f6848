"""Which engine runs a network: Keras (engine.py) where TensorFlow is installed, else ONNX Runtime (onnx_engine.py).

The environment variable MNIST_APP_ENGINE decides otherwise: `keras`, `onnx`, or `auto` for the above.
"""

import os
from pathlib import Path
from typing import Literal

from mnist_app.errors import ConfigError
from mnist_app.reading.engine import FeatureNetwork, keep_what_is_compiled, load_network
from mnist_app.reading.installed import is_installed
from mnist_app.reading.onnx_engine import load_onnx_network
from mnist_app.reading.quiet import import_tensorflow
from mnist_app.runs.runs import Run, verified_model_path, verified_twin_path

Engine = Literal["keras", "onnx"]

VARIABLE = "MNIST_APP_ENGINE"


def choose_engine() -> Engine:
    """The engine that is to run networks.

    Raises
    ------
    ConfigError
        if MNIST_APP_ENGINE is none of its three values, or names an engine that is not installed
    """
    wanted = os.environ.get(VARIABLE) or "auto"
    if wanted not in ("auto", "keras", "onnx"):
        raise ConfigError(f"{VARIABLE} is “{wanted[:80]}”: set it to auto, keras or onnx, or do not set it.")
    if wanted != "onnx" and is_installed("tensorflow"):
        return "keras"
    if wanted == "keras":
        raise ConfigError(
            f"{VARIABLE} is keras, but TensorFlow is not installed: run `python -m pip install -r requirements.txt`, "
            f"or set {VARIABLE} to onnx."
        )
    if not is_installed("onnxruntime"):
        raise ConfigError(
            "Neither engine that reads can be used: run `python -m pip install -r requirements.txt` for TensorFlow, "
            f"or `python -m pip install -r requirements-serve.txt` for ONNX Runtime, if {VARIABLE} asks for it."
        )
    return "onnx"


def engine_file(run: Run) -> Path:
    """The file of the run that the chosen engine loads, once its SHA-256 is found to be the one that run.json states.

    Raises
    ------
    ConfigError
        as `choose_engine`
    RunError
        if the run does not have the file, or another one
    """
    return verified_model_path(run) if choose_engine() == "keras" else verified_twin_path(run)


def load_run_network(run: Run) -> FeatureNetwork:
    """Load a run's network for the chosen engine and warm it up; errors as of `engine_file`."""
    path = engine_file(run)
    return load_network(path) if choose_engine() == "keras" else load_onnx_network(path)


def prepare_engine() -> None:
    """Start what networks need, quietly, and keep what Keras compiles: Streamlit clears Keras's session after a run."""
    if choose_engine() == "keras":
        import_tensorflow()
        keep_what_is_compiled()
