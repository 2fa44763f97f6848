"""A trained finder -> its run directory (finder_run.py): the network, its twin, how well it finds each kind of page."""

from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt

from mnist_app.data.pages.hands import Hands
from mnist_app.errors import RunError
from mnist_app.reading.engine import load_keras_finder
from mnist_app.reading.finder import find_writing
from mnist_app.reading.onnx_engine import load_onnx_finder
from mnist_app.runs.finder_run import FinderInfo, FinderRun, load_finder_run
from mnist_app.runs.records import Checksums
from mnist_app.runs.run_writing import new_run, write_json
from mnist_app.runs.runs import FINDER, file_sha256
from mnist_app.training.export_formats import FORMATS, can_write_twins
from mnist_app.training.exporting import write_export
from mnist_app.training.figures import plot_finder_history, plot_kinds, save_figure
from mnist_app.training.page_finder.card import write_finder_card
from mnist_app.training.page_finder.finder_evidence import measure_finder
from mnist_app.training.page_finder.fit import FinderConfig, FinderFit, fit_finder
from mnist_app.training.page_finder.half_precision import pack_network, pack_twin, round_weights
from mnist_app.training.provenance import describe_hardware, describe_versions
from mnist_app.training.sources import TrainingData

# Of an answer, a logit, from which no probability moves by more than a quarter as much: by which the twin may differ
# from Keras, and rounded kernels from those that were trained.
TOLERANCE, ROUNDING = 1e-3, 0.1
MEASURED_PAGES = 10  # of each kind


def train_finder(
    config: FinderConfig, data: TrainingData, checkpoint_dir: Path | None = None, resume: bool = False, verbose: int = 1
) -> FinderRun:
    """Train a finder and write its run directory as a whole; then its checkpoint is removed.

    Raises
    ------
    ConfigError
        if the state to resume is of another configuration or other data
    RunError
        if the run cannot be written, or rounding its kernels changes its answers, or its twin differs from Keras
    """
    strokes, characters = data.pen_strokes, data.characters
    if strokes is None or characters is None:
        raise ValueError("a finder learns from pen strokes and drawn characters, too")
    training = Hands(data.mnist.train, strokes.train, characters.train, other_forms=True)
    validation = Hands(data.mnist.val, strokes.val, characters.val)
    measuring = Hands(data.mnist.test, strokes.val, characters.val)
    with new_run(FINDER, leftover=checkpoint_dir) as run_dir:
        result = fit_finder(config, training, validation, data.checksums, checkpoint_dir, resume, verbose)
        _write(run_dir, config, result, data, measuring)
    written = load_finder_run()
    if written is None:
        raise RunError(f"{FINDER} was written and is gone again; train it again.")
    return written


def _write(run_dir: Path, config: FinderConfig, result: FinderFit, data: TrainingData, hands: Hands) -> None:
    model = run_dir / "model.keras"
    trained = _answer(result.model)
    round_weights(result.model)
    _compare(_answer(result.model), trained, ROUNDING, "with rounded kernels differs from what was trained")
    result.model.save(model)
    pack_network(model)
    twin = _write_twin(result.model, run_dir) if can_write_twins() else None
    write_json(run_dir / "history.json", {key: list(values) for key, values in result.history.items()})
    kinds = measure_finder(partial(find_writing, load_keras_finder(model)), hands, MEASURED_PAGES)
    info = FinderInfo(
        name=FINDER,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        config=asdict(config),
        parameters=result.model.count_params(),
        epochs=len(result.history["loss"]),
        versions=describe_versions(),
        sha256=Checksums(
            model=file_sha256(model),
            mnist=data.mnist.sha256,
            pen_strokes=data.pen_strokes.sha256 if data.pen_strokes else None,
            drawn_characters=data.drawn_characters.sha256 if data.drawn_characters else None,
            onnx=file_sha256(twin) if twin else None,
        ),
        seed=config.seed,
        wall_time_s=round(result.seconds, 1),
        hardware=describe_hardware(),
        kinds=kinds,
    )
    write_json(run_dir / "finder.json", info.to_json())
    figures = run_dir / "figures"
    figures.mkdir()
    save_figure(plot_finder_history(result.history), figures / "history.png")
    save_figure(plot_kinds(kinds), figures / "kinds.png")
    (run_dir / "model_card.md").write_text(write_finder_card(info), encoding="utf-8")


def _write_twin(model: keras.Model, run_dir: Path) -> Path:
    """Write model.onnx beside the network, if it agrees."""
    twin = run_dir / "model.onnx"
    expected = _answer(model)  # first, for Keras exports no network that never ran
    write_export(model, twin, FORMATS["onnx"].keras_name)
    pack_twin(twin)
    _compare(load_onnx_finder(twin)(_page()), expected, TOLERANCE, "as model.onnx differs from Keras")
    return twin


def _page() -> npt.NDArray[np.float32]:
    """A page of noise, by which networks are compared."""
    return np.random.default_rng(0).uniform(0, 255, (1, 320, 448, 3)).astype(np.float32)


def _answer(model: keras.Model) -> npt.NDArray[np.float32]:
    return np.asarray(model.predict(_page(), verbose=0), np.float32)


def _compare(
    answers: npt.NDArray[np.float32], expected: npt.NDArray[np.float32], tolerance: float, what_differs: str
) -> None:
    difference = float(np.abs(answers - expected).max())
    if not difference <= tolerance:
        raise RunError(f"{FINDER} {what_differs} by {difference:.2g}; nothing is written.")
