"""What a section of the explore page lists, which the dialog of one test digit steps through."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mnist_app.exploring.samples import Pictures


@dataclass(frozen=True, eq=False)
class Listing:
    """Test digits as a section of the page lists them.

    Attributes
    ----------
    pictures : of those that have one
    order : int64 (M,), positions in the test set
    remark : what the section has to add to a test digit, Markdown; may be empty
    """

    pictures: Pictures
    order: npt.NDArray[np.int64]
    remark: Callable[[int], str] = lambda index: ""
