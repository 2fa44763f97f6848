import numpy as np
import numpy.typing as npt
import pytest

from mnist_app.reading.occlusion import (
    LEAST_PROB,
    NINTHS,
    PATCH,
    STEP,
    THIRDS,
    erase_patches,
    erase_places,
    evidence_map,
    strongest_place,
)

EMPTY = np.zeros((28, 28), np.uint8)


def bar(rows: slice, cols: slice) -> npt.NDArray[np.uint8]:
    image = EMPTY.copy()
    image[rows, cols] = 255
    return image


FULL = bar(slice(4, 24), slice(4, 24))


def test_nothing_is_erased_of_an_empty_image() -> None:
    assert len(erase_patches(EMPTY).images) == 0
    assert erase_places(EMPTY).names == ()
    assert evidence_map(erase_patches(EMPTY), 0.9, np.zeros(0, np.float32)).tolist() == EMPTY.tolist()


def test_patches_cover_the_whole_image_and_erase_nothing_else() -> None:
    image = np.full((28, 28), 9, np.uint8)
    patches = erase_patches(image)
    assert len(patches.images) == len(range(0, 28 - PATCH + 1, STEP)) ** 2
    assert patches.masks.any(axis=0).all()
    np.testing.assert_array_equal(patches.images == 0, patches.masks)


def test_ninths_share_the_digit_among_them() -> None:
    places = erase_places(FULL)
    assert places.names == (*NINTHS, *THIRDS)
    np.testing.assert_array_equal(places.masks[: len(NINTHS)].sum(axis=0), FULL > 0)
    assert not places.images[places.names.index("top")][:10].any()
    assert places.images[places.names.index("left side")][4:24, 12:24].all()


def test_ink_that_matters_speaks_for_the_answer() -> None:
    patches = erase_patches(FULL)
    holds = patches.masks[:, 5, 5]
    evidence = evidence_map(patches, 0.8, np.where(holds, 0.2, 0.8).astype(np.float32))
    assert evidence[5, 5] == pytest.approx(np.log(4))
    assert evidence[22, 22] == pytest.approx(0, abs=1e-6)
    assert strongest_place(FULL, evidence) == "top left"
    assert strongest_place(FULL, evidence * np.float32(1e-3)) == "", "what nobody would notice is not named"


def test_ink_without_which_the_answer_is_likelier_speaks_against_it() -> None:
    patches = erase_patches(FULL)
    evidence = evidence_map(patches, 0.2, np.full(len(patches.images), 0.8, np.float32))
    assert (evidence[FULL > 0] < 0).all()
    assert strongest_place(FULL, evidence) == ""


def test_changes_among_hopeless_answers_do_not_count() -> None:
    patches = erase_patches(FULL)
    without = np.full(len(patches.images), LEAST_PROB / 100, np.float32)
    assert not evidence_map(patches, LEAST_PROB / 2, without).any()
