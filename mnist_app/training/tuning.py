"""Search for good settings with Optuna: a study of many short trainings, the poor ones cut off early.

A study lives in a database, so it can be cut off and resumed, and several processes or machines can work on one study.
It maximizes the validation accuracy, by which a training keeps its weights too (`callbacks.BestKeeper` says why not the
loss); the test set is not looked at.
Sources: Akiba et al., "Optuna" (2019); the median rule of Golovin et al., "Google Vizier" (2017).
"""

import json
import os
import platform
import sys
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import keras
import optuna
from optuna.study import StudyDirection
from optuna.trial import TrialState
from sqlalchemy import make_url
from sqlalchemy.exc import DatabaseError, IntegrityError, SQLAlchemyError

from mnist_app.errors import ConfigError, DivergedError
from mnist_app.training.config import TrainConfig
from mnist_app.training.fit import FitOptions, fit
from mnist_app.training.sources import TrainingData

STARTUP_TRIALS = 4  # trainings that run to their end before any is cut off; a guess
WARMUP_EPOCHS = 1  # epochs in which no training is cut off
TABLES_SECONDS = 10  # within which another process has made a new database's tables; a guess
PROCESS = "process"  # by which a trial says who runs it: [the machine's name, the process's number]
STORAGE_ERRORS = (SQLAlchemyError, ValueError, ImportError, optuna.exceptions.StorageInternalError)


@dataclass(frozen=True)
class SearchSpace:
    """Between which values each setting is searched; all are guesses around the recipes.

    `epochs` is searched too: with a decaying rate a short training is not the beginning of a long one.
    """

    learning_rate: tuple[float, float] = (1e-4, 1e-2)
    batch_sizes: tuple[int, ...] = (32, 64, 128, 256)
    epochs: tuple[int, int] = (2, 20)
    dropout: tuple[float, float] = (0.0, 0.6)
    width: tuple[float, float] = (0.5, 2.0)
    augmentation: tuple[float, float] = (0.0, 1.5)

    def suggest(self, trial: optuna.Trial, base: TrainConfig) -> TrainConfig:
        """The next configuration to try: `base` with the searched settings changed."""
        return base.with_changes(
            epochs=trial.suggest_int("epochs", *self.epochs),
            learning_rate=trial.suggest_float("learning_rate", *self.learning_rate, log=True),
            batch_size=trial.suggest_categorical("batch_size", self.batch_sizes),
            dropout=trial.suggest_float("dropout", *self.dropout),
            width=trial.suggest_float("width", *self.width, log=True),
            augmentation=trial.suggest_float("augmentation", *self.augmentation),
        )


@dataclass(frozen=True)
class Trial:
    """A trial that ended: its number, its validation accuracy, in [0, 1], and whether it was cut off."""

    number: int
    accuracy: float
    pruned: bool


class ReportToTrial(keras.callbacks.Callback):
    """Tells a trial the validation accuracy after each epoch, and ends a training that the study's pruner gives up."""

    def __init__(self, trial: optuna.Trial) -> None:
        super().__init__()
        self._trial = trial

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        self._trial.report(float((logs or {})["val_accuracy"]), epoch)
        if self._trial.should_prune():
            raise optuna.TrialPruned()


def open_study(name: str, storage: str, architecture: str) -> optuna.Study:
    """Open a study, or begin it. Trials whose process was killed on this machine are marked as failed.

    Parameters
    ----------
    storage : the URL of a database that SQLAlchemy knows, such as sqlite:///studies.sqlite3
    architecture : what the study is about; it stays

    Raises
    ------
    ConfigError
        if the storage cannot be used, or the study is about another architecture or has another objective
    """
    try:
        study = _create_study(name, storage)
        _check_objective(study)
        about = study.user_attrs.get("architecture", architecture)
        study.set_user_attr("architecture", about)
        _fail_killed(study)
    except STORAGE_ERRORS as error:
        raise _unusable(error) from error
    if about != architecture:
        raise ConfigError(f"The study “{name}” is about {about}, not {architecture}; name another study.")
    return study


