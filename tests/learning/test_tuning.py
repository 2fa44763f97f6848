import optuna
import pytest

from mnist_app.learning.config import TrainConfig
from mnist_app.learning.tuning import ReportToTrial, SearchSpace, Trial, describe_trials, importances


@pytest.fixture
def study() -> optuna.Study:
    return optuna.create_study(pruner=optuna.pruners.ThresholdPruner(upper=1.0))


def test_suggests_within_the_space_and_keeps_the_rest(study: optuna.Study) -> None:
    space, base = SearchSpace(epochs=(2, 5)), TrainConfig("resnet", optimizer="adamw", warmup_epochs=2, seed=7)
    for _ in range(20):
        config = space.suggest(study.ask(), base)
        assert (config.architecture, config.optimizer, config.seed) == ("resnet", "adamw", 7)
        assert 2 <= config.epochs <= 5
        assert config.warmup_epochs <= config.epochs / 2
        assert config.batch_size in space.batch_sizes


def test_reports_and_prunes(study: optuna.Study) -> None:
    callback = ReportToTrial(study.ask())
    callback.on_epoch_end(0, {"val_loss": 0.5})
    with pytest.raises(optuna.TrialPruned):
        callback.on_epoch_end(1, {"val_loss": 1.5})
    assert study.trials[0].intermediate_values == {0: 0.5, 1: 1.5}


def test_describes_what_ended(study: optuna.Study) -> None:
    def objective(trial: optuna.Trial) -> float:
        x = trial.suggest_float("x", 0, 1)
        if trial.number == 1:
            trial.report(2.0, 0)
            raise optuna.TrialPruned
        return x if trial.number else 0.25

    assert describe_trials(study) == []
    assert importances(study) == {}
    study.optimize(objective, n_trials=3)
    study.ask()  # runs still
    first, pruned, last = describe_trials(study)
    assert first == Trial(0, 0.25, pruned=False)
    assert pruned == Trial(1, 2.0, pruned=True)
    assert last.number == 2
    assert importances(study) == {"x": pytest.approx(1)}
