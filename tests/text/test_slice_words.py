"""What is said of digits that are written alike."""

from mnist_app.exploring.slices import DIGIT, Slice
from mnist_app.text.slice_words import slice_text


def test_a_slice_agrees_in_number() -> None:
    one, two = (Slice(((DIGIT, 4),), 30, errors, errors / 30, 0.0, 0.2) for errors in (1, 2))
    assert slice_text(one) == "**1** of 30 4s is misread; the worst come first."
    assert slice_text(two) == "**2** of 30 4s are misread; the worst come first."
