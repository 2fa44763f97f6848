"""A trained network -> the evidence beside it: how good it is, where it errs, what it has learned from.

Everything is measured once, when the network is trained, and stored in its run directory (runs.py), so that showing
it needs neither the network nor MNIST. Temperatures and thresholds come from validation; the test set is only reported.
"""

import contextlib
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt

from mnist_app.data.drawn_characters import DrawnCharacters
from mnist_app.data.mnist import CLASSES, Digits, Mnist
from mnist_app.errors import DataError, RunError
from mnist_app.imaging.shapes import measure_shapes
from mnist_app.metrics.calibration import calibrate_answers
from mnist_app.metrics.evaluation import Evaluation, evaluate
from mnist_app.metrics.neighbors import find_neighbors
from mnist_app.reading.engine import expose_features
from mnist_app.runs.evaluation_arrays import RunEvaluation, read_evaluation, write_evaluation
from mnist_app.runs.model_card import write_model_card
from mnist_app.runs.records import Calibration, Checksums, Metrics, OnTest, RunInfo
from mnist_app.runs.run_writing import copy_files, new_run, write_info, write_json
from mnist_app.runs.runs import Run, file_sha256, load_run, verified_model_path
from mnist_app.training.config import TrainConfig
from mnist_app.training.exemplars import choose_exemplars
from mnist_app.training.feature_map import cluster_errors, lay_out
from mnist_app.training.features import predict_features, predict_with_features
from mnist_app.training.fit import FitOptions, FitResult, fit
from mnist_app.training.going_on import go_on
from mnist_app.training.non_digit_evidence import measure_non_digits
from mnist_app.training.provenance import describe_hardware, describe_layers, describe_versions
from mnist_app.training.robustness_evidence import measure_robustness
from mnist_app.training.run_figures import save_run_figures
from mnist_app.training.sources import SOURCES, TrainingData
from mnist_app.training.validation import Validation, validate

SAMPLES_UNSURE = 300  # right answers of least confidence that are stored; a guess at what anyone looks through
SAMPLES_PER_CLASS = 20  # other right answers of each class

# The command line's option for each source's file.
OPTIONS = {"mnist": "--data", "pen_strokes": "--pen-strokes", "drawn_characters": "--drawn-characters"}


def train_and_evaluate(config: TrainConfig, name: str, data: TrainingData, options: FitOptions | None = None) -> Run:
    """Train a network and write its run directory, model and evidence, as a whole; then its checkpoint is removed.

    Raises
    ------
    ConfigError
        if the configuration cannot be trained on this data
    RunError
        if the run cannot be written
    """
    with new_run(name, leftover=options.checkpoint_dir if options else None) as run_dir:
        result = go_on(config, data) if config.from_run else fit(config, data, options)
        result.model.save(run_dir / "model.keras")
        write_json(run_dir / "history.json", result.history)
        _write_evidence(run_dir, name, config, result, data)
    return load_run(name)


def evaluate_again(run: Run, data: TrainingData, refit: bool = False) -> Run:
    """Measure a run's own network on the test digits again, and write the run with what was found, as a whole.

    New are evaluation.npz, the figures of test digits and of corrupted ones in run.json, the model card and, with
    `refit`, what validation decides. The rest is of the training and stays, the drawn figures too. What becomes of
    non-digits is measured again where there are drawn characters or the thresholds are new, and otherwise stays; so
    do the figures of pen strokes where there are none now.

    Parameters
    ----------
    data : what the run was trained on; pen strokes where a fit needs them or they are to be measured, drawn characters
        to measure non-digits, too
    refit : fit temperatures and thresholds on validation again, with all that was validated on

    Raises
    ------
    DataError
        if these are not the data that the run was trained on
    RunError
        if the model file is not the one that the run describes, or the run was replaced meanwhile or cannot be written
    """
    learned = run.info.sha256
    strokes = data.pen_strokes if learned.pen_strokes else None
    validated = TrainingData(data.mnist, strokes, data.drawn_characters if learned.drawn_characters else None)
    needed = ("mnist", "pen_strokes") if strokes else ("mnist",)
    _check_data(run, validated, ("mnist", "pen_strokes", "drawn_characters") if refit else needed)
    network = expose_features(keras.saving.load_model(verified_model_path(run), compile=False))
    info = run.info
    if refit:
        again = validate_trained(network, TrainConfig.from_dict(info.config), validated)
        metrics = replace(info.metrics, val=again.metrics)
        info = replace(info, calibration=again.calibration, thresholds=again.thresholds, metrics=metrics)
    evaluation = collect_evaluation(network, data.mnist, info.calibration, info.seed)
    was_measured = info.metrics.non_digits is not None
    if data.drawn_characters or (refit and (was_measured or info.calibration.detection_temperature)):
        evaluation, metrics = _add_non_digits(network, info, evaluation, data.mnist, data.drawn_characters)
        info = replace(info, metrics=metrics)
    elif was_measured:
        with contextlib.suppress(RunError):  # what is damaged is written again without it
            evaluation = replace(evaluation, non_digit_certainty=read_evaluation(run).non_digit_certainty)
    info = _add_robustness(network, info, data, keeps_sources=not refit)
    test = evaluate(evaluation.probs, evaluation.labels)
    with new_run(run.name, replaced=run) as run_dir:
        copy_files(run.path, run_dir)
        info = replace(info, metrics=replace(info.metrics, test=OnTest.of(test)))
        _write_measured(run_dir, info, evaluation, test)
    return load_run(run.name)


