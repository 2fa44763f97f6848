"""Arrays in, matplotlib figures out: what a training leaves as pictures. No global state, no window, no Keras.

Colors: Okabe and Ito's palette, which color-blind people can tell apart; lines differ in style as well.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from mnist_app.metrics.bins import CALIBRATION_BINS, bin_by_confidence
from mnist_app.runs.finder_run import OnPages

BLUE, ORANGE, GRAY = "#0072B2", "#E69F00", "#999999"
DPI = 100
CELL_INCHES = 0.8  # width of one digit in a grid
ERROR_TICKS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


def plot_history(history: dict[str, list[float]], best_epoch: int) -> Figure:
    """Loss and accuracy by epoch, of training and validation, the kept epoch marked.

    Parameters
    ----------
    history : Keras's keys, one value per epoch
    best_epoch : counted from 1
    """
    figure = Figure(figsize=(9, 3.6), layout="constrained")
    axes = figure.subplots(1, 2)
    for ax, key in zip(axes, ("loss", "accuracy"), strict=True):
        for prefix, name, color, style in (("", "training", BLUE, "-"), ("val_", "validation", ORANGE, "--")):
            values = history[prefix + key]
            ax.plot(range(1, len(values) + 1), values, style, color=color, label=name, marker="o", markersize=3)
        ax.axvline(best_epoch, color=GRAY, linewidth=1, linestyle=":", label=f"kept: epoch {best_epoch}")
        ax.set(xlabel="epoch", title=key)
        ax.set_xlim(0.5, len(history[key]) + 0.5)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
        ax.grid(alpha=0.3)
        ax.legend()
    return figure


def plot_confusion(confusion: npt.NDArray[np.int64]) -> Figure:
    """The confusion matrix, int (10, 10), [true, predicted]: counts in the cells, the errors colored by how many."""
    figure = Figure(figsize=(6.4, 5.6), layout="constrained")
    ax = figure.subplots()
    errors = np.where(np.eye(len(confusion), dtype=bool), 0, confusion)
    most = max(int(errors.max()), 1)
    picture = ax.imshow(np.ma.masked_equal(errors, 0), cmap="Blues", norm=LogNorm(0.5, max(most, 2)))
    for (true, pred), count in np.ndenumerate(confusion):
        if count:
            light = true != pred and count > most**0.5
            weight = "normal" if true != pred else "bold"
            ax.text(
                pred, true, str(count), ha="center", va="center", color="white" if light else "black", weight=weight
            )
    classes = range(len(confusion))
    title = f"{int(errors.sum())} of {int(confusion.sum())} digits are read as another"
    ax.set(xlabel="predicted", ylabel="true", xticks=classes, yticks=classes, title=title)
    bar = figure.colorbar(picture, label="errors", ticks=[n for n in ERROR_TICKS if n <= most], format="%d")
    bar.minorticks_off()
    return figure


def plot_reliability(probs: npt.NDArray[np.float32], labels: npt.NDArray[np.integer]) -> Figure:
    """How often answers of each confidence are right, and how many there are.

    Parameters
    ----------
    probs : float32 (N, 10)
    labels : int (N,)
    """
    bins = bin_by_confidence(probs.max(axis=1), probs.argmax(axis=1) != labels)
    width = 1 / CALIBRATION_BINS
    figure = Figure(figsize=(5, 4.2), layout="constrained")
    ax = figure.subplots()
    ax.plot([0, 1], [0, 1], ":", color=GRAY, label="ideal")
    lows, shares = [each.low for each in bins], [each.accuracy for each in bins]
    ax.bar(lows, shares, width=0.9 * width, align="edge", color=BLUE, alpha=0.8, label="measured")
    for each in bins:
        ax.text(each.low + width / 2, each.accuracy, str(each.count), ha="center", va="bottom", fontsize=7)
    ax.set(xlabel="confidence", ylabel="share of right answers", xlim=(0, 1), ylim=(0, 1.08))
    figure.legend(loc="outside lower center", ncols=2)
    return figure


def plot_digits(
    images: npt.NDArray[np.uint8], captions: Sequence[str], columns: int = 10, title: str = "", nothing: str = ""
) -> Figure:
    """A grid of digits, unsmoothed, ink dark on white.

    Parameters
    ----------
    images : uint8 (N, 28, 28), 255 = ink
    captions : one for each image
    nothing : what to write when there are no images
    """
    rows = max(-(-len(images) // columns), 1)
    figure = Figure(figsize=(columns * CELL_INCHES, rows * CELL_INCHES * 1.3 + 0.4), layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False).ravel()
    for ax in axes:
        ax.axis("off")
    for ax, image, caption in zip(axes, images, captions, strict=False):
        _draw_digit(ax, image, caption)
    if not len(images):
        figure.text(0.5, 0.5, nothing, ha="center", va="center")
    figure.suptitle(title)
    return figure


def plot_trials(numbers: Sequence[int], accuracies: Sequence[float], pruned: Sequence[bool]) -> Figure:
    """A search's trials by number: the validation accuracy of each, those cut off apart, and the best so far."""
    figure = Figure(figsize=(7, 4), layout="constrained")
    ax = figure.subplots()
    number, accuracy, cut_off = np.array(numbers, int), np.array(accuracies, float), np.array(pruned, bool)
    ax.plot(number[cut_off], accuracy[cut_off], "x", color=GRAY, label="cut off")
    ax.plot(number[~cut_off], accuracy[~cut_off], "o", color=BLUE, label="finished")
    ax.plot(number[~cut_off], np.maximum.accumulate(accuracy[~cut_off]), "-", color=ORANGE, label="best so far")
    ax.set(xlabel="trial", ylabel="validation accuracy")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    ax.grid(alpha=0.3)
    ax.legend()
    return figure


