"""The formats that a trained network can be exported in (exporting.py does it). Needs no TensorFlow."""

from dataclasses import dataclass

from mnist_app.reading.installed import is_installed

ONNX_WRITERS = ("onnx", "onnxruntime", "tf2onnx")  # the packages that write, and check, what ONNX Runtime reads


@dataclass(frozen=True)
class Format:
    """How a network is written in a format.

    Attributes
    ----------
    keras_name : what `keras.Model.export` calls the format
    file_name : of the export of a run, beneath the folder of all exports
    reader : what reads it, for people
    suffix : how the file's name must end, for Keras; "" if any name will do
    """

    keras_name: str
    file_name: str
    reader: str
    suffix: str = ""


FORMATS = {
    "saved_model": Format("tf_saved_model", "{run}/1", "TensorFlow Serving"),  # which wants a version as the folder
    "litert": Format("litert", "{run}.tflite", "phones", ".tflite"),
    "onnx": Format("onnx", "{run}.onnx", "ONNX Runtime"),
}


def can_write_twins() -> bool:
    """Whether all is installed that a run's model.onnx (twin.py) is written with."""
    return all(map(is_installed, ONNX_WRITERS))
