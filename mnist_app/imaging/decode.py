"""Bytes of an image file or canvas pixels -> pixels as a person sees them.

The door through which every picture comes in. What a file holds is decided by its content, never by its name; its
size is checked before a pixel is decoded, so that a small file cannot ask for gigabytes; and whatever a damaged file
does to the decoders ends in one sentence.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from mnist_app.errors import ImageError
from mnist_app.imaging.bbox import Bbox, scale_bbox
from mnist_app.imaging.blocks import smooth_blocks
from mnist_app.imaging.file_parts import check_parts, check_size, is_heif
from mnist_app.imaging.file_types import FORMATS, WORDS
from mnist_app.imaging.options import Turn, turned_further
from mnist_app.imaging.pdf import draw_page, is_pdf

MAX_PIXELS = 50_000_000
# libwebp holds what it decodes twice, and Pillow twice more: 16 bytes a pixel, where other formats take 6 to 8.
MAX_WEBP_PIXELS = 24_000_000
MAX_SIDE = 20_000  # pixels; a guess: the longest panoramas of phones have some 16,400
STRIP_PIXELS = 4_000_000  # at most so many are in arrays before they are shrunk: a guess, as many as the largest result
# The longer side of a picture that is decoded small has at most so many pixels: a guess that leaves 10 to a digit of
# which a hundred fit side by side. No picture is decoded larger than twice that, which is for small digits.
SMALL_SIDE = 1000
LARGE_SIDE = 2 * SMALL_SIDE

EXIF_ORIENTATION = 0x0112  # EXIF 2.3, section 4.6.4: 1 = upright, the others as below
EXIF_TURNS: dict[int, Callable[[npt.NDArray[np.uint8]], npt.NDArray[np.uint8]]] = {
    2: lambda pixels: pixels[:, ::-1],
    3: lambda pixels: pixels[::-1, ::-1],
    4: lambda pixels: pixels[::-1],
    5: lambda pixels: pixels.transpose(1, 0, 2),
    6: lambda pixels: pixels.transpose(1, 0, 2)[:, ::-1],
    7: lambda pixels: pixels.transpose(1, 0, 2)[::-1, ::-1],
    8: lambda pixels: pixels.transpose(1, 0, 2)[::-1],
}


@dataclass(frozen=True, eq=False)
class Picture:
    """A decoded picture, upright, in the sizes that are worth working at.

    Attributes
    ----------
    small : uint8 (H, W, 3), sRGB, at most SMALL_SIDE pixels long: enough for most digits, and to be shown
    source_shape : (height, width) of the upright original, in pixels
    data : the file's bytes, from which it can be decoded larger
    turn : degrees counterclockwise by which it is turned, compared with the file
    upright : the picture as the file has it, if this one is turned; it is decoded large once for all turns
    whole, part : the picture that this one is cut out of, and where it lies there, in pixels of its `small`
    """

    small: npt.NDArray[np.uint8]
    source_shape: tuple[int, int]
    data: bytes
    turn: Turn = 0
    upright: "Picture | None" = None
    whole: "Picture | None" = None
    part: Bbox | None = None

    def __post_init__(self) -> None:
        if self.small.dtype != np.uint8 or self.small.ndim != 3 or self.small.shape[2] != 3:
            raise ValueError(f"expected uint8 pixels (H, W, 3), received {self.small.dtype} {self.small.shape}")

    @cached_property
    def large(self) -> npt.NDArray[np.uint8]:
        """The same at most LARGE_SIDE pixels long, uint8 (H, W, 3); decoded when it is first asked for."""
        if self.whole and self.part:
            if self.whole.large is self.whole.small:
                return self.small
            top, left, bottom, right = scale_bbox(self.part, self.whole.small.shape[:2], self.whole.large.shape[:2])
            return self.whole.large[top:bottom, left:right]
        if max(self.source_shape) <= SMALL_SIDE:
            return self.small
        if self.upright:
            return _turn(self.upright.large, self.turn)
        return _decode(self.data, LARGE_SIDE)[0]

    def turned(self, degrees: Turn) -> "Picture":
        """The same, turned counterclockwise.

        Examples
        --------
        >>> import numpy as np
        >>> picture = Picture(np.zeros((40, 30, 3), np.uint8), (400, 300), b"")
        >>> picture.turned(90).source_shape, picture.turned(90).turned(270).turn
        ((300, 400), 0)
        """
        upright, turn = self.upright or self, turned_further(self.turn, degrees)
        if not turn:
            return upright
        height, width = upright.source_shape
        shape = (width, height) if turn in (90, 270) else (height, width)
        return Picture(_turn(upright.small, turn), shape, self.data, turn, upright)

    def cropped(self, part: Bbox) -> "Picture":
        """A part of it, in pixels of `small`.

        Examples
        --------
        >>> import numpy as np
        >>> picture = Picture(np.zeros((40, 30, 3), np.uint8), (400, 300), b"")
        >>> part = picture.cropped((10, 5, 20, 25))
        >>> part.small.shape, part.source_shape
        ((10, 20, 3), (100, 200))
        """
        top, left, bottom, right = part
        source = scale_bbox(part, self.small.shape[:2], self.source_shape)
        shape = source[2] - source[0], source[3] - source[1]
        return Picture(self.small[top:bottom, left:right], shape, self.data, self.turn, whole=self, part=part)


def decode_picture(data: bytes, page: int | None = None) -> Picture:
    """Decode the bytes of a picture file (of an animation, the first frame), or a page of a PDF.

    Large JPEGs are decoded at a half, a quarter or an eighth of their size, which takes a fraction of the time. So most
    photos are decoded small only, instead of once as large as the smallest digits need.

    Parameters
    ----------
    data : bytes of a PNG, JPEG, WebP, BMP, GIF, TIFF, HEIC or PDF file
    page : of a PDF, from 1; None is the only one

    Raises
    ------
    ImageError
        if the file is empty, too large, of another kind or damaged, or a PDF that has no such page

    Examples
    --------
    >>> import io
    >>> from PIL import Image
    >>> file = io.BytesIO()
    >>> Image.new("RGB", (3000, 1500), "white").save(file, "PNG")  # width, height
    >>> picture = decode_picture(file.getvalue())
    >>> picture.source_shape, picture.small.shape, picture.large.shape
    ((1500, 3000), (500, 1000, 3), (1000, 2000, 3))
    """
    check_size(data)
    if is_pdf(data):
        data = draw_page(data, page, LARGE_SIDE)
    check_parts(data)
    small, source_shape = _decode(data, SMALL_SIDE)
    return Picture(small, source_shape, data)


def decode_canvas(data: bytes, height: int, max_width: int) -> npt.NDArray[np.uint8]:
    """Decode the PNG that a canvas in a browser reports, uint8 (H, W, 4).

    Parameters
    ----------
    height, max_width : of the canvas, in pixels; it is narrower in a narrow window, and may have been another before

    Raises
    ------
    ImageError
        if it is no PNG, damaged, or of another size
    """
    check_parts(data)
    image = _open(data, formats=("PNG",))
    if image.height != height or image.width > max_width:
        raise ImageError(
            f"A canvas is {height} pixels high and at most {max_width} wide; "
            f"received {image.height} high and {image.width} wide."
        )
    try:
        return np.asarray(image.convert("RGBA"))
    except Exception as error:  # as in _decode
        raise ImageError("The drawing's pixels are damaged. Draw it again.") from error


def rgba_to_gray(rgba: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Turn canvas pixels into gray levels, transparent ones into the paper on which the ink can be seen.

    Parameters
    ----------
    rgba : uint8 (H, W, 4), alpha not premultiplied

    Returns
    -------
    uint8 (H, W), 0 = black; a fully transparent picture is all black

    Raises
    ------
    ImageError
        if shape or dtype differ, or there are no pixels

    Examples
    --------
    A black pixel on a transparent ground is seen on white, a white one on black:

    >>> import numpy as np
    >>> rgba = np.zeros((1, 3, 4), np.uint8)
    >>> rgba[0, 1] = 0, 0, 0, 255
    >>> rgba_to_gray(rgba)
    array([[255,   0, 255]], dtype=uint8)
    >>> rgba[0, 1] = 255
    >>> rgba_to_gray(rgba)
    array([[  0, 255,   0]], dtype=uint8)
    """
    if not isinstance(rgba, np.ndarray) or rgba.dtype != np.uint8 or rgba.ndim != 3 or rgba.shape[2] != 4:
        received = f"{rgba.dtype} {rgba.shape}" if isinstance(rgba, np.ndarray) else type(rgba).__name__
        raise ImageError(f"A drawing must be uint8 pixels of shape (height, width, 4); received {received}.")
    if not rgba.size:
        raise ImageError("The drawing has no pixels.")
    gray = np.asarray(cv2.cvtColor(rgba, cv2.COLOR_RGBA2GRAY), np.uint8)
    alpha = cv2.extractChannel(rgba, 3)
    if alpha.min() == 255:
        return gray
    return _lay_on_paper(gray, gray, alpha.astype(np.float32) / np.float32(255))


