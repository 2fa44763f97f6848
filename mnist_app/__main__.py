"""The command line: `python -m mnist_app COMMAND ...`. Exit code 0: done, 1: failed (one sentence), 2: wrong usage."""

import argparse
import io
import os
import sys
from collections.abc import Sequence

from mnist_app.commands import compare, evaluate, export, read, train, tune
from mnist_app.errors import MnistAppError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    args = build_parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a file's name may be in no known encoding
    try:
        return int(args.run_command(args))
    except MnistAppError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever reads the output has read enough, as `head` does
        _give_up_output()
        return 1
    except OSError as error:
        print(f"{error.filename or 'The output'} cannot be written or read: {error.strerror}.", file=sys.stderr)
        _give_up_output()
        return 1
    except KeyboardInterrupt:
        return 130  # as a shell reports a program that was stopped with Ctrl-C


def _give_up_output() -> None:
    """Drop what could not be written, which Python would try to write again when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def build_parser() -> argparse.ArgumentParser:
    """The parser with all commands."""
    parser = argparse.ArgumentParser(
        prog="python -m mnist_app", description="Read handwritten digits, train, evaluate."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in (read, train, evaluate, compare, tune, export):
        command.add_parser(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
