"""`train`: train a network and write its run directory."""

import argparse
import shutil
from pathlib import Path

from mnist_app.commands.quiet import import_tensorflow
from mnist_app.learning.runs import check_name, models_dir

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
    "patience": (int, "stop after so many epochs without a better validation accuracy; 0 is never"),
    "seed": (int, "of weights, order and augmentation"),
}


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `train` to the commands."""
    parser = commands.add_parser("train", help="train a network")
    parser.add_argument("--architecture", required=True, metavar="NAME", help="the network, such as digit_net")
    parser.add_argument("--run", required=True, metavar="NAME", help="the name of the run directory to write")
    parser.add_argument("--data", type=Path, metavar="FILE.npz", help="MNIST; else MNIST_NPZ, else it is downloaded")
    parser.add_argument(
        "--pen-strokes",
        type=Path,
        metavar="FILE",
        help="pendigits-orig.tra, plain or .Z, where the network learns from pen strokes; else it is downloaded",
    )
    parser.add_argument("--resume", action="store_true", help="go on where a training of this run was cut off")
    parser.add_argument("--strategy", choices=["none", "mirrored"], default="none", help="mirrored: use all GPUs")
    parser.add_argument("--csv-log", type=Path, metavar="FILE", help="write a line per epoch to this file")
    parser.add_argument("--tensorboard", type=Path, metavar="DIRECTORY", help="write TensorBoard logs there")
    parser.add_argument("--quiet", action="store_true", help="one line per epoch instead of a progress bar")
    recipe = parser.add_argument_group("settings", "by default, those of the network's own recipe (config.py)")
    for name, (kind, help_text) in SETTINGS.items():
        option = f"--{name.replace('_', '-')}"
        if kind is bool:
            recipe.add_argument(option, action=argparse.BooleanOptionalAction, default=None, help=help_text)
        else:
            recipe.add_argument(option, type=kind, metavar=kind.__name__.upper(), help=help_text)
    parser.set_defaults(run_command=run)


def run(args: argparse.Namespace) -> int:
    """Train, then say how good the network is and where it lies."""
    check_name(args.run)
    import_tensorflow()
    from mnist_app.learning.config import recipe
    from mnist_app.learning.dataset import load_mnist
    from mnist_app.learning.evidence import train_and_evaluate
    from mnist_app.learning.pen_strokes import load_pen_strokes
    from mnist_app.learning.sources import TrainingData
    from mnist_app.learning.training import FitOptions

    config = recipe(args.architecture, **given_settings(args))
    checkpoint_dir = models_dir() / f".{args.run}.checkpoint"
    options = FitOptions(
        checkpoint_dir=checkpoint_dir,
        resume=args.resume,
        csv_log=args.csv_log,
        tensorboard_dir=args.tensorboard,
        strategy=args.strategy,
        verbose=2 if args.quiet else 1,
    )
    strokes = load_pen_strokes(args.pen_strokes) if config.pen_stroke_share else None
    trained = train_and_evaluate(config, args.run, TrainingData(load_mnist(args.data), strokes), options)
    shutil.rmtree(checkpoint_dir, ignore_errors=True)  # the run is whole; nothing is left to resume
    test = trained.info["metrics"]["test"]
    print(f"{trained.path}: {test['accuracy']:.2%} of the test digits are right, {test['errors']} are not.")
    return 0


def given_settings(args: argparse.Namespace) -> dict[str, object]:
    """The settings that were named on the command line."""
    return {name: getattr(args, name) for name in SETTINGS if getattr(args, name) is not None}
