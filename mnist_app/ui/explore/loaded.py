"""What all visitors of the explore page share: each file is read once, and again only when it has changed on disk."""

from pathlib import Path

import numpy as np
import streamlit as st

from mnist_app.data.mnist import Digits, find_mnist, read_test_digits
from mnist_app.errors import DataError
from mnist_app.exploring.evidence import Evidence, evidence_stamp, read_evidence
from mnist_app.exploring.mnist_pictures import match_pictures
from mnist_app.exploring.samples import Pictures
from mnist_app.runs.runs import file_stamp, models_dir
from mnist_app.text.explore_labels import ONLY_STORED
from mnist_app.ui.explore.listing import Listing


def load_evidence(name: str) -> Evidence:
    """The evidence of a run.

    Raises
    ------
    RunError
        if it is missing, damaged or of another version
    """
    return _evidence(str(models_dir()), name, evidence_stamp(name))


def load_pictures(evidence: Evidence) -> tuple[Pictures, str]:
    """All test pictures where MNIST is on the machine, else those of the run; and why it is not all of them, or ""."""
    path = find_mnist()
    if path is None:
        return evidence.pictures, ONLY_STORED
    digits = _test_digits(str(path), file_stamp(path))
    if isinstance(digits, DataError):
        return evidence.pictures, str(digits)
    try:
        return match_pictures(digits, evidence.arrays.labels), ""
    except DataError as error:
        return evidence.pictures, str(error)


def no_listing(evidence: Evidence) -> Listing:
    """What is listed where no single test digits are shown."""
    return Listing(load_pictures(evidence)[0], np.array([], np.int64))


@st.cache_resource(show_spinner=False, max_entries=16)
def _evidence(models: str, name: str, stamp: tuple[int, ...]) -> Evidence:
    return read_evidence(name)


@st.cache_resource(show_spinner=False, max_entries=1)
def _test_digits(path: str, changed_ns: int) -> Digits | DataError:
    """A damaged file is kept as its error, so that it is not read again at every click."""
    try:
        return read_test_digits(Path(path))
    except DataError as error:
        return error
