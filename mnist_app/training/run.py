"""A trained network -> the evidence beside it: how good it is, where it errs, what it has learned from.

Everything is measured once, when the network is trained, and stored in its run directory (runs.py), so that showing
it needs neither the network nor MNIST. Temperature and thresholds come from validation; the test set is only reported.
"""

import shutil
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from mnist_app.data.mnist import CLASSES, NO_DIGIT, Digits, Mnist
from mnist_app.errors import DataError
from mnist_app.imaging.normalize import to_model_input
from mnist_app.metrics.calibration import (
    calibrate_answers,
    fit_detection_temperature,
    fit_digit_threshold,
    fit_sure_threshold,
    fit_temperature,
    mix_weights,
)
from mnist_app.metrics.evaluation import Evaluation, evaluate, mean_loss
from mnist_app.runs.evaluation_arrays import RunEvaluation, write_evaluation
from mnist_app.runs.model_card import write_model_card
from mnist_app.runs.records import (
    Calibration,
    Checksums,
    Metrics,
    OnNonDigits,
    OnTest,
    OnValidation,
    RunInfo,
    Thresholds,
)
from mnist_app.runs.run_writing import new_run, write_info, write_json
from mnist_app.runs.runs import Run, file_sha256, load_run, verified_model_path
from mnist_app.training.config import TrainConfig
from mnist_app.training.exemplars import choose_exemplars, find_neighbors
from mnist_app.training.fit import FitOptions, FitResult, fit
from mnist_app.training.provenance import describe_hardware, describe_layers, describe_versions
from mnist_app.training.run_figures import save_run_figures
from mnist_app.training.sources import TrainingData

BATCH = 500  # no gradients: larger batches only save overhead
SAMPLES_UNSURE = 300  # right answers of least confidence that are stored; a guess at what anyone looks through
SAMPLES_PER_CLASS = 20  # other right answers of each class
NON_DIGIT_SHARE = 0.2  # of what people draw is taken to be no digit: a guess, by which validation pictures are weighed


@dataclass(frozen=True)
class Validation:
    """What the validation pictures say, digits and non-digits.

    Attributes
    ----------
    calibration, thresholds : fitted on them; `thresholds.digit` is 0 for a network that knows only digits
    metrics : with the temperature
    """

    calibration: Calibration
    thresholds: Thresholds
    metrics: OnValidation


def train_and_evaluate(config: TrainConfig, name: str, data: TrainingData, options: FitOptions | None = None) -> Run:
    """Train a network and write its run directory, model and evidence, as a whole.

    Raises
    ------
    ConfigError
        if the configuration cannot be trained on this data
    RunError
        if the run cannot be written
    """
    with new_run(name) as run_dir:
        result = fit(config, data, options)
        result.model.save(run_dir / "model.keras")
        write_json(run_dir / "history.json", result.history)
        _write_evidence(run_dir, name, config, result, data)
    return load_run(name)


def evaluate_again(run: Run, mnist: Mnist) -> Run:
    """Measure a run's own network on the test digits again, and write the run with what was found, as a whole.

    New are evaluation.npz, the test figures in run.json and the model card. The rest is of the training and stays,
    its figures too: they show the same network and the same digits.

    Raises
    ------
    DataError
        if these are not the digits that the run was trained on
    RunError
        if the model file is not the one that the run describes, or the run cannot be written
    """
    if mnist.sha256 != run.info.sha256.mnist:
        raise DataError(
            f"{run.name} was trained on other digits than these (their SHA-256 differs), so nothing is written. "
            "Name the file that it was trained on with --data."
        )
    network = with_features(keras.saving.load_model(verified_model_path(run), compile=False))
    evaluation = collect_evaluation(network, mnist, run.info.calibration.temperature, run.info.seed)
    test = evaluate(evaluation.probs, evaluation.labels)
    with new_run(run.name) as run_dir:
        shutil.copytree(run.path, run_dir, dirs_exist_ok=True)
        info = replace(run.info, metrics=replace(run.info.metrics, test=OnTest.of(test)))
        _write_measured(run_dir, info, evaluation, test)
    return load_run(run.name)


def with_features(model: keras.Model) -> keras.Model:
    """The same network with two outputs: its softmax output and its features, the last layer but one."""
    return keras.Model(model.inputs, [model.outputs[0], model.get_layer("features").output])


