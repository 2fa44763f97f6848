"""Which class is the likeliest, and which comes next: one order for all, also where two are equally likely."""

import numpy as np
import numpy.typing as npt


def two_likeliest(probs: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    """The likeliest class and the runner-up: float32 (..., 10) -> int64 (..., 2); of equals the first, as argmax does.

    Examples
    --------
    >>> two_likeliest(np.array([0, 0, 0, 0, 0.5, 0, 0, 0, 0, 0.5], np.float32))
    array([4, 9])
    """
    return (-probs).argsort(axis=-1, kind="stable")[..., :2]
