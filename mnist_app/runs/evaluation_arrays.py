"""evaluation.npz: a run's answers to the test set and what is shown beside them, read, checked and written."""

import math
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mnist_app.errors import NPZ_DAMAGED, RunError
from mnist_app.imaging.shapes import SHAPE_FIGURES
from mnist_app.runs.runs import Run, evaluate_command

# Arrays that older runs, and networks that know digits only, lack.
OPTIONAL = ("digit_prob", "non_digit_certainty", "shapes", "map_positions", "error_clusters")
MAP_SIDE = 1000  # positions on the map are whole numbers from 0 to this
MAX_BYTES = 2**28  # of all arrays; a guess: those of 10,000 test digits are 3 MB


@dataclass(frozen=True, eq=False)
class RunEvaluation:
    """The arrays of evaluation.npz; N test digits, S samples, E exemplars from the training set, E at most 65,535.

    Attributes
    ----------
    probs : float32 (N, 10), calibrated
    labels : uint8 (N,), the true classes
    sample_index : int32 (S,), positions in the test set of `sample_images`
    sample_images : uint8 (S, 28, 28): every error, the least sure right answers, some sure ones of each class
    exemplar_images, exemplar_labels, exemplar_index : uint8 (E, 28, 28), uint8 (E,), int32 (E,) into MNIST's x_train
    neighbors_true, neighbors_pred : uint16 (N, 5), positions among the exemplars of the five most similar training
        digits of the true and of the predicted class, most similar first
    neighbors_true_similarity, neighbors_pred_similarity : float16 (N, 5), cosine similarity of the penultimate layer
    class_counts : int32 (3, 10), digits of each class in train, val and test
    mean_digits : uint8 (10, 28, 28), each class's mean training image
    digit_prob : float32 (N,), how probable it is that each is a digit; None for a network that knows digits only
    non_digit_certainty : float32 (M,), how certain the network is of a digit in pictures of none; None if not measured
    shapes : float16 (N, 5), how each test digit is written: the figures that imaging.shapes names; None in older runs
    map_positions : uint16 (N, 2), column and row of each, in 0..1000, on a map on which neighbors are alike to the
        network; None in older runs
    error_clusters : uint16 (N,), which of the groups of similar errors it belongs to, the largest group 1; 0 where it
        is right or like no other error; None in older runs
    """

    probs: npt.NDArray[np.float32]
    labels: npt.NDArray[np.uint8]
    sample_index: npt.NDArray[np.int32]
    sample_images: npt.NDArray[np.uint8]
    exemplar_images: npt.NDArray[np.uint8]
    exemplar_labels: npt.NDArray[np.uint8]
    exemplar_index: npt.NDArray[np.int32]
    neighbors_true: npt.NDArray[np.uint16]
    neighbors_pred: npt.NDArray[np.uint16]
    neighbors_true_similarity: npt.NDArray[np.float16]
    neighbors_pred_similarity: npt.NDArray[np.float16]
    class_counts: npt.NDArray[np.int32]
    mean_digits: npt.NDArray[np.uint8]
    digit_prob: npt.NDArray[np.float32] | None = None
    non_digit_certainty: npt.NDArray[np.float32] | None = None
    shapes: npt.NDArray[np.float16] | None = None
    map_positions: npt.NDArray[np.uint16] | None = None
    error_clusters: npt.NDArray[np.uint16] | None = None

    def __post_init__(self) -> None:
        digits, samples, exemplars = len(self.labels), len(self.sample_index), len(self.exemplar_labels)
        non_digits = 0 if self.non_digit_certainty is None else len(self.non_digit_certainty)
        for name, dtype, shape in (
            ("probs", np.float32, (digits, 10)),
            ("labels", np.uint8, (digits,)),
            ("sample_index", np.int32, (samples,)),
            ("sample_images", np.uint8, (samples, 28, 28)),
            ("exemplar_images", np.uint8, (exemplars, 28, 28)),
            ("exemplar_labels", np.uint8, (exemplars,)),
            ("exemplar_index", np.int32, (exemplars,)),
            ("neighbors_true", np.uint16, (digits, 5)),
            ("neighbors_pred", np.uint16, (digits, 5)),
            ("neighbors_true_similarity", np.float16, (digits, 5)),
            ("neighbors_pred_similarity", np.float16, (digits, 5)),
            ("class_counts", np.int32, (3, 10)),
            ("mean_digits", np.uint8, (10, 28, 28)),
            ("digit_prob", np.float32, (digits,)),
            ("non_digit_certainty", np.float32, (non_digits,)),
            ("shapes", np.float16, (digits, len(SHAPE_FIGURES))),
            ("map_positions", np.uint16, (digits, 2)),
            ("error_clusters", np.uint16, (digits,)),
        ):
            array = getattr(self, name)
            if array is None and name in OPTIONAL:
                continue
            if array.dtype != dtype or array.shape != shape:
                expected = f"{np.dtype(dtype)} {shape}"
                raise ValueError(f"expected {name} to be {expected}, received {array.dtype} {array.shape}")