def predict_with_features(
    network: keras.Model, images: npt.NDArray[np.uint8]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Run images, uint8 (N, 28, 28), through what `with_features` returns.

    Returns
    -------
    softmax : float32 (N, C), not calibrated
    features : float32 (N, F)
    """
    softmax, features = network.predict(to_model_input(images), batch_size=BATCH, verbose=0)
    return softmax, features


def _write_evidence(run_dir: Path, name: str, config: TrainConfig, result: FitResult, data: TrainingData) -> None:
    network = with_features(result.model)
    validation = _validate(network, data, knows_non_digits=bool(config.non_digit_share))
    evaluation = collect_evaluation(network, data.mnist, validation.calibration.temperature, config.seed)
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
        ),
        seed=config.seed,
        wall_time_s=round(result.seconds, 1),
        hardware=describe_hardware(),
        metrics=Metrics(OnTest.of(test), validation.metrics),
        calibration=validation.calibration,
        thresholds=validation.thresholds,
    )
    _write_measured(run_dir, info, evaluation, test)


def _write_measured(run_dir: Path, info: RunInfo, evaluation: RunEvaluation, test: Evaluation) -> None:
    """Write all that the test digits decide, besides the figures."""
    write_evaluation(run_dir / "evaluation.npz", evaluation)
    write_info(run_dir / "run.json", info)
    (run_dir / "model_card.md").write_text(write_model_card(info, test), encoding="utf-8")


def _validate(network: keras.Model, data: TrainingData, knows_non_digits: bool) -> Validation:
    """Fit temperature and thresholds on all validation pictures, and measure each source."""
    digits = data.val
    others = data.val_non_digits.images if knows_non_digits else digits.images[:0]
    labels = np.concatenate([digits.labels, np.full(len(others), NO_DIGIT, np.uint8)])
    is_digit = labels != NO_DIGIT
    softmax, _ = predict_with_features(network, np.concatenate([digits.images, others]))
    weights = mix_weights(is_digit, NON_DIGIT_SHARE)
    calibration = Calibration(
        fit_temperature(softmax[is_digit, :CLASSES], digits.labels),
        fit_detection_temperature(softmax, is_digit, weights) if knows_non_digits else None,
    )
    answers = calibrate_answers(softmax, calibration.temperature, calibration.detection_temperature)
    scores = _split(answers.digit_score[is_digit], data.val_sources)
    thresholds = Thresholds(
        fit_sure_threshold(answers.joint, labels, weights),
        min(map(fit_digit_threshold, scores)) if knows_non_digits else 0.0,
    )
    on_others = OnNonDigits.of(answers[~is_digit], answers[is_digit], thresholds) if len(others) else None
    return Validation(calibration, thresholds, _measure_validation(answers.probs[is_digit], data, on_others))


def _measure_validation(
    probs: npt.NDArray[np.float32], data: TrainingData, non_digits: OnNonDigits | None
) -> OnValidation:
    """The figures of the validation digits, float32 (N, 10), source after source."""
    right = probs.argmax(axis=1) == data.val.labels
    of_source = dict(zip(data.val_sources, _split(right, data.val_sources), strict=True))
    return OnValidation(
        accuracy=float(right.mean()),
        loss=mean_loss(probs, data.val.labels),
        mnist_accuracy=float(of_source["mnist"].mean()),
        pen_strokes_accuracy=float(of_source["pen_strokes"].mean()) if "pen_strokes" in of_source else None,
        non_digits=non_digits,
    )


def _split(values: npt.NDArray[Any], sources: dict[str, Digits]) -> list[npt.NDArray[Any]]:
    """Values of all digits, source after source, by source."""
    return np.split(values, np.cumsum([len(digits) for digits in sources.values()])[:-1])


def collect_evaluation(network: keras.Model, mnist: Mnist, temperature: float, seed: int) -> RunEvaluation:
    """Everything evaluation.npz holds, for what `with_features` returns.

    `temperature` is that of the ten digits; `seed` draws samples and exemplars.
    """
    softmax, features = predict_with_features(network, mnist.test.images)
    probs = calibrate_answers(softmax, temperature).probs
    _, train_features = predict_with_features(network, mnist.train.images)
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