def measure_run_on_non_digits(run: Run, mnist: Mnist, characters: DrawnCharacters) -> Metrics:
    """The figures of a run, with what its network makes of pictures that are no digits; nothing is written.

    Raises
    ------
    RunError
        if the run is damaged, or the model file is not the one that the run describes
    """
    network = expose_features(keras.saving.load_model(verified_model_path(run), compile=False))
    return _add_non_digits(network, run.info, read_evaluation(run), mnist, characters)[1]


def _check_data(run: Run, data: TrainingData, sources: tuple[str, ...]) -> None:
    """Refuse data other than that the run was trained on."""
    for source in sources:
        given = getattr(data, source)
        if (given.sha256 if given else None) != getattr(run.info.sha256, source):
            raise DataError(
                f"{run.name} was trained on other {SOURCES[source]} than these (their SHA-256 differs), so nothing is "
                f"written. Name the file that it was trained on with {OPTIONS[source]}."
            )


def validate_trained(network: keras.Model, config: TrainConfig, data: TrainingData) -> Validation:
    """What validation pictures decide of what `expose_features` returns, and of the run that it went on from."""
    validation = validate(network, data)
    if not config.from_run:
        return validation
    # That run may have been validated on more than is at hand now.
    sure = max(validation.thresholds.sure, load_run(config.from_run).info.thresholds.sure)
    return replace(validation, thresholds=replace(validation.thresholds, sure=sure))


def _write_evidence(run_dir: Path, name: str, config: TrainConfig, result: FitResult, data: TrainingData) -> None:
    network = expose_features(result.model)
    validation = validate_trained(network, config, data)
    evaluation = collect_evaluation(network, data.mnist, validation.calibration, config.seed)
    save_run_figures(run_dir / "figures", config, result.history, result.best_epoch, evaluation, data)
    test = evaluate(evaluation.probs, evaluation.labels)
    info = RunInfo(
        name=name,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        architecture=config.architecture,
        config=asdict(config),
        parameters=result.model.count_params(),
        epochs=len(result.history["loss"]),
        best_epoch=result.best_epoch,
        layers=describe_layers(result.model),
        versions=describe_versions(),
        sha256=Checksums(
            model=file_sha256(run_dir / "model.keras"),
            mnist=data.mnist.sha256,
            pen_strokes=data.pen_strokes.sha256 if data.pen_strokes else None,
            drawn_characters=data.drawn_characters.sha256 if data.drawn_characters else None,
            drawings=data.drawings.sha256 if data.drawings else None,
        ),
        seed=config.seed,
        wall_time_s=round(result.seconds, 1),
        hardware=describe_hardware(),
        metrics=Metrics(OnTest.of(test), validation.metrics),
        calibration=validation.calibration,
        thresholds=validation.thresholds,
    )
    if config.non_digit_share:
        evaluation, metrics = _add_non_digits(network, info, evaluation, data.mnist, data.drawn_characters)
        info = replace(info, metrics=metrics)
    info = _add_robustness(network, info, data)
    _write_measured(run_dir, info, evaluation, test)


def _write_measured(run_dir: Path, info: RunInfo, evaluation: RunEvaluation, test: Evaluation) -> None:
    """Write all that the test digits decide, besides the figures."""
    write_evaluation(run_dir / "evaluation.npz", evaluation)
    write_info(run_dir / "run.json", info)
    (run_dir / "model_card.md").write_text(write_model_card(info, test), encoding="utf-8")