def shrink(pixels: npt.NDArray[Any], side: int) -> npt.NDArray[Any]:
    """Make a picture (H, W) or (H, W, channels) smaller if its longer side has more than `side` pixels.

    Examples
    --------
    >>> import numpy as np
    >>> shrink(np.array([[0, 100, 50, 50]], np.uint8), side=2)
    array([[50, 50]], dtype=uint8)
    """
    height, width = pixels.shape[:2]
    size = _shrunk_size(width, height, side)
    return pixels if size == (width, height) else _resize(pixels, size)


def _turn(rgb: npt.NDArray[np.uint8], degrees: Turn) -> npt.NDArray[np.uint8]:
    return np.ascontiguousarray(np.rot90(rgb, degrees // 90))


def _decode(data: bytes, side: int) -> tuple[npt.NDArray[np.uint8], tuple[int, int]]:
    """A file's upright pixels, uint8 (H, W, 3), at most `side` long, and the upright original's (height, width)."""
    image = _open(data)
    try:
        width, height = image.size
        orientation = _orientation(image)
        image.draft("RGB", _shrunk_size(width, height, side))
        whole = LARGE_SIDE if max(image.size) <= LARGE_SIDE else side
        rgb = shrink(smooth_blocks(_image_to_rgb(image, whole)), side)  # shrunk, blocks are none that can be told
    except Exception as error:  # decoders raise a dozen kinds on damaged files: all of them are the file's fault
        raise ImageError("The picture is damaged or cut off. Save or photograph it again.") from error
    if orientation in EXIF_TURNS:
        rgb = np.ascontiguousarray(EXIF_TURNS[orientation](rgb))
    return rgb, (width, height) if orientation >= 5 else (height, width)


def _open(data: bytes, formats: tuple[str, ...] = FORMATS) -> Image.Image:
    """Read a file's header; its pixels are not decoded yet."""
    if is_heif(data):
        import pillow_heif

        pillow_heif.register_heif_opener()
    try:
        image = Image.open(io.BytesIO(data), formats=formats)  # no other decoder is ever tried
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageError(f"The picture is larger than {MAX_PIXELS // 10**6} megapixels. Make it smaller.") from error
    except Exception as error:  # as in _decode
        raise ImageError(f"This is not a picture that can be read. Use {WORDS}.") from error
    limit = MAX_WEBP_PIXELS if image.format == "WEBP" else MAX_PIXELS
    if image.width * image.height > limit:
        megapixels = image.width * image.height / 1e6
        raise ImageError(
            f"The picture has {megapixels:.0f} megapixels; at most {limit // 10**6} are read. Make it smaller."
        )
    if max(image.size) > MAX_SIDE:
        raise ImageError(f"The picture is {max(image.size):,} pixels long; at most {MAX_SIDE:,} are read. Crop it.")
    return image


def _orientation(image: Image.Image) -> int:
    """How the pixels that Pillow decodes are to be turned, as a key of EXIF_TURNS, else 1."""
    if image.format == "TIFF":  # Pillow turns these itself, as the orientation is part of their own standard
        return 1
    try:
        orientation = image.getexif().get(EXIF_ORIENTATION, 1)
    except Exception:  # damaged EXIF does not make the pixels unreadable
        return 1
    return orientation if orientation in EXIF_TURNS else 1


def _image_to_rgb(image: Image.Image, side: int) -> npt.NDArray[np.uint8]:
    """Decode the pixels of any Pillow mode; shrunk first, so that the rest costs little memory."""
    if image.mode.startswith(("I", "F")):
        gray = _wide_to_gray(_shrink_image(image, side, lambda strip: _finite(np.asarray(strip))))
        return np.asarray(cv2.cvtColor(gray, cv2.COLOR_GRAY2RGB), np.uint8)
    if image.has_transparency_data:
        rgba = _shrink_image(image, side, lambda strip: np.asarray(strip.convert("RGBA")))
        opacity = rgba[..., 3].astype(np.float32) / np.float32(255)
        gray = np.asarray(cv2.cvtColor(rgba, cv2.COLOR_RGBA2GRAY), np.uint8)
        return _lay_on_paper(rgba[..., :3], gray, opacity)
    return _shrink_image(image, side, lambda strip: np.asarray(strip.convert("RGB")))


def _shrink_image(
    image: Image.Image, side: int, to_pixels: Callable[[Image.Image], npt.NDArray[Any]]
) -> npt.NDArray[Any]:
    """An image's pixels as `to_pixels` gives them, shrunk: a large image's in strips, each made narrower by itself.

    Pillow holds an image of 50 megapixels in 200 MB, and its conversions to another mode and to an array take as much
    each.
    """
    image.load()  # Pillow turns a TIFF upright only now
    width, height = image.size
    rows = max(1, STRIP_PIXELS // width)
    if rows >= height:
        return shrink(to_pixels(image), side)
    size = _shrunk_size(width, height, side)
    tops = range(0, height, rows)
    strips = (to_pixels(image.crop((0, top, width, min(top + rows, height)))) for top in tops)
    narrow = np.concatenate([_resize(strip, (size[0], len(strip))) for strip in strips])
    return _resize(narrow, size)


def _resize(pixels: npt.NDArray[Any], size: tuple[int, int]) -> npt.NDArray[Any]:
    """Shrink to (width, height) by averaging areas."""
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))


def _finite(levels: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    return np.nan_to_num(levels.astype(np.float32), posinf=0, neginf=0)


def _wide_to_gray(levels: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """Scale levels to 0..255 from the smallest usual range (0..1, 8 or 16 bits) that holds them, else their own.

    Where their own is a single level, it is paper.
    """
    low, high = float(levels.min()), float(levels.max())
    usual = [full for full in (1, 255, 65535) if low >= 0 and high <= full]
    if usual:
        low, high = 0, usual[0]
    if low == high:
        return np.full(levels.shape, 255, np.uint8)
    return np.rint((levels - low) * (255 / (high - low))).astype(np.uint8)


def _lay_on_paper(
    pixels: npt.NDArray[np.uint8], gray: npt.NDArray[np.uint8], opacity: npt.NDArray[np.float32]
) -> npt.NDArray[np.uint8]:
    """Lay translucent pixels on the paper on which they are seen best.

    Strokes on a transparent ground are laid on black if they are light on the whole, on white if they are dark. Where
    most of the picture is opaque, it brings its own paper, and its holes are filled with that.
    """
    visible = opacity.sum()
    if not visible:
        return np.zeros_like(pixels)
    if visible > opacity.size / 2:
        paper = float(np.median(gray[opacity > 0.5]))
    else:
        paper = 0.0 if (gray * opacity).sum() / visible > 127.5 else 255.0
    weight = opacity if pixels.ndim == 2 else opacity[..., np.newaxis]
    return np.rint(pixels * weight + paper * (1 - weight)).astype(np.uint8)


def _shrunk_size(width: int, height: int, side: int) -> tuple[int, int]:
    scale = min(1.0, side / max(height, width))
    return max(1, round(width * scale)), max(1, round(height * scale))
