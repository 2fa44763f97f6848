"""A finder's kernels, rounded to what half precision holds, so that its files take about half the space.

Its twin keeps them in half precision; Keras's file in single precision, whose low bytes are empty and compress away.
Both compute in single precision.
"""

import io
import zipfile
from pathlib import Path

import h5py
import keras
import numpy as np

WEIGHTS = "model.weights.h5"  # the weights' name within Keras's file
LEVEL = 9  # of gzip: the slowest and smallest; it is written once
TINIEST = 2.0**-14  # the smallest normal number of half precision


def round_weights(model: keras.Model) -> None:
    """Round the kernels of all convolutions to half precision; each batch normalization must follow one without a bias.

    Converters multiply a kernel by what the normalization after it scales by, which half precision would not hold any
    more. So each kernel takes that scale first, but for a power of two, which it holds in any case: with that in the
    normalization, kernels stay as large as training made them, and learn on as fast.
    """
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            _move_scale(layer, layer.input._keras_history.operation)
    for layer in model.layers:
        if isinstance(layer, keras.layers.Conv2D):
            layer.kernel.assign(keras.ops.convert_to_numpy(layer.kernel).astype(np.float16).astype(np.float32))


def _move_scale(norm: keras.layers.BatchNormalization, convolution: keras.layers.Conv2D) -> None:
    """Leave a power of two of a normalization's scale, and its sign; the convolution before it takes the rest."""
    gamma, mean, variance = map(keras.ops.convert_to_numpy, (norm.gamma, norm.moving_mean, norm.moving_variance))
    scale = gamma / np.sqrt(variance + norm.epsilon)
    power = np.where(scale == 0, 0.0, np.sign(scale) * 2 ** np.round(np.log2(np.maximum(np.abs(scale), TINIEST))))
    taken = np.divide(scale, power, out=np.ones_like(scale), where=power != 0)
    convolution.kernel.assign(convolution.kernel * taken)
    norm.moving_mean.assign(mean * taken)
    norm.moving_variance.assign(variance * taken**2)
    norm.gamma.assign(power * np.sqrt(variance * taken**2 + norm.epsilon))


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

        source.visititems(copy)
    return packed.getvalue()


def pack_twin(path: Path) -> None:
    """Write model.onnx again with its kernels in half precision, each cast to single precision before it is used."""
    import onnx

    model = onnx.load(path)
    kernels = {node.input[1] for node in model.graph.node if node.op_type == "Conv"}
    for array in model.graph.initializer:
        if array.name not in kernels:
            continue
        name, stored = array.name, f"{array.name}/half"
        array.CopyFrom(onnx.numpy_helper.from_array(onnx.numpy_helper.to_array(array).astype(np.float16), stored))
        model.graph.node.insert(0, onnx.helper.make_node("Cast", [stored], [name], to=onnx.TensorProto.FLOAT))
    onnx.save(model, path)
