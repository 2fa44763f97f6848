import numpy as np

from mnist_app.reading.stability import SHIFT, vary

STROKE = np.zeros((28, 28), np.uint8)
STROKE[6:22, 12:16] = 255


def variants_of(change: str) -> list[np.ndarray]:
    varied = vary(STROKE)
    return [image for image, how in zip(varied.images, varied.changes, strict=True) if how == change]


def test_twenty_five_variants_all_of_them_changed() -> None:
    images = vary(STROKE).images
    assert images.shape == (25, 28, 28)
    assert images.dtype == np.uint8
    assert len({image.tobytes() for image in [STROKE, *images]}) == 26


def test_a_shift_moves_the_ink_and_keeps_it() -> None:
    found = {image.tobytes() for image in variants_of("shifted")}
    assert np.roll(STROKE, (SHIFT, -SHIFT), axis=(0, 1)).tobytes() in found
    assert len(found) == 8


def test_a_turn_keeps_the_amount_of_ink() -> None:
    for image in variants_of("turned"):
        assert abs(int(image.sum()) / int(STROKE.sum()) - 1) < 0.02


def test_thinner_takes_ink_away_and_thicker_adds_some() -> None:
    thinner, thicker = ([int(image.sum()) for image in variants_of(change)] for change in ("thinner", "thicker"))
    amounts = [*thinner[::-1], int(STROKE.sum()), *thicker]
    assert amounts == sorted(set(amounts))


def test_a_thin_stroke_is_still_there_when_it_is_thinner() -> None:
    assert all(image.max() > 100 for image in variants_of("thinner"))
