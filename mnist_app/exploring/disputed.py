"""Test labels that people do not agree with.

Five annotators were shown each of these test digits and the label MNIST gives it; fewer than three agreed with it. The
labels are disputed, not wrong: a few strokes can be read in more than one way, and nobody can ask the writers.

Source: Northcutt, Athalye, Mueller, "Pervasive Label Errors in Test Sets" (2021), github.com/cleanlab/label-errors.
"""

import numpy as np
import numpy.typing as npt

DISPUTED = (947, 1621, 1901, 2130, 2462, 2597, 2654, 3520, 3558, 5937, 6651, 6783, 8527, 9679, 9729)

# None of the five agreed with the label of these; this is what they read instead.
READ_INSTEAD = {947: "9", 2462: "0", 2597: "3", 2654: "1 or no digit", 6651: "6"}


def is_disputed(index: npt.NDArray[np.integer]) -> npt.NDArray[np.bool_]:
    """Which positions (M,) of the test set carry a disputed label."""
    return np.isin(index, DISPUTED)


def dispute(index: int) -> str:
    """What is known about a test digit's label, as a sentence; "" where nobody disputes it."""
    if index not in DISPUTED:
        return ""
    if index in READ_INSTEAD:
        return f"None of five annotators agreed with this label; most read {READ_INSTEAD[index]}."
    return "Fewer than three of five annotators agreed with this label."
