"""A trained network for other programs: TensorFlow Serving, phones, ONNX Runtime.

Every export takes "image", float32 (N, 28, 28, 1) in [0, 1], 1 = ink, and returns the softmax output, float32 (N, 10)
or, with "no digit" as the last class, (N, 11), before calibration (the temperatures are in run.json). It is kept only
if it agrees with Keras.
"""

import os
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf

from mnist_app.errors import RunError
from mnist_app.imaging.normalize import to_model_input
from mnist_app.reading.onnx_engine import open_session
from mnist_app.runs.evaluation_arrays import read_evaluation
from mnist_app.runs.runs import Run, verified_model_path
from mnist_app.training.export_formats import FORMATS
from mnist_app.training.tensorflow_errors import why_not_written

TOLERANCE = 1e-4  # of a probability: no answer changes by so little, and float32 arithmetic differs by less
CHECKED_DIGITS = 100

Batch = npt.NDArray[np.float32]


def export_run(run: Run, name: str, target: Path | None = None) -> tuple[Path, float, int]:
    """Export a run's network and compare its answers with Keras's.

    Parameters
    ----------
    name : one of `FORMATS`
    target : what to write; by default beneath `exports/`, named after the run

    Returns
    -------
    what was written, the largest difference of any probability, and on how many training digits

    Raises
    ------
    RunError
        if the run is damaged, the target exists, has another ending or cannot be written, or the answers differ
    """
    chosen = FORMATS[name]
    target = target or Path("exports") / chosen.file_name.format(run=run.name)
    if target.suffix != chosen.suffix and chosen.suffix:
        raise RunError(f"A {name} file ends in {chosen.suffix}; received {target.name}. Name {target}{chosen.suffix}.")
    if target.exists():
        raise RunError(f"{target} exists already. Delete it, or name another place with --to.")
    model = keras.saving.load_model(verified_model_path(run), compile=False)
    x = to_model_input(spread_exemplars(run, CHECKED_DIGITS))
    expected = model.predict(x, verbose=0)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".export.", dir=target.parent) as folder:
            unchecked = Path(folder) / target.name
            write_export(model, unchecked, chosen.keras_name)
            difference = float(np.abs(PREDICTORS[name](unchecked, x) - expected).max())
            if not difference <= TOLERANCE:
                raise RunError(f"{run.name} as {name} differs from Keras by {difference:.2g}; nothing was exported.")
            unchecked.rename(target)
    except OSError as error:
        raise RunError(
            f"{target} cannot be written: {error.strerror or error}. Make room there and see that it may be written, "
            "or name another place with --to."
        ) from error
    return target, difference, len(x)


def spread_exemplars(run: Run, most: int) -> npt.NDArray[np.uint8]:
    """At most so many of the training digits that a run has kept, uint8 (N, 28, 28), spread over all of them.

    Raises
    ------
    RunError
        if the run's evidence is missing or damaged
    """
    images = read_evaluation(run).exemplar_images
    return images[np.linspace(0, len(images) - 1, min(most, len(images))).astype(int)]


def write_export(model: keras.Model, path: Path, keras_name: str) -> None:
    """Write a network in one of Keras's formats, without its converters' talk; nothing is compared.

    Raises
    ------
    OSError
        if it cannot be written, also where TensorFlow writes and raises an error of its own
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the converters, about their own future
        try:
            model.export(path, format=keras_name, verbose=False)
        except tf.errors.OpError as error:
            raise OSError(why_not_written(error)) from error


def _predict_saved_model(path: Path, x: Batch) -> Batch:
    loaded = tf.saved_model.load(os.fspath(path))  # holds the weights while `serve` runs
    return np.asarray(loaded.serve(tf.constant(x)))


def _predict_litert(path: Path, x: Batch) -> Batch:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that this interpreter is to move into a package of its own
        interpreter = tf.lite.Interpreter(
            os.fspath(path),
            experimental_op_resolver_type=tf.lite.experimental.OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
        )
    source, result = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
    interpreter.resize_tensor_input(source["index"], x.shape)
    interpreter.allocate_tensors()
    interpreter.set_tensor(source["index"], x)
    interpreter.invoke()
    return np.asarray(interpreter.get_tensor(result["index"]))


def _predict_onnx(path: Path, x: Batch) -> Batch:
    session = open_session(path)
    return np.asarray(session.run(None, {session.get_inputs()[0].name: x})[0])


# How an export's answers are computed: path, x -> softmax output. A test holds the names to those of FORMATS.
PREDICTORS: dict[str, Callable[[Path, Batch], Batch]] = {
    "saved_model": _predict_saved_model,
    "litert": _predict_litert,
    "onnx": _predict_onnx,
}
