"""Pages -> batches of crops: cut out at any place, size and quarter turn, in any light."""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from mnist_app.data.pages.targets import SIZE_STEPS, FinderPage, decode_size
from mnist_app.reading.finder import SIZE_UNIT, STRIDE
from mnist_app.training.page_finder.pool import PackedPage, unpack

Batch = tuple[npt.NDArray[np.uint8], npt.NDArray[np.float32]]

CROP = 320  # pixels
# All are guesses.
SIDES = (180, 1280)  # a page's longer side, as the finder sees it while it learns; it reads at 640 and at 220
LEAST_SIZE = 10  # pixels of a page's smallest digit, as the finder sees it, though the page then is larger
AT_WRITING = 0.7  # share of the crops that are cut out around ink
TURNED = 0.4  # share of the crops that are turned by a quarter, a half or three
GRAY, NEGATIVE, PACKED = 0.2, 0.04, 0.3  # shares of the crops without color, inverted, and compressed once more
CONTRASTS = (0.25, 1.15)  # what is left of the picture's contrast: pencil may be hardly darker than its paper
LAID_OVER = 0.2  # share of the crops that have a part of another one laid over them
FULL_COVER = 0.5  # of its 4x4 pixels that ink covers, from which on an answer is to be 1


def training_batches(pool: Sequence[PackedPage], batch_size: int, steps: int, seed: tuple[int, ...]) -> Iterator[Batch]:
    """So many batches, each depending on the seed and its own number alone: see `make_batch`."""
    for step in range(steps):
        yield make_batch(pool, batch_size, (*seed, step))


def make_batch(pool: Sequence[PackedPage], batch_size: int, seed: tuple[int, ...]) -> Batch:
    """Images, uint8 (N, CROP, CROP, 3), and targets, float32 (N, CROP / 4, CROP / 4, 4).

    A target is: how much ink of a digit is there, of other writing, log2 of the digit's size / 32, quarters turned.
    """
    rng = np.random.default_rng(seed)
    chosen = rng.integers(len(pool), size=batch_size)
    crops = [_crop(unpack(pool[int(number)]), rng) for number in chosen]
    images, targets = (np.stack(parts) for parts in zip(*crops, strict=True))
    _lay_over(images, targets, rng)
    return images, targets


def _crop(page: FinderPage, rng: np.random.Generator) -> Batch:
    quarters = int(rng.integers(1, 4)) if rng.random() < TURNED else 0
    scale = _choose_scale(page, rng)
    top, left = _choose_place(page, scale, rng)
    window = np.array([[1 / scale, 0, left], [0, 1 / scale, top]], np.float32)  # from the crop's (x, y) to the page's
    flags = (cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR) | cv2.WARP_INVERSE_MAP
    small = page.image if scale >= 0.75 else cv2.GaussianBlur(page.image, (0, 0), 0.35 / scale)
    image = cv2.warpAffine(small, window, (CROP, CROP), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    truth = _shrink_truth(page.truth, scale, top, left)
    image, truth = np.rot90(image, -quarters), np.rot90(truth, -quarters)
    turn = np.full((*truth.shape[:2], 1), (page.turn + quarters) % 4, np.float32)
    return _light(np.ascontiguousarray(image), rng), np.concatenate([truth, turn], axis=2)


def _lay_over(images: npt.NDArray[np.uint8], targets: npt.NDArray[np.float32], rng: np.random.Generator) -> None:
    """Lay a part of the crop before over some of the crops, as a note that lies on another; Yun et al., "CutMix"."""
    for number in np.flatnonzero(rng.random(len(images)) < LAID_OVER):
        cells = CROP // STRIDE
        height, width = rng.integers(cells // 8, cells // 2, 2)
        top, left = rng.integers(cells - height), rng.integers(cells - width)
        part = np.s_[top : top + height, left : left + width]
        pixels = np.s_[top * STRIDE : (top + height) * STRIDE, left * STRIDE : (left + width) * STRIDE]
        images[number][pixels], targets[number][part] = images[number - 1][pixels], targets[number - 1][part]


def _choose_scale(page: FinderPage, rng: np.random.Generator) -> float:
    """A crop's pixels per pixel of the page: any size of the page at which its digits are not too small."""
    side, sizes = max(page.image.shape[:2]), page.truth[..., 2]
    smallest = decode_size(int(sizes[sizes > 0].min())) if sizes.any() else side
    least = min(max(SIDES[0], LEAST_SIZE / smallest * side), SIDES[1] / 2)
    return float(np.exp(rng.uniform(np.log(least), np.log(SIDES[1])))) / side


def _choose_place(page: FinderPage, scale: float, rng: np.random.Generator) -> tuple[float, float]:
    """Where the crop begins in the page, row and column: around ink, or anywhere."""
    height, width = page.image.shape[:2]
    side = CROP / scale
    ink = np.argwhere(page.truth[::4, ::4, :2].max(axis=2) > 127) * 4
    if len(ink) and rng.random() < AT_WRITING:
        middle = ink[int(rng.integers(len(ink)))] + rng.uniform(-0.4, 0.4, 2) * side
        return float(middle[0] - side / 2), float(middle[1] - side / 2)
    return (
        float(rng.uniform(min(0, height - side), max(0, height - side))),
        float(rng.uniform(min(0, width - side), max(0, width - side))),
    )


def _shrink_truth(truth: npt.NDArray[np.uint8], scale: float, top: float, left: float) -> npt.NDArray[np.float32]:
    """The truth of a crop at the answers' size, float32 (CROP / 4, CROP / 4, 3)."""
    cells, step = CROP // STRIDE, STRIDE / scale
    offset = (step - 1) / 2
    window = np.array([[step, 0, left + offset], [0, step, top + offset]], np.float32)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = max(1, round(step))
    ink = cv2.blur(truth[..., :2], (size, size), borderType=cv2.BORDER_CONSTANT)
    ink = cv2.warpAffine(ink, window, (cells, cells), flags=flags).astype(np.float32) / (255 * FULL_COVER)
    codes = cv2.warpAffine(
        np.ascontiguousarray(truth[..., 2]), window, (cells, cells), flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
    )
    sizes = codes.astype(np.float32) / SIZE_STEPS + np.float32(np.log2(scale / SIZE_UNIT))
    ink[..., 0] *= codes > 0
    return np.concatenate([np.minimum(ink, 1), sizes[..., None]], axis=2)


def _light(image: npt.NDArray[np.uint8], rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    """Another light, camera and file: brightness, contrast, gamma, color, JPEG."""
    if rng.random() < PACKED:
        _, file = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(30, 90))])
        image = np.asarray(cv2.imdecode(file, cv2.IMREAD_COLOR), np.uint8)
    if rng.random() < GRAY:
        image = np.repeat(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)
    if rng.random() < NEGATIVE:
        image = 255 - image
    levels = (np.arange(256, dtype=np.float32) / 255)[:, None] ** np.exp(rng.uniform(-0.5, 0.5))
    contrast, tint = np.exp(rng.uniform(*np.log(CONTRASTS))), rng.uniform(0.9, 1.1, 3)
    offset = rng.uniform(0, 1 - min(1, contrast))
    table = np.clip((levels * contrast + offset) * tint, 0, 1).astype(np.float32) * 255
    lit = np.stack([table[:, channel][image[..., channel]] for channel in range(3)], axis=2)
    if rng.random() < 0.3:
        lit = lit + rng.normal(0, rng.uniform(1, 12 * min(1, contrast)), (*lit.shape[:2], 1)).astype(np.float32)
    return np.rint(np.clip(lit, 0, 255)).astype(np.uint8)
