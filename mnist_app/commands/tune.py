"""`tune`: search for good settings. A search goes on where it was stopped, and several processes can share one."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from mnist_app.commands.arguments import (
    ARCHITECTURE_HELP,
    add_data_arguments,
    load_training_data,
    positive,
    study_storage,
)
from mnist_app.commands.dev_packages import TUNING, check_installed
from mnist_app.errors import ConfigError
from mnist_app.reading.quiet import import_tensorflow
from mnist_app.runs.runs import check_name, models_dir

if TYPE_CHECKING:
    import optuna


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `tune` to the commands."""
    parser = commands.add_parser("tune", help="search for good settings (Optuna)")
    parser.add_argument("--architecture", required=True, metavar="NAME", help=ARCHITECTURE_HELP)
    parser.add_argument("--study", required=True, metavar="NAME", help="the study to begin or to go on with")
    parser.add_argument("--trials", type=positive, default=20, metavar="INT", help="trainings to try (20)")
    parser.add_argument("--max-epochs", type=positive, metavar="INT", help="try no training longer than this (20)")
    parser.add_argument("--storage", metavar="URL", help="its database (by default, a file in the folder studies)")
    add_data_arguments(parser)
    parser.set_defaults(run_command=run)


def run(args: argparse.Namespace) -> int:
    """Try settings, draw how the search went, and name the command that trains with the best ones."""
    check_name(args.study, of="study")
    check_installed("`tune`", TUNING)
    import_tensorflow()
    from mnist_app.training.config import recipe
    from mnist_app.training.tuning import best_config, open_study, search, search_space

    base = recipe(args.architecture)
    data = load_training_data(args, base)
    folder = _make_folder(models_dir().parent / "studies")
    storage = study_storage(args, args.study)
    study = open_study(args.study, storage, args.architecture)
    search(study, base, data, args.trials, search_space(data, args.max_epochs))
    try:
        _draw(study, folder)
    except OSError as error:
        raise ConfigError(
            f"The search is done; its figures cannot be written to {folder}: {error.strerror or error}. Make room "
            "there and see that it may be written."
        ) from error
    print(f"Best of {len(study.trials)} trials: {best_config(args.study, storage).to_json()}")
    where = f" --storage {args.storage}" if args.storage else ""
    print(f"Train it: python -m mnist_app train --from-study {args.study} --run {args.study}{where}")
    return 0


def _make_folder(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"{folder} cannot be made: {error.strerror}. See that it may be written.") from error
    return folder


def _draw(study: "optuna.Study", folder: Path) -> None:
    from mnist_app.training.figures import plot_importances, plot_trials, save_figure
    from mnist_app.training.tuning import describe_trials, importances

    trials = describe_trials(study)
    figure = plot_trials([t.number for t in trials], [t.accuracy for t in trials], [t.pruned for t in trials])
    save_figure(figure, folder / f"{study.study_name}_history.png")
    save_figure(plot_importances(importances(study)), folder / f"{study.study_name}_importances.png")
