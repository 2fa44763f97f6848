"""The pictures of all test digits, where MNIST is on the machine: matched to the run that was tested on them."""

import numpy as np
import numpy.typing as npt

from mnist_app.data.mnist import Digits
from mnist_app.errors import DataError
from mnist_app.exploring.samples import Pictures


def match_pictures(digits: Digits, labels: npt.NDArray[np.uint8]) -> Pictures:
    """The pictures of all test digits, once their labels are found to be those that a run was tested on.

    Raises
    ------
    DataError
        if they are others
    """
    if not np.array_equal(digits.labels, labels):
        raise DataError("The MNIST file on this machine holds other test digits than this run was tested on.")
    return Pictures(np.arange(len(digits), dtype=np.int32), digits.images)
