"""`evaluate`: measure a run's network again, on the test set as it is or corrupted in fifteen ways."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from mnist_app.commands.arguments import DATA_HELP
from mnist_app.commands.quiet import import_tensorflow
from mnist_app.runs.runs import load_run

if TYPE_CHECKING:
    from mnist_app.data.mnist import Digits
    from mnist_app.recognizer import Recognizer


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `evaluate` to the commands."""
    parser = commands.add_parser("evaluate", help="measure a trained network on the test set")
    parser.add_argument("--run", metavar="NAME", help="the run (by default, the best one)")
    parser.add_argument("--data", type=Path, metavar="FILE.npz", help=DATA_HELP)
    parser.add_argument(
        "--corrupted",
        action="store_true",
        help="corrupt the test digits in the fifteen ways of MNIST-C (corruptions.py)",
    )
    parser.set_defaults(run_command=run)


def run(args: argparse.Namespace) -> int:
    """Print the figures of the test set."""
    trained = load_run(args.run)
    import_tensorflow()
    from mnist_app.data.mnist import load_mnist
    from mnist_app.metrics.evaluation import evaluate, format_report
    from mnist_app.recognizer import Recognizer

    test = load_mnist(args.data).test
    recognizer = Recognizer.load(trained.name)
    print(trained.name)
    if args.corrupted:
        _print_corrupted(recognizer, test)
    else:
        print(format_report(evaluate(recognizer.predict_probs(test.images), test.labels)))
    return 0


def _print_corrupted(recognizer: "Recognizer", test: "Digits") -> None:
    """Print the share of wrong answers under each corruption, then their mean."""
    from mnist_app.training.augmentation.corruptions import CORRUPTIONS, corrupt

    errors = []
    for name in CORRUPTIONS:
        y_pred = recognizer.predict_probs(corrupt(test.images, name)).argmax(axis=1)
        errors.append(float((y_pred != test.labels).mean()))
        print(f"{name:15s} {errors[-1]:7.2%} wrong", flush=True)
    print(f"{'mean error':15s} {sum(errors) / len(errors):7.2%}")
