"""Fetch MNIST without Keras, with its progress.

Keras would fetch the same file, but importing it costs seconds and hundreds of megabytes, and it cannot report its
progress to a page. The file lies where Keras looks for it, so it is fetched once for both.
"""

import contextlib
import hashlib
import http.client
import os
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from mnist_app.data.mnist import keras_cache_file
from mnist_app.errors import DataError

# keras/src/datasets/mnist.py
MNIST_URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
FILE_SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"

MAX_BYTES = 50_000_000  # a guess: four times the file; no answer of a wrong server fills the disk
CHUNK_BYTES = 1 << 16
TIMEOUT_S = 15.0  # a guess: longer than any slow answer, short enough to wait for


def fetch_mnist(report: Callable[[float], object], url: str = MNIST_URL, sha256: str = FILE_SHA256) -> Path:
    """Download MNIST to where Keras keeps it; the file is there only when it is complete and the right one.

    Parameters
    ----------
    report : called with the share that has arrived, in [0, 1]; stays at 0 while the size is unknown

    Raises
    ------
    DataError
        if it cannot be reached, arrives damaged, or cannot be written
    """
    target = keras_cache_file()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _temporary_file(target.parent) as part:
            digest = _download(url, part, report)
            if digest != sha256:
                raise DataError("What arrived is not MNIST (its SHA-256 differs), so it was not kept. Try again later.")
            part.replace(target)
    except (OSError, http.client.HTTPException) as error:
        raise DataError(
            f"MNIST could not be fetched from {url}: {_reason(error)}. Check the internet connection, or put the file "
            f"at {target} yourself."
        ) from error
    return target


@contextlib.contextmanager
def _temporary_file(directory: Path) -> Iterator[Path]:
    handle, name = tempfile.mkstemp(prefix=".mnist.", dir=directory)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _download(url: str, part: Path, report: Callable[[float], object]) -> str:
    """Copy what the URL answers into a file, and return its SHA-256."""
    digest, received = hashlib.sha256(), 0
    with urllib.request.urlopen(url, timeout=TIMEOUT_S) as answer, part.open("wb") as file:
        size = answer.length or 0  # None where the server does not say it, or says what is no size
        while (chunk := answer.read(CHUNK_BYTES)) and received < MAX_BYTES:
            file.write(chunk)
            digest.update(chunk)
            received += len(chunk)
            report(min(received / size, 1.0) if size else 0.0)
    return digest.hexdigest()


def _reason(error: Exception) -> str:
    reason = getattr(error, "reason", error)  # what is behind a URLError
    return str(getattr(reason, "strerror", None) or reason or type(error).__name__).rstrip(".")
