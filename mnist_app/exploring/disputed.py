"""Test labels that people do not agree with.

Five annotators were shown each of these test digits and the label MNIST gives it; fewer than three agreed with it. The
labels are disputed, not wrong: a few strokes can be read in more than one way, and nobody can ask the writers.

Source: Northcutt, Athalye, Mueller, "Pervasive Label Errors in Test Sets" (2021), github.com/cleanlab/label-errors.
"""

DISPUTED = (947, 1621, 1901, 2130, 2462, 2597, 2654, 3520, 3558, 5937, 6651, 6783, 8527, 9679, 9729)

# None of the five agreed with the label of these; this is what they read instead.
READ_INSTEAD = {947: "9", 2462: "0", 2597: "3", 2654: "1 or no digit", 6651: "6"}


def dispute(index: int) -> str:
    """What is known about the disputed label at a position of MNIST's test set, as a sentence."""
    if index in READ_INSTEAD:
        return f"None of five annotators agreed with this label; most read {READ_INSTEAD[index]}."
    return "Fewer than three of five annotators agreed with this label."
