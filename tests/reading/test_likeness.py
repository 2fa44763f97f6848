from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from builders.fake_run import EXEMPLARS_PER_CLASS, make_evaluation, write_run
from mnist_app.errors import RunError
from mnist_app.reading.likeness import Exemplars
from mnist_app.runs.runs import load_run


class PixelNetwork:
    """Its features are the pixels."""

    def __init__(self) -> None:
        self.images = 0

    def __call__(self, x: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        return np.full((len(x), 10), 0.1, np.float32)

    def with_features(self, x: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        self.images += len(x)
        return self(x), x.reshape(len(x), -1)


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MNIST_APP_MODELS", str(tmp_path))
    write_run("fake", make_evaluation())
    return tmp_path


def test_an_exemplar_is_most_similar_to_itself(models: Path) -> None:
    arrays = make_evaluation()
    alike = Exemplars(PixelNetwork(), load_run("fake")).most_alike(arrays.exemplar_images[20], (3, 4))
    assert [each.label for each in alike] == [3, 4]
    assert alike[0].index[0] == arrays.exemplar_index[20]
    assert float(alike[0].similarity[0]) == pytest.approx(1, abs=1e-3)
    np.testing.assert_array_equal(alike[0].images[0], arrays.exemplar_images[20])
    assert set(alike[1].index.tolist()) <= set(np.flatnonzero(arrays.exemplar_labels == 4).tolist())


def test_features_are_computed_once(models: Path) -> None:
    network = PixelNetwork()
    exemplars = Exemplars(network, load_run("fake"))
    exemplars.prepare()
    assert network.images == 10 * EXEMPLARS_PER_CLASS
    exemplars.most_alike(np.zeros((28, 28), np.uint8), (3, 4))
    assert network.images == 10 * EXEMPLARS_PER_CLASS + 1


def test_a_run_without_evaluation_tells_none(models: Path) -> None:
    (models / "fake" / "evaluation.npz").unlink()
    exemplars = Exemplars(PixelNetwork(), load_run("fake"))
    assert exemplars.most_alike(np.zeros((28, 28), np.uint8), (3, 4)) == ()
    with pytest.raises(RunError, match="missing"):
        exemplars.prepare()


def test_a_look_tells_the_nearest_exemplar_of_each_class(models: Path) -> None:
    arrays = make_evaluation()
    looks = Exemplars(PixelNetwork(), load_run("fake")).look_at(arrays.exemplar_images[[20, 40]])
    assert [int(look.known.argmax()) for look in looks] == arrays.exemplar_labels[[20, 40]].tolist()
    assert looks[0].known.max() == pytest.approx(1, abs=1e-5)
    assert np.linalg.norm(looks[1].features) == pytest.approx(1, abs=1e-5)


def test_a_class_without_exemplars_is_like_nothing(models: Path) -> None:
    arrays = make_evaluation()
    kept = arrays.exemplar_labels != 3
    few = replace(
        arrays,
        exemplar_images=arrays.exemplar_images[kept],
        exemplar_labels=arrays.exemplar_labels[kept],
        exemplar_index=arrays.exemplar_index[kept],
        neighbors_true=arrays.neighbors_true % np.uint16(kept.sum()),
        neighbors_pred=arrays.neighbors_pred % np.uint16(kept.sum()),
    )
    write_run("few", few)
    exemplars = Exemplars(PixelNetwork(), load_run("few"))
    assert [alike.label for alike in exemplars.most_alike(arrays.exemplar_images[0], (3, 4))] == [4]
    (look,) = exemplars.look_at(arrays.exemplar_images[:1])
    assert np.flatnonzero(look.known == -1).tolist() == [3]
