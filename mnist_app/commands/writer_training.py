"""Training with what one writer after another has judged, for `evaluate --writers --trained`.

Each writer judges 5 or 15 drawings of each digit, of which `train --from-run` learns three quarters. Their others,
drawn in five ways, are read before and after, and so are MNIST's validation digits. Nothing is written.
"""

from dataclasses import dataclass

import numpy as np

from mnist_app.commands.writer_measuring import (
    HEAD,
    JUDGED,
    Change,
    Drawn,
    Images,
    choose_judged,
    choose_writers,
    compare_answers,
    differ,
    draw_in_ways,
    format_all,
    format_change,
    reader_of,
    to_digits,
)
from mnist_app.data.mnist import Digits, Mnist
from mnist_app.data.pen_strokes import PenStrokes
from mnist_app.errors import RunError
from mnist_app.reading.judged_zip import hold_out
from mnist_app.runs.runs import Run
from mnist_app.training.config import TrainConfig
from mnist_app.training.features import predict_with_features
from mnist_app.training.going_on import Learner, begin
from mnist_app.training.run import validate_trained
from mnist_app.training.sources import TrainingData

SPLIT = 0  # of writer_measuring's, one: each training is validated, too


@dataclass(frozen=True)
class Trained:
    """What a training with a writer's drawings has changed.

    Attributes
    ----------
    change : in the answers to the writer's other digits
    mnist_wrong : how many of MNIST's validation digits are read wrongly after it
    """

    change: Change
    mnist_wrong: int


def print_trained_writers(run: Run, strokes: PenStrokes, mnist: Mnist) -> None:
    """Measure one writer after another; print a line for each training, then what comes of all.

    Parameters
    ----------
    run : which each training goes on from
    strokes : of all writers
    mnist : what each training is held to, and validated on

    Raises
    ------
    RunError
        if the run does not say how many of MNIST's validation digits it reads rightly
    """
    before = _wrong(run.info.metrics.val.mnist_accuracy, mnist, run.name)
    read = reader_of(run)
    print(f"{HEAD}  MNIST before  after", flush=True)
    everyone: dict[int, list[Trained]] = {count: [] for count in JUDGED}
    data = TrainingData(mnist)  # the same for all, so that what they are validated on is drawn once
    config = TrainConfig.from_dict(run.info.config).going_on(run.name, pen_strokes=False)
    learner = begin(config, data)
    for writer, digits in choose_writers(strokes, run).items():
        labels = np.array([digit.label for digit in digits], np.uint8)
        drawn = [read(images, labels) for images in draw_in_ways(digits)]
        for count in JUDGED:
            trained = train_and_measure(learner, config, drawn, count, data)
            everyone[count].append(trained)
            line = format_change(str(writer), count, trained.change)
            print(f"{line}{before:14d}{trained.mnist_wrong:7d}", flush=True)
    for count, all_of_it in everyone.items():
        print(format_all(count, [trained.change for trained in all_of_it]))
    worst = max((trained.mnist_wrong - before for all_of_it in everyone.values() for trained in all_of_it), default=0)
    print(f"MNIST, validation: at most {worst} of {len(mnist.val):,} more wrong, by the training with any of them")


def train_and_measure(
    learner: Learner, config: TrainConfig, drawn: list[Drawn], count: int, data: TrainingData
) -> Trained:
    """Train with so many judged drawings of each digit, then read the others, drawn in all ways."""
    judged, others = choose_judged(drawn[0].labels, count, SPLIT)
    drawings = hold_out(Digits(_images(drawn[0].take(judged)), drawn[0].labels[judged]))
    learner.learn(drawings.train)
    validation = validate_trained(learner.network, config, data)

    def measure(before: Drawn) -> Change:
        images = _images(before)
        softmax, _ = predict_with_features(learner.network, images)
        after = to_digits(images, softmax, validation.calibration, validation.thresholds)
        return compare_answers(before, differ(after, before.labels))

    change = sum((measure(way.take(others)) for way in drawn), Change())
    return Trained(change, _wrong(validation.metrics.mnist_accuracy, data.mnist, config.from_run))


def _images(drawn: Drawn) -> Images:
    return np.stack([digit.image for digit in drawn.digits])


def _wrong(accuracy: float | None, mnist: Mnist, name: str) -> int:
    """How many of MNIST's validation digits are read wrongly."""
    if accuracy is None:
        raise RunError(f"{name} does not say how many of MNIST's validation digits are right; train it again.")
    return round((1 - accuracy) * len(mnist.val))
