"""`train`: train a network and write its run directory."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mnist_app.allocator import keep_freed_memory
from mnist_app.commands.arguments import ARCHITECTURE_HELP, add_data_arguments, load_training_data, study_storage
from mnist_app.commands.dev_packages import TENSORBOARD, TUNING, check_installed
from mnist_app.errors import ConfigError
from mnist_app.reading.quiet import import_tensorflow
from mnist_app.runs.finder_run import FINDER_SETTINGS, load_finder_run
from mnist_app.runs.runs import FINDER, check_name, load_run, models_dir
from mnist_app.training.export_formats import can_write_twins

if TYPE_CHECKING:
    from mnist_app.training.config import TrainConfig

# The settings of TrainConfig besides the architecture; what is not given stays as in the network's recipe.
SETTINGS: dict[str, tuple[type, str]] = {
    "epochs": (int, "passes over MNIST's training digits"),
    "batch_size": (int, "digits a step"),
    "learning_rate": (float, "the highest, after the warm-up"),
    "optimizer": (str, "adam, adamw or sgd"),
    "weight_decay": (float, "of adamw"),
    "warmup_epochs": (float, "epochs in which the learning rate rises"),
    "decay": (str, "of the learning rate after the warm-up: constant or cosine"),
    "label_smoothing": (float, "share of each target that is spread over all digits"),
    "dropout": (float, "share of features dropped before the last layer"),
    "width": (float, "factor on the number of channels"),
    "l2": (float, "weight of the L2 penalty"),
    "batch_norm": (bool, "normalize batches after each convolution"),
    "ema": (float, "decay per step of the weights' moving average; 0 is none"),
    "augmentation": (float, "factor on how far training images are varied; 0 is none"),
    "photometric_share": (float, "share of each batch with photometric effects"),
    "calm_epochs": (int, "so many epochs at the end with less augmentation"),
    "pen_stroke_share": (float, "share of each batch taken by pen strokes"),
    "non_digit_share": (float, "share of each batch taken by pictures of what is no digit"),
    "tta_degrees": (float, "the trained network also looks at pictures turned so far either way; 0 is one look"),
    "patience": (int, "stop after so many epochs without a better validation accuracy; 0 is never"),
    "seed": (int, "of weights, order and augmentation"),
    "pages": (int, f"of {FINDER}: made-up pages to learn from"),
    "steps": (int, f"of {FINDER}: batches an epoch"),
}


ONLY_FINDER_SETTINGS = ("pages", "steps")


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `train` to the commands."""
    parser = commands.add_parser("train", help="train a network")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--architecture", metavar="NAME", help=f"{ARCHITECTURE_HELP}, {FINDER} (finds writing), with its own recipe"
    )
    what.add_argument("--from-study", metavar="NAME", help="the best settings that a study found (see tune)")
    what.add_argument("--from-run", metavar="NAME", help="go on from this run, with the drawings of --drawings")
    parser.add_argument(
        "--drawings", type=Path, metavar="FILE.zip", help="with --from-run: judged digits, as the app offers them"
    )
    parser.add_argument(
        "--go-on", action="store_true", help=f"of {FINDER}: begin with the weights of the one that is there"
    )
    parser.add_argument("--storage", metavar="URL", help="of --from-study: its database (by default, in studies)")
    parser.add_argument("--run", required=True, metavar="NAME", help="the name of the run directory to write")
    add_data_arguments(parser)
    parser.add_argument("--resume", action="store_true", help="go on where a training of this run was cut off")
    parser.add_argument("--strategy", choices=["none", "mirrored"], default="none", help="mirrored: use all GPUs")
    parser.add_argument("--csv-log", type=Path, metavar="FILE", help="write a line per epoch to this file")
    parser.add_argument("--tensorboard", type=Path, metavar="DIRECTORY", help="write TensorBoard logs there")
    parser.add_argument("--quiet", action="store_true", help="one line per epoch instead of a progress bar")
    recipe = parser.add_argument_group("settings", "by default, those of the network's own recipe")
    for name, (kind, help_text) in SETTINGS.items():
        option = _option(name)
        if kind is bool:
            recipe.add_argument(option, action=argparse.BooleanOptionalAction, default=None, help=help_text)
        else:
            recipe.add_argument(option, type=kind, metavar=kind.__name__.upper(), help=help_text)
    parser.set_defaults(run_command=run)


