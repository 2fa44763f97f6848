"""A made-up run of 10,000 test digits whose mistakes are known, for tests of whatever explores one."""

import dataclasses

import cv2
import numpy as np
import numpy.typing as npt

from builders.fake_run import make_evaluation, write_run
from mnist_app.data.mnist import MNIST_SHA256
from mnist_app.runs.evaluation_arrays import RunEvaluation
from mnist_app.runs.records import OnNonDigits
from mnist_app.runs.robustness import OnDigits, Robustness
from mnist_app.runs.run_writing import write_info
from mnist_app.runs.runs import load_run, models_dir

DIGITS = 10_000
SURE = 0.9
MISTAKES = {(4, 9): 6, (7, 2): 3, (9, 4): 3, (5, 3): 2, (0, 6): 1}  # (true, predicted): how often
DISPUTED_MISTAKE = 2130  # a 4 read as 9 whose label is disputed
ROBUSTNESS = Robustness(
    sources={"mnist": OnDigits(DIGITS, 15, 0, 1), "pen_strokes": OnDigits(1500, 30, 3, 6)},
    corruptions={"fog": OnDigits(DIGITS, 150, 10, 5), "motion_blur": OnDigits(DIGITS, 900, 40, 60)},
)
NON_DIGITS = {
    "held-out drawers": OnNonDigits(1000, 0.9, 0.05, 0.99),
    "made up": OnNonDigits(6000, 0.97, 0.004, 0.999),
    "made up: crossed_ring": OnNonDigits(150, 1.0, 0.0, 1.0),
    "made up: curls": OnNonDigits(500, 0.9, 0.02, 0.99),
}


def draw_digit(digit: int, seed: int) -> npt.NDArray[np.uint8]:
    """Something like a handwritten digit, uint8 (28, 28)."""
    rng = np.random.default_rng(seed)
    image = np.zeros((28, 28), np.uint8)
    at = tuple(int(n) for n in rng.integers((4, 20), (9, 25)))
    cv2.putText(image, str(digit), at, cv2.FONT_HERSHEY_SIMPLEX, rng.uniform(0.6, 0.8), 255, 2, cv2.LINE_AA)
    return image


def make_explored_evaluation(mistakes: dict[tuple[int, int], int], seed: int = 0) -> RunEvaluation:
    """Answers to 10,000 digits, `i % 10` the class of the i-th but for the disputed one; wrong as `mistakes` says."""
    rng = np.random.default_rng(seed)
    made_up = make_evaluation(DIGITS, errors=0)
    labels = (np.arange(DIGITS) % 10).astype(np.uint8)
    labels[DISPUTED_MISTAKE] = 4
    y_pred = labels.copy()
    for (true, pred), count in mistakes.items():
        of_class = np.flatnonzero(labels == true)
        y_pred[rng.choice(of_class, count, replace=False)] = pred
    if mistakes.get((4, 9)):
        given_up = np.flatnonzero((labels == 4) & (y_pred == 9))[0]
        y_pred[given_up], y_pred[DISPUTED_MISTAKE] = y_pred[DISPUTED_MISTAKE], 9
    probs = make_probs(labels, y_pred, rng)
    unsure = np.flatnonzero(probs.max(axis=1) < SURE)
    sample_index = np.union1d(unsure, np.concatenate([np.flatnonzero(y_pred != labels), np.arange(200)]))
    exemplars = made_up.exemplar_labels
    return dataclasses.replace(
        made_up,
        probs=probs,
        labels=labels,
        sample_index=sample_index.astype(np.int32),
        sample_images=np.stack([draw_digit(int(labels[index]), int(index)) for index in sample_index]),
        exemplar_images=np.stack([draw_digit(int(label), seed) for seed, label in enumerate(exemplars)]),
        neighbors_true=_neighbors(labels, exemplars),
        neighbors_pred=_neighbors(y_pred, exemplars),
        mean_digits=np.stack([draw_digit(digit, 0) for digit in range(10)]),
        shapes=make_shapes(labels, y_pred),
        map_positions=make_map(labels),
        error_clusters=make_clusters(labels, y_pred),
    )


