"""How a run's twin, model.onnx, is run with ONNX Runtime: the same answers as engine.py's, without TensorFlow.

Importing this module does not import ONNX Runtime; loading a network does.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mnist_app.imaging.normalize import IMAGE_SIZE

if TYPE_CHECKING:
    import onnxruntime

MAX_THREADS = 4  # a guess: more than that gain nothing on images of 28 x 28, and readings share them

Floats = npt.NDArray[np.float32]


class OnnxNetwork:
    """A network of one session, whose pool of threads all readings share: calls may come from several threads."""

    def __init__(self, session: "onnxruntime.InferenceSession") -> None:
        self._session = session
        self._input = session.get_inputs()[0].name
        self._softmax, self._features = (output.name for output in session.get_outputs())

    def __call__(self, x: Floats) -> Floats:
        """The softmax output, float32 (N, C), of x, float32 (N, 28, 28, 1) in [0, 1]; N at least 1."""
        return np.asarray(self._session.run([self._softmax], {self._input: x})[0], np.float32)

    def with_features(self, x: Floats) -> tuple[Floats, Floats]:
        """The softmax output and the features, float32 (N, F)."""
        softmax, features = self._session.run([self._softmax, self._features], {self._input: x})
        return np.asarray(softmax, np.float32), np.asarray(features, np.float32)


def load_onnx_network(path: Path) -> OnnxNetwork:
    """Load a model.onnx, and run it once, so that the first reading does not wait for it."""
    network = OnnxNetwork(open_session(path))
    network(np.zeros((1, IMAGE_SIZE, IMAGE_SIZE, 1), np.float32))
    return network


def load_onnx_finder(path: Path) -> Callable[[Floats], Floats]:
    """Load a finder's model.onnx (see finder.py), and run it once."""
    session = open_session(path)
    name = session.get_inputs()[0].name

    def network(page: Floats) -> Floats:
        return np.asarray(session.run(None, {name: page})[0], np.float32)

    network(np.zeros((1, 32, 32, 3), np.float32))
    return network


def open_session(path: Path) -> "onnxruntime.InferenceSession":
    """Open a model for ONNX Runtime, which tells its makers nothing.

    Since 1.29 it sends them on Linux and macOS, too, what is run where, unless this variable is set before it starts.
    Source: https://github.com/microsoft/onnxruntime/pull/27379
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(MAX_THREADS, os.cpu_count() or 1)
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # it would keep what the largest batch so far has needed
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads leave the processor alone
    return onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])