def _create_study(name: str, storage: str) -> optuna.Study:
    """Create a study or load it; where another process is just making the database's tables, once they are there."""
    pruner = optuna.pruners.MedianPruner(STARTUP_TRIALS, WARMUP_EPOCHS)
    deadline: float | None = None
    while True:
        try:
            return optuna.create_study(
                storage=storage, study_name=name, pruner=pruner, direction="maximize", load_if_exists=True
            )
        except DatabaseError as error:
            made_elsewhere = isinstance(error, IntegrityError) or "already exists" in str(error)
            # Counted from here: on a busy machine, asking alone may have taken longer.
            deadline = deadline or time.monotonic() + TABLES_SECONDS
            if not made_elsewhere or time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def search(study: optuna.Study, base: TrainConfig, data: TrainingData, trials: int, space: SearchSpace) -> None:
    """Run so many more trials; each stores the configuration it tried, and one that diverges is pruned.

    Raises
    ------
    ConfigError
        if the storage cannot be used any longer
    """

    def objective(trial: optuna.Trial) -> float:
        config = space.suggest(trial, base)
        trial.set_user_attr("config", json.dumps(asdict(config)))
        trial.set_user_attr(PROCESS, [platform.node(), os.getpid()])
        try:
            result = fit(config, data, FitOptions(verbose=0, callbacks=(ReportToTrial(trial),)))
        except DivergedError as error:
            raise optuna.TrialPruned(str(error)) from error
        return max(result.history["val_accuracy"])

    try:
        study.optimize(objective, n_trials=trials, gc_after_trial=True)
    except Exception as error:
        if not (database_error := _database_error(error)):
            raise
        raise _unusable(database_error) from error


def best_config(name: str, storage: str) -> TrainConfig:
    """The configuration of a study's best trial.

    Raises
    ------
    ConfigError
        if there is no such study, it has no finished trial or another objective, or the storage cannot be used
    """
    try:
        if _is_missing_file(storage):
            raise KeyError(name)
        study = optuna.load_study(study_name=name, storage=storage)
        _check_objective(study)
        finished = study.get_trials(states=[TrialState.COMPLETE])
    except KeyError:
        raise ConfigError(
            f"There is no study “{name}” there. Begin it: python -m mnist_app tune --architecture NAME --study {name}"
        ) from None
    except STORAGE_ERRORS as error:
        raise _unusable(error) from error
    if not finished:
        raise ConfigError(f"No trial of the study “{name}” is finished yet.")
    return TrainConfig.from_dict(json.loads(study.best_trial.user_attrs["config"]))


def describe_trials(study: optuna.Study) -> list[Trial]:
    """The trials that ended, in the order they began, the pruned ones with their last accuracy."""
    ended = study.get_trials(states=[TrialState.COMPLETE, TrialState.PRUNED])
    return [Trial(t.number, t.value, t.state == TrialState.PRUNED) for t in ended if t.value is not None]


def importances(study: optuna.Study) -> dict[str, float]:
    """How much each setting decides accuracy, the largest first, summing to 1 (fANOVA); empty with too few trials."""
    finished = study.get_trials(states=[TrialState.COMPLETE])
    if len({trial.value for trial in finished}) < 2:
        return {}
    return optuna.importance.get_param_importances(study)


def search_space(data: TrainingData, max_epochs: int | None = None) -> SearchSpace:
    """The space for this data: no batch larger than it, no training longer than `max_epochs`."""
    space = SearchSpace()
    fitting = tuple(size for size in space.batch_sizes if size <= len(data.mnist.train))
    longest = max_epochs or space.epochs[1]
    return replace(space, batch_sizes=fitting or space.batch_sizes[:1], epochs=(min(space.epochs[0], longest), longest))


def _is_missing_file(storage: str) -> bool:
    """Whether it is a file of SQLite's that is not there: to open it would make it."""
    url = make_url(storage)
    path = url.database or ":memory:"
    return url.get_backend_name() == "sqlite" and not path.startswith((":", "file:")) and not Path(path).exists()


def _fail_killed(study: optuna.Study) -> None:
    """Fail the trials that say they run in a process of this machine that is no more; others may run elsewhere."""
    for trial in study.get_trials(deepcopy=False, states=[TrialState.RUNNING]):
        machine, process_id = trial.user_attrs.get(PROCESS, ("", 0))
        if machine == platform.node() and not _is_alive(process_id):
            study.tell(trial.number, state=TrialState.FAIL, skip_if_finished=True)


def _is_alive(process_id: int) -> bool:
    """Whether there is such a process on this machine; on Windows, where asking would end it, all are taken to be."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # of another user
        pass
    return True


def _check_objective(study: optuna.Study) -> None:
    """Refuse what earlier versions stored: they minimized the loss, which cannot be ranked with accuracy."""
    if study.directions != [StudyDirection.MAXIMIZE]:
        raise ConfigError(
            f"The study “{study.study_name}” minimizes the validation loss, as an earlier version did; now "
            "the validation accuracy is maximized. Please name another study."
        )


def _database_error(error: BaseException | None) -> SQLAlchemyError | None:
    """The database's own error among those that led to this one; Optuna's say nothing of it, or are assertions."""
    while error is not None and not isinstance(error, SQLAlchemyError):
        error = error.__cause__ or error.__context__
    return error


def _unusable(error: Exception) -> ConfigError:
    return ConfigError(f"The study's storage cannot be used: {str(error).splitlines()[0]}")