def _add_non_digits(
    network: keras.Model, info: RunInfo, evaluation: RunEvaluation, mnist: Mnist, characters: DrawnCharacters | None
) -> tuple[RunEvaluation, Metrics]:
    """The evaluation and the metrics, with what becomes of pictures that are no digits."""
    found = measure_non_digits(network, info.calibration, info.thresholds, evaluation, mnist, characters)
    metrics = replace(info.metrics, non_digits=found.non_digits, detectors=found.detectors)
    return replace(evaluation, non_digit_certainty=found.certainty), metrics


def _add_robustness(network: keras.Model, info: RunInfo, data: TrainingData, keeps_sources: bool = False) -> RunInfo:
    """run.json with what becomes of corrupted digits and of sources; `keeps_sources`: that are not measured now."""
    found, before = measure_robustness(network, info.calibration, info.thresholds, data), info.metrics.robustness
    if before and keeps_sources:
        found = replace(found, sources=before.sources | found.sources)
    return replace(info, metrics=replace(info.metrics, robustness=found))


def collect_evaluation(network: keras.Model, mnist: Mnist, calibration: Calibration, seed: int) -> RunEvaluation:
    """Everything evaluation.npz holds but for non-digits, for what `expose_features` returns.

    `seed` draws samples and exemplars.
    """
    softmax, features = predict_with_features(network, mnist.test.images)
    answers = calibrate_answers(softmax, calibration.temperature, calibration.detection_temperature)
    probs = answers.probs
    train_features = predict_features(network, mnist.train.images)
    exemplars = choose_exemplars(train_features, mnist.train.labels, seed)
    exemplar_labels = mnist.train.labels[exemplars]
    like_true = find_neighbors(features, mnist.test.labels, train_features[exemplars], exemplar_labels)
    like_pred = find_neighbors(features, probs.argmax(axis=1), train_features[exemplars], exemplar_labels)
    samples = choose_samples(probs, mnist.test.labels, seed)
    return RunEvaluation(
        probs=probs,
        labels=mnist.test.labels,
        sample_index=samples,
        sample_images=mnist.test.images[samples],
        exemplar_images=mnist.train.images[exemplars],
        exemplar_labels=exemplar_labels,
        exemplar_index=mnist.train_index[exemplars],
        neighbors_true=like_true.positions,
        neighbors_pred=like_pred.positions,
        neighbors_true_similarity=like_true.similarity,
        neighbors_pred_similarity=like_pred.similarity,
        class_counts=count_classes(mnist.train, mnist.val, mnist.test),
        mean_digits=mean_digits(mnist.train),
        digit_prob=answers.digit_prob if softmax.shape[1] > CLASSES else None,
        shapes=measure_shapes(mnist.test.images),
        map_positions=lay_out(features, seed),
        error_clusters=cluster_errors(features, mnist.test.labels, probs.argmax(axis=1)),
    )


def choose_samples(probs: npt.NDArray[np.float32], labels: npt.NDArray[np.uint8], seed: int) -> npt.NDArray[np.int32]:
    """The test digits whose images are stored: every error, the least sure right answers, others of each class.

    Parameters
    ----------
    probs : float32 (N, 10)
    labels : uint8 (N,)

    Returns
    -------
    int32 (S,), ascending
    """
    right = probs.argmax(axis=1) == labels
    unsure = np.flatnonzero(right)[np.argsort(probs.max(axis=1)[right], kind="stable")[:SAMPLES_UNSURE]]
    chosen = ~right
    chosen[unsure] = True
    rng = np.random.default_rng(seed)
    for label in range(CLASSES):
        others = np.flatnonzero((labels == label) & ~chosen)
        chosen[rng.permutation(others)[:SAMPLES_PER_CLASS]] = True
    return np.flatnonzero(chosen).astype(np.int32)


def count_classes(*parts: Digits) -> npt.NDArray[np.int32]:
    """How many digits of each class each part holds: int32 (parts, 10)."""
    return np.array([np.bincount(part.labels, minlength=CLASSES) for part in parts], np.int32)


def mean_digits(digits: Digits) -> npt.NDArray[np.uint8]:
    """The mean image of each class, uint8 (10, 28, 28); black for a class without digits."""
    means = np.zeros((CLASSES, *digits.images.shape[1:]), np.uint8)
    for label in np.unique(digits.labels):
        means[label] = np.rint(digits.images[digits.labels == label].mean(axis=0))
    return means
