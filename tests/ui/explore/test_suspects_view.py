"""The view of doubtful labels: the run's own suspicions, people's disputes, and where there are none."""

from pathlib import Path

import numpy as np
import pytest

from builders.explored_page import open_page, run, shown, text
from builders.explored_run import DISPUTED_MISTAKE, MISTAKES, write_explored_run
from builders.fake_run import edit_json
from mnist_app.exploring.disputed import DISPUTED
from mnist_app.runs.evaluation_arrays import read_evaluation
from mnist_app.runs.runs import load_run
from mnist_app.ui.explore.thumbnails import PAGE_SIZE

pytestmark = pytest.mark.usefixtures("one_run")
VIEW = "Doubtful labels"


def test_suspicions_come_surest_first_and_are_called_that() -> None:
    at = open_page(view=VIEW)
    evaluation = read_evaluation(load_run("alpha"))
    wrong = np.flatnonzero(evaluation.probs.argmax(axis=1) != evaluation.labels)
    surest_first = wrong[np.argsort(-evaluation.probs[wrong].max(axis=1), kind="stable")]
    assert shown(at) == surest_first[:PAGE_SIZE].tolist()
    assert f"**{sum(MISTAKES.values())} labels** of which" in text(at)
    assert "**a suspicion, not a finding**" in text(at)


def test_disputes_say_how_many_are_suspected_too() -> None:
    at = open_page(view=VIEW)
    at.segmented_control(key="labels").set_value("Disputed by people")
    run(at)
    assert shown(at)[0] == DISPUTED_MISTAKE
    assert f"**{len(DISPUTED)} labels** that fewer than three" in text(at)
    assert "suspects 1 of them, 1 among its first 15" in text(at)


def test_labels_of_other_digits_are_not_disputed(one_run: Path) -> None:
    edit_json(one_run / "alpha" / "run.json", sha256={"model": "0" * 64, "mnist": "1" * 64})
    at = open_page(view=VIEW, labels="Disputed by people")
    assert "it is for MNIST's" in text(at)
    assert not shown(at)


def test_a_network_without_errors_suspects_nothing() -> None:
    write_explored_run("alpha", mistakes={})
    assert "suspects no label" in text(open_page(view=VIEW, labels="nonsense"))
