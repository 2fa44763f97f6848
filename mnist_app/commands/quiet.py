"""TensorFlow's start, without its log: what a command prints is for the person who called it."""

import importlib
import os


def import_tensorflow() -> None:
    """Import TensorFlow with the process's stderr closed: its C++ side writes there whatever its log level is.

    A failing import raises as always.
    """
    stderr, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        importlib.import_module("tensorflow")
    finally:
        os.dup2(stderr, 2)
        os.close(stderr)
        os.close(nowhere)
