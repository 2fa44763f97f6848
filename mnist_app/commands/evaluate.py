"""`evaluate`: measure a run's network again, on the test set as it is (and write it) or corrupted in fifteen ways."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from mnist_app.commands.arguments import DATA_HELP
from mnist_app.commands.quiet import import_tensorflow
from mnist_app.data.mnist import Digits, Mnist, load_mnist
from mnist_app.metrics.evaluation import evaluate, format_report
from mnist_app.runs.evaluation_arrays import read_evaluation
from mnist_app.runs.runs import Run, load_run

if TYPE_CHECKING:
    from mnist_app.recognizer import Recognizer


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `evaluate` to the commands."""
    parser = commands.add_parser("evaluate", help="measure a trained network on the test set")
    parser.add_argument("--run", metavar="NAME", help="the run (by default, the best one)")
    parser.add_argument("--data", type=Path, metavar="FILE.npz", help=DATA_HELP)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--write", action="store_true", help="write the run's evidence again, from what is measured")
    what.add_argument(
        "--corrupted",
        action="store_true",
        help="corrupt the test digits in the fifteen ways of MNIST-C (corruptions.py)",
    )
    parser.set_defaults(run_command=run)


def run(args: argparse.Namespace) -> int:
    """Print the figures of the test set; write them with --write."""
    trained = load_run(args.run)
    import_tensorflow()
    mnist = load_mnist(args.data)
    print(trained.name)
    if args.write:
        _write(trained, mnist)
    elif args.corrupted:
        _print_corrupted(_load(trained), mnist.test)
    else:
        probs = _load(trained).predict_probs(mnist.test.images)
        print(format_report(evaluate(probs, mnist.test.labels)))
    return 0


def _load(trained: Run) -> "Recognizer":
    from mnist_app.recognizer import Recognizer

    return Recognizer.load(trained.name)


def _write(trained: Run, mnist: Mnist) -> None:
    from mnist_app.training.run import evaluate_again

    stored = read_evaluation(evaluate_again(trained, mnist))
    print(format_report(evaluate(stored.probs, stored.labels)))
    print(f"\n{trained.path}: evaluation.npz, model_card.md and the test figures in run.json are written.")


def _print_corrupted(recognizer: "Recognizer", test: Digits) -> None:
    """Print the share of wrong answers under each corruption, then their mean."""
    from mnist_app.training.augmentation.corruptions import CORRUPTIONS, corrupt

    errors = []
    for name in CORRUPTIONS:
        y_pred = recognizer.predict_probs(corrupt(test.images, name)).argmax(axis=1)
        errors.append(float((y_pred != test.labels).mean()))
        print(f"{name:15s} {errors[-1]:7.2%} wrong", flush=True)
    print(f"{'mean error':15s} {sum(errors) / len(errors):7.2%}")
