import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import optuna
import pytest
from optuna.trial import TrialState
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from mnist_app.errors import ConfigError, DivergedError
from mnist_app.training import tuning
from mnist_app.training.config import RECIPES, TrainConfig
from mnist_app.training.sources import TrainingData
from mnist_app.training.tuning import (
    PROCESS,
    ReportToTrial,
    SearchSpace,
    Trial,
    best_config,
    describe_trials,
    importances,
    open_study,
    search,
)


@pytest.fixture
def study() -> optuna.Study:
    return optuna.create_study(pruner=optuna.pruners.ThresholdPruner(lower=0.8), direction="maximize")


def test_suggests_within_the_space_and_keeps_the_rest(study: optuna.Study) -> None:
    space, base = SearchSpace(epochs=(2, 5)), TrainConfig("resnet", optimizer="adamw", warmup_epochs=2, seed=7)
    for _ in range(20):
        config = space.suggest(study.ask(), base)
        assert (config.architecture, config.optimizer, config.seed) == ("resnet", "adamw", 7)
        assert 2 <= config.epochs <= 5
        assert config.warmup_epochs <= config.epochs / 2
        assert config.batch_size in space.batch_sizes


@pytest.mark.parametrize("architecture", RECIPES)
def test_every_recipe_can_be_tuned(study: optuna.Study, architecture: str) -> None:
    shortest = SearchSpace(epochs=(1, 1))
    base = RECIPES[architecture]
    config = shortest.suggest(study.ask(), base)
    assert config.epochs == 1
    longest = SearchSpace(epochs=(base.epochs, base.epochs))
    assert longest.suggest(optuna.create_study().ask(), base).calm_epochs == base.calm_epochs


def refuse(monkeypatch: pytest.MonkeyPatch, *errors: DatabaseError) -> None:
    """Let so many first attempts to create a study fail."""
    left, create_study = list(errors), optuna.create_study

    def attempt(**arguments: object) -> optuna.Study:
        if left:
            raise left.pop(0)
        return create_study(**arguments)

    monkeypatch.setattr(optuna, "create_study", attempt)


def test_waits_while_another_process_makes_the_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exists = OperationalError("CREATE", None, Exception("table alembic_version already exists"))
    filled = IntegrityError("INSERT", None, Exception("UNIQUE constraint failed: alembic_version.version_num"))
    refuse(monkeypatch, exists, filled)
    assert open_study("bars", f"sqlite:///{tmp_path}/s.sqlite3", "two_conv").study_name == "bars"


def test_waits_however_long_it_took_to_be_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(monkeypatch, IntegrityError("INSERT", None, Exception("UNIQUE constraint failed: alembic_version")))
    refused, clock = optuna.create_study, [0.0]

    def create_slowly(**arguments: object) -> optuna.Study:
        clock[0] += 2 * tuning.TABLES_SECONDS
        return refused(**arguments)

    monkeypatch.setattr(optuna, "create_study", create_slowly)
    monkeypatch.setattr(tuning, "time", SimpleNamespace(monotonic=lambda: clock[0], sleep=lambda _: None))
    assert open_study("bars", f"sqlite:///{tmp_path}/s.sqlite3", "two_conv").study_name == "bars"


def test_does_not_wait_for_another_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(monkeypatch, OperationalError("CREATE", None, Exception("disk I/O error")))
    with pytest.raises(ConfigError, match=r"cannot be used: .*disk I/O error"):
        open_study("bars", f"sqlite:///{tmp_path}/s.sqlite3", "two_conv")


def test_reports_and_prunes(study: optuna.Study) -> None:
    callback = ReportToTrial(study.ask())
    callback.on_epoch_end(0, {"val_loss": 0.5, "val_accuracy": 0.9})
    with pytest.raises(optuna.TrialPruned):
        callback.on_epoch_end(1, {"val_loss": 0.4, "val_accuracy": 0.7})
    assert study.trials[0].intermediate_values == {0: 0.9, 1: 0.7}


