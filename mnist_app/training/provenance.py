"""What a network is and what made it: its layers, the packages, the machine. It goes into run.json."""

import os
import platform
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from mnist_app.runs.records import Layer


def describe_layers(model: keras.Model) -> tuple[Layer, ...]:
    """What each layer is, in order; those of a network within it in its place."""
    return tuple(
        described
        for layer in model.layers
        for described in (describe_layers(layer) if isinstance(layer, keras.Model) else (_describe(layer),))
    )


def describe_versions() -> dict[str, str]:
    """The versions of Python and of what trains a network."""
    return {
        "python": platform.python_version(),
        "tensorflow": tf.__version__,
        "keras": keras.__version__,
        "numpy": np.__version__,
    }


def describe_hardware() -> str:
    """The processor and, if TensorFlow uses any, the GPUs of this machine."""
    gpus = [tf.config.experimental.get_device_details(gpu).get("device_name", gpu.name) for gpu in _gpus()]
    return ", ".join([f"{os.cpu_count()} cores of {_processor()}", *gpus])


def _describe(layer: keras.Layer) -> Layer:
    return Layer(layer.name, type(layer).__name__, tuple(layer.output.shape[1:]), layer.count_params())


def _gpus() -> list[Any]:
    return list(tf.config.list_physical_devices("GPU"))


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")  # Linux says there what platform.processor() does not
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
