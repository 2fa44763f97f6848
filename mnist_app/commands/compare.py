"""`compare`: write `models/README.md`, one table of all runs."""

import argparse

from mnist_app.errors import RunError
from mnist_app.runs.run_writing import replace_text
from mnist_app.runs.runs import list_runs, load_run, models_dir, train_command
from mnist_app.runs.table import format_comparison


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `compare` to the commands."""
    parser = commands.add_parser("compare", help="write one table of all trained networks, models/README.md")
    parser.set_defaults(run_command=run)


def run(args: argparse.Namespace) -> int:
    """Write the table, and print it."""
    names = list_runs()
    if not names:
        raise RunError(f"There is no trained run in {models_dir()}. Train one: {train_command('two_conv')}")
    text = format_comparison([load_run(name) for name in names])
    path = models_dir() / "README.md"
    try:
        replace_text(path, text)
    except OSError as error:
        raise RunError(
            f"{path} cannot be written: {error.strerror or error}. Make room there and see that it may be "
            "written; the table that was there is as it was."
        ) from error
    print(text)
    return 0