def read_evaluation(run: Run) -> RunEvaluation:
    """Read the run's evaluation.npz.

    Raises
    ------
    RunError
        if it is missing, damaged or lacks an array, or an array points at nothing or holds no probabilities
    """
    path = run.path / "evaluation.npz"
    again = f"Write it again: {evaluate_command(run.name)}"
    if not path.is_file():
        raise RunError(f"{path} is missing. {again}")
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            _check_sizes(archive)
            file.seek(0)
            with np.load(file, allow_pickle=False) as arrays:
                names = [name for name in RunEvaluation.__dataclass_fields__ if name in arrays or name not in OPTIONAL]
                evaluation = RunEvaluation(**{name: arrays[name] for name in names})
        _check_finite(evaluation)
    except NPZ_DAMAGED as error:
        raise RunError(f"{path} is damaged or of another version. {again}") from error
    if not (_points_at_something(evaluation) and _holds_probabilities(evaluation)):
        raise RunError(f"{path} does not hold what an evaluation writes. {again}")
    return evaluation


def write_evaluation(path: Path, evaluation: RunEvaluation) -> None:
    """Write evaluation.npz, compressed."""
    arrays = {name: getattr(evaluation, name) for name in RunEvaluation.__dataclass_fields__}
    np.savez_compressed(path, **{name: array for name, array in arrays.items() if array is not None})


def _check_sizes(archive: zipfile.ZipFile) -> None:
    """Refuse arrays that are larger than they may be, or than the file holds: NumPy makes room for what they claim."""
    names = {f"{name}.npy" for name in RunEvaluation.__dataclass_fields__}
    members = [member for member in archive.infolist() if member.filename in names]
    if sum(member.file_size for member in members) > MAX_BYTES:
        raise ValueError(f"expected arrays of at most {MAX_BYTES} bytes")
    for member in members:
        with archive.open(member) as file:
            read_header = np.lib.format.read_array_header_1_0
            if np.lib.format.read_magic(file) != (1, 0):
                read_header = np.lib.format.read_array_header_2_0
            shape, _, dtype = read_header(file)
        if math.prod(shape) * dtype.itemsize > member.file_size:
            raise ValueError(f"{member.filename} claims to be {shape} of {dtype}, which its file does not hold")


def _check_finite(evaluation: RunEvaluation) -> None:
    for name in RunEvaluation.__dataclass_fields__:
        array = getattr(evaluation, name)
        if array is not None and not np.isfinite(array).all():
            raise ValueError(f"expected finite numbers in {name}")


def _points_at_something(evaluation: RunEvaluation) -> bool:
    """Whether there are test digits, and every class, every position among digits and every place on the map exists."""
    digits, classes = evaluation.probs.shape
    exemplars = len(evaluation.exemplar_labels)
    ends = {
        "labels": classes,
        "exemplar_labels": classes,
        "sample_index": digits,
        "neighbors_true": exemplars,
        "neighbors_pred": exemplars,
        "map_positions": MAP_SIDE + 1,
    }
    arrays = {name: getattr(evaluation, name) for name in ends}
    exist = all(((array >= 0) & (array < ends[name])).all() for name, array in arrays.items() if array is not None)
    return digits > 0 and exist


def _holds_probabilities(evaluation: RunEvaluation) -> bool:
    """Whether what stands for probabilities lies in 0..1, and the ten of a digit add up to 1."""
    return (
        bool((evaluation.probs >= 0).all())
        and bool(np.allclose(evaluation.probs.sum(axis=1), 1, atol=1e-3))
        and _are_probabilities(evaluation.digit_prob)
        and _are_probabilities(evaluation.non_digit_certainty)
    )


def _are_probabilities(array: npt.NDArray[np.float32] | None) -> bool:
    return array is None or (len(array) > 0 and bool(((array >= 0) & (array <= 1 + 1e-3)).all()))
