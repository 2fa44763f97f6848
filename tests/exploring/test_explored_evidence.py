import dataclasses
from typing import Any

import numpy as np
import pytest

from builders.explored_run import DISPUTED_MISTAKE, MISTAKES, write_explored_run
from builders.fake_run import write_fake_run
from mnist_app.errors import RunError
from mnist_app.exploring.evidence import evidence_stamp, read_evidence
from mnist_app.runs.evaluation_arrays import RunEvaluation, read_evaluation, write_evaluation
from mnist_app.runs.runs import load_run, models_dir

pytestmark = pytest.mark.usefixtures("models")


def rewrite(name: str, **arrays: Any) -> None:
    evaluation: RunEvaluation = read_evaluation(load_run(name))
    write_evaluation(models_dir() / name / "evaluation.npz", dataclasses.replace(evaluation, **arrays))


def test_evidence_holds_what_was_written() -> None:
    write_explored_run("alpha")
    evidence = read_evidence("alpha")
    assert evidence.evaluation.errors == sum(MISTAKES.values())
    assert evidence.answers.sure == evidence.run.info.thresholds.sure
    wrong = np.flatnonzero(evidence.answers.is_wrong)
    assert evidence.pictures.available(wrong).tolist() == wrong.tolist()


def test_what_may_be_no_digit_is_less_certain() -> None:
    write_explored_run("alpha")
    rewrite("alpha", digit_prob=np.full(10_000, 0.5, np.float32))
    answers = read_evidence("alpha").answers
    np.testing.assert_array_equal(answers.certainty, answers.confidence / 2)


def test_disputed_labels_are_left_out_of_the_second_evaluation() -> None:
    write_explored_run("alpha")
    evidence = read_evidence("alpha")
    assert evidence.answers.pred[DISPUTED_MISTAKE] != evidence.answers.true[DISPUTED_MISTAKE]
    assert evidence.undisputed.errors == evidence.evaluation.errors - 1
    assert evidence.undisputed.support.sum() == len(evidence.answers) - 15


def test_a_run_that_is_not_there() -> None:
    with pytest.raises(RunError, match="no trained run"):
        read_evidence("alpha")
    assert evidence_stamp("alpha") == (0, 0, 0)


def test_stamp_changes_with_a_file() -> None:
    write_fake_run("alpha")
    before = evidence_stamp("alpha")
    rewrite("alpha")
    assert evidence_stamp("alpha") != before
