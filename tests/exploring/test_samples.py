import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.exploring.samples import collect_pictures, draw_of_class, images_to_strip, join_pictures


def picture(value: int) -> npt.NDArray[np.uint8]:
    return np.full((28, 28), value, np.uint8)


def test_no_pictures() -> None:
    none = collect_pictures(np.array([], np.int32), np.zeros((0, 28, 28), np.uint8))
    assert none.find(3) is None
    assert none.available(np.array([3])).tolist() == []


def test_pictures_are_found_by_position_in_any_order() -> None:
    pictures = collect_pictures(np.array([7, 3], np.int32), np.stack([picture(70), picture(30)]))
    assert pictures.available(np.array([3, 4, 7])).tolist() == [3, 7]
    assert pictures.take(np.array([7, 3, 7]))[:, 0, 0].tolist() == [70, 30, 70]
    found = pictures.find(3)
    assert found is not None
    assert found[0, 0] == 30
    assert [pictures.find(missing) for missing in (0, 4, 8)] == [None, None, None]


def test_join_keeps_each_picture_once() -> None:
    a = collect_pictures(np.array([3, 5], np.int32), np.stack([picture(30), picture(50)]))
    b = collect_pictures(np.array([5, 7], np.int32), np.stack([picture(50), picture(70)]))
    assert join_pictures(a, b).index.tolist() == [3, 5, 7]


@pytest.mark.parametrize(("rows", "corners"), [(1, [[10, 20, 30, 40]]), (2, [[10, 20], [30, 40]])])
def test_strip_lays_pictures_side_by_side(rows: int, corners: list[list[int]]) -> None:
    strip = images_to_strip(np.stack([picture(value) for value in (10, 20, 30, 40)]), rows)
    assert strip[::28, ::28].tolist() == corners
    assert strip[27::28, 27::28].tolist() == corners


def test_draw_of_class() -> None:
    images = np.stack([picture(value) for value in range(6)])
    labels = np.array([1, 2, 1, 2, 1, 1], np.uint8)
    drawn = draw_of_class(images, labels, 1, count=3, seed=0)[:, 0, 0].tolist()
    assert len(set(drawn)) == 3
    assert set(drawn) < {0, 2, 4, 5}
    assert draw_of_class(images, labels, 1, count=3, seed=0)[:, 0, 0].tolist() == drawn
    assert sorted(draw_of_class(images, labels, 2, count=9, seed=0)[:, 0, 0].tolist()) == [1, 3]
    assert len(draw_of_class(images, labels, 7, count=3, seed=0)) == 0
