"""Everything the explorer shows of one run, read once."""

from dataclasses import dataclass

import numpy as np

from mnist_app.exploring.answers import Answers, probs_to_answers
from mnist_app.exploring.disputed import DISPUTED
from mnist_app.exploring.samples import Pictures, collect_pictures
from mnist_app.metrics.evaluation import Evaluation, evaluate
from mnist_app.runs.evaluation_arrays import RunEvaluation, read_evaluation
from mnist_app.runs.runs import Run, file_stamp, load_run, models_dir

FILES = ("run.json", "history.json", "evaluation.npz")


@dataclass(frozen=True, eq=False)
class Evidence:
    """A run, its answers to the test set, and how good they are with and without the digits whose label is disputed."""

    run: Run
    arrays: RunEvaluation
    answers: Answers
    pictures: Pictures
    evaluation: Evaluation
    undisputed: Evaluation


def evidence_stamp(name: str) -> tuple[int, ...]:
    """When each file of a run last changed, in ns (0 where there is none): whether what was read still holds."""
    return tuple(file_stamp(models_dir() / name / file) for file in FILES)


def read_evidence(name: str) -> Evidence:
    """Read a run and work out what is asked of it.

    Raises
    ------
    RunError
        if a file is missing, damaged, of another version, or does not hold what a training writes
    """
    run = load_run(name)
    arrays = read_evaluation(run)
    disputed = np.isin(np.arange(len(arrays.labels)), DISPUTED if run.info.is_mnist else ())
    answers = probs_to_answers(arrays.probs, arrays.labels, run.info.thresholds.sure, disputed, arrays.digit_prob)
    return Evidence(
        run=run,
        arrays=arrays,
        answers=answers,
        pictures=collect_pictures(arrays.sample_index, arrays.sample_images),
        evaluation=evaluate(arrays.probs, arrays.labels),
        undisputed=evaluate(arrays.probs[~disputed], arrays.labels[~disputed]),
    )
