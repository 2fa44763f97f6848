"""Arguments that several commands share."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from mnist_app.runs.runs import ARCHITECTURES, check_name, models_dir

if TYPE_CHECKING:
    from mnist_app.training.config import TrainConfig
    from mnist_app.training.sources import TrainingData

ARCHITECTURE_HELP = f"the network: {', '.join(ARCHITECTURES)}"
CHARACTERS_HELP = "zip or folder of Omniglot's strokes; else they are downloaded"
STROKES_HELP = "pendigits-orig.tra, plain or .Z; else it is downloaded"
DATA_HELP = "MNIST; else the file that MNIST_NPZ names, else it is downloaded"


def add_data_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what says where the data to train on lies."""
    parser.add_argument("--data", type=Path, metavar="FILE.npz", help=DATA_HELP)
    parser.add_argument(
        "--pen-strokes",
        type=Path,
        metavar="FILE",
        help=f"{STROKES_HELP} (where the network learns from pen strokes)",
    )
    parser.add_argument(
        "--drawn-characters",
        type=Path,
        metavar="FILE",
        help=f"{CHARACTERS_HELP} (where the network learns what is no digit)",
    )


def load_training_data(args: argparse.Namespace, config: "TrainConfig") -> "TrainingData":
    """Load MNIST and what the configuration asks for.

    A training that goes on from a run downloads neither pen strokes nor drawn characters: it is held to those that are
    named.
    """
    from mnist_app.data.drawn_characters import load_drawn_characters
    from mnist_app.data.mnist import load_mnist
    from mnist_app.data.pen_strokes import load_pen_strokes
    from mnist_app.reading.judged_zip import load_judged_drawings
    from mnist_app.training.sources import TrainingData

    strokes = load_pen_strokes(args.pen_strokes) if config.pen_stroke_share else None
    needs_characters = config.non_digit_share and (args.drawn_characters or not config.from_run)
    characters = load_drawn_characters(args.drawn_characters) if needs_characters else None
    drawings = load_judged_drawings(args.drawings) if config.from_run else None
    return TrainingData(load_mnist(args.data), strokes, characters, drawings)


def positive(text: str) -> int:
    """An integer from 1 up, as argparse takes it."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"must be at least 1, not {number}")
    return number


def study_storage(args: argparse.Namespace, study: str) -> str:
    """The URL of a study's database: what --storage says, else a file beside the directory of all runs.

    Raises
    ------
    RunError
        if the file would lie elsewhere
    """
    if not args.storage:
        check_name(study, of="study")
    return args.storage or f"sqlite:///{models_dir().parent / 'studies' / study}.sqlite3"
