from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from PIL import Image

from mnist_app.metrics.bins import CALIBRATION_BINS
from mnist_app.training.figures import (
    plot_confusion,
    plot_digits,
    plot_history,
    plot_importances,
    plot_reliability,
    plot_trials,
    save_figure,
)


def texts(figure: Figure) -> set[str]:
    return {text.get_text() for ax in figure.axes for text in (*ax.texts, ax.title)}


def ydata(line: Line2D) -> list[float]:
    return np.asarray(line.get_ydata()).tolist()


@pytest.mark.parametrize("epochs", [1, 5])
def test_history_shows_every_epoch_and_marks_the_kept_one(epochs: int) -> None:
    values = np.linspace(1, 0.5, epochs).tolist()
    figure = plot_history(dict.fromkeys(("loss", "val_loss", "accuracy", "val_accuracy"), values), best_epoch=1)
    loss, accuracy = figure.axes
    assert (loss.get_title(), accuracy.get_title()) == ("loss", "accuracy")
    for ax in (loss, accuracy):
        train, val, kept = ax.lines
        assert ydata(train) == ydata(val) == values
        assert kept.get_label() == "kept: epoch 1"


@pytest.mark.parametrize("errors", [0, 1, 30])
def test_confusion_shows_counts(errors: int) -> None:
    confusion = np.eye(10, dtype=np.int64) * 100
    confusion[4, 9] = errors
    figure = plot_confusion(confusion)
    assert f"{errors} of {1000 + errors} digits are read as another" in texts(figure)
    assert (str(errors) in texts(figure)) == bool(errors)


def test_reliability_counts_every_answer() -> None:
    probs = np.zeros((10, 10), np.float32)
    probs[:, 3] = [0.05, 0.1, 0.55, 0.55, 0.55, 0.95, 0.95, 1, 1, 1]
    probs[:, 4] = 0.04
    figure = plot_reliability(probs, np.array([5] + [3] * 9))
    assert sum(int(text.get_text()) for text in figure.axes[0].texts) == 10
    bars = [bar for bar in figure.axes[0].patches if isinstance(bar, Rectangle)]
    assert [round(bar.get_x() * CALIBRATION_BINS) for bar in bars] == [0, 1, 8, 14]  # as on the page
    assert [bar.get_height() for bar in bars] == [0, 1, 1, 1]


def test_digits_no_image() -> None:
    figure = plot_digits(np.zeros((0, 28, 28), np.uint8), [], nothing="None")
    assert "None" in [text.get_text() for text in figure.texts]


def test_digits_grid() -> None:
    images = np.random.default_rng(0).integers(0, 256, (13, 28, 28), np.uint8)
    figure = plot_digits(images, [f"caption {i}" for i in range(13)], columns=5)
    shown = [ax for ax in figure.axes if ax.images]
    assert len(figure.axes) == 15
    assert len(shown) == 13
    np.testing.assert_array_equal(shown[7].images[0].get_array(), images[7])
    assert shown[7].get_title() == "caption 7"


def test_same_figure_same_bytes(tmp_path: Path) -> None:
    for name in ("one.png", "two.png"):
        save_figure(plot_confusion(np.eye(10, dtype=np.int64)), tmp_path / name)
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()
    with Image.open(tmp_path / "one.png") as picture:
        assert picture.size == (640, 560)


def test_trials_show_the_best_so_far() -> None:
    figure = plot_trials([0, 1, 2, 3], [0.7, 0.2, 0.9, 0.8], [False, True, False, False])
    cut_off, finished, best = figure.axes[0].lines
    assert np.asarray(cut_off.get_xdata()).tolist() == [1]
    assert ydata(finished) == [0.7, 0.9, 0.8]
    assert ydata(best) == [0.7, 0.9, 0.9]
    assert figure.axes[0].get_ylabel() == "validation accuracy"


def test_no_trials(tmp_path: Path) -> None:
    for name, figure in (("trials", plot_trials([], [], [])), ("importances", plot_importances({}))):
        save_figure(figure, tmp_path / f"{name}.png")
        assert (tmp_path / f"{name}.png").stat().st_size > 1000


def test_importances_largest_on_top() -> None:
    ax = plot_importances({"width": 0.8, "dropout": 0.2}).axes[0]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["width", "dropout"]
    assert ax.yaxis_inverted()