def run(args: argparse.Namespace) -> int:
    """Train, then say how good the network is and where it lies."""
    check_name(args.run)
    if bool(args.from_run) != bool(args.drawings):
        raise ConfigError("--from-run needs the zip of --drawings beside it, and --drawings a run to go on from.")
    if args.storage and not args.from_study:
        raise ConfigError("--storage is where a study lies, so it needs --from-study beside it.")
    if args.architecture == FINDER:
        return _train_finder(args)
    if args.run == FINDER:
        raise ConfigError(f"{FINDER} is the name of the network that finds writing; choose another one for --run.")
    if args.go_on:
        raise ConfigError(f"--go-on is for {FINDER}; other networks go on with --from-run and --drawings.")
    if foreign := [name for name in ONLY_FINDER_SETTINGS if name in _given_settings(args)]:
        raise ConfigError(f"Only {FINDER} is trained with {' and '.join(map(_option, foreign))}.")
    if args.from_run:
        _check_going_on(args)
    if args.tensorboard:
        check_installed("`train --tensorboard`", TENSORBOARD)
    if args.from_study:
        check_installed("`train --from-study`", TUNING)
    import_tensorflow()
    from mnist_app.training.fit import FitOptions
    from mnist_app.training.own_drawings import HeldOut, count_right_answers, format_change
    from mnist_app.training.run import train_and_evaluate

    config = _choose_config(args)
    data = load_training_data(args, config)
    held_out = HeldOut(data.drawings.val, data.mnist.val) if data.drawings else None
    before = count_right_answers(load_run(args.from_run), held_out) if held_out else None
    options = FitOptions(
        checkpoint_dir=models_dir() / f".{args.run}.checkpoint",
        resume=args.resume,
        csv_log=args.csv_log,
        tensorboard_dir=args.tensorboard,
        strategy=args.strategy,
        verbose=2 if args.quiet else 1,
    )
    trained = train_and_evaluate(config, args.run, data, options)
    if can_write_twins():
        from mnist_app.training.twin import add_twin

        add_twin(trained)
    if held_out and before:
        print(format_change(before, count_right_answers(trained, held_out), held_out))
    test = trained.info.metrics.test
    print(f"{trained.path}: {test.accuracy:.2%} of the test digits are right, {test.errors} are not.")
    return 0


def _train_finder(args: argparse.Namespace) -> int:
    """Train the network that finds writing on photos; of the settings, those that it knows."""
    from mnist_app.data.drawn_characters import load_drawn_characters
    from mnist_app.data.mnist import load_mnist
    from mnist_app.data.pen_strokes import load_pen_strokes

    given = _given_settings(args)
    is_foreign = bool(given.keys() - set(FINDER_SETTINGS))
    if args.run != FINDER or is_foreign or args.csv_log or args.tensorboard or args.strategy != "none":
        raise ConfigError(
            f"{FINDER} is trained with `--run {FINDER}`; of the settings, it takes "
            f"{', '.join(map(_option, FINDER_SETTINGS))}, --go-on, --resume and --quiet."
        )
    there = load_finder_run() if args.go_on else None
    if args.go_on and there is None:
        raise ConfigError(f"There is no {FINDER} in {models_dir()} to go on from; train it without --go-on.")
    keep_freed_memory()
    import_tensorflow()
    from mnist_app.training.page_finder.fit import FinderConfig
    from mnist_app.training.page_finder.run import train_finder
    from mnist_app.training.sources import TrainingData

    strokes, characters = load_pen_strokes(args.pen_strokes), load_drawn_characters(args.drawn_characters)
    data = TrainingData(load_mnist(args.data), strokes, characters)
    checkpoint_dir = models_dir() / f".{FINDER}.checkpoint"
    config = FinderConfig(**given, begun_from=there.info.sha256.model if there else "")
    trained = train_finder(config, data, checkpoint_dir, args.resume, 2 if args.quiet else 1)
    seen = [kind for kind in trained.info.kinds.values() if kind.digits]
    recall = sum(kind.recall * kind.digits for kind in seen) / sum(kind.digits for kind in seen)
    print(f"{trained.path}: {recall:.2%} of the digits on made-up pages are found.")
    return 0


def _given_settings(args: argparse.Namespace) -> dict[str, Any]:
    return {name: getattr(args, name) for name in SETTINGS if getattr(args, name) is not None}


def _check_going_on(args: argparse.Namespace) -> None:
    """Refuse what a training without steps cannot do; to resume, it begins anew."""
    if _given_settings(args).keys() - {"seed"} or args.csv_log or args.tensorboard or args.strategy != "none":
        raise ConfigError(
            "--from-run changes a network's last layer in one step, so of the settings it takes --seed alone, and "
            "neither a log nor a strategy."
        )


def _option(setting: str) -> str:
    return f"--{setting.replace('_', '-')}"


def _choose_config(args: argparse.Namespace) -> "TrainConfig":
    """A recipe's, a study's best or a run's configuration, with the settings that were named on the command line."""
    from mnist_app.training.config import TrainConfig, recipe

    changes = _given_settings(args)
    if args.architecture:
        return recipe(args.architecture, **changes)
    if args.from_run:
        learned = TrainConfig.from_dict(load_run(args.from_run).info.config)
        return learned.going_on(args.from_run, pen_strokes=args.pen_strokes is not None, **changes)
    from mnist_app.training.tuning import best_config

    return best_config(args.from_study, study_storage(args, args.from_study)).with_changes(**changes)
