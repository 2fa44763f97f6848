"""A finder's files in half their size: weights that half precision holds, kept so by Keras's file and by its twin.

Only how they are stored changes: both networks compute with the same numbers, in single precision.
"""

import io
import zipfile
from pathlib import Path

import h5py
import keras
import numpy as np

WEIGHTS = "model.weights.h5"  # the weights' name within Keras's file
LEVEL = 9  # of gzip: the slowest and smallest; it is written once


def round_weights(model: keras.Model) -> None:
    """Round the kernels of all convolutions to half precision.

    Converters multiply a kernel by what the batch normalization after it scales by, which half precision would not hold
    any more. So each kernel takes that scale first, and the statistics are set to what they would be then: the network
    answers, and learns on, as before but for the rounding.
    """
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            _move_scale(layer, layer.input._keras_history.operation)
    for layer in model.layers:
        if isinstance(layer, keras.layers.Conv2D):
            layer.kernel.assign(keras.ops.convert_to_numpy(layer.kernel).astype(np.float16).astype(np.float32))


def _move_scale(norm: keras.layers.BatchNormalization, convolution: keras.layers.Conv2D) -> None:
    """Have a convolution without a bias give what is normalized to the scale 1, also in training."""
    gamma, mean, variance = map(keras.ops.convert_to_numpy, (norm.gamma, norm.moving_mean, norm.moving_variance))
    scale = gamma / np.sqrt(variance + norm.epsilon)
    convolution.kernel.assign(convolution.kernel * scale)
    norm.moving_mean.assign(mean * scale)
    norm.moving_variance.assign(variance * scale**2)
    norm.gamma.assign(np.sqrt(variance * scale**2 + norm.epsilon))


def pack_network(path: Path) -> None:
    """Write Keras's file again with its arrays compressed, low bytes apart from high ones; Keras reads it as before."""
    with zipfile.ZipFile(path) as file:
        members = {name: file.read(name) for name in file.namelist()}
    members[WEIGHTS] = _pack_arrays(members[WEIGHTS])
    with zipfile.ZipFile(path, "w") as file:
        for name, content in members.items():
            # The weights lie open: HDF5 looks for its parts here and there.
            file.writestr(name, content, zipfile.ZIP_STORED if name == WEIGHTS else zipfile.ZIP_DEFLATED)


def _pack_arrays(hdf5: bytes) -> bytes:
    packed = io.BytesIO()
    with h5py.File(io.BytesIO(hdf5)) as source, h5py.File(packed, "w") as target:

        def copy(name: str, part: h5py.Group | h5py.Dataset) -> None:
            if isinstance(part, h5py.Group):
                copied = target.require_group(name)
            elif part.ndim > 1:
                copied = target.create_dataset(name, data=part[()], compression=LEVEL, shuffle=True)
            else:
                copied = target.create_dataset(name, data=part[()])
            copied.attrs.update(part.attrs)

        target.attrs.update(source.attrs)
        source.visititems(copy)
    return packed.getvalue()


def pack_twin(path: Path) -> None:
    """Write model.onnx again with its kernels in half precision, each cast to single precision before it is used."""
    import onnx

    model = onnx.load(path)
    for array in model.graph.initializer:
        kernel = onnx.numpy_helper.to_array(array)
        if kernel.dtype != np.float32 or kernel.ndim < 2:
            continue
        name, stored = array.name, f"{array.name}/half"
        array.CopyFrom(onnx.numpy_helper.from_array(kernel.astype(np.float16), stored))
        model.graph.node.insert(0, onnx.helper.make_node("Cast", [stored], [name], to=onnx.TensorProto.FLOAT))
    onnx.save(model, path)
