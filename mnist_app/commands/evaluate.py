"""`evaluate`: measure a run's network again, on the test set."""

import argparse
from pathlib import Path

from mnist_app.commands.quiet import import_tensorflow
from mnist_app.learning.runs import load_run


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `evaluate` to the commands."""
    parser = commands.add_parser("evaluate", help="measure a trained network on the test set")
    parser.add_argument("--run", metavar="NAME", help="the run (by default, the best one)")
    parser.add_argument("--data", type=Path, metavar="FILE.npz", help="MNIST; else MNIST_NPZ, else it is downloaded")
    parser.set_defaults(run_command=run)


def run(args: argparse.Namespace) -> int:
    """Print the figures of the test set."""
    trained = load_run(args.run)
    import_tensorflow()
    from mnist_app.learning.dataset import load_mnist
    from mnist_app.learning.evaluation import evaluate, format_report
    from mnist_app.recognizer import Recognizer

    test = load_mnist(args.data).test
    print(trained.name)
    print(format_report(evaluate(Recognizer.load(trained.name).predict_probs(test.images), test.labels)))
    return 0