def plot_importances(importances: dict[str, float]) -> Figure:
    """How much each setting decides the validation accuracy, the most important on top."""
    figure = Figure(figsize=(6, 0.8 + 0.4 * len(importances)), layout="constrained")
    ax = figure.subplots()
    bars = ax.barh(list(importances), list(importances.values()), color=BLUE)
    ax.bar_label(bars, fmt="%.2f", padding=3)
    ax.invert_yaxis()
    ax.set(xlabel="share of the differences in validation accuracy", xlim=(0, 1.1))
    return figure


def plot_finder_history(history: dict[str, list[float]]) -> Figure:
    """Loss and overlap with digits' ink by epoch, of training and validation."""
    figure = Figure(figsize=(9, 3.6), layout="constrained")
    for ax, (key, title) in zip(
        figure.subplots(1, 2), (("loss", "loss"), ("digit_f1", "F1 of digits' ink")), strict=True
    ):
        for prefix, name, color, style in (("", "training", BLUE, "-"), ("val_", "validation", ORANGE, "--")):
            values = history[prefix + key]
            ax.plot(range(1, len(values) + 1), values, style, color=color, label=name)
        ax.set(xlabel="epoch", title=title)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
        ax.set_ylim(bottom=0)
        if key == "loss":
            ax.set_yscale("symlog", linthresh=0.1)
        ax.grid(alpha=0.3)
        ax.legend()
    return figure


def plot_kinds(kinds: dict[str, OnPages]) -> Figure:
    """Recall and precision of each kind with digits."""
    shown = {kind: on for kind, on in kinds.items() if on.digits}
    figure = Figure(figsize=(7, 0.6 + 0.2 * len(shown)), layout="constrained")
    ax = figure.subplots()
    ax.plot([on.recall for on in shown.values()], list(shown), "o", color=BLUE, label="recall")
    ax.plot([on.precision for on in shown.values()], list(shown), "x", color=ORANGE, label="precision")
    ax.set(xlim=(None, 1.005))
    ax.invert_yaxis()
    ax.grid(alpha=0.3)
    figure.legend(loc="outside upper center", ncols=2)
    return figure


def save_figure(figure: Figure, path: Path) -> None:
    """Write a PNG, the same bytes for the same figure."""
    figure.savefig(path, dpi=DPI, metadata={"Software": None})


def _draw_digit(ax: Axes, image: npt.NDArray[np.uint8], caption: str) -> None:
    ax.imshow(image, cmap="gray_r", vmin=0, vmax=255, interpolation="nearest")
    ax.set_title(caption, fontsize=8, pad=2)
