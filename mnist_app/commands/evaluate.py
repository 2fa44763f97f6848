"""`evaluate`: measure a network again: on test digits, also corrupted, on non-digits, made-up pages and writers."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from mnist_app.commands.arguments import CHARACTERS_HELP, DATA_HELP, STROKES_HELP, positive
from mnist_app.data.drawn_characters import DrawnCharacters, load_drawn_characters
from mnist_app.data.look_alikes import leave_out_look_alikes, make_reader
from mnist_app.data.mnist import Digits, Mnist, load_mnist
from mnist_app.data.pages.hands import Hands
from mnist_app.data.pages.recipes import RECIPES
from mnist_app.data.pen_strokes import PenStrokes, load_pen_strokes
from mnist_app.errors import ConfigError
from mnist_app.metrics.evaluation import evaluate, format_report
from mnist_app.reading.quiet import import_tensorflow
from mnist_app.runs.evaluation_arrays import read_evaluation
from mnist_app.runs.non_digit_table import format_non_digits
from mnist_app.runs.records import Metrics
from mnist_app.runs.runs import DEFAULT_RUN, Run, load_run

if TYPE_CHECKING:
    from mnist_app.recognizer import Recognizer

PAGE_KINDS = tuple(RECIPES)
PAGES_OF_A_KIND = 40
KINDS_HELP = f"with --pages: only these kinds, of {', '.join(PAGE_KINDS)}"


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `evaluate` to the commands."""
    parser = commands.add_parser("evaluate", help="measure a trained network on the test set")
    parser.add_argument("--run", metavar="NAME", help=f"the run (by default, {DEFAULT_RUN})")
    parser.add_argument("--data", type=Path, metavar="FILE.npz", help=DATA_HELP)
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--write",
        action="store_true",
        help="write the run's evidence again, from what is measured: test digits, and corrupted ones, too",
    )
    what.add_argument(
        "--corrupted",
        action="store_true",
        help="corrupt the test digits in the fifteen ways of MNIST-C",
    )
    what.add_argument(
        "--pages", action="store_true", help="read made-up pages of every kind, and pictures without handwriting"
    )
    what.add_argument(
        "--writers",
        action="store_true",
        help="read writers one by one who have judged some of their digits, as a visitor of the page does",
    )
    parser.add_argument(
        "--trained",
        action="store_true",
        help="with --writers: train with what each has judged, as `train --from-run` does",
    )
    parser.add_argument("--count", type=positive, help=f"with --pages: pages of each kind (default: {PAGES_OF_A_KIND})")
    parser.add_argument("--kinds", nargs="+", metavar="KIND", choices=PAGE_KINDS, help=KINDS_HELP)
    parser.add_argument(
        "--non-digits",
        action="store_true",
        help="also measure what becomes of pictures that are no digits, and write it with --write",
    )
    parser.add_argument(
        "--fit",
        action="store_true",
        help="with --write: fit temperatures and thresholds on validation again before everything is measured",
    )
    parser.add_argument(
        "--pen-strokes",
        type=Path,
        metavar="FILE",
        help=f"{STROKES_HELP} (for --fit, --pages and --writers; measured, too, with --write)",
    )
    parser.add_argument(
        "--drawn-characters", type=Path, metavar="FILE", help=f"{CHARACTERS_HELP} (for --non-digits, --fit, --pages)"
    )
    parser.set_defaults(run_command=run)


