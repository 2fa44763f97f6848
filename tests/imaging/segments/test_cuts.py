import cv2
import numpy as np
import pytest

from mnist_app.imaging.segments.cuts import cut_out, find_seams
from mnist_app.imaging.segments.marks import CORE, Segment, crop_segment


def two_rings(overlap: int = 3) -> Segment:
    """Two rings of 50 x 40 pixels with a stroke of 5 that touch side by side."""
    ink = np.zeros((50, 80 - overlap), np.float32)
    for left in (0, 40 - overlap):
        ring = ink[:, left : left + 40]
        ring[:5] = ring[-5:] = 1
        ring[:, :5] = ring[:, -5:] = 1
    ink[:12, 30:50] = ink[-12:, 30:50] = 0  # so that they touch in the middle only
    return crop_segment((100, 200, 150, 280 - overlap), ink)


def joined_strokes(width: int) -> Segment:
    """Two strokes, 40 pixels high, at both ends of a bar."""
    ink = np.zeros((40, width), np.float32)
    ink[:, :6] = ink[:, -6:] = ink[18:22] = 1
    return Segment((0, 0, 40, width), ink)


def test_a_mark_no_wider_than_a_digit_is_not_cut() -> None:
    assert find_seams(joined_strokes(27), 40) == []
    assert find_seams(joined_strokes(28), 40) != []


def test_where_a_valley_is_flat_seams_lie_apart() -> None:
    assert [int(seam[20]) for seam in find_seams(joined_strokes(60), 40)] == [6, *range(10, 53, 6)]


def test_a_seam_goes_where_two_digits_touch() -> None:
    seams = find_seams(two_rings(), 50)
    assert any(abs(seam.mean() - 38) < 6 for seam in seams)
    assert [seam.mean() for seam in seams] == sorted(seam.mean() for seam in seams)


def test_a_seam_goes_from_the_upper_valley_to_the_lower_one() -> None:
    """A bar with a notch in its upper side and another one, further right, in its lower side."""
    ink = np.ones((50, 90), np.float32)
    ink[:23, 40:44] = ink[27:, 46:50] = 0
    mark = crop_segment((0, 0, 50, 90), ink)
    assert any(40 <= seam[0] < 44 and 46 <= seam[-1] < 50 for seam in find_seams(mark, 50))


def test_the_parts_make_the_whole() -> None:
    mark = two_rings()
    seam = min(find_seams(mark, 50), key=lambda seam: abs(seam.mean() - 38))
    left, right = cut_out(mark, None, seam), cut_out(mark, seam, None)
    assert left is not None
    assert right is not None
    assert left.ink.sum() + right.ink.sum() == pytest.approx(float(mark.ink.sum()))
    assert left.bbox[1] == mark.bbox[1]
    assert right.bbox[3] == mark.bbox[3]
    assert int((left.ink >= CORE).sum()) == left.area


def test_hardly_any_ink_is_no_part() -> None:
    mark = two_rings()
    first = find_seams(mark, 50)[0]
    assert cut_out(mark, first, first) is None


def test_a_seam_goes_along_where_two_digits_run_together() -> None:
    """Two zeros that share a side: a way through either of them would cross less ink."""
    ink = np.zeros((60, 90), np.float32)
    for center in (22, 62):
        cv2.ellipse(ink, (center, 30), (18, 26), 0, 0, 360, 1.0, 5)
    mark = crop_segment((0, 0, 60, 90), ink)
    middle = mark.width / 2
    assert any(np.abs(seam - middle).max() < 4 for seam in find_seams(mark, 60))


def test_a_block_is_not_cut() -> None:
    assert find_seams(Segment((0, 0, 60, 90), np.ones((60, 90), np.float32)), 60) == []


def test_a_tangle_is_not_cut_through_its_many_strokes() -> None:
    stripes = np.zeros((80, 120), np.float32)
    stripes[::8] = stripes[1::8] = stripes[2::8] = 1
    stripes[:, :3] = stripes[:, -3:] = 1
    assert find_seams(Segment((0, 0, 80, 120), stripes), 80) == []