def test_the_best_trial_is_the_most_accurate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second trial has the lower loss, the first the higher accuracy, as with smoothed labels."""
    histories = iter(
        [
            {"val_loss": [0.30, 0.50], "val_accuracy": [0.97, 0.99]},
            {"val_loss": [0.20, 0.10], "val_accuracy": [0.96, 0.98]},
        ]
    )
    monkeypatch.setattr(tuning, "fit", lambda *_: SimpleNamespace(history=next(histories)))
    storage = f"sqlite:///{tmp_path}/s.sqlite3"
    study = open_study("bars", storage, "two_conv")
    search(study, TrainConfig("two_conv"), cast(TrainingData, None), 2, SearchSpace())
    assert [trial.accuracy for trial in describe_trials(study)] == [0.99, 0.98]
    assert best_config("bars", storage) == TrainConfig.from_dict(json.loads(study.trials[0].user_attrs["config"]))


def test_a_trial_that_diverges_is_pruned_and_the_search_goes_on(
    study: optuna.Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes: Iterator[DivergedError | SimpleNamespace] = iter(
        [DivergedError("diverged"), SimpleNamespace(history={"val_accuracy": [0.9]})]
    )

    def fit(*_: object) -> SimpleNamespace:
        outcome = next(outcomes)
        if isinstance(outcome, DivergedError):
            raise outcome
        return outcome

    monkeypatch.setattr(tuning, "fit", fit)
    search(study, TrainConfig("two_conv"), cast(TrainingData, None), 2, SearchSpace())
    assert [trial.state for trial in study.trials] == [TrialState.PRUNED, TrialState.COMPLETE]
    assert [trial.accuracy for trial in describe_trials(study)] == [0.9]


KILLED = """
import os, sys
from mnist_app.training import tuning
from mnist_app.training.config import TrainConfig
def be_killed(*_):
    os.kill(os.getpid(), 9)
tuning.fit = be_killed
study = tuning.open_study("bars", sys.argv[1], "two_conv")
tuning.search(study, TrainConfig("two_conv"), None, 1, tuning.SearchSpace())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="nobody can ask for a process there without ending it")
def test_a_trial_that_was_killed_is_failed_by_the_next_search(tmp_path: Path) -> None:
    storage = f"sqlite:///{tmp_path}/s.sqlite3"
    killed = subprocess.run([sys.executable, "-c", KILLED, storage], check=False, timeout=300)
    assert killed.returncode == -9
    study = optuna.load_study(study_name="bars", storage=storage)
    alive, elsewhere, unknown = study.ask(), study.ask(), study.ask()
    alive.set_user_attr(PROCESS, [platform.node(), os.getpid()])
    elsewhere.set_user_attr(PROCESS, [platform.node() + "2", 2**22])
    assert [trial.state for trial in study.trials] == [TrialState.RUNNING] * 4
    open_study("bars", storage, "two_conv")
    assert [trial.state for trial in study.trials] == [TrialState.FAIL] + [TrialState.RUNNING] * 3
    assert unknown.number == 3


def test_a_process_of_another_user_is_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", refuse)
    assert tuning._is_alive(1)


def test_a_study_that_minimized_the_loss_is_refused(tmp_path: Path) -> None:
    storage = f"sqlite:///{tmp_path}/s.sqlite3"
    optuna.create_study(study_name="old", storage=storage, direction="minimize")
    for use in (lambda: open_study("old", storage, "two_conv"), lambda: best_config("old", storage)):
        with pytest.raises(ConfigError, match=r"“old” minimizes the validation loss.*name another study"):
            use()


def test_describes_what_ended(study: optuna.Study) -> None:
    def objective(trial: optuna.Trial) -> float:
        x = trial.suggest_float("x", 0, 1)
        if trial.number == 1:
            trial.report(0.2, 0)
            raise optuna.TrialPruned
        return x if trial.number else 0.25

    assert describe_trials(study) == []
    assert importances(study) == {}
    study.optimize(objective, n_trials=3)
    study.ask()  # runs still
    first, pruned, last = describe_trials(study)
    assert first == Trial(0, 0.25, pruned=False)
    assert pruned == Trial(1, 0.2, pruned=True)
    assert last.number == 2
    assert importances(study) == {"x": pytest.approx(1)}