def run(args: argparse.Namespace) -> int:
    """Print the figures of the test set and of what is no digit; write them with --write."""
    if args.fit and not args.write:
        raise ConfigError("--fit changes the run's thresholds, so it needs --write beside it.")
    if args.trained and not args.writers:
        raise ConfigError("--trained trains with what writers have judged, so it needs --writers beside it.")
    if (args.count or args.kinds) and not args.pages:
        raise ConfigError("--count and --kinds are of made-up pages, so they need --pages beside them.")
    if args.pen_strokes and not (args.write or args.pages or args.writers):
        raise ConfigError("--pen-strokes is not read without --write, --pages or --writers.")
    if args.drawn_characters and not (args.non_digits or args.fit or args.pages):
        raise ConfigError("--drawn-characters is not read without --non-digits, --fit or --pages.")
    if args.writers and args.non_digits:
        raise ConfigError("--writers reads digits and --non-digits what is none: measure one after the other.")
    if args.pages and args.non_digits:
        raise ConfigError("--pages reads pages and --non-digits single pictures: measure one after the other.")
    trained = load_run(args.run)
    import_tensorflow()
    mnist = load_mnist(args.data)
    if args.pages or args.writers:
        print(trained.name)
        (_measure_pages if args.pages else _measure_writers)(trained, mnist, args)
        return 0
    learned = trained.info.sha256
    needs_strokes = args.fit and learned.pen_strokes
    strokes = load_pen_strokes(args.pen_strokes) if needs_strokes or (args.write and args.pen_strokes) else None
    wanted = args.non_digits or (args.fit and (learned.drawn_characters or trained.info.metrics.non_digits))
    if args.drawn_characters and not wanted:
        raise ConfigError(f"{trained.name} has not learned from drawn characters, so --drawn-characters is not read.")
    characters = load_drawn_characters(args.drawn_characters) if wanted else None
    print(trained.name)
    if args.write:
        trained = _write(trained, mnist, strokes, characters, args.fit)
    elif args.corrupted:
        _print_corrupted(_load(trained), mnist.test)
    else:
        probs = _load(trained).predict_probs(mnist.test.images)
        print(format_report(evaluate(probs, mnist.test.labels)))
    if characters:
        metrics = trained.info.metrics if args.write else _measure_non_digits(trained, mnist, characters)
        print(f"\n{format_non_digits(metrics)}")
    return 0


def _load(trained: Run) -> "Recognizer":
    from mnist_app.recognizer import Recognizer

    return Recognizer.load(trained.name)


def _write(
    trained: Run, mnist: Mnist, strokes: PenStrokes | None, characters: DrawnCharacters | None, refit: bool
) -> Run:
    """Print and write the figures, and return the run as it is now."""
    from mnist_app.training.run import evaluate_again
    from mnist_app.training.sources import TrainingData

    written = evaluate_again(trained, TrainingData(mnist, strokes, characters), refit)
    stored = read_evaluation(written)
    print(format_report(evaluate(stored.probs, stored.labels)))
    print(f"\n{trained.path}: evaluation.npz, model_card.md and the figures in run.json are written.")
    return written


def _measure_non_digits(trained: Run, mnist: Mnist, characters: DrawnCharacters) -> Metrics:
    from mnist_app.training.run import measure_run_on_non_digits

    return measure_run_on_non_digits(trained, mnist, characters)


def _measure_pages(trained: Run, mnist: Mnist, args: argparse.Namespace) -> None:
    """Read pages of digits that no training saw: MNIST's test digits, held-out writers and drawers."""
    from mnist_app.commands.page_measuring import print_page_scores

    strokes, characters = load_pen_strokes(args.pen_strokes), load_drawn_characters(args.drawn_characters)
    letters = leave_out_look_alikes(characters, make_reader(mnist, strokes))
    hands = Hands(mnist.test, strokes.val, letters.val)
    kinds = tuple(dict.fromkeys(args.kinds or PAGE_KINDS))  # named twice, read once
    print_page_scores(_load(trained), hands, kinds, args.count or PAGES_OF_A_KIND)


def _measure_writers(trained: Run, mnist: Mnist, args: argparse.Namespace) -> None:
    """Read the digits of writers from whom the run has not learned, with what they have judged."""
    strokes = load_pen_strokes(args.pen_strokes)
    if args.trained:
        from mnist_app.commands.writer_training import print_trained_writers

        print_trained_writers(trained, strokes, mnist)
        return
    from mnist_app.commands.writer_measuring import print_writers

    print_writers(trained, strokes, mnist.val)


def _print_corrupted(recognizer: "Recognizer", test: Digits) -> None:
    """Print the share of wrong answers under each corruption, then their mean."""
    from mnist_app.training.augmentation.corruptions import CORRUPTIONS, corrupt

    errors = []
    for name in CORRUPTIONS:
        y_pred = recognizer.predict_probs(corrupt(test.images, name)).argmax(axis=1)
        errors.append(float((y_pred != test.labels).mean()))
        print(f"{name:15s} {errors[-1]:7.2%} wrong", flush=True)
    print(f"{'mean error':15s} {sum(errors) / len(errors):7.2%}")
