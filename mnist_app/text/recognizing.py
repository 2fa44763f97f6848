"""The recognize page's own words: titles, labels of its controls, and what they explain. No Streamlit."""

# What a visitor says of a digit
CORRECT = "Correct"
WRONG = "Wrong, it's …"
REMOVE = "Remove this digit"
UNDO_CORRECTION = "Undo the correction"
UNDO_CONFIRMATION = "Undo"
DOWNLOAD_JUDGED = "Download PNG and CSV"
CORRECTED_IN_THE_PICTURE = r"\* corrected by you"  # Markdown; `read_picture` writes the star on the picture


# One digit
IF_IT_WERE_A_DIGIT = "If it were a digit, it would be:"


def misread_link(label: int) -> str:
    """The label of the button that leads to the test digits misread as this digit."""
    return f"See test digits misread as {label}"


def misread_help(label: int) -> str:
    """What that button leads to, in a sentence."""
    return f"Test digits that the network took for a {label} by mistake"


def bring_back(count: int) -> str:
    """The label of the button that undoes the removal of so many digits."""
    return f"Bring back {count} removed"