def make_shapes(labels: npt.NDArray[np.uint8], y_pred: npt.NDArray[np.uint8]) -> npt.NDArray[np.float16]:
    """Figures float16 (N, 5) that go round; what is read wrongly is as thin as any, and leans to the right."""
    place = np.arange(len(labels)) // 10
    thickness, slant, width = 1 + place % 3, 15 * (place // 3 % 3) - 15, 10 + 4 * (place // 9 % 3)
    is_wrong = labels != y_pred
    thickness[is_wrong], slant[is_wrong] = 1, 15
    columns = (thickness, slant, width, np.full(len(labels), 20), np.isin(labels, (0, 6, 9)) + 2 * (labels == 8))
    return np.stack(columns, axis=1).astype(np.float16)


def make_map(labels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint16]:
    """Positions uint16 (N, 2): each digit fills a square of 60 in a row of its own, at 100 times the digit."""
    place, corner = np.arange(len(labels)) // 10, 100 * labels.astype(int)
    return np.stack([corner + place % 60, corner + place // 60], axis=1).astype(np.uint16)


def make_clusters(labels: npt.NDArray[np.uint8], y_pred: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint16]:
    """One group uint16 (N,) for each kind of mistake that was made more than once, the largest first."""
    pairs = np.where(labels != y_pred, 10 * labels.astype(int) + y_pred, -1)
    kinds, counts = np.unique(pairs[pairs >= 0], return_counts=True)
    groups = np.zeros(len(labels), np.uint16)
    for number, kind in enumerate(kinds[np.argsort(-counts, kind="stable")][: (counts > 1).sum()], start=1):
        groups[pairs == kind] = number
    return groups


def make_probs(
    labels: npt.NDArray[np.uint8], y_pred: npt.NDArray[np.uint8], rng: np.random.Generator
) -> npt.NDArray[np.float32]:
    """Probabilities float32 (N, 10): sure when right but for one digit in a hundred, less sure when wrong."""
    rows = np.arange(len(labels))
    confidence = np.where(
        rng.random(len(rows)) < 0.01, rng.uniform(0.5, 0.9, len(rows)), rng.uniform(0.95, 1, len(rows))
    )
    confidence[y_pred != labels] = rng.uniform(0.5, 0.97, int((y_pred != labels).sum()))
    second = np.where(y_pred == labels, (labels + 5) % 10, labels)
    probs = np.tile(((1 - confidence) * 0.2 / 8)[:, None], 10)
    probs[rows, second] = (1 - confidence) * 0.8
    probs[rows, y_pred] = confidence
    return probs.astype(np.float32)


def write_explored_run(
    name: str,
    *,
    mistakes: dict[tuple[int, int], int] | None = None,
    epochs: int = 3,
    seed: int = 0,
) -> RunEvaluation:
    """Write such a run, with a figure, as `write_run` does."""
    evaluation = make_explored_evaluation(MISTAKES if mistakes is None else mistakes, seed)
    write_run(name, evaluation, epochs, MNIST_SHA256)
    info = load_run(name).info
    metrics = dataclasses.replace(info.metrics, robustness=ROBUSTNESS, non_digits=NON_DIGITS)
    write_info(models_dir() / name / "run.json", dataclasses.replace(info, metrics=metrics))
    (models_dir() / name / "figures").mkdir()
    cv2.imwrite(str(models_dir() / name / "figures" / "history.png"), draw_digit(0, 0))
    return evaluation


def _neighbors(classes: npt.NDArray[np.uint8], exemplars: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint16]:
    """The first five exemplars of each class."""
    of_class = np.stack([np.flatnonzero(exemplars == digit)[:5] for digit in range(10)])
    return of_class[classes].astype(np.uint16)
