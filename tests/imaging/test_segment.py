import numpy as np
import pytest

from mnist_app.imaging.segment import Segment, ink_to_single_segment


def test_no_ink_gives_no_segment() -> None:
    assert ink_to_single_segment(np.zeros((5, 5), np.float32)) == ()


def test_all_ink_is_one_segment() -> None:
    ink = np.zeros((10, 10), np.float32)
    ink[1, 2] = ink[7, 8] = 0.5
    (segment,) = ink_to_single_segment(ink)
    assert segment.bbox == (1, 2, 8, 9)
    np.testing.assert_array_equal(segment.ink, ink[1:8, 2:9])


def test_box_and_ink_must_agree() -> None:
    with pytest.raises(ValueError, match="expected ink of the box"):
        Segment((0, 0, 2, 2), np.zeros((3, 2), np.float32))
