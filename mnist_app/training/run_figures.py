"""Which figures a run keeps, `models/<run>/figures/*.png`, and what is on them."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import tensorflow as tf
from matplotlib.figure import Figure

from mnist_app.data.mnist import CLASSES, Digits
from mnist_app.data.stroke_drawing import draw_variants
from mnist_app.imaging.normalize import FULL_INK, to_model_input
from mnist_app.metrics.evaluation import evaluate
from mnist_app.runs.evaluation_arrays import RunEvaluation
from mnist_app.training.augmentation.augment import augment
from mnist_app.training.config import TrainConfig
from mnist_app.training.figures import plot_confusion, plot_digits, plot_history, plot_reliability, save_figure
from mnist_app.training.sources import TrainingData

PER_CLASS = 6  # rows of the grids with one class a column
GRID = 40  # at most so many wrong and right samples


def save_run_figures(
    folder: Path,
    config: TrainConfig,
    history: dict[str, list[float]],
    best_epoch: int,
    evaluation: RunEvaluation,
    data: TrainingData,
) -> None:
    """Draw and write every figure of a run into `folder`, which is made."""
    folder.mkdir()
    figures = {
        "history": plot_history(history, best_epoch),
        "confusion": plot_confusion(evaluate(evaluation.probs, evaluation.labels).confusion),
        "reliability": plot_reliability(evaluation.probs, evaluation.labels),
        "samples_wrong": _plot_samples(evaluation, wrong=True),
        "samples_right": _plot_samples(evaluation, wrong=False),
        "sample_digits": _plot_classes(data.mnist.train, config.seed, "MNIST's training digits"),
        "mean_digits": plot_digits(
            evaluation.mean_digits,
            [str(label) for label in range(CLASSES)],
            title="The mean training digit of each class",
        ),
    }
    if config.augmentation or config.photometric_share:
        figures["augmented_digits"] = _plot_augmented(data.mnist.train, config)
    if data.pen_strokes:
        drawn = draw_variants(data.pen_strokes.train, 1, config.seed, other_forms=True)
        figures["pen_strokes"] = _plot_classes(drawn, config.seed, "Pen strokes, in their own and other people's forms")
    if config.non_digit_share:
        others = data.draw_train_non_digits(GRID, config.seed).images
        figures["non_digits"] = plot_digits(others, [""] * len(others), title="Pictures of what is no digit")
    for name, figure in figures.items():
        save_figure(figure, folder / f"{name}.png")


def _plot_samples(evaluation: RunEvaluation, wrong: bool) -> Figure:
    """The wrong answers, the most confident first, or right answers, those first that were least sure."""
    index = evaluation.sample_index
    labels, probs = evaluation.labels[index], evaluation.probs[index]
    y_pred, confidence = probs.argmax(axis=1), probs.max(axis=1)
    shown = np.flatnonzero((y_pred != labels) == wrong)
    shown = shown[np.argsort(-confidence[shown] if wrong else confidence[shown], kind="stable")][:GRID]
    names = [f"{labels[i]} as {y_pred[i]}" if wrong else f"{y_pred[i]}" for i in shown]
    captions = [f"{name}\n{confidence[i]:.0%}" for name, i in zip(names, shown, strict=True)]
    title = "Wrong, the most confident first" if wrong else "Right, the least sure first"
    return plot_digits(evaluation.sample_images[shown], captions, title=title, nothing="None")


def _plot_classes(digits: Digits, seed: int, title: str) -> Figure:
    """Random digits, one class a column."""
    rows = _draw_per_class(digits, seed)
    return plot_digits(digits.images[rows], [str(label) for label in digits.labels[rows]], title=title)


def _plot_augmented(train: Digits, config: TrainConfig) -> Figure:
    """One training digit of each class, and below it what augmentation makes of it."""
    originals = train.images[_draw_per_class(train, config.seed)[:CLASSES]]
    batch = np.tile(originals, (PER_CLASS - 1, 1, 1))
    order = np.random.default_rng(config.seed).permutation(len(batch))  # augment wants images in random order
    x = tf.constant(to_model_input(batch[order])[..., 0])
    augmented = augment(x, tf.constant([config.seed, 0]), config.augmentation, config.photometric_share).numpy()
    variants = np.empty_like(batch)
    variants[order] = np.rint(augmented * FULL_INK)
    captions = ["original"] * len(originals) + [""] * len(variants)
    images = np.concatenate([originals, variants])
    return plot_digits(images, captions, len(originals), title="Training digits, augmented")


def _draw_per_class(digits: Digits, seed: int) -> npt.NDArray[np.int64]:
    """Random positions, row by row one of each class that occurs."""
    order = np.random.default_rng(seed).permutation(len(digits))
    classes = [order[digits.labels[order] == label] for label in np.unique(digits.labels)]
    rows = min(PER_CLASS, *(len(members) for members in classes))
    return np.stack([members[:rows] for members in classes], axis=1).ravel()
