"""Networks as functions of our own making, and the committed one."""

import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.metrics.detectors import to_unit_length
from mnist_app.reading.engine import BATCH, compute_features, load_network, run_network
from mnist_app.runs.evaluation_arrays import read_evaluation
from mnist_app.runs.runs import load_run, verified_model_path


def mean_gray(x: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """A network of two classes, the second of which is as likely as the image is gray."""
    gray = x.mean(axis=(1, 2, 3))
    return np.stack([1 - gray, gray], axis=1)


@pytest.mark.parametrize("count", [0, 1, BATCH - 1, BATCH, BATCH + 1, 2 * BATCH + 3])
def test_outputs_come_as_they_are_and_in_order(count: int) -> None:
    levels = np.arange(count) % 256
    images = np.broadcast_to(levels[:, np.newaxis, np.newaxis], (count, 28, 28)).astype(np.uint8)
    softmax = run_network(mean_gray, images)
    assert softmax.dtype == np.float32
    np.testing.assert_allclose(softmax, np.stack([1 - levels / 255, levels / 255], axis=1), atol=1e-6)


def test_no_batch_is_larger_than_memory_allows() -> None:
    sizes: list[int] = []

    def network(x: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        sizes.append(len(x))
        return mean_gray(x)

    run_network(network, np.zeros((2 * BATCH + 3, 28, 28), np.uint8))
    assert sizes == [BATCH, BATCH, 3]


@pytest.mark.usefixtures("tensorflow")
def test_a_keras_model_becomes_a_function() -> None:
    network = load_network(verified_model_path(load_run()))
    softmax = run_network(network, np.random.default_rng(0).integers(0, 256, (5, 28, 28)).astype(np.uint8))
    assert softmax.dtype == np.float32
    np.testing.assert_allclose(softmax.sum(axis=1), np.ones(5), atol=1e-5)
    assert run_network(network, np.zeros((0, 28, 28), np.uint8)).shape == (0, softmax.shape[1])


@pytest.mark.usefixtures("tensorflow")
def test_features_are_those_by_which_the_exemplars_were_compared() -> None:
    """The neighbors of a stored sample, found anew, are those that the training wrote into the run."""
    run = load_run()
    arrays, network = read_evaluation(run), load_network(verified_model_path(run))
    sample = 0
    label = int(arrays.labels[arrays.sample_index[sample]])
    of_class = np.flatnonzero(arrays.exemplar_labels == label)
    images = np.concatenate([arrays.sample_images[[sample]], arrays.exemplar_images[of_class]])
    directions = to_unit_length(compute_features(network, images))
    nearest = int(of_class[(directions[1:] @ directions[0]).argmax()])
    assert nearest == arrays.neighbors_true[arrays.sample_index[sample], 0]
